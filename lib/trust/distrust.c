/* distrust.c - the list of what is not believed, whoever vouches for it: keys, and single certificates.
 *
 * Entries are looked up in buckets, whose number grows with the trust's memory and so with the most
 * entries that it holds.
 */
#include "trust/store.h"

#include <string.h>

/* What an entry is about; its bytes follow it. */
typedef struct kedge_distrust {
    struct kedge_distrust *next; /* in the same bucket */
    uint64_t hash;
    uint32_t issuer_size;        /* 0 for a key: no Name is empty of bytes */
    uint32_t size;               /* of the digest, or of the serial number after the issuer */
} kedge_distrust;

_Static_assert(sizeof(kedge_distrust) + KEDGE_SHA256_SIZE + _Alignof(kedge_distrust)
                   <= KEDGE_TRUST_DISTRUST_SIZE,
               "the header promises how large an entry is at most");

_Static_assert(_Alignof(kedge_anchor) % _Alignof(kedge_distrust) == 0, "entries stand where anchors could");

static const kedge_span nothing;

static kedge_span issuer_of(const kedge_distrust *entry)
{
    return (kedge_span){ (const uint8_t *)(entry + 1), entry->issuer_size };
}

static kedge_span bytes_of(const kedge_distrust *entry)
{
    return (kedge_span){ (const uint8_t *)(entry + 1) + entry->issuer_size, entry->size };
}

static uint64_t serial_hash(uint64_t issuer_hash, kedge_span serial_number)
{
    return kedge_fnv(issuer_hash, serial_number);
}

static bool is_listed(const kedge_trust *trust, uint64_t hash, kedge_span issuer, kedge_span bytes)
{
    const kedge_distrust *entry = trust->distrusted[kedge_trust_bucket(trust, hash)];

    for (; entry != NULL; entry = entry->next)
        if (entry->hash == hash && entry->size == bytes.size
            && (entry->issuer_size == 0) == (issuer.size == 0)
            && memcmp(bytes_of(entry).data, bytes.data, bytes.size) == 0
            && (issuer.size == 0 || kedge_name_equal(issuer_of(entry), issuer)))
            return true;
    return false;
}

static kedge_status list(kedge_trust *trust, uint64_t hash, kedge_span issuer, kedge_span bytes)
{
    kedge_distrust **bucket = &trust->distrusted[kedge_trust_bucket(trust, hash)];
    kedge_distrust *entry;
    uint8_t *memory;

    if (is_listed(trust, hash, issuer, bytes))
        return KEDGE_OK;
    memory = kedge_trust_take(trust, sizeof *entry + issuer.size + bytes.size, _Alignof(kedge_distrust));
    if (memory == NULL)
        return KEDGE_MEMORY_TOO_SMALL;
    entry = (kedge_distrust *)(void *)memory;
    entry->next = *bucket;
    entry->hash = hash;
    entry->issuer_size = (uint32_t)issuer.size;
    entry->size = (uint32_t)bytes.size;
    memory += sizeof *entry;
    if (issuer.size != 0)
        memcpy(memory, issuer.data, issuer.size);
    memcpy(memory + issuer.size, bytes.data, bytes.size);
    *bucket = entry;
    return KEDGE_OK;
}

kedge_status kedge_trust_distrust_key(kedge_trust *trust, const uint8_t digest[KEDGE_SHA256_SIZE])
{
    const kedge_span bytes = { digest, KEDGE_SHA256_SIZE };
    kedge_status status = list(trust, kedge_fnv(KEDGE_FNV_BASIS, bytes), nothing, bytes);

    if (status == KEDGE_OK)
        trust->has_distrusted_keys = true;
    return status;
}

/* A serial number that is not minimal would never be found in a certificate (X.690, 8.3.2). */
static kedge_status check_serial_number(kedge_span serial)
{
    if (serial.size == 0 || serial.size > KEDGE_CERTIFICATE_SIZE_MAX)
        return KEDGE_DER_BAD_INTEGER;
    if (serial.size > 1 && (serial.data[0] == 0x00 || serial.data[0] == 0xff)
        && (serial.data[0] & 0x80) == (serial.data[1] & 0x80))
        return KEDGE_DER_BAD_INTEGER;
    return KEDGE_OK;
}

kedge_status kedge_trust_distrust_serial(kedge_trust *trust, kedge_span issuer, kedge_span serial_number)
{
    uint32_t fault = 0;
    kedge_status status = kedge_trust_check_name(issuer, &fault);

    if (status == KEDGE_OK)
        status = check_serial_number(serial_number);
    if (status != KEDGE_OK)
        return status;
    return list(trust, serial_hash(kedge_name_hash(issuer), serial_number), issuer, serial_number);
}

static bool is_key_distrusted(const kedge_trust *trust, const kedge_certificate *certificate)
{
    const kedge_public_key *key = &certificate->key;
    uint8_t digest[KEDGE_SHA256_SIZE];
    const kedge_span bytes = { digest, sizeof digest };

    /* A key that cannot be looked up is not believed. */
    if (trust->crypto->digest(trust->crypto, KEDGE_HASH_SHA256,
                              kedge_span_of(key->der, key->subject_public_key_info), digest)
        != KEDGE_OK)
        return true;
    return is_listed(trust, kedge_fnv(KEDGE_FNV_BASIS, bytes), nothing, bytes);
}

bool kedge_trust_is_distrusted(const kedge_trust *trust, const kedge_certificate *certificate)
{
    kedge_span issuer = kedge_certificate_span(certificate, certificate->issuer);
    kedge_span serial = kedge_certificate_span(certificate, certificate->serial_number);

    if (trust->has_distrusted_keys && is_key_distrusted(trust, certificate))
        return true;
    /* A bare name and key has no issuer. */
    return issuer.size != 0
           && is_listed(trust, serial_hash(certificate->issuer_hash, serial), issuer, serial);
}
