/* sha512.c - SHA-512's compression (FIPS 180-4, 6.4.2), for any CPU, and compiled again for those that
 * rotate without overwriting (BMI2). */
#include "crypto/native/cpu.h"
#include "crypto/native/sha2.h"

#define SHA2_WORD uint64_t
#define SHA2_SWAP(word) __builtin_bswap64(word)
#define SHA2_ROUNDS 80
#define SHA2_CONSTANTS kedge_sha512_constants
#define SHA2_SUM0(x) (rotate(x, 28) ^ rotate(x, 34) ^ rotate(x, 39))
#define SHA2_SUM1(x) (rotate(x, 14) ^ rotate(x, 18) ^ rotate(x, 41))
#define SHA2_SIGMA0(x) (rotate(x, 1) ^ rotate(x, 8) ^ (x) >> 7)
#define SHA2_SIGMA1(x) (rotate(x, 19) ^ rotate(x, 61) ^ (x) >> 6)
#include "crypto/native/sha2_compress.h"

void kedge_sha512_blocks_portable(uint64_t state[8], const uint8_t *blocks, size_t count)
{
    compress(state, blocks, count);
}

#ifdef KEDGE_CPU_X86
__attribute__((target("bmi,bmi2"))) void kedge_sha512_blocks_x86(uint64_t state[8], const uint8_t *blocks,
                                                                 size_t count)
{
    compress(state, blocks, count);
}
#endif
