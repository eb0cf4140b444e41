/* sct_verify.c - the signature of a log over a certificate, or over what it was before it had timestamps
 * (RFC 6962, 3.2). */
#include <kedge/sct.h>

#include <string.h>

/* HashAlgorithm and SignatureAlgorithm (RFC 5246, 7.4.1.4.1). */
enum { HASH_SHA256 = 4, SIGNER_RSA = 1, SIGNER_ECDSA = 3 };

enum { SIGNATURE_TYPE_CERTIFICATE_TIMESTAMP = 0, ENTRY_X509 = 0, ENTRY_PRECERTIFICATE = 1 };

/* What stands around a certificate in the message: version, types, timestamp, hash of a key, lengths. */
#define MESSAGE_FRAME_SIZE (1 + 1 + 8 + 2 + KEDGE_SHA256_SIZE + 3 + 2)

#define RSA_BITS_MIN 2048

kedge_status kedge_sct_log_init(kedge_sct_log *log, kedge_span subject_public_key_info, uint32_t operator_number,
                                const kedge_crypto *crypto, uint32_t *fault)
{
    kedge_der der;
    kedge_status status;

    memset(log, 0, sizeof *log);
    log->operator_number = operator_number;
    status = kedge_der_begin(&der, subject_public_key_info.data, subject_public_key_info.size, fault);
    if (status == KEDGE_OK)
        status = kedge_public_key_read(&der, &log->key);
    if (status == KEDGE_OK)
        status = kedge_der_finish(&der);
    if (status != KEDGE_OK)
        return status;
    if (log->key.type != KEDGE_KEY_P256 && (log->key.type != KEDGE_KEY_RSA || log->key.bits < RSA_BITS_MIN))
        return kedge_der_fail(&der, KEDGE_UNSUPPORTED_KEY, 0);
    return crypto->digest(crypto, KEDGE_HASH_SHA256, subject_public_key_info, log->id);
}

size_t kedge_sct_verify_size(const kedge_certificate *certificate, const kedge_sct *sct)
{
    return MESSAGE_FRAME_SIZE + (size_t)certificate->size + sct->extensions.size;
}

/* The message grows in the caller's memory; what does not fit is only counted. */
typedef struct message {
    uint8_t *octets;
    size_t capacity;
    size_t size;
} message;

static void put(message *out, const uint8_t *data, size_t size)
{
    if (size != 0 && out->size <= out->capacity && size <= out->capacity - out->size)
        memcpy(out->octets + out->size, data, size);
    out->size += size;
}

static void put_number(message *out, uint64_t value, size_t octets)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < octets; i++)
        bytes[i] = (uint8_t)(value >> (8 * (octets - 1 - i)));
    put(out, bytes, octets);
}

/* How many octets the length of contents takes (X.690, 10.1). */
static size_t length_octets(size_t size)
{
    size_t octets = 1;

    if (size < 0x80)
        return octets;
    for (; size != 0; size >>= 8)
        octets++;
    return octets;
}

static size_t element_size(size_t content)
{
    return 1 + length_octets(content) + content;
}

static void put_header(message *out, uint8_t tag, size_t content)
{
    const size_t octets = length_octets(content);

    put_number(out, tag, 1);
    if (octets > 1)
        put_number(out, 0x80 | (octets - 1), 1);
    put_number(out, content, octets > 1 ? octets - 1 : 1);
}

/* The TBSCertificate that the log was shown: this one without the extension that holds the list. */
typedef struct precertificate {
    kedge_range fields;       /* those before the extensions */
    kedge_range before;       /* the extensions before the list */
    kedge_range after;        /* and after it */
} precertificate;

static kedge_status find_extension(const kedge_certificate *certificate, kedge_range *found)
{
    uint32_t fault;
    kedge_der extensions = kedge_certificate_extensions(certificate, &fault);
    kedge_extension_view view;
    bool is_there = true;

    while (is_there) {
        const uint32_t start = extensions.position;
        const kedge_status status = kedge_extension_next(&extensions, &view, &is_there);

        if (status != KEDGE_OK)
            return status;
        *found = (kedge_range){ start, extensions.position - start };
        if (is_there && view.known && view.extension == KEDGE_EXT_SCT_LIST)
            return KEDGE_OK;
    }
    return KEDGE_SCT_MALFORMED;
}

static kedge_status split_certificate(const kedge_certificate *certificate, precertificate *parts)
{
    uint32_t fault;
    const kedge_der whole = { certificate->der, 0, certificate->size, &fault };
    kedge_der der = kedge_der_within(&whole, certificate->tbs_certificate);
    const uint32_t end = certificate->extensions.offset + certificate->extensions.size;
    kedge_der fields;
    kedge_range list;
    kedge_range content;
    uint8_t tag;
    kedge_status status = find_extension(certificate, &list);

    if (status == KEDGE_OK)
        status = kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &fields);
    if (status != KEDGE_OK)
        return status;
    parts->fields.offset = fields.position;
    while (!kedge_der_next_is(&fields, KEDGE_TAG_CONTEXT_CONSTRUCTED(3))) {
        status = kedge_der_read_any(&fields, &tag, &content);
        if (status != KEDGE_OK)
            return status;
    }
    parts->fields.size = fields.position - parts->fields.offset;
    parts->before = (kedge_range){ certificate->extensions.offset, list.offset - certificate->extensions.offset };
    parts->after = (kedge_range){ list.offset + list.size, end - (list.offset + list.size) };
    return KEDGE_OK;
}

