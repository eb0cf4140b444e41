/* credential/password.h - keys made of passwords, and what they decrypt (RFC 8018). */
#ifndef KEDGE_CREDENTIAL_PASSWORD_H
#define KEDGE_CREDENTIAL_PASSWORD_H

#include <kedge/crypto.h>

#define KEDGE_CIPHER_IV_MAX 16
#define KEDGE_CIPHER_KEY_MAX 32

/** Block ciphers in CBC mode with the padding of RFC 8018, 6.1.1. */
typedef enum kedge_cipher {
    KEDGE_CIPHER_AES_128,
    KEDGE_CIPHER_AES_192,
    KEDGE_CIPHER_AES_256,
    KEDGE_CIPHER_DES_EDE3
} kedge_cipher;

size_t kedge_cipher_key_size(kedge_cipher cipher);
size_t kedge_cipher_block_size(kedge_cipher cipher);

/** How a key was encrypted with a password.  Everything is public. */
typedef struct kedge_encryption {
    kedge_cipher cipher;
    uint8_t iv[KEDGE_CIPHER_IV_MAX];
    bool is_traditional;   /**< OpenSSL's own derivation: MD5, once, the IV's first eight octets for a salt */
    kedge_span salt;       /**< PBKDF2: this and the two below */
    uint32_t iterations;
    kedge_hash hash;       /**< of its HMAC */
} kedge_encryption;

/**
 * Decrypt in place.  Nothing of what comes out, nor whether its padding is right, shows in the time that it takes.
 *
 * @param data     `size` bytes, a multiple of the block's and at least one block.
 * @param left     receives the size without the padding; where that is wrong, one byte less than `size`.
 * @return a mask: all ones where the padding is right.
 */
uint32_t kedge_password_decrypt(const kedge_encryption *how, kedge_span password, uint8_t *data, size_t size,
                                uint32_t *left);

#endif
