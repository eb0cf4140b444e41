/* crypto/native/sha2.h - SHA-2 (FIPS 180-4). */
#ifndef KEDGE_CRYPTO_NATIVE_SHA2_H
#define KEDGE_CRYPTO_NATIVE_SHA2_H

#include <kedge/crypto.h>

/** Take `count` blocks of 64 octets into the state (FIPS 180-4, 6.2.2). */
typedef void kedge_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/** Take `count` blocks of 128 octets into the state (FIPS 180-4, 6.4.2). */
typedef void kedge_sha512_blocks(uint64_t state[8], const uint8_t *blocks, size_t count);

/** Hash a message with SHA-256, or SHA-224. */
void kedge_sha256(kedge_sha256_blocks *compress, kedge_hash hash, kedge_span message, uint8_t *digest);

/** Hash a message with SHA-512, or SHA-384. */
void kedge_sha512(kedge_sha512_blocks *compress, kedge_hash hash, kedge_span message, uint8_t *digest);

/** Hash 64 octets and a message after them with SHA-512. */
void kedge_sha512_after(kedge_sha512_blocks *compress, const uint8_t first[64], kedge_span message,
                        uint8_t digest[64]);

extern kedge_sha256_blocks kedge_sha256_blocks_portable;
extern kedge_sha256_blocks kedge_sha256_blocks_x86; /* needs KEDGE_CPU_SHA */
extern kedge_sha512_blocks kedge_sha512_blocks_portable;
extern kedge_sha512_blocks kedge_sha512_blocks_x86; /* needs KEDGE_CPU_SHA, for what comes with it */

extern kedge_sha256_blocks kedge_sha256_blocks_arm; /* needs KEDGE_CPU_ARM_SHA256 */
extern kedge_sha512_blocks kedge_sha512_blocks_arm; /* needs KEDGE_CPU_ARM_SHA512 */

/** The constants of SHA-256 (FIPS 180-4, 4.2.2) and SHA-512 (4.2.3). */
extern const uint32_t kedge_sha256_constants[64];
extern const uint64_t kedge_sha512_constants[80];

#endif
