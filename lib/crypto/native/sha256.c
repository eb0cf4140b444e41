/* sha256.c - SHA-256's compression (FIPS 180-4, 6.2.2), for any CPU. */
#include "crypto/native/sha2.h"

#define SHA2_WORD uint32_t
#define SHA2_SWAP(word) __builtin_bswap32(word)
#define SHA2_ROUNDS 64
#define SHA2_CONSTANTS kedge_sha256_constants
#define SHA2_SUM0(x) (rotate(x, 2) ^ rotate(x, 13) ^ rotate(x, 22))
#define SHA2_SUM1(x) (rotate(x, 6) ^ rotate(x, 11) ^ rotate(x, 25))
#define SHA2_SIGMA0(x) (rotate(x, 7) ^ rotate(x, 18) ^ (x) >> 3)
#define SHA2_SIGMA1(x) (rotate(x, 17) ^ rotate(x, 19) ^ (x) >> 10)
#include "crypto/native/sha2_compress.h"

void kedge_sha256_blocks_portable(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    compress(state, blocks, count);
}
