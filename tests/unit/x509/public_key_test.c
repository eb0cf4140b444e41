/* public_key_test.c - SubjectPublicKeyInfo. */
#include "unit/x509/sample.h"

#include <string.h>

#define RSA_OID "1.2.840.113549.1.1.1"
#define EC_OID "1.2.840.10045.2.1"
#define P256_OID "1.2.840.10045.3.1.7"
#define P384_OID "1.3.132.0.34"
#define P521_OID "1.3.132.0.35"

static kedge_status read(kedge_span bytes, kedge_public_key *key, uint32_t *fault)
{
    kedge_span exact = forge_copy(bytes.data, bytes.size);
    kedge_der der;

    cr_assert_eq(kedge_der_begin(&der, exact.data, exact.size, fault), KEDGE_OK);
    return kedge_public_key_read(&der, key);
}

static kedge_public_key expect_good(kedge_span bytes)
{
    kedge_public_key key;
    uint32_t fault = 77;
    kedge_status status = read(bytes, &key, &fault);

    cr_assert_eq(status, KEDGE_OK, "%s at %u", kedge_status_name(status), (unsigned)fault);
    cr_assert(key.subject_public_key_info.offset == 0 && key.subject_public_key_info.size == bytes.size);
    return key;
}

static void expect_fault(kedge_span bytes, kedge_status wanted, size_t offset)
{
    kedge_public_key key;
    uint32_t fault = 77;
    kedge_status status = read(bytes, &key, &fault);

    cr_assert_eq(status, wanted, "%s at %u", kedge_status_name(status), (unsigned)fault);
    cr_assert_eq(fault, offset, "at %u, not at %zu", (unsigned)fault, offset);
}

static kedge_span spki(kedge_span algorithm, kedge_span bits)
{
    return forge_sequence(algorithm, forge_bit_string(bits, 0));
}

static kedge_span rsa(kedge_span key)
{
    return spki(forge_sequence(forge_oid(RSA_OID), forge_null()), key);
}

/* Where the contents of the BIT STRING begin in rsa(): two headers, the algorithm, a header and the count. */
#define RSA_KEY (2 + 15 + 2 + 1)

static kedge_span repeated(uint8_t first, uint8_t octet, size_t size)
{
    uint8_t *bytes = forge_allocate(size);

    memset(bytes, octet, size);
    bytes[0] = first;
    return (kedge_span){ bytes, size };
}

Test(rsa_key, modulus_and_exponent_are_unsigned_octets)
{
    kedge_public_key key = expect_good(
        rsa(forge_sequence(forge_hex("0203 00ff01"), forge_hex("0203 010001"))));

    cr_assert_eq(key.type, KEDGE_KEY_RSA);
    cr_assert_eq(key.bits, 16);
    cr_assert(key.modulus.size == 2 && memcmp(key.der + key.modulus.offset, "\xff\x01", 2) == 0);
    cr_assert(key.exponent.size == 3 && memcmp(key.der + key.exponent.offset, "\x01\x00\x01", 3) == 0);
    cr_assert_eq(key.point.size, 0u);
}

