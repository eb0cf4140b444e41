/* kernel_rsa.c - RSA signatures under moduli of many small primes, whose private operation costs little. */
#include "kernel_case.h"

#include <openssl/bn.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "crypto/native/kernels.h"

#define PRIMES_MAX 144 /* of at least 62 bits each but the last few, in 8192 bits */
#define KEYS 4

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 signed_wide;

typedef struct rsa_key {
    kernel_key public;
    BIGNUM *n;
    uint64_t prime[PRIMES_MAX];
    size_t count;
    uint64_t exponent;
} rsa_key;

static rsa_key keys[KEYS];

static uint64_t multiply(uint64_t a, uint64_t b, uint64_t n)
{
    return (uint64_t)((wide)a * b % n);
}

static uint64_t power(uint64_t x, uint64_t e, uint64_t n)
{
    uint64_t y = 1 % n;

    for (; e > 0; e >>= 1) {
        if (e & 1)
            y = multiply(y, x, n);
        x = multiply(x, x, n);
    }
    return y;
}

/* x^-1 modulo n, 0 where there is none. */
static uint64_t invert(uint64_t x, uint64_t n)
{
    signed_wide a = 0, b = 1;
    uint64_t r = n, s = x % n;

    while (s != 0) {
        const uint64_t q = r / s, rest = r % s;
        const signed_wide next = a - (signed_wide)q * b;

        a = b, b = next;
        r = s, s = rest;
    }
    return r == 1 ? (uint64_t)(a < 0 ? a + n : a) : 0;
}

/* Miller and Rabin's test, for which these bases suffice below 2^64. */
static bool is_prime(uint64_t n)
{
    static const uint8_t bases[] = { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37 };
    unsigned twos = 0;

    for (size_t i = 0; i < sizeof bases; i++)
        if (n % bases[i] == 0)
            return false;
    while (((n - 1) >> twos & 1) == 0)
        twos++;
    for (size_t i = 0; i < sizeof bases; i++) {
        uint64_t y = power(bases[i], (n - 1) >> twos, n);
        bool is_witness = y != 1;

        for (unsigned j = 0; j < twos && is_witness; j++, y = multiply(y, y, n))
            is_witness = y != n - 1;
        if (is_witness)
            return false;
    }
    return true;
}

/* Whether p can be the key's next prime: a new one, and the exponent has an inverse. */
static bool is_fit(const rsa_key *key, uint64_t p)
{
    for (size_t i = 0; i < key->count; i++)
        if (key->prime[i] == p)
            return false;
    return is_prime(p) && invert(key->exponent, p - 1) != 0;
}

static void add_prime(kernel_random *random, rsa_key *key, uint64_t low, uint64_t high)
{
    uint64_t p;

    do {
        p = low + kernel_next(random) % (high - low + 1);
        p |= 1;
    } while (p < low || p > high || !is_fit(key, p));
    key->prime[key->count++] = p;
    BN_mul_word(key->n, p);
}

/* 2^bits / n */
static uint64_t quotient_of_power(int bits, const BIGNUM *n, BN_CTX *context)
{
    BIGNUM *power_of_two = BN_new();
    uint64_t result;

    BN_set_bit(power_of_two, bits);
    BN_div(power_of_two, NULL, power_of_two, n, context);
    result = BN_num_bits(power_of_two) > 64 ? UINT64_MAX : BN_get_word(power_of_two);
    BN_free(power_of_two);
    return result;
}

static uint64_t choose_exponent(kernel_random *random)
{
    static const uint64_t exponents[] = { 3, 5, 17, 257, 0x80000001, 0xffffffff };
    const size_t choice = kernel_below(random, 16);

    if (choice < 6)
        return exponents[choice];
    return choice == 6 ? (kernel_next(random) >> 33 | 3) : 65537;
}

static int choose_bits(kernel_random *random)
{
    static const int common[] = { 1024, 2048, 2048, 2048, 3072, 4096 };
    const size_t choice = kernel_below(random, 9);

    if (choice < 6)
        return common[choice];
    return choice == 6 ? 1024 + (int)kernel_below(random, 7169) : 1024 + (int)kernel_below(random, 1100);
}

