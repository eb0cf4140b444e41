/* private_key.c - opening private keys: text, decryption, and what it takes together (RFC 5958, RFC 8018). */
#include "credential/private_key.h"

#include <string.h>

#include "credential/secret.h"
#include "credential/secret_base64.h"

static kedge_status decrypt(kedge_private_key *key, const kedge_encryption *how, kedge_private_form form,
                            kedge_range encrypted, const kedge_private_key_options *options)
{
    const uint32_t limit = options->iterations_max != 0 ? options->iterations_max : KEDGE_ITERATIONS_MAX;
    uint8_t *data = key->memory + encrypted.offset;
    uint32_t padded, left, fault;
    kedge_status status;

    if (options->password.data == NULL)
        return KEDGE_PRIVATE_KEY_ENCRYPTED;
    if (!how->is_traditional && (how->iterations == 0 || how->iterations > limit))
        return KEDGE_ITERATIONS_TOO_MANY;
    padded = kedge_password_decrypt(how, options->password, data, encrypted.size, &left);
    /* The size of a key is public, and so is that of garbage.  It is read whatever the padding is: that the password
     * is wrong is one answer, given at one place. */
    key->size = kedge_published(left);
    memmove(key->memory, data, encrypted.size);
    status = kedge_private_key_parse(key, form, &fault);
    return status == KEDGE_OK && kedge_published(padded) != 0 ? KEDGE_OK : KEDGE_PASSWORD_WRONG;
}

/* Read the DER that lies in the key's memory. */
static kedge_status read_der(kedge_private_key *key, kedge_private_form form,
                             const kedge_private_key_options *options, uint32_t *fault)
{
    kedge_encryption how;
    kedge_range encrypted;
    kedge_der der;
    kedge_status status;

    if (form != KEDGE_PRIVATE_FORM_ENCRYPTED)
        return kedge_private_key_parse(key, form, fault);
    if ((status = kedge_der_begin(&der, key->der, key->size, fault)) != KEDGE_OK
        || (status = kedge_pbes2_read(&der, &how, &encrypted)) != KEDGE_OK)
        return status;
    return decrypt(key, &how, KEDGE_PRIVATE_FORM_PKCS8, encrypted, options);
}

static kedge_status read_text(kedge_private_key *key, kedge_span text, const kedge_private_key_options *options,
                              uint32_t *fault)
{
    kedge_private_form form;
    kedge_encryption how;
    kedge_span base64;
    bool is_encrypted;
    size_t size, at;
    kedge_status status = kedge_private_key_find(text, &form, &is_encrypted, &how, &base64, fault);

    if (status != KEDGE_OK)
        return status;
    if (!is_encrypted && form != KEDGE_PRIVATE_FORM_ENCRYPTED)
        kedge_conceal(base64.data, base64.size);
    status = kedge_secret_base64_decode(base64, key->memory, key->memory_size, &size, &at);
    if (status != KEDGE_OK) {
        *fault = (uint32_t)(base64.data - text.data) + (uint32_t)at;
        return status;
    }
    key->size = (uint32_t)size;
    if (!is_encrypted)
        return read_der(key, form, options, fault);
    if (size == 0 || size % kedge_cipher_block_size(how.cipher) != 0)
        return KEDGE_PRIVATE_KEY_MALFORMED;
    return decrypt(key, &how, form, (kedge_range){ 0, key->size }, options);
}

static kedge_status open_key(kedge_private_key *key, kedge_span encoding, const kedge_private_key_options *options,
                             uint32_t *fault)
{
    if (encoding.size > 0)
        kedge_publish(encoding.data, 1);
    if (encoding.size == 0 || encoding.data[0] != KEDGE_TAG_SEQUENCE)
        return read_text(key, encoding, options, fault);
    if (encoding.size > key->memory_size)
        return KEDGE_MEMORY_TOO_SMALL;
    memcpy(key->memory, encoding.data, encoding.size);
    key->size = (uint32_t)encoding.size;
    return read_der(key, kedge_private_form_tell(key->der, key->size), options, fault);
}

kedge_status kedge_private_key_open(kedge_private_key *key, kedge_span encoding,
                                    const kedge_private_key_options *options, uint8_t *memory, size_t size,
                                    uint32_t *fault)
{
    static const kedge_private_key_options none = { { NULL, 0 }, 0 };
    kedge_status status;

    if (key == NULL || fault == NULL || memory == NULL || (encoding.data == NULL && encoding.size > 0))
        return KEDGE_BAD_ARGUMENT;
    *fault = 0;
    *key = (kedge_private_key){ .der = memory, .memory = memory, .memory_size = size };
    status = encoding.size > KEDGE_DER_SIZE_MAX ? KEDGE_DER_TOO_LARGE
                                                : open_key(key, encoding, options != NULL ? options : &none, fault);
    if (status != KEDGE_OK)
        kedge_private_key_wipe(key);
    return status;
}

void kedge_private_key_wipe(kedge_private_key *key)
{
    kedge_wipe(key->memory, key->memory_size);
    kedge_wipe(key, sizeof *key);
}
