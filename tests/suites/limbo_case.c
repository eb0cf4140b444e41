/* limbo_case.c - one case of x509-limbo, as a verification. */
#include "limbo_case.h"
#include "der_list.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef KEDGE_HAS_LIBPSL
#include <libpsl.h>
#endif

/* The inputs of a case. */
typedef struct inputs {
    kedge_policy policy;
    kedge_trust trust;
    void *trust_memory;
    der_list anchors;
    der_list chain;      /* the certificate in question first */
    kedge_request request;
    void *workspace;
    size_t workspace_size;
    uint16_t key_usage;  /* KEDGE_KU_ bits that must be allowed */
    char bad_anchor[80]; /* what is wrong with the last trusted certificate that does not parse, or "" */
} inputs;

typedef struct named_bits {
    const char *name;
    uint64_t bits;
} named_bits;

static const named_bits key_usages[] = {
    { "digitalSignature", KEDGE_KU_DIGITAL_SIGNATURE },
    { "contentCommitment", KEDGE_KU_CONTENT_COMMITMENT },
    { "keyEncipherment", KEDGE_KU_KEY_ENCIPHERMENT },
    { "dataEncipherment", KEDGE_KU_DATA_ENCIPHERMENT },
    { "keyAgreement", KEDGE_KU_KEY_AGREEMENT },
    { "keyCertSign", KEDGE_KU_KEY_CERT_SIGN },
    { "cRLSign", KEDGE_KU_CRL_SIGN },
    { "encipherOnly", KEDGE_KU_ENCIPHER_ONLY },
    { "decipherOnly", KEDGE_KU_DECIPHER_ONLY },
    { NULL, 0 },
};

#define ALLOW(scheme, hash) KEDGE_ALLOW(KEDGE_SCHEME_##scheme, KEDGE_HASH_##hash)

/* Algorithms that kedge does not have allow nothing. */
static const named_bits signature_algorithms[] = {
    { "RSA_WITH_MD5", ALLOW(RSA_PKCS1, MD5) },
    { "RSA_WITH_SHA1", ALLOW(RSA_PKCS1, SHA1) },
    { "RSA_WITH_SHA224", ALLOW(RSA_PKCS1, SHA224) },
    { "RSA_WITH_SHA256", ALLOW(RSA_PKCS1, SHA256) },
    { "RSA_WITH_SHA384", ALLOW(RSA_PKCS1, SHA384) },
    { "RSA_WITH_SHA512", ALLOW(RSA_PKCS1, SHA512) },
    { "RSASSA_PSS", ALLOW(RSA_PSS, SHA1) | ALLOW(RSA_PSS, SHA224) | ALLOW(RSA_PSS, SHA256)
                        | ALLOW(RSA_PSS, SHA384) | ALLOW(RSA_PSS, SHA512) },
    { "ECDSA_WITH_SHA1", ALLOW(ECDSA, SHA1) },
    { "ECDSA_WITH_SHA224", ALLOW(ECDSA, SHA224) },
    { "ECDSA_WITH_SHA256", ALLOW(ECDSA, SHA256) },
    { "ECDSA_WITH_SHA384", ALLOW(ECDSA, SHA384) },
    { "ECDSA_WITH_SHA512", ALLOW(ECDSA, SHA512) },
    { "ED25519", ALLOW(ED25519, NONE) },
    { "ED448", ALLOW(ED448, NONE) },
    { NULL, 0 },
};

/* Purposes by the contents octets of their identifiers: id-kp, then one arc (RFC 5280, 4.2.1.12). */
typedef struct purpose {
    const char *name;
    const char *oid;
    size_t size;
} purpose;

static const purpose purposes[] = {
    { "anyExtendedKeyUsage", "\x55\x1d\x25\x00", 4 },
    { "serverAuth", "\x2b\x06\x01\x05\x05\x07\x03\x01", 8 },
    { "clientAuth", "\x2b\x06\x01\x05\x05\x07\x03\x02", 8 },
    { "codeSigning", "\x2b\x06\x01\x05\x05\x07\x03\x03", 8 },
    { "emailProtection", "\x2b\x06\x01\x05\x05\x07\x03\x04", 8 },
    { "timeStamping", "\x2b\x06\x01\x05\x05\x07\x03\x08", 8 },
    { "OCSPSigning", "\x2b\x06\x01\x05\x05\x07\x03\x09", 8 },
    { NULL, NULL, 0 },
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

static bool has_feature(const json_t *testcase, const char *feature)
{
    const json_t *features = json_object_get(testcase, "features");

    for (size_t i = 0; i < json_array_size(features); i++)
        if (strcmp(json_string_value(json_array_get(features, i)), feature) == 0)
            return true;
    return false;
}

static void fail(limbo_outcome *outcome, kedge_status status, const char *where)
{
    outcome->result = LIMBO_FAILURE;
    snprintf(outcome->context, sizeof outcome->context, "%s %s", kedge_status_name(status), where);
}

static void skip(limbo_outcome *outcome, const char *why, const char *what)
{
    outcome->result = LIMBO_SKIPPED;
    snprintf(outcome->context, sizeof outcome->context, "%s%s", why, what);
}

/* The union of the bits that the names of a list stand for; names without a row add nothing. */
static uint64_t bits_of(const json_t *list, const named_bits *table)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < json_array_size(list); i++)
        for (const named_bits *row = table; row->name != NULL; row++)
            if (strcmp(row->name, json_string_value(json_array_get(list, i))) == 0)
                bits |= row->bits;
    return bits;
}

