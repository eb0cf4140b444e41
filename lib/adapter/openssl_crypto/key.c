/* key.c - public keys as OpenSSL has them, made from their numbers and points. */
#include "key.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

/* Types as EVP_PKEY_CTX_new_from_name() and OSSL_PKEY_PARAM_GROUP_NAME spell them. */
typedef struct key_name {
    const char *type;
    const char *group;
} key_name;

static const key_name names[KEDGE_KEY_TYPE_COUNT] = {
    [KEDGE_KEY_RSA] = { "RSA", NULL },         [KEDGE_KEY_P256] = { "EC", "P-256" },
    [KEDGE_KEY_P384] = { "EC", "P-384" },      [KEDGE_KEY_P521] = { "EC", "P-521" },
    [KEDGE_KEY_ED25519] = { "ED25519", NULL },
};

static EVP_PKEY *key_of(const char *type, OSSL_PARAM *parameters)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY *made = NULL;

    if (ctx != NULL && EVP_PKEY_fromdata_init(ctx) == 1)
        EVP_PKEY_fromdata(ctx, &made, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(ctx);
    return made;
}

static EVP_PKEY *rsa_key(kedge_span modulus, kedge_span exponent)
{
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *n = BN_bin2bn(modulus.data, (int)modulus.size, NULL);
    BIGNUM *e = BN_bin2bn(exponent.data, (int)exponent.size, NULL);
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY *made = NULL;

    if (builder != NULL && n != NULL && e != NULL && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n)
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e))
        parameters = OSSL_PARAM_BLD_to_param(builder);
    if (parameters != NULL)
        made = key_of(names[KEDGE_KEY_RSA].type, parameters);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(e);
    return made;
}

/* OpenSSL's parameters have pointers to non-const, through which importing never writes. */
static EVP_PKEY *point_key(const key_name *name, kedge_span point)
{
    OSSL_PARAM parameters[3], *at = parameters;

    if (name->group != NULL)
        *at++ = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)name->group, 0);
    *at++ = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)point.data, point.size);
    *at = OSSL_PARAM_construct_end();
    return key_of(name->type, parameters);
}

EVP_PKEY *kedge_openssl_key_new(const kedge_public_key *key)
{
    if (key->type == KEDGE_KEY_RSA)
        return rsa_key(kedge_span_of(key->der, key->modulus), kedge_span_of(key->der, key->exponent));
    return point_key(&names[key->type], kedge_span_of(key->der, key->point));
}
