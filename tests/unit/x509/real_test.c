/* real_test.c - certificates that public CAs issued: as they are, cut off and damaged. */
#include "unit/x509/sample.h"

#include <stdlib.h>
#include <string.h>

#define DEBIAN_BUNDLE "/etc/ssl/certs/ca-certificates.crt"

/* Leaves and intermediates of vectors/real. */
static const struct {
    const char *path;
    uint32_t count;
    uint32_t leaf_extensions;
} chains[] = {
    { VECTORS "/real/letsencrypt.org/chain.pem", 4, 10 },
    { VECTORS "/real/aws.amazon.com/chain.pem", 4, 10 },
    { VECTORS "/real/www.google.com/chain.pem", 2, 10 },
    { VECTORS "/real/tm.cn/chain.pem", 2, 10 },
    { VECTORS "/real/udctest.ads.vt.edu/chain.pem", 3, 9 },
    { VECTORS "/real/revoked.badssl.com/chain.pem", 2, 10 }
};

#define CHAIN_COUNT (sizeof chains / sizeof chains[0])

static unsigned count_bits(uint32_t mask)
{
    unsigned count = 0;

    for (; mask != 0; mask &= mask - 1)
        count++;
    return count;
}

Test(real, chains_of_real_hosts_are_read_and_link_by_name)
{
    for (size_t i = 0; i < CHAIN_COUNT; i++) {
        kedge_certificate below = { 0 };

        for (uint32_t ordinal = 0; ordinal < chains[i].count; ordinal++) {
            parsed found = sample_parse(sample_real(chains[i].path, ordinal));

            cr_assert_eq(found.status, KEDGE_OK, "%s %u: %s at %u", chains[i].path, (unsigned)ordinal,
                         kedge_status_name(found.status), (unsigned)found.fault);
            cr_assert_eq(found.certificate.deviations, 0u);
            cr_assert_eq(found.certificate.version, 3);
            cr_assert_eq(found.certificate.unknown_critical, 0);
            cr_assert_eq(found.certificate.is_ca, ordinal > 0);
            if (ordinal == 0) {
                cr_assert_eq(count_bits(found.certificate.extensions_present), chains[i].leaf_extensions);
                cr_assert(kedge_certificate_names_usage(&found.certificate,
                                                        forge_oid_content(FORGE_EKU_SERVER_AUTH)));
            } else {
                cr_assert_eq(below.issuer_hash, found.certificate.subject_hash);
                cr_assert(
                    kedge_name_equal(kedge_certificate_span(&below, below.issuer),
                                     kedge_certificate_span(&found.certificate, found.certificate.subject)));
            }
            below = found.certificate;
        }
        cr_assert_eq(sample_real(chains[i].path, chains[i].count).size, 0u);
    }
}

Test(real, one_that_is_cut_off_anywhere_is_refused)
{
    for (size_t i = 0; i < CHAIN_COUNT; i++) {
        kedge_span whole = sample_real(chains[i].path, 0);

        for (size_t size = 0; size < whole.size; size++) {
            parsed found = sample_parse((kedge_span){ whole.data, size });

            cr_assert_eq(found.status, KEDGE_DER_TRUNCATED, "%s at %zu: %s", chains[i].path, size,
                         kedge_status_name(found.status));
            cr_assert_eq(found.fault, size);
        }
        forge_forget();
    }
}

/* The outermost length is made to fit, so that the cut shows further inside. */
Test(real, one_whose_outer_lengths_hide_the_cut_is_refused)
{
    kedge_span whole = sample_real(chains[0].path, 0);

    cr_assert(whole.data[0] == 0x30 && whole.data[1] == 0x82);
    for (size_t size = 4 + 0x100; size < whole.size; size++) {
        uint8_t *copy = malloc(size);
        kedge_certificate certificate;
        uint32_t fault = UINT32_MAX;

        memcpy(copy, whole.data, size);
        copy[2] = (uint8_t)((size - 4) >> 8);
        copy[3] = (uint8_t)(size - 4);
        cr_assert_neq(kedge_certificate_parse(&certificate, copy, size, &fault), KEDGE_OK);
        cr_assert_leq(fault, size);
        free(copy);
    }
}