static void put_key(rsa_key *key)
{
    RSA *rsa = RSA_new();
    BIGNUM *e = BN_new();
    uint8_t *out = key->public.der;
    int size;

    BN_set_word(e, key->exponent);
    RSA_set0_key(rsa, BN_dup(key->n), e, NULL);
    size = i2d_RSA_PUBKEY(rsa, NULL);
    if (size <= 0 || size > KERNEL_KEY_MAX)
        kernel_fail("an RSA key that does not fit");
    i2d_RSA_PUBKEY(rsa, &out);
    RSA_free(rsa);
    kernel_key_set(&key->public, (size_t)size);
}

static void make_key(kernel_random *random, rsa_key *key)
{
    const int bits = choose_bits(random);
    BN_CTX *context = BN_CTX_new();

    BN_free(key->n);
    key->n = BN_new();
    BN_one(key->n);
    key->count = 0;
    key->exponent = choose_exponent(random);
    while (bits - BN_num_bits(key->n) > 62) {
        const bool is_nearly_done = bits - BN_num_bits(key->n) < 96;

        add_prime(random, key, is_nearly_done ? 1u << 24 : (uint64_t)1 << 62,
                  is_nearly_done ? 1u << 28 : UINT64_MAX >> 1);
    }
    add_prime(random, key, quotient_of_power(bits - 1, key->n, context) + 1,
              quotient_of_power(bits, key->n, context));
    BN_CTX_free(context);
    if (BN_num_bits(key->n) != bits)
        kernel_fail("an RSA modulus of the wrong size");
    put_key(key);
}

void kernel_rsa_renew(kernel_random *random)
{
    make_key(random, &keys[kernel_below(random, KEYS)]);
}

void kernel_rsa_begin(kernel_random *random)
{
    for (size_t i = 0; i < KEYS; i++)
        make_key(random, &keys[i]);
}

/* s^e = m: the root modulo each prime, put together (Garner). */
static BIGNUM *take_root(const rsa_key *key, const BIGNUM *m)
{
    BIGNUM *s = BN_new(), *product = BN_new(), *term = BN_new();

    BN_one(product);
    for (size_t i = 0; i < key->count; i++) {
        const uint64_t p = key->prime[i];
        const uint64_t root = power(BN_mod_word(m, p), invert(key->exponent, p - 1), p);
        const uint64_t difference = (uint64_t)(((wide)root + p - BN_mod_word(s, p)) % p);

        BN_copy(term, product);
        BN_mul_word(term, multiply(difference, invert(BN_mod_word(product, p), p), p));
        BN_add(s, s, term);
        BN_mul_word(product, p);
    }
    BN_free(product);
    BN_free(term);
    return s;
}

/* DigestInfo up to the digest, for the hashes of a 256-bit hash's kind (RFC 8017, 9.2, note 1). */
static size_t put_digest_info(kedge_hash hash, uint8_t *out, size_t digest_size)
{
    const uint8_t oid = hash == KEDGE_HASH_SHA256 ? 1 : hash == KEDGE_HASH_SHA384 ? 2 : 3;
    const uint8_t prefix[] = { 0x30, (uint8_t)(0x11 + digest_size), 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                               0x65, 0x03, 0x04, 0x02, oid, 0x05, 0x00, 0x04, (uint8_t)digest_size };

    memcpy(out, prefix, sizeof prefix);
    return sizeof prefix;
}

/* EMSA-PKCS1-v1_5 (RFC 8017, 9.2). */
static void encode_pkcs1(const kernel_case *one, uint8_t *em, size_t size)
{
    uint8_t info[19 + 64];
    const kedge_hash hash = (kedge_hash)one->algorithm.hash;
    const size_t digest_size = kernel_hash(hash, one->message, one->message_size, info + 19);
    const size_t info_size = put_digest_info(hash, info, digest_size) + digest_size;

    memset(em, 0xff, size);
    em[0] = 0;
    em[1] = 1;
    em[size - info_size - 1] = 0;
    memcpy(em + size - info_size, info, info_size);
}

