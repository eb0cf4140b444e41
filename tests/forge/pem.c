/* pem.c - certificates as text (RFC 7468). */
#include "forge/pem.h"
#include "forge/der.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Write up to three bytes as four characters. */
static void write_group(const uint8_t *bytes, size_t count, char *text)
{
    uint32_t group = (uint32_t)bytes[0] << 16;

    if (count > 1)
        group |= (uint32_t)bytes[1] << 8;
    if (count > 2)
        group |= bytes[2];
    for (size_t i = 0; i < 4; i++)
        text[i] = i <= count ? digits[group >> (18 - 6 * i) & 63] : '=';
}

static kedge_span base64_lines(kedge_span der)
{
    size_t groups = (der.size + 2) / 3;
    char *text = forge_allocate(groups * 4 + groups / 16 + 1);
    size_t length = 0;

    for (size_t i = 0; i < groups; i++) {
        size_t left = der.size - i * 3;

        write_group(der.data + i * 3, left < 3 ? left : 3, text + length);
        length += 4;
        if (i % 16 == 15 || i == groups - 1)
            text[length++] = '\n';
    }
    return (kedge_span){ (const uint8_t *)text, length };
}

kedge_span forge_pem(const char *label, kedge_span der)
{
    return forge_join(forge_chars("-----BEGIN "), forge_chars(label), forge_chars("-----\n"),
                      base64_lines(der), forge_chars("-----END "), forge_chars(label),
                      forge_chars("-----\n"));
}

kedge_span forge_pem_certificate(kedge_span der)
{
    return forge_pem("CERTIFICATE", der);
}
