/* crl_index_test.c - lists of many entries: what an index finds is what a walk finds. */
#include <criterion/criterion.h>
#include <kedge/kedge.h>

#include "forge/forge.h"
#include "x509/text.h"

#define ENTRIES 600

TestSuite(crl_index_many, .fini = forge_forget);

static forge_certificate ca;

static kedge_span entry_of(kedge_span serial, kedge_span extensions)
{
    const kedge_span number = forge_tlv(KEDGE_TAG_INTEGER, serial);

    if (extensions.size == 0)
        return forge_sequence(number, forge_time(FORGE_NOW - FORGE_DAY));
    return forge_sequence(number, forge_time(FORGE_NOW - FORGE_DAY), forge_sequence(extensions));
}

/* A list of entries, with and without an index. */
static void make(kedge_span entries, kedge_crl crl[2])
{
    forge_crl forged;
    kedge_span der;
    uint32_t fault;
    size_t size;
    void *memory;

    ca = forge_root("CA");
    forged = forge_crl_of(&ca);
    forged.raw_revoked = forge_sequence(entries);
    der = forge_sign_crl(&forged);
    cr_assert_eq(kedge_crl_parse(&crl[0], der.data, der.size, &fault), KEDGE_OK);
    crl[1] = crl[0];
    size = kedge_crl_index_size(&crl[1]);
    cr_assert_leq(size, crl[1].revoked_count * (crl[1].has_entry_issuers ? 14 : 10) + 8);
    memory = forge_allocate(size);
    cr_assert_eq(kedge_crl_index(&crl[1], memory, size), KEDGE_OK);
    cr_assert_not_null(crl[1].index);
}

static bool agree(const kedge_crl crl[2], kedge_span issuer, kedge_span serial)
{
    kedge_crl_entry walked = { .serial_number = { 0, 0 } };
    kedge_crl_entry indexed = { .serial_number = { 0, 0 } };
    const bool is_there = kedge_crl_find(&crl[0], issuer, serial, &walked);

    cr_assert_eq(kedge_crl_find(&crl[1], issuer, serial, &indexed), is_there);
    cr_assert_eq(indexed.serial_number.offset, walked.serial_number.offset);
    cr_assert_eq(indexed.certificate_issuer.offset, walked.certificate_issuer.offset);
    cr_assert_eq(indexed.reason, walked.reason);
    return is_there;
}

static kedge_span number(uint32_t value)
{
    const uint8_t octets[] = { 0x40, (uint8_t)(value >> 8), (uint8_t)value };

    return forge_copy(octets + (value > 0xff ? 0 : 2), value > 0xff ? 3 : 1);
}

Test(crl_index_many, every_entry_is_found_and_no_other)
{
    static kedge_span part[ENTRIES];
    kedge_crl crl[2];

    for (uint32_t i = 0; i < ENTRIES; i++)
        part[i] = entry_of(number(0x100 + i * 7919 % 65021), (kedge_span){ NULL, 0 });
    make(forge_join_list(part, ENTRIES), crl);
    for (uint32_t i = 0; i < ENTRIES; i++)
        cr_assert(agree(crl, ca.subject, number(0x100 + i * 7919 % 65021)));
    for (uint32_t i = ENTRIES; i < 2 * ENTRIES; i++)
        cr_assert_not(agree(crl, ca.subject, number(0x100 + i * 7919 % 65021)));
    cr_assert_not(agree(crl, forge_common_name("Other CA"), number(0x100)));
}

/* The same serial number again and again, now of this issuer, now of that. */
Test(crl_index_many, entries_share_the_names_before_them)
{
    static kedge_span part[ENTRIES];
    const kedge_span issuer[] = { forge_common_name("A"), forge_common_name("B"), forge_common_name("C") };
    kedge_crl crl[2];
    size_t found = 0;

    for (uint32_t i = 0; i < ENTRIES; i++) {
        const forge_extension names = forge_certificate_issuer(issuer[i / 11 % 3]);
        const forge_extension reason = forge_crl_reason(i % 5 == 0 ? KEDGE_REASON_REMOVE_FROM_CRL : i % 5);

        part[i] = entry_of(number(1 + i % 23), i % 11 == 0 ? forge_extension_der(&names) : forge_extension_der(&reason));
    }
    make(forge_join_list(part, ENTRIES), crl);
    cr_assert(crl[0].has_entry_issuers);
    for (uint32_t i = 0; i < 26; i++) {
        for (size_t n = 0; n < 3; n++)
            found += agree(crl, issuer[n], number(i));
        cr_assert_not(agree(crl, ca.subject, number(i)));
    }
    cr_assert_eq(found, 23 * 3);
}