/* EMSA-PSS with a salt as long as the digest (RFC 8017, 9.1.1 and B.2.1). */
static void encode_pss(kernel_random *random, const kernel_case *one, uint8_t *em, int em_bits)
{
    const kedge_hash hash = (kedge_hash)one->algorithm.hash;
    const size_t size = ((size_t)em_bits + 7) / 8;
    uint8_t input[8 + 2 * 64] = { 0 }, seed[64 + 4] = { 0 }, block[64];
    const size_t h = kernel_hash(hash, one->message, one->message_size, input + 8), masked = size - h - 1;

    kernel_fill(random, input + 8 + h, h);
    kernel_hash(hash, input, 8 + 2 * h, seed);
    memset(em, 0, masked);
    em[masked - h - 1] = 1;
    memcpy(em + masked - h, input + 8 + h, h);
    for (size_t i = 0; i < masked; i++) {
        if (i % h == 0) {
            seed[h + 3] = (uint8_t)(i / h);
            kernel_hash(hash, seed, h + 4, block);
        }
        em[i] ^= block[i % h];
    }
    memcpy(em + masked, seed, h);
    em[size - 1] = 0xbc;
    em[0] &= (uint8_t)(0xff >> (8 * size - (size_t)em_bits));
}

/* The signature becomes one of a number that signs nothing. */
static void put_edge(kernel_random *random, const rsa_key *key, kernel_case *one)
{
    BIGNUM *s = BN_new();

    switch (kernel_below(random, 5)) {
    case 0: break; /* zero */
    case 1: BN_one(s); break;
    case 2: BN_copy(s, key->n); break;
    case 3:
        BN_copy(s, key->n);
        BN_sub_word(s, 1);
        break;
    default: /* s + n, where that has as many octets */
        BN_bin2bn(one->signature, (int)one->signature_size, s);
        BN_add(s, s, key->n);
        break;
    }
    if ((size_t)BN_num_bytes(s) <= one->signature_size)
        BN_bn2binpad(s, one->signature, (int)one->signature_size);
    else
        one->signature[0] ^= 1;
    BN_free(s);
}

static void spoil(kernel_random *random, const rsa_key *key, kernel_case *one)
{
    const size_t bit = kernel_below(random, 8 * one->signature_size);

    one->is_valid = false;
    switch (kernel_below(random, 4)) {
    case 0: one->message[0] ^= 1; break;
    case 1: one->signature[bit / 8] ^= (uint8_t)(1u << bit % 8); break;
    case 2: one->signature_size--; break;
    default: put_edge(random, key, one); break;
    }
}

void kernel_rsa_make(kernel_random *random, kernel_case *one)
{
    static const kedge_hash hashes[] = { KEDGE_HASH_SHA256, KEDGE_HASH_SHA384, KEDGE_HASH_SHA512 };
    rsa_key *key = &keys[kernel_below(random, KEYS)];
    const int bits = BN_num_bits(key->n);
    const kedge_hash hash = hashes[kernel_below(random, bits < 1048 ? 2 : 3)]; /* two of SHA-512's digests must fit */
    const bool is_pss = kernel_below(random, 4) == 0;
    uint8_t em[KERNEL_SIGNATURE_MAX] = { 0 };
    BIGNUM *m, *s;

    one->key = &key->public;
    one->algorithm = (kedge_algorithm){ .scheme = is_pss ? KEDGE_SCHEME_RSA_PSS : KEDGE_SCHEME_RSA_PKCS1,
                                        .hash = (uint8_t)hash };
    if (is_pss) {
        one->algorithm.mask_hash = (uint8_t)hash;
        one->algorithm.salt_size = (uint16_t)kedge_hash_size(hash);
        encode_pss(random, one, em, bits - 1);
        m = BN_bin2bn(em, (bits - 1 + 7) / 8, NULL);
    } else {
        encode_pkcs1(one, em, (size_t)BN_num_bytes(key->n));
        m = BN_bin2bn(em, BN_num_bytes(key->n), NULL);
    }
    s = take_root(key, m);
    one->signature_size = (size_t)BN_num_bytes(key->n);
    BN_bn2binpad(s, one->signature, (int)one->signature_size);
    one->is_valid = true;
    BN_free(m);
    BN_free(s);
    if (kernel_below(random, 2) == 0)
        spoil(random, key, one);
}

/* An odd modulus, with long runs of ones or zeros every other time. */
static void make_modulus(kernel_random *random, uint8_t *n, int bits)
{
    const size_t size = ((size_t)bits + 7) / 8;
    const size_t kind = kernel_below(random, 4);

    kernel_fill(random, n, size);
    for (size_t i = 0; i < size && kind < 2; i++)
        n[i] = kernel_below(random, 16) == 0 ? n[i] : kind == 0 ? 0xff : 0;
    n[0] &= (uint8_t)(0xff >> (8 * size - (size_t)bits));
    n[0] |= (uint8_t)(0x80 >> (8 * size - (size_t)bits));
    n[size - 1] |= 1;
}