/* What every answer must keep to, whatever the bytes. */
static void expect_sound(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size);
    kedge_certificate certificate;
    uint32_t fault = UINT32_MAX;
    kedge_status status;

    memcpy(copy, bytes, size);
    status = kedge_certificate_parse(&certificate, copy, size, &fault);
    if (status == KEDGE_OK) {
        char text[64];
        kedge_der names = kedge_certificate_subject_alt_names(&certificate, &fault);
        kedge_general_name name;

        cr_assert_leq(certificate.signature.offset + certificate.signature.size, size);
        cr_assert_lt(kedge_name_format(kedge_certificate_span(&certificate, certificate.subject), text,
                                       sizeof text),
                     sizeof text);
        cr_assert_eq(certificate.is_self_issued,
                     kedge_name_equal(kedge_certificate_span(&certificate, certificate.subject),
                                      kedge_certificate_span(&certificate, certificate.issuer)));
        while (!kedge_der_at_end(&names))
            cr_assert_eq(kedge_general_name_read(&names, &name), KEDGE_OK);
    } else {
        cr_assert_eq(kedge_status_classify(status), KEDGE_CLASS_INPUT);
        cr_assert_leq(fault, size);
    }
    free(copy);
}

Test(real, one_with_any_bit_flipped_is_read_or_refused_soundly)
{
    for (size_t i = 0; i < CHAIN_COUNT; i++) {
        kedge_span whole = sample_real(chains[i].path, i == 4 ? 1 : 0); /* the one with name constraints */
        uint8_t *bytes = malloc(whole.size);

        memcpy(bytes, whole.data, whole.size);
        for (size_t bit = 0; bit < 8 * whole.size; bit++) {
            bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            expect_sound(bytes, whole.size);
            bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        free(bytes);
    }
}

Test(real, one_with_any_octet_replaced_is_read_or_refused_soundly)
{
    static const uint8_t octets[] = {
        0x00, 0x01, 0x02, 0x05, 0x1f, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xff
    };
    kedge_span whole = sample_real(chains[4].path, 1);
    uint8_t *bytes = malloc(whole.size);

    memcpy(bytes, whole.data, whole.size);
    for (size_t at = 0; at < whole.size; at++) {
        for (size_t i = 0; i < sizeof octets; i++) {
            bytes[at] = octets[i];
            expect_sound(bytes, whole.size);
        }
        bytes[at] = whole.data[at];
    }
    free(bytes);
}

/* Deviations that some roots of Debian's list have, and no others. */
#define DEVIATIONS_OF_ROOTS \
    (KEDGE_DEVIATION_SERIAL_ZERO | KEDGE_DEVIATION_SERIAL_NEGATIVE | KEDGE_DEVIATION_SERIAL_LONG \
     | KEDGE_DEVIATION_TIME_FORM | KEDGE_DEVIATION_KEY_USAGE_FORM | KEDGE_DEVIATION_NAME_STRING)

Test(real, every_root_of_debian_is_read)
{
    uint32_t count = 0;
    kedge_span root;

    if (sample_real(DEBIAN_BUNDLE, 0).size == 0)
        cr_skip_test(DEBIAN_BUNDLE " is not there");
    while ((root = sample_real(DEBIAN_BUNDLE, count)).size > 0) {
        parsed found = sample_parse(root);

        cr_assert_eq(found.status, KEDGE_OK, "block %u: %s at %u", (unsigned)count + 1,
                     kedge_status_name(found.status), (unsigned)found.fault);
        cr_assert(found.certificate.is_self_issued);
        cr_assert_eq(found.certificate.deviations & ~(uint32_t)DEVIATIONS_OF_ROOTS, 0u, "block %u",
                     (unsigned)count + 1);
        cr_assert_eq(found.certificate.unknown_critical, 0);
        forge_forget();
        count++;
    }
    cr_assert_geq(count, 100u);
}
