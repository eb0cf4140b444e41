/* algorithm_test.c - signature algorithms and their parameters. */
#include "unit/x509/sample.h"

#include <string.h>

#define RSA "06092a864886f70d0101"     /* 1.2.840.113549.1.1, one octet to go */
#define ECDSA "06082a8648ce3d0403"     /* 1.2.840.10045.4.3, one octet to go */
#define SHA1 "06052b0e03021a"
#define SHA2 "06096086480165030402"    /* 2.16.840.1.101.3.4.2, one octet to go */
#define MGF1 RSA "08"

static kedge_status read(const char *hex, kedge_algorithm *algorithm, kedge_range *identifier,
                         uint32_t *fault)
{
    kedge_span bytes = forge_hex(hex);
    kedge_der der;

    cr_assert_eq(kedge_der_begin(&der, bytes.data, bytes.size, fault), KEDGE_OK);
    return kedge_algorithm_read(&der, algorithm, identifier);
}

static kedge_algorithm expect_good(const char *hex)
{
    kedge_algorithm algorithm;
    kedge_range identifier;
    uint32_t fault = 77;
    kedge_status status = read(hex, &algorithm, &identifier, &fault);

    cr_assert_eq(status, KEDGE_OK, "%s: %s at %u", hex, kedge_status_name(status), (unsigned)fault);
    cr_assert(identifier.offset == 0 && identifier.size == forge_hex(hex).size);
    return algorithm;
}

static void expect_fault(const char *hex, kedge_status wanted, uint32_t offset)
{
    kedge_algorithm algorithm;
    kedge_range identifier;
    uint32_t fault = 77;
    kedge_status status = read(hex, &algorithm, &identifier, &fault);

    cr_assert_eq(status, wanted, "%s: %s at %u", hex, kedge_status_name(status), (unsigned)fault);
    cr_assert_eq(fault, offset, "%s: at %u, not at %u", hex, (unsigned)fault, (unsigned)offset);
}

Test(algorithm, every_one_that_is_known_is_told_and_has_a_name)
{
    static const struct {
        const char *identifier;
        kedge_scheme scheme;
        kedge_hash hash;
        const char *name;
    } cases[] = {
        { "300d " RSA "04 0500", KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_MD5, "RSA with MD5" },
        { "300d " RSA "05 0500", KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA1, "RSA with SHA-1" },
        { "300d " RSA "0e 0500", KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA224, "RSA with SHA-224" },
        { "300d " RSA "0b 0500", KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256, "RSA with SHA-256" },
        { "300d " RSA "0c 0500", KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA384, "RSA with SHA-384" },
        { "300d " RSA "0d 0500", KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA512, "RSA with SHA-512" },
        { "3009 06072a8648ce3d0401", KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA1, "ECDSA with SHA-1" },
        { "300a " ECDSA "01", KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA224, "ECDSA with SHA-224" },
        { "300a " ECDSA "02", KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256, "ECDSA with SHA-256" },
        { "300a " ECDSA "03", KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA384, "ECDSA with SHA-384" },
        { "300a " ECDSA "04", KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA512, "ECDSA with SHA-512" },
        { "3005 06032b6570", KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, "Ed25519" },
        { "3005 06032b6571", KEDGE_SCHEME_ED448, KEDGE_HASH_NONE, "Ed448" }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_algorithm found = expect_good(cases[i].identifier);

        cr_assert_eq(found.scheme, cases[i].scheme, "%s", cases[i].name);
        cr_assert_eq(found.hash, cases[i].hash, "%s", cases[i].name);
        cr_assert_eq(found.mask_hash, KEDGE_HASH_NONE);
        cr_assert_eq(found.salt_size, 0);
        cr_assert_str_eq(kedge_algorithm_name(&found), cases[i].name);
    }
}

Test(algorithm, others_are_unknown_with_any_parameters)
{
    static const char *const others[] = {
        "300d " RSA "02 0500",                      /* MD2 */
        "3007 06052b0e03021d",                      /* an older identifier of RSA with SHA-1 */
        "3003 06012a", "3005 06012a 0500", "3008 06012a 3003020101"
    };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        kedge_algorithm found = expect_good(others[i]);

        cr_assert_eq(found.scheme, KEDGE_SCHEME_UNKNOWN, "%s", others[i]);
        cr_assert_str_eq(kedge_algorithm_name(&found), "unknown");
    }
}