static bool raise_with(const kedge_crypto *crypto, const kedge_public_key *key, const void *prepared, const uint8_t *x,
                       const uint8_t *expected)
{
    const kedge_signature_job job = { .key = key, .prepared = prepared };
    uint8_t actual[KERNEL_SIGNATURE_MAX];

    memcpy(actual, x, key->modulus.size);
    return kedge_native_kernels_of(crypto)->rsa_raise(&job, actual)
           && memcmp(actual, expected, key->modulus.size) == 0;
}

static bool raise_in_lanes(const kedge_crypto *crypto, const kedge_public_key *key, size_t count, const uint8_t *x,
                           const uint8_t *expected)
{
    const kedge_native_kernels *kernels = kedge_native_kernels_of(crypto);
    uint8_t actual[KEDGE_RSA_LANES][KERNEL_SIGNATURE_MAX], *places[KEDGE_RSA_LANES];
    const kedge_public_key *lanes[KEDGE_RSA_LANES];

    if (kernels->rsa_raise_lanes == NULL || kernels->rsa_lane_blocks(key) == 0)
        return true;
    for (size_t i = 0; i < count; i++) {
        memcpy(actual[i], x, key->modulus.size);
        places[i] = actual[i];
        lanes[i] = key;
    }
    kernels->rsa_raise_lanes(lanes, places, count);
    for (size_t i = 0; i < count; i++)
        if (memcmp(actual[i], expected, key->modulus.size) != 0)
            return false;
    return true;
}

static bool raise_by_all(const kedge_public_key *key, size_t lanes, const uint8_t *x, const uint8_t *expected)
{
    static const char *const names[] = { "portable", "ifma" };
    static _Alignas(KEDGE_PREPARED_ALIGN) uint8_t memory[1 << 16];
    bool is_right = true;

    for (size_t i = 0; i < 2; i++) {
        const kedge_crypto *crypto = kedge_crypto_native_named(names[i]);
        const size_t size = crypto == NULL ? 0 : kedge_key_prepared_size(crypto, key, sizeof memory);

        if (crypto == NULL)
            continue;
        is_right = is_right && raise_with(crypto, key, NULL, x, expected);
        is_right = is_right && raise_in_lanes(crypto, key, lanes, x, expected);
        if (size > 0)
            is_right = is_right && kedge_key_prepare(crypto, key, memory, size) == KEDGE_OK
                       && raise_with(crypto, key, memory, x, expected);
    }
    return is_right;
}

bool kernel_rsa_raise(kernel_random *random)
{
    const int bits = choose_bits(random);
    const size_t size = ((size_t)bits + 7) / 8, edge = kernel_below(random, 8);
    const uint64_t exponent = choose_exponent(random);
    uint8_t octets[KERNEL_SIGNATURE_MAX + 4], x[KERNEL_SIGNATURE_MAX], expected[KERNEL_SIGNATURE_MAX];
    const kedge_public_key key = { .der = octets,
                                   .bits = (uint16_t)bits,
                                   .type = KEDGE_KEY_RSA,
                                   .modulus = { 0, (uint32_t)size },
                                   .exponent = { (uint32_t)size, 4 } };
    BN_CTX *context = BN_CTX_new();
    BIGNUM *n, *e = BN_new(), *base;

    make_modulus(random, octets, bits);
    n = BN_bin2bn(octets, (int)size, NULL);
    BN_set_word(e, exponent);
    BN_bn2binpad(e, octets + size, 4);
    kernel_fill(random, x, size);
    base = BN_bin2bn(x, (int)size, NULL);
    BN_mod(base, base, n, context);
    if (edge < 2)
        BN_set_word(base, edge);
    if (edge == 2) {
        BN_copy(base, n);
        BN_sub_word(base, 1);
    }
    BN_bn2binpad(base, x, (int)size);
    BN_mod_exp(base, base, e, n, context);
    BN_bn2binpad(base, expected, (int)size);
    BN_free(n);
    BN_free(e);
    BN_free(base);
    BN_CTX_free(context);
    return raise_by_all(&key, 1 + kernel_below(random, KEDGE_RSA_LANES), x, expected);
}
