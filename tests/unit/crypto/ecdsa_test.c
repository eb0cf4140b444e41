/* ecdsa_test.c - ECDSA: keys that are no points, scalars out of range, hashes longer than the order. */
#include <bearssl.h>
#include <criterion/criterion.h>
#include <string.h>

#include "unit/crypto/jobs.h"

#define ORDER_SIZE_MAX 66
#define POINT_SIZE_MAX 133
#define DER_SIZE_MAX 160

typedef struct curve {
    kedge_key_type type;
    uint16_t bits;
    int id;
    uint8_t size;
} curve;

static const curve p256 = { KEDGE_KEY_P256, 256, BR_EC_secp256r1, 32 };
static const curve curves[] = {
    { KEDGE_KEY_P256, 256, BR_EC_secp256r1, 32 },
    { KEDGE_KEY_P384, 384, BR_EC_secp384r1, 48 },
    { KEDGE_KEY_P521, 521, BR_EC_secp521r1, 66 },
};
static const kedge_algorithm sha256 = { .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_SHA256 };

static const uint8_t secret[] = { 0x6b, 0x65, 0x64, 0x67, 0x65, 0x21 };

static kedge_span make_point(const curve *c)
{
    uint8_t point[POINT_SIZE_MAX];

    return test_copy(point, br_ec_get_default()->mulgen(point, secret, sizeof secret, c->id));
}

static kedge_span make_signature(const curve *c, const br_hash_class *hash, kedge_hash kind)
{
    const br_ec_private_key key = { c->id, (unsigned char *)secret, sizeof secret };
    const kedge_crypto *crypto = kedge_crypto_default();
    uint8_t digest[KEDGE_HASH_SIZE_MAX], signature[DER_SIZE_MAX];
    size_t size;

    crypto->digest(crypto, kind, TEST_MESSAGE, digest);
    size = br_ecdsa_sign_asn1_get_default()(br_ec_get_default(), hash, digest, &key, signature);
    cr_assert(size > 0);
    return test_copy(signature, size);
}

static kedge_status verify_under(const curve *c, kedge_span point, kedge_span signature)
{
    const kedge_public_key key = test_point_key(c->type, c->bits, point);

    return test_verify(sha256, &key, TEST_MESSAGE, signature);
}

Test(ecdsa, a_point_that_is_not_on_its_curve_is_a_malformed_key)
{
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        kedge_span point = make_point(&curves[i]);
        kedge_span signature = make_signature(&curves[i], &br_sha256_vtable, KEDGE_HASH_SHA256);

        cr_assert_eq(verify_under(&curves[i], point, signature), KEDGE_OK);
        ((uint8_t *)point.data)[point.size - 1] ^= 1;
        cr_assert_eq(verify_under(&curves[i], point, signature), KEDGE_KEY_MALFORMED);
        memset((uint8_t *)point.data + 1, 0, point.size - 1);
        cr_assert_eq(verify_under(&curves[i], point, signature), KEDGE_KEY_MALFORMED);
        test_free(signature);
        test_free(point);
    }
}

Test(ecdsa, a_point_of_another_form_or_size_is_a_malformed_key)
{
    kedge_span point = make_point(&p256);
    kedge_span signature = make_signature(&p256, &br_sha256_vtable, KEDGE_HASH_SHA256);
    static const uint8_t infinity[] = { 0x00 };

    cr_assert_eq(verify_under(&p256, (kedge_span){ infinity, 1 }, signature), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(&p256, (kedge_span){ point.data, point.size - 1 }, signature),
                 KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(&curves[1], point, signature), KEDGE_KEY_MALFORMED);
    for (unsigned form = 0; form < 256; form++) {
        ((uint8_t *)point.data)[0] = (uint8_t)form;
        cr_assert_eq(verify_under(&p256, point, signature), form == 4 ? KEDGE_OK : KEDGE_KEY_MALFORMED);
    }
    test_free(signature);
    test_free(point);
}

