/* private_key_pem.c - the private key of a text, and the headers of its traditional encryption (RFC 7468, 10 and 11;
 * RFC 1421, 4.6).
 *
 * Finding the block compares each octet with CR, LF, hyphens and the letters of boundaries: of base64, which has none
 * of the first three, that tells nothing.
 */
#include "credential/private_key.h"

#include <kedge/pem.h>

#include <string.h>

#include "credential/secret.h"

static bool is_text(kedge_span text, const char *wanted)
{
    return text.size == strlen(wanted) && memcmp(text.data, wanted, text.size) == 0;
}

static bool find_form(kedge_span label, kedge_private_form *form)
{
    static const struct { const char *label; kedge_private_form form; } forms[] = {
        { "PRIVATE KEY", KEDGE_PRIVATE_FORM_PKCS8 },
        { "ENCRYPTED PRIVATE KEY", KEDGE_PRIVATE_FORM_ENCRYPTED },
        { "RSA PRIVATE KEY", KEDGE_PRIVATE_FORM_PKCS1 },
        { "EC PRIVATE KEY", KEDGE_PRIVATE_FORM_SEC1 },
    };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (is_text(label, forms[i].label)) {
            *form = forms[i].form;
            return true;
        }
    return false;
}

/* Take the first line of `text` off it, without its end: CR, LF or CRLF. */
static kedge_span take_line(kedge_span *text)
{
    kedge_span line = { text->data, 0 };
    size_t next;

    while (line.size < text->size && text->data[line.size] != '\r' && text->data[line.size] != '\n')
        line.size++;
    next = line.size;
    if (next < text->size && text->data[next] == '\r')
        next++;
    if (next < text->size && text->data[next] == '\n')
        next++;
    text->data += next;
    text->size -= next;
    return line;
}

/* Take `prefix` off the front of a line. */
static bool take_prefix(kedge_span *line, const char *prefix)
{
    const size_t size = strlen(prefix);

    if (line->size < size || memcmp(line->data, prefix, size) != 0)
        return false;
    line->data += size;
    line->size -= size;
    return true;
}

static bool read_hexadecimal(kedge_span digits, uint8_t *output, size_t size)
{
    if (digits.size != 2 * size)
        return false;
    for (size_t i = 0; i < digits.size; i++) {
        const uint8_t digit = digits.data[i];
        uint8_t value;

        if (digit >= '0' && digit <= '9')
            value = (uint8_t)(digit - '0');
        else if (digit >= 'A' && digit <= 'F')
            value = (uint8_t)(digit - 'A' + 10);
        else if (digit >= 'a' && digit <= 'f')
            value = (uint8_t)(digit - 'a' + 10);
        else
            return false;
        output[i / 2] = (uint8_t)(i % 2 == 0 ? value << 4 : output[i / 2] | value);
    }
    return true;
}

/* DEK-Info: the cipher, a comma, and its IV in hexadecimal digits. */
static kedge_status read_cipher(kedge_span line, kedge_encryption *how)
{
    static const struct { const char *name; kedge_cipher cipher; } ciphers[] = {
        { "AES-128-CBC,", KEDGE_CIPHER_AES_128 },
        { "AES-192-CBC,", KEDGE_CIPHER_AES_192 },
        { "AES-256-CBC,", KEDGE_CIPHER_AES_256 },
        { "DES-EDE3-CBC,", KEDGE_CIPHER_DES_EDE3 },
    };

    for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++)
        if (take_prefix(&line, ciphers[i].name)) {
            how->cipher = ciphers[i].cipher;
            return read_hexadecimal(line, how->iv, kedge_cipher_block_size(how->cipher))
                ? KEDGE_OK : KEDGE_PRIVATE_KEY_MALFORMED;
        }
    return KEDGE_ENCRYPTION_UNSUPPORTED;
}

/* Headers come before an empty line (RFC 1421, 4.4); these two, in this order. */
static kedge_status read_headers(kedge_span *text, kedge_encryption *how)
{
    kedge_span after = *text;
    kedge_span line = take_line(&after);
    kedge_status status;

    if (!is_text(line, "Proc-Type: 4,ENCRYPTED"))
        return KEDGE_PRIVATE_KEY_MALFORMED;
    line = take_line(&after);
    if (!take_prefix(&line, "DEK-Info: "))
        return KEDGE_PRIVATE_KEY_MALFORMED;
    *how = (kedge_encryption){ .is_traditional = true };
    status = read_cipher(line, how);
    if (status == KEDGE_OK && take_line(&after).size != 0)
        status = KEDGE_PRIVATE_KEY_MALFORMED;
    *text = after;
    return status;
}

static bool has_headers(kedge_span text)
{
    return take_prefix(&text, "Proc-Type:");
}

kedge_status kedge_private_key_find(kedge_span text, kedge_private_form *form, bool *is_encrypted,
                                    kedge_encryption *how, kedge_span *base64, uint32_t *fault)
{
    kedge_pem pem;
    kedge_pem_block block;
    kedge_status status;

    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_LAX);
    do
        status = kedge_pem_next(&pem, &block);
    while (status == KEDGE_OK && !kedge_pem_is_private_key(block.label));
    *fault = (uint32_t)pem.fault;
    if (status != KEDGE_OK)
        return status == KEDGE_PEM_END ? KEDGE_NO_PRIVATE_KEY : status;
    *fault = (uint32_t)(block.label.data - text.data);
    if (!find_form(block.label, form))
        return KEDGE_PRIVATE_KEY_UNSUPPORTED;
    *base64 = block.base64;
    *is_encrypted = (*form == KEDGE_PRIVATE_FORM_PKCS1 || *form == KEDGE_PRIVATE_FORM_SEC1) && has_headers(*base64);
    *fault = (uint32_t)(base64->data - text.data);
    return *is_encrypted ? read_headers(base64, how) : KEDGE_OK;
}
