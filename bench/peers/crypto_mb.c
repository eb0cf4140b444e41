/* crypto_mb.c - Intel's multi-buffer library: eight signatures at a time, each under a key of its own.  It offers the
 * arithmetic alone; hashing is OpenSSL's, and what is around it is the least that will do. */
#include <crypto_mb/ec_nistp256.h>
#include <crypto_mb/ec_nistp384.h>
#include <crypto_mb/rsa.h>
#include <crypto_mb/version.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "peer.h"

#define LANES 8
#define OCTETS_MAX 256
#define EXPONENT_OCTETS 5 /* the INTEGER 65537 ends an RSA key */

static const char *version(void)
{
    const mbxVersion *v = mbx_getversion();
    static char text[64];

    snprintf(text, sizeof text, "%d.%d.%d (ipp-crypto-static)", v->major, v->minor, v->patch);
    return text;
}

typedef struct batch {
    const peer_signature *signature;
    size_t count;
    const mbx_RSA_Method *method;
    int8u *buffer;
} batch;

/* Big-endian octets to little-endian words. */
static void to_words(const unsigned char *octets, size_t size, int64u *words)
{
    memset(words, 0, size);
    for (size_t i = 0; i < size; i++)
        words[i / 8] |= (int64u)octets[size - 1 - i] << 8 * (i % 8);
}

/* An INTEGER of a signature, right-aligned; returns what follows it. */
static const unsigned char *read_integer(const unsigned char *at, size_t size, unsigned char *octets)
{
    size_t length = at[1];
    const unsigned char *value = at + 2;

    at = value + length;
    for (; length > size; length--)
        value++;
    memset(octets, 0, size);
    memcpy(octets + size - length, value, length);
    return at;
}

static void *open_signatures(const peer_signature *signature, size_t count, bool is_prepared)
{
    batch *s = calloc(1, sizeof *s);

    if (s == NULL || count % LANES != 0 || is_prepared)
        return NULL;
    s->signature = signature;
    s->count = count;
    if (signature->algorithm == PEER_RSA_2048) {
        s->method = mbx_RSA2K_pub65537_Method();
        s->buffer = aligned_alloc(64, ((size_t)mbx_RSA_Method_BufSize(s->method) + 63) / 64 * 64);
    }
    return s;
}

static bool verify_rsa(const batch *s, const peer_signature *signature)
{
    int8u out[LANES][OCTETS_MAX];
    int64u modulus[LANES][OCTETS_MAX / 8];
    const int8u *from[LANES];
    int8u *to[LANES];
    const int64u *moduli[LANES];
    bool is_good;

    for (size_t i = 0; i < LANES; i++) {
        to_words(signature[i].key.data + signature[i].key.size - EXPONENT_OCTETS - OCTETS_MAX, OCTETS_MAX,
                 modulus[i]);
        from[i] = signature[i].signature.data;
        to[i] = out[i];
        moduli[i] = modulus[i];
    }
    is_good = mbx_rsa_public_mb8(from, to, moduli, 8 * OCTETS_MAX, s->method, s->buffer) == 0;
    for (size_t i = 0; i < LANES; i++) {
        unsigned char digest[32];

        SHA256(signature[i].message.data, signature[i].message.size, digest);
        is_good = is_good && out[i][1] == 1 && memcmp(out[i] + OCTETS_MAX - 32, digest, 32) == 0;
    }
    return is_good;
}

static bool verify_curve(const peer_signature *signature, size_t size)
{
    unsigned char r[LANES][48];
    unsigned char s[LANES][48];
    unsigned char digest[LANES][48];
    int64u x[LANES][6];
    int64u y[LANES][6];
    const int8u *all_r[LANES];
    const int8u *all_s[LANES];
    const int8u *digests[LANES];
    const int64u *all_x[LANES];
    const int64u *all_y[LANES];

    for (size_t i = 0; i < LANES; i++) {
        const unsigned char *point = signature[i].key.data + signature[i].key.size - 2 * size;

        to_words(point, size, x[i]);
        to_words(point + size, size, y[i]);
        (void)read_integer(read_integer(signature[i].signature.data + 2, size, r[i]), size, s[i]);
        if (size == 32)
            SHA256(signature[i].message.data, signature[i].message.size, digest[i]);
        else
            SHA384(signature[i].message.data, signature[i].message.size, digest[i]);
        all_r[i] = r[i];
        all_s[i] = s[i];
        digests[i] = digest[i];
        all_x[i] = x[i];
        all_y[i] = y[i];
    }
    return (size == 32 ? mbx_nistp256_ecdsa_verify_mb8(all_r, all_s, digests, all_x, all_y, NULL, NULL)
                       : mbx_nistp384_ecdsa_verify_mb8(all_r, all_s, digests, all_x, all_y, NULL, NULL))
           == 0;
}

static bool verify(void *state)
{
    const batch *s = state;
    bool is_good = true;

    for (size_t i = 0; i < s->count; i += LANES)
        switch (s->signature[i].algorithm) {
        case PEER_RSA_2048: is_good = verify_rsa(s, s->signature + i) && is_good; break;
        case PEER_P256: is_good = verify_curve(s->signature + i, 32) && is_good; break;
        default: is_good = verify_curve(s->signature + i, 48) && is_good; break;
        }
    return is_good;
}

const peer peer_measured = { "crypto_mb", version, open_signatures, verify, true, NULL, NULL, NULL, NULL, NULL };
