/* unit/crypto/rsa_keys.h - RSA keys of the tests. */
#ifndef UNIT_CRYPTO_RSA_KEYS_H
#define UNIT_CRYPTO_RSA_KEYS_H

#include <bearssl.h>
#include <kedge/crypto.h>

typedef struct test_rsa_key {
    br_rsa_private_key private_key;
    kedge_public_key public_key;
} test_rsa_key;

extern const test_rsa_key test_rsa_1024;
extern const test_rsa_key test_rsa_1025; /* its first octet is 1: the encoding of PSS is an octet shorter */
extern const test_rsa_key test_rsa_2048;
extern const test_rsa_key test_rsa_1024_e3;

#endif
