/* bearssl.c - the provider built on BearSSL.
 *
 * BearSSL computes; what its functions leave open is decided here.  Its br_rsa_pkcs1_vrfy accepts
 * absent hash parameters and leaves the comparison to the caller, so RSA uses the exponentiation
 * alone.  Its reader of ECDSA signatures is lenient, so a strict one stands before it and hands on
 * fixed-size scalars within range.
 */
#include <kedge/crypto.h>

#include <bearssl.h>
#include <string.h>

#include "crypto/capability.h"
#include "crypto/ecdsa.h"
#include "crypto/hashed.h"
#include "crypto/rsa.h"

#define RSA_BITS_MAX 4096 /* BearSSL's BR_MAX_RSA_SIZE */
#define POINT_SIZE_MAX (1 + 2 * KEDGE_ECDSA_ORDER_SIZE_MAX)

static const kedge_capability capabilities[] = {
    KEDGE_CAPABILITIES(RSA_BITS_MAX),
};

static const br_hash_class *hash_class(kedge_hash hash)
{
    switch (hash) {
    case KEDGE_HASH_MD5:
        return &br_md5_vtable;
    case KEDGE_HASH_SHA1:
        return &br_sha1_vtable;
    case KEDGE_HASH_SHA224:
        return &br_sha224_vtable;
    case KEDGE_HASH_SHA256:
        return &br_sha256_vtable;
    case KEDGE_HASH_SHA384:
        return &br_sha384_vtable;
    case KEDGE_HASH_SHA512:
        return &br_sha512_vtable;
    case KEDGE_HASH_NONE:
    case KEDGE_HASH_COUNT:
        break;
    }
    return NULL;
}

static kedge_status digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *out)
{
    const br_hash_class *class_ = hash_class(hash);
    br_hash_compat_context context;

    (void)crypto;
    if (class_ == NULL)
        return KEDGE_UNSUPPORTED_ALGORITHM;
    class_->init(&context.vtable);
    class_->update(&context.vtable, message.data, message.size);
    class_->out(&context.vtable, out);
    return KEDGE_OK;
}

static bool raise(const kedge_signature_job *job, uint8_t *x)
{
    const kedge_public_key *key = job->key;
    /* BearSSL's keys have pointers to non-const, through which its public operations never write. */
    const br_rsa_public_key rsa = {
        (unsigned char *)(key->der + key->modulus.offset), key->modulus.size,
        (unsigned char *)(key->der + key->exponent.offset), key->exponent.size
    };

    return br_rsa_public_get_default()(x, rsa.nlen, &rsa) == 1;
}

static kedge_status verify_rsa(const kedge_crypto *crypto, const kedge_signature_job *job,
                               const uint8_t *hashed)
{
    uint8_t work[KEDGE_RSA_WORK_SIZE(RSA_BITS_MAX)];

    return kedge_rsa_verify(crypto, job, hashed, raise, work);
}

/* Whether a point is on its curve: BearSSL multiplies no other.  It adds no other either, so this is
 * asked only to say why a signature has not verified.  The curves have cofactor 1: every point on
 * them has the right order. */
static bool is_on_curve(int id, kedge_span point)
{
    static const uint8_t one[] = { 1 };
    uint8_t product[POINT_SIZE_MAX];

    memcpy(product, point.data, point.size);
    return br_ec_get_default()->mul(product, point.size, one, sizeof one, id) == 1;
}

static kedge_status verify_ecdsa(const kedge_crypto *crypto, const kedge_signature_job *job,
                                 const uint8_t *hashed)
{
    const int id = kedge_ecdsa_curve_id((kedge_key_type)job->key->type);
    const kedge_span point = kedge_span_of(job->key->der, job->key->point);
    const br_ec_public_key key = { id, (unsigned char *)point.data, point.size };
    const size_t hashed_size = kedge_hash_size((kedge_hash)job->algorithm.hash);
    uint8_t raw[2 * KEDGE_ECDSA_ORDER_SIZE_MAX];
    size_t size;
    const kedge_status status = kedge_ecdsa_check(job, raw, &size);

    (void)crypto;
    if (status != KEDGE_OK)
        return status;
    if (br_ecdsa_vrfy_raw_get_default()(br_ec_get_default(), hashed, hashed_size, &key, raw, size))
        return KEDGE_OK;
    return is_on_curve(id, point) ? KEDGE_SIGNATURE_INVALID : KEDGE_KEY_MALFORMED;
}

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    return kedge_verify_hashed(crypto, job, verify_rsa, verify_ecdsa);
}

const kedge_crypto *kedge_crypto_bearssl(void)
{
    static const kedge_crypto provider = {
        .name = "BearSSL",
        .capabilities = capabilities,
        .capability_count = sizeof capabilities / sizeof capabilities[0],
        .verify = verify,
        .digest = digest,
    };

    return &provider;
}
