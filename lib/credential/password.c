/* password.c - keys made of passwords, and what they decrypt (RFC 8018, 5.2 and 6.1.1). */
#include "credential/password.h"

#include <kedge/private_key.h>

#include <bearssl.h>
#include <string.h>

#include "credential/hash.h"
#include "credential/secret.h"

size_t kedge_cipher_key_size(kedge_cipher cipher)
{
    switch (cipher) {
    case KEDGE_CIPHER_AES_128:
        return 16;
    case KEDGE_CIPHER_AES_192:
    case KEDGE_CIPHER_DES_EDE3:
        return 24;
    case KEDGE_CIPHER_AES_256:
        break;
    }
    return 32;
}

size_t kedge_cipher_block_size(kedge_cipher cipher)
{
    return cipher == KEDGE_CIPHER_DES_EDE3 ? br_des_ct_BLOCK_SIZE : br_aes_ct_BLOCK_SIZE;
}

/* F of RFC 8018, 5.2: block `index` (from 1) of the derived key. */
static void derive_block(const kedge_encryption *how, const br_hmac_key_context *password, uint32_t index,
                         uint8_t block[KEDGE_HASH_SIZE_MAX])
{
    const uint8_t number[] = { (uint8_t)(index >> 24), (uint8_t)(index >> 16), (uint8_t)(index >> 8), (uint8_t)index };
    const size_t size = kedge_hash_size(how->hash);
    uint8_t u[KEDGE_HASH_SIZE_MAX];
    br_hmac_context hmac;

    br_hmac_init(&hmac, password, 0);
    br_hmac_update(&hmac, how->salt.data, how->salt.size);
    br_hmac_update(&hmac, number, sizeof number);
    br_hmac_out(&hmac, u);
    memcpy(block, u, size);
    for (uint32_t i = 1; i < how->iterations; i++) {
        br_hmac_init(&hmac, password, 0);
        br_hmac_update(&hmac, u, size);
        br_hmac_out(&hmac, u);
        for (size_t j = 0; j < size; j++)
            block[j] ^= u[j];
    }
    kedge_wipe(u, sizeof u);
    kedge_wipe(&hmac, sizeof hmac);
}

static void derive_pbkdf2(const kedge_encryption *how, kedge_span password, uint8_t *key, size_t key_size)
{
    const size_t block_size = kedge_hash_size(how->hash);
    uint8_t block[KEDGE_HASH_SIZE_MAX];
    br_hmac_key_context hmac_key;
    size_t at = 0;

    br_hmac_key_init(&hmac_key, kedge_hash_class(how->hash), password.data, password.size);
    for (uint32_t index = 1; at < key_size; index++) {
        const size_t size = key_size - at < block_size ? key_size - at : block_size;

        derive_block(how, &hmac_key, index, block);
        memcpy(key + at, block, size);
        at += size;
    }
    kedge_wipe(block, sizeof block);
    kedge_wipe(&hmac_key, sizeof hmac_key);
}

/* EVP_BytesToKey() of OpenSSL: each block is the MD5 of the one before, the password and the salt. */
static void derive_traditional(const kedge_encryption *how, kedge_span password, uint8_t *key, size_t key_size)
{
    uint8_t block[br_md5_SIZE];
    br_md5_context md5;

    for (size_t at = 0; at < key_size; at += br_md5_SIZE) {
        br_md5_init(&md5);
        if (at > 0)
            br_md5_update(&md5, block, sizeof block);
        br_md5_update(&md5, password.data, password.size);
        br_md5_update(&md5, how->iv, 8);
        br_md5_out(&md5, block);
        memcpy(key + at, block, key_size - at < sizeof block ? key_size - at : sizeof block);
    }
    kedge_wipe(block, sizeof block);
    kedge_wipe(&md5, sizeof md5);
}

/* The last octet says how much padding there is, and all of the padding repeats it (RFC 8018, 6.1.1). */
static uint32_t remove_padding(const uint8_t *data, size_t size, size_t block_size, uint32_t *left)
{
    const uint32_t pad = data[size - 1];
    uint32_t wrong = kedge_mask_zero(pad) | kedge_mask_less((uint32_t)block_size, pad);

    for (uint32_t i = 1; i <= block_size; i++)
        wrong |= ~kedge_mask_less(pad, i) & (data[size - i] ^ pad);
    wrong = ~kedge_mask_zero(wrong);
    *left = (uint32_t)size - kedge_select(wrong, 1, pad);
    return ~wrong;
}

static void decrypt_aes(const uint8_t *key, size_t key_size, uint8_t *iv, uint8_t *data, size_t size)
{
    br_aes_ct_cbcdec_keys keys;

    br_aes_ct_cbcdec_init(&keys, key, key_size);
    br_aes_ct_cbcdec_run(&keys, iv, data, size);
    kedge_wipe(&keys, sizeof keys);
}

static void decrypt_des(const uint8_t *key, size_t key_size, uint8_t *iv, uint8_t *data, size_t size)
{
    br_des_ct_cbcdec_keys keys;

    br_des_ct_cbcdec_init(&keys, key, key_size);
    br_des_ct_cbcdec_run(&keys, iv, data, size);
    kedge_wipe(&keys, sizeof keys);
}

uint32_t kedge_password_decrypt(const kedge_encryption *how, kedge_span password, uint8_t *data, size_t size,
                                uint32_t *left)
{
    const size_t key_size = kedge_cipher_key_size(how->cipher);
    uint8_t key[KEDGE_CIPHER_KEY_MAX];
    uint8_t iv[KEDGE_CIPHER_IV_MAX];

    memcpy(iv, how->iv, sizeof iv);
    if (how->is_traditional)
        derive_traditional(how, password, key, key_size);
    else
        derive_pbkdf2(how, password, key, key_size);
    if (how->cipher == KEDGE_CIPHER_DES_EDE3)
        decrypt_des(key, key_size, iv, data, size);
    else
        decrypt_aes(key, key_size, iv, data, size);
    kedge_wipe(key, sizeof key);
    kedge_wipe(iv, sizeof iv);
    return remove_padding(data, size, kedge_cipher_block_size(how->cipher), left);
}
