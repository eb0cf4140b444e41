/* kernel_ec.c - ECDSA signatures by keys and nonces at random and on edges; Ed25519 and Ed448. */
#include "kernel_case.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/x509.h>
#include <string.h>

#define KEYS 6
#define NONCES 12

typedef struct ec_key {
    kernel_key public;
    BIGNUM *secret;
} ec_key;

/** What one curve has ready: making points costs more than all else. */
typedef struct curve {
    int name;
    kedge_hash hash;
    EC_GROUP *group;
    BIGNUM *order;
    ec_key key[KEYS];
    BIGNUM *nonce[NONCES];
    BIGNUM *x[NONCES]; /* of the nonce's point, modulo the order */
} curve;

static curve curves[3] = {
    { .name = NID_X9_62_prime256v1, .hash = KEDGE_HASH_SHA256 },
    { .name = NID_secp384r1, .hash = KEDGE_HASH_SHA384 },
    { .name = NID_secp521r1, .hash = KEDGE_HASH_SHA512 },
};

static BN_CTX *context;

/* A scalar from 1 to order - 1: small, near the order, near a power of two, or any. */
static BIGNUM *choose_scalar(kernel_random *random, const BIGNUM *order)
{
    BIGNUM *scalar = BN_new();
    uint8_t octets[80];

    switch (kernel_below(random, 6)) {
    case 0: BN_set_word(scalar, 1 + kernel_below(random, 40)); break;
    case 1:
        BN_copy(scalar, order);
        BN_sub_word(scalar, 1 + kernel_below(random, 40));
        break;
    case 2:
        BN_set_bit(scalar, 1 + (int)kernel_below(random, (size_t)BN_num_bits(order) - 2));
        BN_sub_word(scalar, kernel_below(random, 2));
        break;
    default:
        kernel_fill(random, octets, sizeof octets);
        BN_bin2bn(octets, sizeof octets, scalar);
        BN_mod(scalar, scalar, order, context);
        break;
    }
    if (BN_is_zero(scalar))
        BN_one(scalar);
    return scalar;
}

/* Make `secret` the key's, which it owns from now on. */
static void set_secret(const curve *on, ec_key *key, BIGNUM *secret)
{
    EC_KEY *ec = EC_KEY_new();
    EC_POINT *point = EC_POINT_new(on->group);
    uint8_t *out = key->public.der;
    int size;

    BN_free(key->secret);
    key->secret = secret;
    EC_KEY_set_group(ec, on->group);
    EC_POINT_mul(on->group, point, secret, NULL, NULL, context);
    EC_KEY_set_public_key(ec, point);
    size = i2d_EC_PUBKEY(ec, NULL);
    if (size <= 0 || size > KERNEL_KEY_MAX)
        kernel_fail("an EC key that does not fit");
    i2d_EC_PUBKEY(ec, &out);
    EC_POINT_free(point);
    EC_KEY_free(ec);
    kernel_key_set(&key->public, (size_t)size);
}

static void make_nonce(kernel_random *random, curve *on, size_t i)
{
    EC_POINT *point = EC_POINT_new(on->group);

    BN_free(on->nonce[i]);
    on->nonce[i] = choose_scalar(random, on->order);
    if (on->x[i] == NULL)
        on->x[i] = BN_new();
    EC_POINT_mul(on->group, point, on->nonce[i], NULL, NULL, context);
    EC_POINT_get_affine_coordinates(on->group, point, on->x[i], NULL, context);
    BN_mod(on->x[i], on->x[i], on->order, context);
    EC_POINT_free(point);
}

void kernel_ec_begin(kernel_random *random)
{
    context = BN_CTX_new();
    for (size_t c = 0; c < 3; c++) {
        curve *on = &curves[c];

        on->group = EC_GROUP_new_by_curve_name(on->name);
        on->order = BN_new();
        EC_GROUP_get_order(on->group, on->order, context);
        EC_GROUP_set_asn1_flag(on->group, OPENSSL_EC_NAMED_CURVE);
        for (size_t i = 0; i < KEYS; i++)
            set_secret(on, &on->key[i], choose_scalar(random, on->order));
        for (size_t i = 0; i < NONCES; i++)
            make_nonce(random, on, i);
    }
}

void kernel_ec_renew(kernel_random *random)
{
    curve *on = &curves[kernel_below(random, 3)];

    set_secret(on, &on->key[kernel_below(random, KEYS)], choose_scalar(random, on->order));
    make_nonce(random, on, kernel_below(random, NONCES));
}

/* The leftmost bits of the digest (SEC 1, 4.1.3). */
static BIGNUM *digest_of(const curve *on, const kernel_case *one)
{
    uint8_t digest[64];
    const size_t size = kernel_hash(on->hash, one->message, one->message_size, digest);

    return BN_bin2bn(digest, (int)size, NULL);
}

/* Now and then the key becomes e / r, or e / r times a small number: the verifier's u1 G and u2 Q are then the same
 * point, or small multiples of one another. */
static void entangle(kernel_random *random, const curve *on, ec_key *key, const BIGNUM *e, const BIGNUM *r)
{
    BIGNUM *secret;

    if (kernel_below(random, 24) != 0)
        return;
    secret = BN_mod_inverse(NULL, r, on->order, context);
    BN_mod_mul(secret, secret, e, on->order, context);
    BN_mul_word(secret, 1 + kernel_below(random, 4));
    if (kernel_below(random, 4) == 0) {
        BN_mod_inverse(secret, secret, on->order, context);
        BN_mod_mul(secret, secret, e, on->order, context);
    }
    BN_mod(secret, secret, on->order, context);
    if (BN_is_zero(secret))
        BN_one(secret);
    set_secret(on, key, secret);
}

