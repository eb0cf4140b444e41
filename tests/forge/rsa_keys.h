/* forge/rsa_keys.h - the RSA test keys, made once by rsa_keys_main.c. */
#ifndef FORGE_RSA_KEYS_H
#define FORGE_RSA_KEYS_H

#include <stddef.h>
#include <stdint.h>

/* All numbers are hexadecimal, big-endian. */
typedef struct forge_rsa_numbers {
    unsigned bits;
    unsigned number;
    uint32_t exponent;
    const char *modulus;
    const char *p;
    const char *q;
    const char *dp;
    const char *dq;
    const char *iq;
} forge_rsa_numbers;

extern const forge_rsa_numbers forge_rsa_table[];
extern const size_t forge_rsa_table_count;

#endif