Test(algorithm, parameters_that_must_not_be_there_or_are_missing_are_refused)
{
    expect_fault("300b " RSA "0b", KEDGE_ALGORITHM_MALFORMED, 13);
    expect_fault("300d " RSA "0b 3000", KEDGE_ALGORITHM_MALFORMED, 13);
    expect_fault("300e " RSA "0b 050100", KEDGE_DER_BAD_NULL, 14);
    expect_fault("300f " RSA "0b 0500 0500", KEDGE_DER_TRAILING_DATA, 15);
    expect_fault("300c " ECDSA "02 0500", KEDGE_ALGORITHM_MALFORMED, 12);
    expect_fault("300b 06072a8648ce3d0401 0500", KEDGE_ALGORITHM_MALFORMED, 11);
    expect_fault("3007 06032b6570 0500", KEDGE_ALGORITHM_MALFORMED, 7);
    expect_fault("3007 06032b6571 0500", KEDGE_ALGORITHM_MALFORMED, 7);
    expect_fault("3007 06012a 0500 0500", KEDGE_DER_TRAILING_DATA, 7);
    expect_fault("3005 06012a 0501", KEDGE_DER_TRUNCATED, 7);
}

Test(algorithm, what_is_no_algorithm_identifier_is_refused)
{
    expect_fault("", KEDGE_DER_TRUNCATED, 0);
    expect_fault("0500", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect_fault("3000", KEDGE_DER_TRUNCATED, 2);
    expect_fault("3002 0500", KEDGE_DER_UNEXPECTED_TAG, 2);
    expect_fault("3003 0601aa", KEDGE_DER_BAD_OID, 4);
}

static void expect_pss(const char *hex, kedge_hash hash, kedge_hash mask_hash, unsigned salt_size)
{
    kedge_algorithm found = expect_good(hex);

    cr_assert_eq(found.scheme, KEDGE_SCHEME_RSA_PSS, "%s", hex);
    cr_assert_eq(found.hash, hash, "%s", hex);
    cr_assert_eq(found.mask_hash, mask_hash, "%s", hex);
    cr_assert_eq(found.salt_size, salt_size, "%s", hex);
}

/* RSASSA-PSS with the SHA-2 hash `h`, spelt out as OpenSSL does. */
#define PSS(h, salt) \
    "3041 " RSA "0a 3034 a00f 300d " SHA2 h "0500 a11c 301a " MGF1 " 300d " SHA2 h "0500 a203 0201" salt

Test(rsa_pss, hash_mask_and_salt_are_read)
{
    expect_pss(PSS("01", "20"), KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32);
    expect_pss(PSS("02", "30"), KEDGE_HASH_SHA384, KEDGE_HASH_SHA384, 48);
    expect_pss(PSS("03", "40"), KEDGE_HASH_SHA512, KEDGE_HASH_SHA512, 64);
    expect_pss(PSS("04", "1c"), KEDGE_HASH_SHA224, KEDGE_HASH_SHA224, 28);
    expect_pss(PSS("01", "00"), KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 0);
    cr_assert_str_eq(kedge_algorithm_name(
                         &(kedge_algorithm){ KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256, 0, 0 }),
                     "RSA-PSS with SHA-256");
}

Test(rsa_pss, parameters_of_hashes_may_be_absent)
{
    expect_pss("303d " RSA "0a 3030 a00d 300b " SHA2 "01 a11a 3018 " MGF1 " 300b " SHA2 "01 a203 020120",
               KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32);
}

Test(rsa_pss, what_is_not_spelt_out_is_sha1_and_twenty_octets)
{
    expect_pss("300d " RSA "0a 3000", KEDGE_HASH_SHA1, KEDGE_HASH_SHA1, 20);
    expect_pss("301c " RSA "0a 300f a00d 300b " SHA2 "01", KEDGE_HASH_SHA256, KEDGE_HASH_SHA1, 20);
    expect_pss("3014 " RSA "0a 3007 a205 0203 00ffff", KEDGE_HASH_SHA1, KEDGE_HASH_SHA1, 65535);
}

Test(rsa_pss, defaults_that_are_spelt_out_are_refused)
{
    expect_fault("301a " RSA "0a 300d a00b 3009 " SHA1 "0500", KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault("3018 " RSA "0a 300b a009 3007 " SHA1, KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault("3027 " RSA "0a 301a a118 3016 " MGF1 " 3009 " SHA1 "0500", KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault("3012 " RSA "0a 3005 a203 020114", KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault("3012 " RSA "0a 3005 a303 020101", KEDGE_ALGORITHM_MALFORMED, 15);
}

Test(rsa_pss, faults_are_refused_at_their_place)
{
    expect_fault("300b " RSA "0a", KEDGE_ALGORITHM_MALFORMED, 13);
    expect_fault("300d " RSA "0a 0500", KEDGE_ALGORITHM_MALFORMED, 13);
    expect_fault("300f " RSA "0a 3000 0500", KEDGE_DER_TRAILING_DATA, 15);
    expect_fault("3012 " RSA "0a 3005 a303 020102", KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault("300f " RSA "0a 3002 a400", KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault("300f " RSA "0a 3002 a000", KEDGE_DER_TRUNCATED, 17);
    expect_fault("300f " RSA "0a 3002 a200", KEDGE_DER_TRUNCATED, 17);
    expect_fault("3012 " RSA "0a 3005 a203 0201ff", KEDGE_DER_INTEGER_RANGE, 19);
    expect_fault("3014 " RSA "0a 3007 a205 0203010000", KEDGE_DER_INTEGER_RANGE, 19);
    expect_fault("3014 " RSA "0a 3007 a205 020120 0500", KEDGE_DER_TRAILING_DATA, 20);
    expect_fault("3011 " RSA "0a 3004 a002 3000", KEDGE_DER_TRUNCATED, 19);
    expect_fault("301e " RSA "0a 3011 a00f 300d " SHA2 "01 3000", KEDGE_ALGORITHM_MALFORMED, 30);
    expect_fault("3020 " RSA "0a 3013 a011 300f " SHA2 "01 0500 0500", KEDGE_DER_TRAILING_DATA, 32);
    expect_fault("301e " RSA "0a 3011 a00f 300b " SHA2 "01 0500", KEDGE_DER_TRAILING_DATA, 30);
    expect_fault("301c " RSA "0a 300f a10d 300b " MGF1, KEDGE_DER_TRUNCATED, 30);
    expect_fault("301e " RSA "0a 3011 a10f 300d " MGF1 "0500", KEDGE_DER_UNEXPECTED_TAG, 30);
    expect_fault("302b " RSA "0a 301e a11c 301a " MGF1 " 300b " SHA2 "01 0500", KEDGE_DER_TRAILING_DATA, 43);
    expect_fault("3011 " RSA "0a 3004 a102 3000", KEDGE_DER_TRUNCATED, 19);
    expect_fault("3019 " RSA "0a 300c a203 020120 a005 3003 06012a", KEDGE_ALGORITHM_MALFORMED, 20);
}

Test(rsa_pss, an_unknown_hash_or_mask_is_an_unknown_algorithm)
{
    static const char *const cases[] = {
        "3014 " RSA "0a 3007 a005 3003 06012a",              /* a hash */
        "3019 " RSA "0a 300c a00a 3008 06012a 3003020101",   /* with parameters */
        "3014 " RSA "0a 3007 a105 3003 06012a",              /* a mask */
        "3021 " RSA "0a 3014 a112 3010 " MGF1 " 3003 06012a" /* MGF1 with a hash */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        kedge_algorithm found = expect_good(cases[i]);

        cr_assert_eq(found.scheme, KEDGE_SCHEME_UNKNOWN, "%s", cases[i]);
        cr_assert(found.hash == 0 && found.mask_hash == 0 && found.salt_size == 0);
    }
    expect_fault("3018 " RSA "0a 300b a009 3007 06012a 0500 0500", KEDGE_DER_TRAILING_DATA, 24);
    expect_fault("3018 " RSA "0a 300b a109 3007 06012a 0500 0500", KEDGE_DER_TRAILING_DATA, 24);
}

Test(algorithm_name, values_out_of_range_are_unknown)
{
    cr_assert_str_eq(kedge_algorithm_name(&(kedge_algorithm){ 77, KEDGE_HASH_SHA256, 0, 0 }), "unknown");
    cr_assert_str_eq(kedge_algorithm_name(&(kedge_algorithm){ KEDGE_SCHEME_ECDSA, KEDGE_HASH_COUNT, 0, 0 }),
                     "unknown");
    cr_assert_str_eq(kedge_algorithm_name(&(kedge_algorithm){ KEDGE_SCHEME_ECDSA, KEDGE_HASH_NONE, 0, 0 }),
                     "unknown");
}