/* s = (e + r d) / k, or its opposite, which is as good. */
static BIGNUM *sign(kernel_random *random, const curve *on, const ec_key *key, const BIGNUM *e, size_t nonce)
{
    BIGNUM *s = BN_new(), *inverse = BN_mod_inverse(NULL, on->nonce[nonce], on->order, context);

    BN_mod_mul(s, on->x[nonce], key->secret, on->order, context);
    BN_mod_add(s, s, e, on->order, context);
    BN_mod_mul(s, s, inverse, on->order, context);
    if (kernel_below(random, 2) == 0 && !BN_is_zero(s))
        BN_sub(s, on->order, s);
    BN_free(inverse);
    return s;
}

static void put_signature(kernel_case *one, const BIGNUM *r, const BIGNUM *s)
{
    ECDSA_SIG *signature = ECDSA_SIG_new();
    uint8_t *out = one->signature;

    ECDSA_SIG_set0(signature, BN_dup(r), BN_dup(s));
    one->signature_size = (size_t)i2d_ECDSA_SIG(signature, &out);
    ECDSA_SIG_free(signature);
}

/* One of r and s becomes a number on an edge, or one greater or less. */
static void move_number(kernel_random *random, const curve *on, BIGNUM *number)
{
    switch (kernel_below(random, 6)) {
    case 0: BN_zero(number); break;
    case 1: BN_copy(number, on->order); break;
    case 2: BN_add(number, number, on->order); break;
    case 3: BN_add_word(number, 1); break;
    case 4:
        if (!BN_is_zero(number))
            BN_sub_word(number, 1);
        break;
    default:
        if (BN_is_one(number))
            BN_add_word(number, 1);
        else
            BN_one(number);
        break;
    }
}

static void flip_bit(kernel_random *random, kernel_case *one)
{
    const size_t bit = kernel_below(random, 8 * one->signature_size);

    one->signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
}

void kernel_ec_make(kernel_random *random, kedge_key_type type, kernel_case *one)
{
    curve *on = &curves[type == KEDGE_KEY_P256 ? 0 : type == KEDGE_KEY_P384 ? 1 : 2];
    ec_key *key = &on->key[kernel_below(random, KEYS)];
    const size_t nonce = kernel_below(random, NONCES), kind = kernel_below(random, 6);
    BIGNUM *e = digest_of(on, one), *r = BN_dup(on->x[nonce]), *s;

    entangle(random, on, key, e, r);
    s = sign(random, on, key, e, nonce);
    one->key = &key->public;
    one->algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = (uint8_t)on->hash };
    one->is_valid = kind > 2 && !BN_is_zero(s);
    if (kind == 0)
        move_number(random, on, kernel_below(random, 2) == 0 ? r : s);
    if (kind == 1)
        one->message[0] ^= 1;
    put_signature(one, r, s);
    if (kind == 2) /* alone: it could take back what was moved */
        flip_bit(random, one);
    BN_free(e);
    BN_free(r);
    BN_free(s);
}

typedef struct edwards_key {
    kernel_key public;
    EVP_PKEY *pair;
} edwards_key;

static edwards_key edwards[2][KEYS];

static void make_pair(kernel_random *random, bool is_448, edwards_key *key)
{
    uint8_t secret[57], *out = key->public.der;
    int size;

    kernel_fill(random, secret, sizeof secret);
    EVP_PKEY_free(key->pair);
    key->pair = EVP_PKEY_new_raw_private_key(is_448 ? EVP_PKEY_ED448 : EVP_PKEY_ED25519, NULL, secret, is_448 ? 57 : 32);
    size = i2d_PUBKEY(key->pair, &out);
    if (size <= 0)
        kernel_fail("an Edwards key that is not written");
    kernel_key_set(&key->public, (size_t)size);
}

void kernel_edwards_begin(kernel_random *random)
{
    for (size_t i = 0; i < 2 * KEYS; i++)
        make_pair(random, i >= KEYS, &edwards[i / KEYS][i % KEYS]);
}

void kernel_edwards_renew(kernel_random *random)
{
    const bool is_448 = kernel_below(random, 8) == 0;

    make_pair(random, is_448, &edwards[is_448][kernel_below(random, KEYS)]);
}

void kernel_edwards_make(kernel_random *random, bool is_448, kernel_case *one)
{
    edwards_key *key = &edwards[is_448][kernel_below(random, KEYS)];
    EVP_MD_CTX *signing = EVP_MD_CTX_new();

    one->key = &key->public;
    one->algorithm = (kedge_algorithm){ .scheme = is_448 ? KEDGE_SCHEME_ED448 : KEDGE_SCHEME_ED25519 };
    one->signature_size = sizeof one->signature;
    if (EVP_DigestSignInit(signing, NULL, NULL, NULL, key->pair) != 1
        || EVP_DigestSign(signing, one->signature, &one->signature_size, one->message, one->message_size) != 1)
        kernel_fail("an Edwards key that does not sign");
    EVP_MD_CTX_free(signing);
    one->is_valid = true;
    switch (kernel_below(random, 6)) {
    case 0: one->message[0] ^= 1; break;
    case 1: flip_bit(random, one); break;
    case 2: one->signature_size--; break;
    default: return;
    }
    one->is_valid = false;
}
