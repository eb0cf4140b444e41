/* rsa_private_test.c - RSA private keys whose parts are not as they should be (RFC 8017, 3.2 and A.1.2). */
#include <criterion/criterion.h>

#include <string.h>

#include "forge/forge.h"
#include "unit/credential/key_files.h"

enum { VERSION, MODULUS, EXPONENT, PRIVATE_EXPONENT, PRIME_1, PRIME_2, REMAINDER_1, REMAINDER_2, COEFFICIENT, PARTS };

typedef struct parts {
    kedge_span part[PARTS]; /* whole INTEGERs */
} parts;

/* The parts of keys/NAME, which is PKCS#8. */
static parts parts_of(const char *name)
{
    const kedge_private_key key = key_opened(name, NULL);
    const uint8_t *der = key.der;
    kedge_der outer, info, inner;
    kedge_range content, algorithm, version;
    uint32_t fault;
    parts made;

    cr_assert_eq(kedge_der_begin(&outer, der, key.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &info), KEDGE_OK);
    cr_assert_eq(kedge_der_read(&info, KEDGE_TAG_INTEGER, &version), KEDGE_OK);
    cr_assert_eq(kedge_der_read(&info, KEDGE_TAG_SEQUENCE, &algorithm), KEDGE_OK);
    cr_assert_eq(kedge_der_read(&info, KEDGE_TAG_OCTET_STRING, &content), KEDGE_OK);
    outer = kedge_der_within(&info, content);
    cr_assert_eq(kedge_der_enter(&outer, KEDGE_TAG_SEQUENCE, &inner), KEDGE_OK);
    for (int i = 0; i < PARTS; i++) {
        kedge_range whole;

        cr_assert_eq(kedge_der_read_element(&inner, KEDGE_TAG_INTEGER, &whole), KEDGE_OK);
        made.part[i] = kedge_span_of(der, whole);
    }
    return made;
}

static kedge_status open_parts(parts p)
{
    kedge_private_key key;

    return key_open_with(&key, forge_sequence(p.part[0], p.part[1], p.part[2], p.part[3], p.part[4], p.part[5], p.part[6],
                                              p.part[7], p.part[8]), NULL);
}

static kedge_status open_with(const char *name, int part, kedge_span element)
{
    parts p = parts_of(name);

    p.part[part] = element;
    return open_parts(p);
}

/* A positive INTEGER of `size` octets, the first `first`, the last `last`. */
static kedge_span number(size_t size, uint8_t first, uint8_t last)
{
    uint8_t *octets = forge_allocate(size);

    memset(octets, 0x55, size);
    octets[size - 1] = last;
    octets[0] = first;
    return forge_tlv(KEDGE_TAG_INTEGER, (kedge_span){ octets, size });
}

Test(rsa_private, parts_put_together_again_open)
{
    cr_expect_eq(open_parts(parts_of("rsa1024.pem")), KEDGE_OK);
    cr_expect_eq(open_parts(parts_of("rsa4096.pem")), KEDGE_OK);
    forge_forget();
}

