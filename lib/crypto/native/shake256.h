/* crypto/native/shake256.h - SHAKE256 (FIPS 202, 6.2). */
#ifndef KEDGE_CRYPTO_NATIVE_SHAKE256_H
#define KEDGE_CRYPTO_NATIVE_SHAKE256_H

#include <stddef.h>
#include <stdint.h>

typedef struct shake256 {
    uint64_t lanes[25];
    size_t position;    /* in octets, where in the rate the next one goes */
} shake256;

void kedge_shake256_begin(shake256 *s);

/** Absorb `size` octets; may be called any number of times. */
void kedge_shake256_update(shake256 *s, const uint8_t *data, size_t size);

/** Pad and squeeze `size` octets, at most one block of 136.  Nothing may follow. */
void kedge_shake256_finish(shake256 *s, uint8_t *out, size_t size);

#endif