Test(rsa_key, bits_are_those_of_the_modulus)
{
    static const struct {
        const char *modulus;
        unsigned bits;
    } cases[] = { { "020101", 1 },       { "020103", 2 },         { "02017f", 7 },      { "0202 00ff", 8 },
                  { "0202 0101", 9 },    { "0203 008001", 16 },   { "0203 010001", 17 } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_assert_eq(expect_good(rsa(forge_sequence(forge_hex(cases[i].modulus), forge_hex("020103")))).bits,
                     cases[i].bits, "%s", cases[i].modulus);
    cr_assert_eq(expect_good(rsa(forge_sequence(forge_unsigned(repeated(0xff, 1, 256)), forge_hex("020103"))))
                     .bits,
                 2048);
}

Test(rsa_key, the_largest_modulus_fits_its_count_of_bits)
{
    kedge_span largest = forge_unsigned(repeated(0xff, 0xff, UINT16_MAX / 8));
    kedge_span larger = forge_unsigned(repeated(0x01, 0xff, UINT16_MAX / 8 + 1));
    kedge_public_key key;
    uint32_t fault;

    cr_assert_eq(expect_good(rsa(forge_sequence(largest, forge_hex("020103")))).bits, 65528);
    cr_assert_eq(read(rsa(forge_sequence(larger, forge_hex("020103"))), &key, &fault), KEDGE_KEY_MALFORMED);
}

Test(rsa_key, numbers_that_are_not_positive_or_even_moduli_are_refused)
{
    static const struct {
        const char *key;
        kedge_status status;
        uint32_t offset;
    } cases[] = {
        { "3006 020100 020103", KEDGE_KEY_MALFORMED, 4 },
        { "3006 0201ff 020103", KEDGE_KEY_MALFORMED, 4 },
        { "3006 020181 020103", KEDGE_KEY_MALFORMED, 4 },
        { "3006 02010f 020100", KEDGE_KEY_MALFORMED, 7 },
        { "3006 02010f 0201fd", KEDGE_KEY_MALFORMED, 7 },
        { "3006 02010e 020103", KEDGE_KEY_MALFORMED, 4 },
        { "3008 0203 00ff00 020103", KEDGE_KEY_MALFORMED, 6 },
        { "3007 0202 000f 020103", KEDGE_DER_BAD_INTEGER, 4 },
        { "3005 0200 020103", KEDGE_DER_BAD_INTEGER, 3 },
        { "3003 02010f", KEDGE_DER_TRUNCATED, 5 },
        { "3009 02010f 020103 020103", KEDGE_DER_TRAILING_DATA, 8 },
        { "3006 02010f 020103 0500", KEDGE_DER_TRAILING_DATA, 8 },
        { "3106 02010f 020103", KEDGE_DER_UNEXPECTED_TAG, 0 },
        { "", KEDGE_DER_TRUNCATED, 0 }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_fault(rsa(forge_hex(cases[i].key)), cases[i].status, RSA_KEY + cases[i].offset);
}

Test(rsa_key, parameters_are_null)
{
    kedge_span key = forge_hex("3006 02010f 020103");

    expect_fault(spki(forge_sequence(forge_oid(RSA_OID)), key), KEDGE_ALGORITHM_MALFORMED, 15);
    expect_fault(spki(forge_sequence(forge_oid(RSA_OID), forge_hex("3000")), key), KEDGE_ALGORITHM_MALFORMED,
                 15);
    expect_fault(spki(forge_sequence(forge_oid(RSA_OID), forge_hex("050100")), key), KEDGE_DER_BAD_NULL, 16);
    expect_fault(spki(forge_sequence(forge_oid(RSA_OID), forge_hex("0500 0500")), key),
                 KEDGE_DER_TRAILING_DATA, 17);
}

Test(rsa_key, it_is_whole_octets)
{
    kedge_span algorithm = forge_sequence(forge_oid(RSA_OID), forge_null());

    expect_fault(forge_sequence(algorithm, forge_hex("0302 0780")), KEDGE_DER_BAD_BIT_STRING, 19);
    expect_fault(forge_sequence(algorithm, forge_hex("0402 0080")), KEDGE_DER_UNEXPECTED_TAG, 17);
    expect_fault(forge_sequence(algorithm), KEDGE_DER_TRUNCATED, 17);
    expect_fault(forge_sequence(algorithm, forge_bit_string(forge_hex("3006 02010f 020103"), 0),
                                forge_null()),
                 KEDGE_DER_TRAILING_DATA, 28);
}

static kedge_span ec(kedge_span parameters, kedge_span point)
{
    return spki(forge_sequence(forge_oid(EC_OID), parameters), point);
}

Test(ec_key, points_on_the_three_curves_are_told)
{
    static const struct {
        const char *curve;
        size_t coordinate;
        kedge_key_type type;
        unsigned bits;
    } cases[] = { { P256_OID, 32, KEDGE_KEY_P256, 256 },
                  { P384_OID, 48, KEDGE_KEY_P384, 384 },
                  { P521_OID, 66, KEDGE_KEY_P521, 521 } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size = 1 + 2 * cases[i].coordinate;
        kedge_public_key key = expect_good(ec(forge_oid(cases[i].curve), repeated(0x04, 1, size)));

        cr_assert_eq(key.type, cases[i].type);
        cr_assert_eq(key.bits, cases[i].bits);
        cr_assert_eq(key.point.size, size);
        cr_assert_eq(key.der[key.point.offset], 0x04);
        cr_assert(key.modulus.size == 0 && key.exponent.size == 0);
    }
}

/* Where the point begins in ec() with the name of P-256. */
#define EC_POINT (2 + 21 + 2 + 1)

Test(ec_key, points_of_another_size_or_form_are_refused)
{
    static const struct {
        uint8_t form;
        size_t size;
        kedge_status status;
    } cases[] = { { 0x04, 64, KEDGE_KEY_MALFORMED },        { 0x04, 66, KEDGE_KEY_MALFORMED },
                  { 0x04, 1, KEDGE_KEY_MALFORMED },         { 0x04, 97, KEDGE_KEY_MALFORMED },
                  { 0x00, 1, KEDGE_KEY_MALFORMED },         { 0x05, 65, KEDGE_KEY_MALFORMED },
                  { 0x01, 33, KEDGE_KEY_MALFORMED },        { 0x02, 33, KEDGE_KEY_POINT_COMPRESSED },
                  { 0x03, 33, KEDGE_KEY_POINT_COMPRESSED }, { 0x06, 65, KEDGE_KEY_POINT_COMPRESSED },
                  { 0x07, 65, KEDGE_KEY_POINT_COMPRESSED } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_fault(ec(forge_oid(P256_OID), repeated(cases[i].form, 1, cases[i].size)), cases[i].status,
                     EC_POINT);
    expect_fault(ec(forge_oid(P256_OID), FORGE_ABSENT), KEDGE_KEY_MALFORMED, EC_POINT);
}

Test(ec_key, a_curve_is_named_and_never_spelt_out)
{
    kedge_span point = repeated(0x04, 1, 65);

    expect_fault(ec(forge_hex("3003 020101"), point), KEDGE_KEY_CURVE_EXPLICIT, 13);
    expect_fault(ec(forge_null(), point), KEDGE_ALGORITHM_MALFORMED, 13);
    expect_fault(ec(FORGE_ABSENT, point), KEDGE_ALGORITHM_MALFORMED, 13);
    expect_fault(ec(forge_join(forge_oid(P256_OID), forge_null()), point), KEDGE_DER_TRAILING_DATA, 23);
    expect_fault(ec(forge_hex("0602 2a80"), point), KEDGE_DER_BAD_OID, 16);
}

Test(ec_key, other_curves_are_unknown)
{
    kedge_public_key key = expect_good(ec(forge_oid("1.3.132.0.10"), repeated(0x02, 1, 33))); /* secp256k1 */

    cr_assert_eq(key.type, KEDGE_KEY_EC_UNKNOWN);
    cr_assert_eq(key.bits, 0);
    cr_assert_eq(key.point.size, 33u);
}

Test(edwards_key, keys_have_their_size_and_no_parameters)
{
    kedge_public_key small = expect_good(spki(forge_sequence(forge_oid("1.3.101.112")), repeated(1, 1, 32)));
    kedge_public_key large = expect_good(spki(forge_sequence(forge_oid("1.3.101.113")), repeated(1, 1, 57)));

    cr_assert(small.type == KEDGE_KEY_ED25519 && small.bits == 255 && small.point.size == 32);
    cr_assert(large.type == KEDGE_KEY_ED448 && large.bits == 448 && large.point.size == 57);
    expect_fault(spki(forge_sequence(forge_oid("1.3.101.112")), repeated(1, 1, 31)), KEDGE_KEY_MALFORMED, 12);
    expect_fault(spki(forge_sequence(forge_oid("1.3.101.112")), repeated(1, 1, 33)), KEDGE_KEY_MALFORMED, 12);
    expect_fault(spki(forge_sequence(forge_oid("1.3.101.113")), repeated(1, 1, 56)), KEDGE_KEY_MALFORMED, 12);
    expect_fault(spki(forge_sequence(forge_oid("1.3.101.112"), forge_null()), repeated(1, 1, 32)),
                 KEDGE_ALGORITHM_MALFORMED, 9);
    expect_fault(forge_sequence(forge_sequence(forge_oid("1.3.101.113")), forge_hex("0302 0780")),
                 KEDGE_DER_BAD_BIT_STRING, 11);
}

Test(unknown_key, it_is_recorded_with_any_parameters_and_any_bits)
{
    kedge_span dsa = forge_oid("1.2.840.10040.4.1");
    kedge_public_key key = expect_good(
        spki(forge_sequence(dsa, forge_hex("3003 020101")), forge_hex("020101")));

    cr_assert(key.type == KEDGE_KEY_UNKNOWN && key.bits == 0 && key.point.size == 0 && key.modulus.size == 0);
    cr_assert_eq(expect_good(spki(forge_sequence(dsa), forge_hex("01"))).type, KEDGE_KEY_UNKNOWN);
    cr_assert_eq(expect_good(forge_sequence(forge_sequence(dsa), forge_hex("0302 0780"))).type,
                 KEDGE_KEY_UNKNOWN);
    expect_fault(forge_sequence(forge_sequence(dsa), forge_hex("0302 0781")), KEDGE_DER_BAD_BIT_STRING, 16);
    expect_fault(forge_sequence(forge_sequence(dsa), forge_null()), KEDGE_DER_UNEXPECTED_TAG, 13);
    expect_fault(spki(forge_sequence(dsa, forge_hex("0501")), forge_hex("01")), KEDGE_DER_TRUNCATED, 15);
    expect_fault(spki(forge_sequence(dsa, forge_hex("0500 0500")), forge_hex("01")), KEDGE_DER_TRAILING_DATA,
                 15);
}

Test(public_key, what_is_no_key_is_refused)
{
    expect_fault(FORGE_ABSENT, KEDGE_DER_TRUNCATED, 0);
    expect_fault(forge_hex("3100"), KEDGE_DER_UNEXPECTED_TAG, 0);
    expect_fault(forge_hex("3000"), KEDGE_DER_TRUNCATED, 2);
    expect_fault(forge_hex("3002 3000"), KEDGE_DER_TRUNCATED, 4);
    expect_fault(forge_hex("3004 3002 0500"), KEDGE_DER_UNEXPECTED_TAG, 4);
}

Test(public_key_equal, the_same_bytes_are_the_same_key)
{
    kedge_public_key one = expect_good(rsa(forge_hex("3006 02010f 020103")));
    kedge_public_key same = expect_good(rsa(forge_hex("3006 02010f 020103")));
    kedge_public_key other = expect_good(rsa(forge_hex("3006 02010f 020105")));
    kedge_public_key longer = expect_good(rsa(forge_hex("3007 02010f 02020101")));

    cr_assert_neq(one.der, same.der);
    cr_assert(kedge_public_key_equal(&one, &same));
    cr_assert_not(kedge_public_key_equal(&one, &other));
    cr_assert_not(kedge_public_key_equal(&one, &longer));
}

Test(key_type_name, every_type_has_one)
{
    static const char *const names[KEDGE_KEY_TYPE_COUNT] = {
        [KEDGE_KEY_UNKNOWN] = "unknown", [KEDGE_KEY_RSA] = "RSA", [KEDGE_KEY_P256] = "P-256",
        [KEDGE_KEY_P384] = "P-384", [KEDGE_KEY_P521] = "P-521", [KEDGE_KEY_ED25519] = "Ed25519",
        [KEDGE_KEY_ED448] = "Ed448", [KEDGE_KEY_EC_UNKNOWN] = "EC on another curve"
    };

    for (int type = 0; type < KEDGE_KEY_TYPE_COUNT; type++)
        cr_assert_str_eq(kedge_key_type_name((kedge_key_type)type), names[type]);
    cr_assert_str_eq(kedge_key_type_name(KEDGE_KEY_TYPE_COUNT), "unknown");
    cr_assert_str_eq(kedge_key_type_name((kedge_key_type)99), "unknown");
}