Test(rsa_private, versions_are_those_of_two_primes)
{
    cr_expect_eq(open_with("rsa1024.pem", VERSION, number(1, 1, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa1024.pem", VERSION, number(1, 2, 2)), KEDGE_PRIVATE_KEY_MALFORMED);
    forge_forget();
}

Test(rsa_private, sizes_beyond_the_limits_are_not_supported)
{
    cr_expect_eq(open_with("rsa1024.pem", MODULUS, number(513, 0x7f, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa1024.pem", MODULUS, number(128, 0x3f, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa1024.pem", EXPONENT, number(5, 1, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa1024.pem", PRIME_1, number(63, 0x7f, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa1024.pem", PRIME_2, number(66, 0x7f, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa4096.pem", PRIME_1, number(257, 0x7f, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    {
        parts p = parts_of("rsa1024.pem");

        p.part[PRIME_1] = p.part[PRIME_2] = number(63, 0x7f, 1);
        cr_expect_eq(open_parts(p), KEDGE_PRIVATE_KEY_UNSUPPORTED);
        p.part[PRIME_1] = p.part[PRIME_2] = number(66, 0x7f, 1);
        cr_expect_eq(open_parts(p), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    }
    forge_forget();
}

Test(rsa_private, parts_that_do_not_belong_together_are_told)
{
    const parts other = parts_of("rsa2048.pem");
    parts swapped = parts_of("rsa1024.pem");
    const kedge_span kept = swapped.part[PRIME_1];

    for (int i = REMAINDER_1; i <= COEFFICIENT; i++) {
        cr_expect_eq(open_with("rsa1024.pem", i, number(66, 1, 1)), KEDGE_PRIVATE_KEY_INCONSISTENT);
        cr_expect_eq(open_with("rsa1024.pem", i, number(64, 1, 1)), KEDGE_PRIVATE_KEY_INCONSISTENT);
        cr_expect_eq(open_with("rsa1024.pem", i, other.part[i]), KEDGE_PRIVATE_KEY_INCONSISTENT);
    }
    cr_expect_eq(open_with("rsa1024.pem", MODULUS, number(128, 0x7f, 1)), KEDGE_PRIVATE_KEY_UNSUPPORTED);
    cr_expect_eq(open_with("rsa1024.pem", EXPONENT, number(1, 3, 3)), KEDGE_PRIVATE_KEY_INCONSISTENT);
    swapped.part[PRIME_1] = swapped.part[PRIME_2];
    swapped.part[PRIME_2] = kept;
    cr_expect_eq(open_parts(swapped), KEDGE_PRIVATE_KEY_INCONSISTENT);
    forge_forget();
}

Test(rsa_private, a_public_half_that_cannot_be_one_is_malformed)
{
    const parts p = parts_of("rsa1024.pem");
    uint8_t *even = forge_allocate(p.part[MODULUS].size);

    memcpy(even, p.part[MODULUS].data, p.part[MODULUS].size);
    even[p.part[MODULUS].size - 1] ^= 1;
    cr_expect_eq(open_with("rsa1024.pem", MODULUS, (kedge_span){ even, p.part[MODULUS].size }),
                 KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_with("rsa1024.pem", EXPONENT, number(1, 1, 1)), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_with("rsa1024.pem", EXPONENT, number(3, 1, 2)), KEDGE_PRIVATE_KEY_MALFORMED);
    forge_forget();
}

/* Each part in forms that no INTEGER, or no positive one, has. */
Test(rsa_private, integers_are_positive_and_in_their_shortest_form)
{
    static const uint8_t empty[] = { 0x02, 0x00 }, zero[] = { 0x02, 0x01, 0x00 }, negative[] = { 0x02, 0x01, 0x80 };
    static const uint8_t padded[] = { 0x02, 0x02, 0x00, 0x7f }, wrong[] = { 0x04, 0x01, 0x01 };

    for (int i = MODULUS; i < PARTS; i++) {
        cr_expect_eq(open_with("rsa1024.pem", i, forge_copy(empty, 2)), KEDGE_PRIVATE_KEY_MALFORMED, "%d", i);
        cr_expect_eq(open_with("rsa1024.pem", i, forge_copy(zero, 3)), KEDGE_PRIVATE_KEY_MALFORMED, "%d", i);
        cr_expect_eq(open_with("rsa1024.pem", i, forge_copy(negative, 3)), KEDGE_PRIVATE_KEY_MALFORMED, "%d", i);
        cr_expect_eq(open_with("rsa1024.pem", i, forge_copy(padded, 4)), KEDGE_PRIVATE_KEY_MALFORMED, "%d", i);
        if (i > MODULUS) /* else it is another form of key */
            cr_expect_eq(open_with("rsa1024.pem", i, forge_copy(wrong, 3)), KEDGE_DER_UNEXPECTED_TAG, "%d", i);
        cr_expect_neq(open_with("rsa1024.pem", i, (kedge_span){ NULL, 0 }), KEDGE_OK, "%d", i);
    }
    forge_forget();
}
