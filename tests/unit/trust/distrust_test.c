/* distrust_test.c - keys and certificates that are not believed whoever vouches for them. */
#include "trust_fixture.h"

static void digest_of_key(const forge_key *key, uint8_t digest[KEDGE_SHA256_SIZE])
{
    kedge_span made = forge_digest(KEDGE_HASH_SHA256, key->subject_public_key_info);

    memcpy(digest, made.data, KEDGE_SHA256_SIZE);
}

static bool is_distrusted(const kedge_trust *trust, kedge_span der)
{
    kedge_certificate certificate = parsed(der);

    return kedge_trust_is_distrusted(trust, &certificate);
}

Test(distrust, a_key_is_distrusted_in_whatever_certificate_it_stands)
{
    kedge_trust trust = new_trust(4);
    const forge_key *bad = forge_p256("bad key");
    forge_certificate root = forge_root_with_key("Root", bad);
    forge_certificate leaf = forge_leaf_with_key("host.example", &root, bad);
    uint8_t digest[KEDGE_SHA256_SIZE];

    digest_of_key(bad, digest);
    cr_assert_not(is_distrusted(&trust, forge_sign(&root)));
    cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
    cr_assert(is_distrusted(&trust, forge_sign(&root)));
    cr_assert(is_distrusted(&trust, forge_sign(&leaf)));
    cr_assert_not(is_distrusted(&trust, root_der("Another")));
}

Test(distrust, the_key_of_a_bare_anchor_is_distrusted_too)
{
    kedge_trust trust = new_trust(4);
    uint8_t digest[KEDGE_SHA256_SIZE];
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_name_and_key(&trust, forge_common_name("Bare"),
                                              forge_p256("Bare")->subject_public_key_info, NULL, &fault),
                 KEDGE_OK);
    digest_of_key(forge_p256("Bare"), digest);
    cr_assert_not(kedge_trust_is_distrusted(&trust, &kedge_trust_at(&trust, 0)->certificate));
    cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
    cr_assert(kedge_trust_is_distrusted(&trust, &kedge_trust_at(&trust, 0)->certificate));
}

Test(distrust, a_certificate_is_distrusted_by_issuer_and_serial_number)
{
    kedge_trust trust = new_trust(4);
    forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    forge_certificate sibling = leaf;
    forge_certificate namesake = leaf;
    kedge_span serial = forge_hex("00c0ffee");

    leaf.serial_number = serial;
    sibling.serial_number = forge_hex("00c0ffef");
    namesake.serial_number = serial;
    namesake.issuer = forge_common_name("Other root");
    cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_common_name("Root"), serial), KEDGE_OK);
    cr_assert(is_distrusted(&trust, forge_sign(&leaf)));
    cr_assert_not(is_distrusted(&trust, forge_sign(&sibling)));
    cr_assert_not(is_distrusted(&trust, forge_sign(&namesake)));
}

Test(distrust, the_issuer_is_compared_as_a_name)
{
    kedge_trust trust = new_trust(4);
    forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);

    leaf.serial_number = forge_hex("07");
    cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_common_name(" rOOT "), forge_hex("07")), KEDGE_OK);
    cr_assert(is_distrusted(&trust, forge_sign(&leaf)));
}

Test(distrust, name_and_serial_number_are_copied)
{
    kedge_trust trust = new_trust(4);
    forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    kedge_span issuer = forge_common_name("Root");
    uint8_t *scratch = forge_allocate(issuer.size);
    uint8_t serial[] = { 7 };

    memcpy(scratch, issuer.data, issuer.size);
    leaf.serial_number = forge_hex("07");
    cr_assert_eq(kedge_trust_distrust_serial(&trust, (kedge_span){ scratch, issuer.size },
                                             (kedge_span){ serial, 1 }),
                 KEDGE_OK);
    memset(scratch, 0, issuer.size);
    serial[0] = 0;
    cr_assert(is_distrusted(&trust, forge_sign(&leaf)));
}

Test(distrust, an_entry_given_twice_costs_nothing)
{
    kedge_trust trust = new_trust(4);
    uint8_t digest[KEDGE_SHA256_SIZE] = { 1 };
    kedge_trust before;

    cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
    cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_common_name("Root"), forge_hex("07")), KEDGE_OK);
    before = trust;
    cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
    cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_common_name("Root"), forge_hex("07")), KEDGE_OK);
    cr_assert_eq(trust.top, before.top);
}