static void put_range(message *out, const kedge_certificate *certificate, kedge_range range)
{
    put(out, certificate->der + range.offset, range.size);
}

/* A certificate that had no other extension had none at all: the list may not be empty (RFC 5280, 4.1). */
static void put_precertificate(message *out, const kedge_certificate *certificate, const precertificate *parts)
{
    const size_t extensions = (size_t)parts->before.size + parts->after.size;
    const size_t wrapped = element_size(extensions);
    const size_t content = parts->fields.size + (extensions != 0 ? element_size(wrapped) : 0);

    put_number(out, element_size(content), 3);
    put_header(out, KEDGE_TAG_SEQUENCE, content);
    put_range(out, certificate, parts->fields);
    if (extensions == 0)
        return;
    put_header(out, KEDGE_TAG_CONTEXT_CONSTRUCTED(3), wrapped);
    put_header(out, KEDGE_TAG_SEQUENCE, extensions);
    put_range(out, certificate, parts->before);
    put_range(out, certificate, parts->after);
}

/* PreCert: the hash of the issuer's key, and the TBSCertificate. */
static kedge_status put_embedded(message *out, const kedge_certificate *certificate, const kedge_certificate *issuer,
                                 const kedge_crypto *crypto)
{
    uint8_t digest[KEDGE_SHA256_SIZE];
    precertificate parts;
    kedge_status status;

    if (issuer == NULL)
        return KEDGE_ISSUER_NOT_FOUND;
    status = crypto->digest(crypto, KEDGE_HASH_SHA256,
                            kedge_span_of(issuer->key.der, issuer->key.subject_public_key_info), digest);
    if (status == KEDGE_OK)
        status = split_certificate(certificate, &parts);
    if (status != KEDGE_OK)
        return status;
    put(out, digest, sizeof digest);
    put_precertificate(out, certificate, &parts);
    return KEDGE_OK;
}

/* What was signed: digitally-signed struct of RFC 6962, 3.2. */
static kedge_status put_message(message *out, const kedge_sct *sct, kedge_sct_source source,
                                const kedge_certificate *certificate, const kedge_certificate *issuer,
                                const kedge_crypto *crypto)
{
    kedge_status status = KEDGE_OK;

    put_number(out, sct->version, 1);
    put_number(out, SIGNATURE_TYPE_CERTIFICATE_TIMESTAMP, 1);
    put_number(out, sct->timestamp, 8);
    put_number(out, source == KEDGE_SCT_EMBEDDED ? ENTRY_PRECERTIFICATE : ENTRY_X509, 2);
    if (source == KEDGE_SCT_EMBEDDED) {
        status = put_embedded(out, certificate, issuer, crypto);
    } else {
        put_number(out, certificate->size, 3);
        put(out, certificate->der, certificate->size);
    }
    put_number(out, sct->extensions.size, 2);
    put(out, sct->extensions.data, sct->extensions.size);
    if (status == KEDGE_OK && out->size > out->capacity)
        return KEDGE_WORKSPACE_TOO_SMALL;
    return status;
}

/* RFC 6962, 2.1.4: SHA-256, with ECDSA or RSASSA-PKCS1-v1_5. */
static kedge_status find_algorithm(const kedge_sct *sct, kedge_algorithm *algorithm)
{
    *algorithm = (kedge_algorithm){ .hash = KEDGE_HASH_SHA256 };
    if (sct->hash != HASH_SHA256)
        return KEDGE_UNSUPPORTED_ALGORITHM;
    if (sct->signer == SIGNER_ECDSA)
        algorithm->scheme = KEDGE_SCHEME_ECDSA;
    else if (sct->signer == SIGNER_RSA)
        algorithm->scheme = KEDGE_SCHEME_RSA_PKCS1;
    else
        return KEDGE_UNSUPPORTED_ALGORITHM;
    return KEDGE_OK;
}

kedge_status kedge_sct_verify(const kedge_sct *sct, kedge_sct_source source, const kedge_certificate *certificate,
                              const kedge_certificate *issuer, const kedge_sct_log *log, const kedge_crypto *crypto,
                              void *memory, size_t size)
{
    kedge_signature_job job = { .key = &log->key, .signature = sct->signature };
    message out = { memory, size, 0 };
    kedge_status status;

    if (sct->version != 0)
        return KEDGE_SCT_VERSION_UNKNOWN;
    if (memcmp(sct->log_id.data, log->id, sizeof log->id) != 0)
        return KEDGE_SCT_LOG_UNKNOWN;
    if ((status = find_algorithm(sct, &job.algorithm)) != KEDGE_OK
        || (status = kedge_crypto_supports(crypto, &job.algorithm, &log->key)) != KEDGE_OK
        || (status = put_message(&out, sct, source, certificate, issuer, crypto)) != KEDGE_OK)
        return status;
    job.message = (kedge_span){ out.octets, out.size };
    return crypto->verify(crypto, &job);
}
