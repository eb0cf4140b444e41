/* crypto/capability.h - rows of a provider's table for RSA and ECDSA, which are the same but for the longest RSA key. */
#ifndef KEDGE_CRYPTO_CAPABILITY_H
#define KEDGE_CRYPTO_CAPABILITY_H

#include <kedge/crypto.h>

#define KEDGE_CAPABILITY_RSA(scheme, hash, bits_max) { scheme, hash, KEDGE_KEY_RSA, 1024, bits_max }
#define KEDGE_CAPABILITY_EC(hash, key_type, bits) { KEDGE_SCHEME_ECDSA, hash, key_type, bits, bits }
#define KEDGE_CAPABILITIES_OF_HASH(hash, bits_max) \
    KEDGE_CAPABILITY_RSA(KEDGE_SCHEME_RSA_PKCS1, hash, bits_max), \
    KEDGE_CAPABILITY_RSA(KEDGE_SCHEME_RSA_PSS, hash, bits_max), \
    KEDGE_CAPABILITY_EC(hash, KEDGE_KEY_P256, 256), \
    KEDGE_CAPABILITY_EC(hash, KEDGE_KEY_P384, 384), \
    KEDGE_CAPABILITY_EC(hash, KEDGE_KEY_P521, 521)

/** RSA from 1024 to `bits_max` bits and ECDSA on the three curves, with SHA-1 and SHA-2; with MD5 PKCS#1 v1.5 alone,
 *  for no other scheme was ever defined with it. */
#define KEDGE_CAPABILITIES(bits_max) \
    KEDGE_CAPABILITY_RSA(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_MD5, bits_max), \
    KEDGE_CAPABILITIES_OF_HASH(KEDGE_HASH_SHA1, bits_max), \
    KEDGE_CAPABILITIES_OF_HASH(KEDGE_HASH_SHA224, bits_max), \
    KEDGE_CAPABILITIES_OF_HASH(KEDGE_HASH_SHA256, bits_max), \
    KEDGE_CAPABILITIES_OF_HASH(KEDGE_HASH_SHA384, bits_max), \
    KEDGE_CAPABILITIES_OF_HASH(KEDGE_HASH_SHA512, bits_max)

#endif