Test(ecdsa, a_coordinate_that_is_not_reduced_is_a_malformed_key)
{
    /* x = 5 is on P-256; x = 5 + p names the same point. */
    kedge_span reduced = test_hex(
        "04" "0000000000000000000000000000000000000000000000000000000000000005"
        "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc");
    kedge_span x_larger = test_hex(
        "04" "ffffffff00000001000000000000000000000001000000000000000000000004"
        "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc");
    kedge_span y_is_prime = test_hex(
        "04" "0000000000000000000000000000000000000000000000000000000000000005"
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    kedge_span signature = make_signature(&p256, &br_sha256_vtable, KEDGE_HASH_SHA256);

    cr_assert_eq(verify_under(&p256, reduced, signature), KEDGE_SIGNATURE_INVALID);
    cr_assert_eq(verify_under(&p256, x_larger, signature), KEDGE_KEY_MALFORMED);
    cr_assert_eq(verify_under(&p256, y_is_prime, signature), KEDGE_KEY_MALFORMED);
    test_free(signature);
    test_free(y_is_prime);
    test_free(x_larger);
    test_free(reduced);
}

/* An ECDSA-Sig-Value of two scalars of the curve's size. */
static kedge_span encode_scalars(const curve *c, const uint8_t *r, const uint8_t *s)
{
    const uint8_t *scalars[] = { r, s };
    uint8_t content[DER_SIZE_MAX], whole[DER_SIZE_MAX];
    size_t size = 0, at = 0;

    for (int i = 0; i < 2; i++) {
        size_t skip = 0;

        while (skip + 1 < c->size && scalars[i][skip] == 0)
            skip++;
        content[size++] = 0x02;
        content[size++] = (uint8_t)(c->size - skip + (scalars[i][skip] >= 0x80));
        if (scalars[i][skip] >= 0x80)
            content[size++] = 0x00;
        memcpy(content + size, scalars[i] + skip, c->size - skip);
        size += c->size - skip;
    }
    whole[at++] = 0x30;
    if (size >= 0x80)
        whole[at++] = 0x81;
    whole[at++] = (uint8_t)size;
    memcpy(whole + at, content, size);
    return test_copy(whole, at + size);
}

static kedge_status verify_scalars(const curve *c, const uint8_t *r, const uint8_t *s)
{
    kedge_span point = make_point(c), signature = encode_scalars(c, r, s);
    kedge_status status = verify_under(c, point, signature);

    test_free(signature);
    test_free(point);
    return status;
}

Test(ecdsa, scalars_of_zero_are_malformed_and_scalars_from_the_order_on_are_refused)
{
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        const curve *c = &curves[i];
        uint8_t zero[ORDER_SIZE_MAX] = { 0 }, one[ORDER_SIZE_MAX] = { 0 }, order[ORDER_SIZE_MAX];
        uint8_t largest[ORDER_SIZE_MAX];
        size_t size;

        memcpy(order, br_ec_get_default()->order(c->id, &size), c->size);
        one[c->size - 1] = 1;
        memset(largest, 0xff, sizeof largest);
        cr_assert_eq(size, c->size);
        cr_assert_eq(verify_scalars(c, zero, one), KEDGE_SIGNATURE_MALFORMED);
        cr_assert_eq(verify_scalars(c, one, zero), KEDGE_SIGNATURE_MALFORMED);
        cr_assert_eq(verify_scalars(c, one, one), KEDGE_SIGNATURE_INVALID);
        cr_assert_eq(verify_scalars(c, order, one), KEDGE_SIGNATURE_INVALID);
        cr_assert_eq(verify_scalars(c, one, order), KEDGE_SIGNATURE_INVALID);
        cr_assert_eq(verify_scalars(c, largest, one), KEDGE_SIGNATURE_INVALID);
        cr_assert_eq(verify_scalars(c, one, largest), KEDGE_SIGNATURE_INVALID);
    }
}

Test(ecdsa, a_scalar_with_the_order_added_is_refused)
{
    /* r + n and s + n have the residues of a right signature: on P-521 both fit the size. */
    const curve *c = &curves[2];
    kedge_span point = make_point(c), signature = make_signature(c, &br_sha256_vtable, KEDGE_HASH_SHA256);
    uint8_t scalar[2][ORDER_SIZE_MAX] = { { 0 } };
    kedge_span r, s, changed;
    const uint8_t *order;
    size_t size;

    order = br_ec_get_default()->order(c->id, &size);
    cr_assert_eq(kedge_ecdsa_signature_read(signature, c->size, &r, &s), KEDGE_OK);
    memcpy(scalar[0] + c->size - r.size, r.data, r.size);
    memcpy(scalar[1] + c->size - s.size, s.data, s.size);
    for (int which = 0; which < 2; which++) {
        uint8_t sum[2][ORDER_SIZE_MAX];
        unsigned carry = 0;

        memcpy(sum, scalar, sizeof sum);
        for (size_t i = size; i-- > 0; carry >>= 8) {
            carry += (unsigned)sum[which][i] + order[i];
            sum[which][i] = (uint8_t)carry;
        }
        changed = encode_scalars(c, sum[0], sum[1]);
        cr_assert_eq(verify_under(c, point, changed), KEDGE_SIGNATURE_INVALID);
        test_free(changed);
    }
    changed = encode_scalars(c, scalar[0], scalar[1]);
    cr_assert_eq(verify_under(c, point, changed), KEDGE_OK);
    test_free(changed);
    test_free(signature);
    test_free(point);
}

Test(ecdsa, hashes_longer_than_the_order_are_cut_to_its_bits)
{
    static const struct {
        const br_hash_class *class_;
        kedge_hash kind;
    } hashes[] = {
        { &br_sha1_vtable, KEDGE_HASH_SHA1 },     { &br_sha224_vtable, KEDGE_HASH_SHA224 },
        { &br_sha256_vtable, KEDGE_HASH_SHA256 }, { &br_sha384_vtable, KEDGE_HASH_SHA384 },
        { &br_sha512_vtable, KEDGE_HASH_SHA512 },
    };

    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        kedge_span point = make_point(&curves[i]);
        const kedge_public_key key = test_point_key(curves[i].type, curves[i].bits, point);

        for (size_t j = 0; j < sizeof hashes / sizeof hashes[0]; j++) {
            const kedge_algorithm algorithm = { KEDGE_SCHEME_ECDSA, (uint8_t)hashes[j].kind, 0, 0 };
            kedge_span signature = make_signature(&curves[i], hashes[j].class_, hashes[j].kind);

            cr_assert_eq(test_verify(algorithm, &key, TEST_MESSAGE, signature), KEDGE_OK);
            test_free(signature);
        }
        test_free(point);
    }
}

Test(ecdsa, the_signature_is_bound_to_its_key_and_its_hash)
{
    kedge_span point = make_point(&p256), other, signature;
    const uint8_t two[] = { 2 };
    uint8_t twice[POINT_SIZE_MAX];

    signature = make_signature(&p256, &br_sha224_vtable, KEDGE_HASH_SHA224);
    cr_assert_eq(verify_under(&p256, point, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
    signature = make_signature(&p256, &br_sha256_vtable, KEDGE_HASH_SHA256);
    other = test_copy(twice, br_ec_get_default()->mulgen(twice, two, sizeof two, p256.id));
    cr_assert_eq(verify_under(&p256, other, signature), KEDGE_SIGNATURE_INVALID);
    test_free(other);
    test_free(signature);
    test_free(point);
}