static uint64_t load(const uint8_t *octets)
{
    uint64_t word = 0;

    for (int i = 0; i < 8; i++)
        word = word << 8 | octets[i];
    return word;
}

/* Sixteen octets that hash as any other such sixteen: the second eight undo the first. */
static kedge_span colliding(uint32_t n)
{
    uint8_t octets[16] = { 0x40, 0, 0, 0, (uint8_t)(n >> 8), (uint8_t)n };
    kedge_text_hash hash = { 0, load(octets), 0 };

    kedge_text_hash_mix(&hash);
    for (int i = 0; i < 8; i++)
        octets[8 + i] = (uint8_t)(hash.mixed >> (56 - 8 * i));
    return forge_copy(octets, sizeof octets);
}

Test(crl_index_many, serial_numbers_chosen_to_fall_together_are_found)
{
    static kedge_span part[ENTRIES];
    kedge_crl crl[2];

    for (uint32_t i = 0; i < ENTRIES; i++)
        part[i] = entry_of(colliding(i * 7919 % 65521), (kedge_span){ NULL, 0 });
    make(forge_join_list(part, ENTRIES), crl);
    for (size_t i = 0; i < ENTRIES; i++)
        cr_assert_eq(crl[1].index[(1 << 8) + 1 + 2 * i], crl[1].index[(1 << 8) + 1], "they do not fall together");
    for (uint32_t i = 0; i < ENTRIES; i++)
        cr_assert(agree(crl, ca.subject, colliding(i * 7919 % 65521)));
    cr_assert_not(agree(crl, ca.subject, colliding(65530)));
}

/* Bytes under a view may not change; if they do, nothing is read beyond them. */
Test(crl_index_many, spoilt_entries_are_read_within_their_bounds)
{
    kedge_span part[8];
    kedge_crl crl[2];
    uint8_t *entries;
    size_t found = 0;

    for (uint32_t i = 0; i < 8; i++)
        part[i] = entry_of(colliding(i), (kedge_span){ NULL, 0 });
    make(forge_join_list(part, 8), crl);
    entries = (uint8_t *)(uintptr_t)crl[1].der + crl[1].revoked.offset;
    for (uint32_t bit = 0; bit < 8 * crl[1].revoked.size; bit++) {
        entries[bit / 8] ^= (uint8_t)(1u << bit % 8);
        for (uint32_t i = 0; i < 9; i++) {
            kedge_crl_entry entry;

            found += kedge_crl_find(&crl[1], ca.subject, colliding(i), &entry);
            (void)kedge_crl_find(&crl[0], ca.subject, colliding(i), &entry);
        }
        entries[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    cr_assert_gt(found, 0);
    cr_assert_lt(found, 8 * 8 * crl[1].revoked.size);
    for (uint32_t i = 0; i < 8; i++)
        cr_assert(agree(crl, ca.subject, colliding(i)));
}

/* Serial numbers of other lengths that hash alike cannot be made so easily: rows of one bucket are told apart. */
Test(crl_index_many, short_and_long_serial_numbers_share_a_list)
{
    static kedge_span part[64];
    kedge_crl crl[2];

    for (uint32_t i = 0; i < 64; i++)
        part[i] = entry_of(i % 2 == 0 ? number(1 + i) : colliding(i), (kedge_span){ NULL, 0 });
    make(forge_join_list(part, 64), crl);
    for (uint32_t i = 0; i < 64; i++) {
        cr_assert_eq(agree(crl, ca.subject, number(1 + i)), i % 2 == 0);
        cr_assert_eq(agree(crl, ca.subject, colliding(i)), i % 2 == 1);
    }
}