Test(distrust, malformed_issuers_and_serial_numbers_are_refused)
{
    kedge_trust trust = new_trust(4);
    kedge_span name = forge_common_name("Root");
    kedge_span serial = forge_hex("07");
    const char *wrong[] = { "", "0007", "ffff", "ff80", "007f" };
    const char *right[] = { "00", "0080", "ff", "ff7f", "80", "7f00" };
    kedge_span huge = { name.data, KEDGE_CERTIFICATE_SIZE_MAX + 1 };

    cr_assert_eq(kedge_trust_distrust_serial(&trust, FORGE_ABSENT, serial), KEDGE_DER_TRUNCATED);
    cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_name(FORGE_ABSENT), serial), KEDGE_ISSUER_EMPTY);
    cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_join(name, serial), serial),
                 KEDGE_DER_TRAILING_DATA);
    cr_assert_eq(kedge_trust_distrust_serial(&trust, name, huge), KEDGE_DER_BAD_INTEGER);
    huge.size = (size_t)KEDGE_DER_SIZE_MAX + 1;
    cr_assert_eq(kedge_trust_distrust_serial(&trust, huge, serial), KEDGE_DER_TOO_LARGE);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_eq(kedge_trust_distrust_serial(&trust, name, forge_hex(wrong[i])), KEDGE_DER_BAD_INTEGER,
                     "%s", wrong[i]);
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        cr_assert_eq(kedge_trust_distrust_serial(&trust, name, forge_hex(right[i])), KEDGE_OK, "%s",
                     right[i]);
}

static kedge_status no_digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message,
                              uint8_t *digest)
{
    (void)crypto;
    (void)hash;
    (void)message;
    (void)digest;
    return KEDGE_UNSUPPORTED_ALGORITHM;
}

Test(distrust, a_key_that_cannot_be_hashed_is_not_believed)
{
    kedge_trust trust = new_trust(4);
    kedge_crypto broken = *kedge_crypto_default();
    uint8_t digest[KEDGE_SHA256_SIZE] = { 1 };

    broken.digest = no_digest;
    trust.crypto = &broken;
    cr_assert_not(is_distrusted(&trust, root_der("Root")), "keys are hashed though none is listed");
    cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
    cr_assert(is_distrusted(&trust, root_der("Root")));
}

/* A digest that differs from all others. */
static void numbered_digest(uint32_t number, uint8_t digest[KEDGE_SHA256_SIZE])
{
    memset(digest, 0, KEDGE_SHA256_SIZE);
    for (size_t i = 0; i < 4; i++)
        digest[i] = (uint8_t)(number >> 8 * i);
}

Test(distrust, thousands_of_entries_are_found)
{
    enum { COUNT = 5000 };
    size_t size = kedge_trust_size(1, 2 * COUNT * (KEDGE_TRUST_DISTRUST_SIZE + 64));
    kedge_trust trust;
    forge_certificate root = forge_root("Root");
    forge_certificate leaf = forge_leaf("host.example", &root);
    uint8_t digest[KEDGE_SHA256_SIZE];
    kedge_trust before;

    cr_assert_eq(kedge_trust_init(&trust, forge_allocate(size), size, kedge_crypto_default()), KEDGE_OK);
    for (uint32_t i = 0; i < COUNT; i++) {
        uint8_t serial[3] = { 1, (uint8_t)(i >> 8), (uint8_t)i };

        numbered_digest(i, digest);
        cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
        cr_assert_eq(kedge_trust_distrust_serial(&trust, forge_common_name("Root"),
                                                 (kedge_span){ serial, 3 }),
                     KEDGE_OK);
    }
    before = trust;
    for (uint32_t i = 0; i < COUNT; i++) {
        numbered_digest(i, digest);
        cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
    }
    cr_assert_eq(trust.top, before.top, "an entry was not found again");
    leaf.serial_number = forge_hex("011387");
    cr_assert(is_distrusted(&trust, forge_sign(&leaf)));
    leaf.serial_number = forge_hex("011388");
    cr_assert_not(is_distrusted(&trust, forge_sign(&leaf)));
}