/* RFC 3339; a fraction of a second is dropped, which rounds down. */
static bool read_time(const char *text, int64_t *seconds)
{
    unsigned year, month, day, hour, minute, second;
    unsigned offset_hours = 0, offset_minutes = 0;
    kedge_calendar calendar;
    int length = 0;

    if (sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u%n", &year, &month, &day, &hour, &minute, &second, &length) != 6)
        return false;
    text += length;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    if (strcmp(text, "Z") != 0 && sscanf(text + 1, "%2u:%2u", &offset_hours, &offset_minutes) != 2)
        return false;
    calendar = (kedge_calendar){ (int32_t)year, (uint8_t)month, (uint8_t)day,
                                 (uint8_t)hour, (uint8_t)minute, (uint8_t)second };
    if (!kedge_time_from_calendar(&calendar, seconds))
        return false;
    *seconds += (*text == '-' ? 1 : -1) * (int64_t)(offset_hours * 3600 + offset_minutes * 60);
    return true;
}

#ifdef KEDGE_HAS_LIBPSL
/* All of the list, its private section too: the suite asks for both. */
static bool is_public_suffix(void *context, kedge_span domain)
{
    char text[256];

    (void)context;
    if (domain.size >= sizeof text)
        return false;
    memcpy(text, domain.data, domain.size);
    text[domain.size] = '\0';
    return psl_is_public_suffix(psl_builtin(), text) != 0;
}
#endif

/* Every trusted certificate that parses becomes an anchor; one that does not is none. */
static bool read_anchors(const json_t *testcase, inputs *in, limbo_outcome *outcome)
{
    const json_t *trusted = json_object_get(testcase, "trusted_certs");
    kedge_status status = KEDGE_OK;
    size_t size;

    for (size_t i = 0; i < json_array_size(trusted) && status == KEDGE_OK; i++)
        status = der_list_add_pem(&in->anchors, json_string_value(json_array_get(trusted, i)));
    size = kedge_trust_size(in->anchors.count, 0);
    in->trust_memory = suite_allocate(size);
    if (status == KEDGE_OK)
        status = kedge_trust_init(&in->trust, in->trust_memory, size, kedge_crypto_default());
    if (status != KEDGE_OK) {
        fail(outcome, status, "in trusted_certs");
        return false;
    }
    for (size_t i = 0; i < in->anchors.count; i++) {
        kedge_span der = in->anchors.item[i];
        uint32_t fault = 0;

        status = kedge_trust_add_der(&in->trust, der.data, der.size, NULL, &fault);
        if (status != KEDGE_OK)
            snprintf(in->bad_anchor, sizeof in->bad_anchor, "; trusted certificate %zu: %s at offset %u", i,
                     kedge_status_name(status), (unsigned)fault);
    }
    return true;
}

static bool read_chain(const json_t *testcase, inputs *in, limbo_outcome *outcome)
{
    const json_t *untrusted = json_object_get(testcase, "untrusted_intermediates");
    kedge_status status = der_list_add_pem(&in->chain, text_of(testcase, "peer_certificate"));

    for (size_t i = 0; i < json_array_size(untrusted) && status == KEDGE_OK; i++)
        status = der_list_add_pem(&in->chain, json_string_value(json_array_get(untrusted, i)));
    if (status != KEDGE_OK)
        fail(outcome, status, "in the chain");
    return status == KEDGE_OK;
}

/* What the case states of limits and time. */
static bool read_limits(const json_t *testcase, inputs *in, limbo_outcome *outcome)
{
    const json_t *depth = json_object_get(testcase, "max_chain_depth");
    const json_t *algorithms = json_object_get(testcase, "signature_algorithms");
    const json_t *time = json_object_get(testcase, "validation_time");
    int64_t seconds = LIMBO_TIME_UNSTATED;

    if (json_array_size(json_object_get(testcase, "crls")) != 0 || has_feature(testcase, "has-crl")) {
        skip(outcome, "CRLs are not judged yet", "");
        return false;
    }
    if (json_is_integer(depth))
        in->policy.depth_max = (uint16_t)json_integer_value(depth);
    if (json_array_size(algorithms) != 0)
        in->policy.signatures &= bits_of(algorithms, signature_algorithms);
    in->key_usage = (uint16_t)bits_of(json_object_get(testcase, "key_usage"), key_usages);
    if (json_is_string(time) && !read_time(json_string_value(time), &seconds)) {
        skip(outcome, "unreadable time: ", json_string_value(time));
        return false;
    }
    in->request.time = kedge_time_at(seconds);
    return true;
}

static void prepare_request(inputs *in)
{
    in->request.size = sizeof in->request;
    in->request.policy = &in->policy;
    in->request.chain = in->chain.item;
    in->request.chain_count = in->chain.count;
#ifdef KEDGE_HAS_LIBPSL
    in->request.is_public_suffix = is_public_suffix;
#endif
    in->workspace_size = kedge_workspace_size(&in->request);
    in->workspace = aligned_alloc(KEDGE_WORKSPACE_ALIGN,
                                  (in->workspace_size / KEDGE_WORKSPACE_ALIGN + 1) * KEDGE_WORKSPACE_ALIGN);
}

/* Verify once; whether the case may go on. */
static bool verify(inputs *in, limbo_outcome *outcome)
{
    kedge_verdict verdict;
    kedge_status status = kedge_verify(&in->trust, &in->request, in->workspace, in->workspace_size, &verdict);

    if (status == KEDGE_OK && (verdict.key_usage & in->key_usage) != in->key_usage)
        status = KEDGE_KEY_USAGE_REFUSED;
    outcome->result = status == KEDGE_OK ? LIMBO_SUCCESS : LIMBO_FAILURE;
    snprintf(outcome->context, sizeof outcome->context, "%s (%s) certificate %d offset %u%s",
             kedge_status_name(status), kedge_status_name(verdict.reason), (int)verdict.certificate,
             (unsigned)verdict.offset, in->bad_anchor);
    if (status == KEDGE_OK)
        snprintf(outcome->context, sizeof outcome->context, "OK path of %u", (unsigned)verdict.path_length);
    return status == KEDGE_OK;
}

/* Verify for each purpose that the case states, or else for what its kind implies. */
static bool verify_usages(const json_t *testcase, inputs *in, limbo_outcome *outcome)
{
    const json_t *list = json_object_get(testcase, "extended_key_usage");

    if (json_array_size(list) == 0) {
        in->request.usage = strcmp(text_of(testcase, "validation_kind"), "CLIENT") == 0
                                ? kedge_usage_client_auth()
                                : kedge_usage_server_auth();
        return verify(in, outcome);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        const purpose *row = purposes;

        while (row->name != NULL && strcmp(row->name, name) != 0)
            row++;
        if (row->name == NULL) {
            skip(outcome, "unknown purpose: ", name);
            return false;
        }
        in->request.usage.kind = KEDGE_USAGE_PURPOSE;
        in->request.usage.oid = (kedge_span){ (const uint8_t *)row->oid, row->size };
        if (!verify(in, outcome))
            return false;
    }
    return true;
}

static bool verify_name(const json_t *testcase, const json_t *name, inputs *in, limbo_outcome *outcome)
{
    const char *kind = text_of(name, "kind");
    const char *value = text_of(name, "value");
    uint8_t address[16];

    if (strcmp(kind, "DNS") == 0) {
        in->request.identity = kedge_identity_dns(value);
    } else if (strcmp(kind, "RFC822") == 0) {
        in->request.identity = kedge_identity_email(value);
    } else if (strcmp(kind, "IP") == 0) {
        bool is_ipv6 = strchr(value, ':') != NULL;

        if (inet_pton(is_ipv6 ? AF_INET6 : AF_INET, value, address) != 1) {
            fail(outcome, KEDGE_IDENTITY_MALFORMED, value);
            return false;
        }
        in->request.identity = kedge_identity_ip(address, is_ipv6 ? 16 : 4);
    } else {
        skip(outcome, "unknown kind of name: ", kind);
        return false;
    }
    return verify_usages(testcase, in, outcome);
}

/* A client checks for one name where the case states one, a server for each of its list. */
static void verify_names(const json_t *testcase, inputs *in, limbo_outcome *outcome)
{
    const json_t *name = json_object_get(testcase, "expected_peer_name");
    const json_t *names = json_object_get(testcase, "expected_peer_names");

    if (json_is_object(name) && !verify_name(testcase, name, in, outcome))
        return;
    for (size_t i = 0; i < json_array_size(names); i++)
        if (!verify_name(testcase, json_array_get(names, i), in, outcome))
            return;
    if (!json_is_object(name) && json_array_size(names) == 0) {
        in->request.identity = kedge_identity_waived();
        verify_usages(testcase, in, outcome);
    }
}

void limbo_case_run(const json_t *testcase, const kedge_policy *policy, limbo_outcome *outcome)
{
    inputs in;

    memset(&in, 0, sizeof in);
    memset(outcome, 0, sizeof *outcome);
    in.policy = *policy;
    if (read_limits(testcase, &in, outcome) && read_anchors(testcase, &in, outcome)
        && read_chain(testcase, &in, outcome)) {
        prepare_request(&in);
        verify_names(testcase, &in, outcome);
    }
    free(in.workspace);
    free(in.trust_memory);
    der_list_free(&in.anchors);
    der_list_free(&in.chain);
}
