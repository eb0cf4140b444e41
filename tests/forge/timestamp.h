/* forge/timestamp.h - forged signed certificate timestamps (RFC 6962, 3.2). */
#ifndef FORGE_TIMESTAMP_H
#define FORGE_TIMESTAMP_H

#include <kedge/kedge.h>

#include <stdlib.h>
#include <string.h>

#include "forge/forge.h"

/* FORGE_NOW, a day before, in milliseconds. */
#define TIMESTAMP ((uint64_t)(FORGE_NOW - FORGE_DAY) * 1000 + 7)

static inline kedge_span timestamp_number(uint64_t value, size_t octets)
{
    uint8_t *bytes = forge_allocate(octets);

    for (size_t i = 0; i < octets; i++)
        bytes[i] = (uint8_t)(value >> (8 * (octets - 1 - i)));
    return (kedge_span){ bytes, octets };
}

/* opaque<0..2^16-1> */
static inline kedge_span timestamp_vector(kedge_span content)
{
    return forge_join(timestamp_number(content.size, 2), content);
}

static inline kedge_span timestamp_sha256(kedge_span bytes)
{
    return forge_digest(KEDGE_HASH_SHA256, bytes);
}

/* How a timestamp is made. */
typedef struct timestamp {
    const forge_key *log;
    uint64_t time;
    kedge_span extensions;
    kedge_span entry;       /* entry_type and signed_entry */
    const char *algorithm;  /* of the signature: "0403" */
} timestamp;

static inline kedge_span timestamp_sct(const timestamp *t)
{
    const kedge_span message = forge_join(forge_hex("0000"), timestamp_number(t->time, 8), t->entry,
                                          timestamp_vector(t->extensions));
    const kedge_span signature = forge_signature(t->log, KEDGE_HASH_SHA256, message);
    const kedge_span id = timestamp_sha256(t->log->subject_public_key_info);

    return forge_join(forge_hex("00"), id, timestamp_number(t->time, 8), timestamp_vector(t->extensions),
                      forge_hex(t->algorithm), timestamp_vector(signature));
}

/* The entry of a certificate as it stands. */
static inline kedge_span timestamp_x509_entry(kedge_span certificate)
{
    return forge_join(forge_hex("0000"), timestamp_number(certificate.size, 3), certificate);
}

/* The entry of a certificate that has no timestamps yet. */
static inline kedge_span timestamp_precertificate_entry(const forge_certificate *certificate)
{
    const kedge_span tbs = forge_tbs_certificate(certificate);

    return forge_join(forge_hex("0001"), timestamp_sha256(certificate->issuer_key->subject_public_key_info),
                      timestamp_number(tbs.size, 3), tbs);
}

static inline timestamp timestamp_by(const forge_key *log, kedge_span entry)
{
    return (timestamp){ .log = log, .time = TIMESTAMP, .entry = entry,
                        .algorithm = log->type == KEDGE_KEY_RSA ? "0401" : "0403" };
}

#define timestamp_list(...) timestamp_vector(forge_join(__VA_ARGS__))

static inline forge_extension timestamp_extension(kedge_span list)
{
    return forge_any_extension("1.3.6.1.4.1.11129.2.4.2", false, forge_octet_string(list));
}

static inline kedge_sct_log timestamp_log(const forge_key *key, uint32_t operator_number)
{
    kedge_sct_log log;
    uint32_t fault = 0;

    if (kedge_sct_log_init(&log, key->subject_public_key_info, operator_number, kedge_crypto_bearssl(), &fault)
        != KEDGE_OK)
        forge_fail("a log's key");
    return log;
}

#endif
