/* rsa_pkcs1.c - EMSA-PKCS1-v1_5 (RFC 8017, 9.2).
 *
 * The encoding is compared whole with the one that it must be.  Parsing it instead has let forgeries
 * pass in other libraries: octets after the DigestInfo, long forms of lengths, parameters that hide
 * chosen octets.  The absent parameters that RFC 8017 lets implementations tolerate are refused: for
 * these hashes the parameters are NULL.
 */
#include "crypto/rsa.h"

#include <string.h>

/* RFC 8017, 9.2, step 3: at least eight octets of padding, and three around them. */
#define PADDING_MIN 8
#define FRAME (3 + PADDING_MIN)

/* A DigestInfo up to the digest (RFC 8017, 9.2, note 1). */
typedef struct digest_info {
    uint8_t size;
    uint8_t octets[19];
} digest_info;

static const digest_info digest_infos[KEDGE_HASH_COUNT] = {
    [KEDGE_HASH_MD5] = { 18, {
        0x30, 0x20, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05, 0x05,
        0x00, 0x04, 0x10 } },
    [KEDGE_HASH_SHA1] = { 15, {
        0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14 } },
    [KEDGE_HASH_SHA224] = { 19, {
        0x30, 0x2d, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04,
        0x05, 0x00, 0x04, 0x1c } },
    [KEDGE_HASH_SHA256] = { 19, {
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
        0x05, 0x00, 0x04, 0x20 } },
    [KEDGE_HASH_SHA384] = { 19, {
        0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02,
        0x05, 0x00, 0x04, 0x30 } },
    [KEDGE_HASH_SHA512] = { 19, {
        0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03,
        0x05, 0x00, 0x04, 0x40 } },
};

/* Whether all octets, one or more, are `value`: the first is, and each is the next one. */
static bool is_filled(const uint8_t *octets, size_t size, uint8_t value)
{
    return octets[0] == value && memcmp(octets, octets + 1, size - 1) == 0;
}

bool kedge_rsa_pkcs1_is_encoding(kedge_span encoded, kedge_hash hash, const uint8_t *digest)
{
    const size_t digest_size = kedge_hash_size(hash);
    const digest_info *info = &digest_infos[digest_size == 0 ? KEDGE_HASH_NONE : hash];
    const size_t tail = info->size + digest_size;
    size_t padding;

    if (digest_size == 0 || encoded.size < FRAME + tail)
        return false;
    padding = encoded.size - 3 - tail;
    return encoded.data[0] == 0x00 && encoded.data[1] == 0x01
        && is_filled(encoded.data + 2, padding, 0xff) && encoded.data[2 + padding] == 0x00
        && memcmp(encoded.data + 3 + padding, info->octets, info->size) == 0
        && memcmp(encoded.data + 3 + padding + info->size, digest, digest_size) == 0;
}
