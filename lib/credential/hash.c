/* hash.c - BearSSL's hash functions. */
#include "credential/hash.h"

#include <kedge/private_key.h>

const br_hash_class *kedge_hash_class(kedge_hash hash)
{
    switch (hash) {
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
    case KEDGE_HASH_MD5:
    case KEDGE_HASH_NONE:
    case KEDGE_HASH_COUNT:
        break;
    }
    return NULL;
}

void kedge_hash_pieces(const br_hash_class *hash, kedge_span one, kedge_span two, kedge_span three, uint8_t *digest)
{
    br_hash_compat_context context;

    hash->init(&context.vtable);
    hash->update(&context.vtable, one.data, one.size);
    hash->update(&context.vtable, two.data, two.size);
    hash->update(&context.vtable, three.data, three.size);
    hash->out(&context.vtable, digest);
    kedge_wipe(&context, sizeof context);
}
