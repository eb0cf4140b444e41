/* limbo_case.c - one case of x509-limbo, as a verification. */
#include "limbo_case.h"
#include "providers/providers.h"
#include "crl_list.h"
#include "der_list.h"
#include "rfc3339.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef KEDGE_HAS_PSL
#include <kedge/adapter/psl.h>
#endif

/* The inputs of a case. */
typedef struct inputs {
    kedge_policy policy;
    kedge_trust trust;
    void *trust_memory;
    der_list anchors;
    der_list chain;      /* the certificate in question first */
    crl_list crls;
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

/* Every trusted certificate that parses becomes an anchor; one that does not is none. */
static bool read_anchors(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *trusted = json_object_get(testcase, "trusted_certs");
    kedge_status status = KEDGE_OK;
    size_t size;

    for (size_t i = 0; i < json_array_size(trusted) && status == KEDGE_OK; i++)
        status = der_list_add_pem(&in->anchors, json_string_value(json_array_get(trusted, i)));
    size = kedge_trust_size(in->anchors.count, 0);
    in->trust_memory = suite_allocate(size);
    if (status == KEDGE_OK)
        status = kedge_trust_init(&in->trust, in->trust_memory, size, test_provider_chosen());
    if (status != KEDGE_OK) {
        suite_answer(run, SUITE_FAILURE, "%s in trusted_certs", kedge_status_name(status));
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

static bool read_chain(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *untrusted = json_object_get(testcase, "untrusted_intermediates");
    kedge_status status = der_list_add_pem(&in->chain, text_of(testcase, "peer_certificate"));

    for (size_t i = 0; i < json_array_size(untrusted) && status == KEDGE_OK; i++)
        status = der_list_add_pem(&in->chain, json_string_value(json_array_get(untrusted, i)));
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in the chain", kedge_status_name(status));
    return status == KEDGE_OK;
}

/* Lists are used as far as they are about certificates of the chain: the suite demands none. */
static bool read_crls(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *crls = json_object_get(testcase, "crls");
    kedge_status status = KEDGE_OK;

    for (size_t i = 0; i < json_array_size(crls) && status == KEDGE_OK; i++)
        status = der_list_add_pem(&in->crls.der, json_string_value(json_array_get(crls, i)));
    crl_list_parse(&in->crls);
    in->request.revocation.crls = in->crls.pointers;
    in->request.revocation.crl_count = in->crls.der.count;
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in crls", kedge_status_name(status));
    return status == KEDGE_OK;
}

/* What the case states of limits and time. */
static bool read_limits(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *depth = json_object_get(testcase, "max_chain_depth");
    const json_t *algorithms = json_object_get(testcase, "signature_algorithms");
    const json_t *time = json_object_get(testcase, "validation_time");
    int64_t seconds = LIMBO_TIME_UNSTATED;

    if (json_is_integer(depth))
        in->policy.depth_max = (uint16_t)json_integer_value(depth);
    if (json_array_size(algorithms) != 0)
        in->policy.signatures &= bits_of(algorithms, signature_algorithms);
    in->key_usage = (uint16_t)bits_of(json_object_get(testcase, "key_usage"), key_usages);
    if (json_is_string(time) && !rfc3339_read(json_string_value(time), &seconds)) {
        suite_answer(run, SUITE_SKIPPED, "unreadable time: %s", json_string_value(time));
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
#ifdef KEDGE_HAS_PSL
    if (kedge_psl_is_there())
        in->request.is_public_suffix = kedge_psl_is_any_suffix; /* the suite asks for both sections of the list */
#endif
    in->workspace_size = kedge_workspace_size(&in->request);
    in->workspace = aligned_alloc(KEDGE_WORKSPACE_ALIGN,
                                  (in->workspace_size / KEDGE_WORKSPACE_ALIGN + 1) * KEDGE_WORKSPACE_ALIGN);
}

/* Verify once; whether the case may go on. */
static bool verify(inputs *in, suite_case *run)
{
    kedge_verdict verdict;
    kedge_status status = kedge_verify(&in->trust, &in->request, in->workspace, in->workspace_size, &verdict);

    if (status == KEDGE_OK && (verdict.key_usage & in->key_usage) != in->key_usage)
        status = KEDGE_KEY_USAGE_REFUSED;
    if (status == KEDGE_OK)
        suite_answer(run, SUITE_SUCCESS, "OK path of %u", (unsigned)verdict.path_length);
    else
        suite_answer(run, SUITE_FAILURE, "%s (%s) certificate %d offset %u%s", kedge_status_name(status),
                     kedge_status_name(verdict.reason), (int)verdict.certificate, (unsigned)verdict.offset,
                     in->bad_anchor);
    return status == KEDGE_OK;
}

/* Verify for each purpose that the case states, or else for what its kind implies. */
static bool verify_usages(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *list = json_object_get(testcase, "extended_key_usage");

    if (json_array_size(list) == 0) {
        in->request.usage = strcmp(text_of(testcase, "validation_kind"), "CLIENT") == 0
                                ? kedge_usage_client_auth()
                                : kedge_usage_server_auth();
        return verify(in, run);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        const purpose *row = purposes;

        while (row->name != NULL && strcmp(row->name, name) != 0)
            row++;
        if (row->name == NULL) {
            suite_answer(run, SUITE_SKIPPED, "unknown purpose: %s", name);
            return false;
        }
        in->request.usage.kind = KEDGE_USAGE_PURPOSE;
        in->request.usage.oid = (kedge_span){ (const uint8_t *)row->oid, row->size };
        if (!verify(in, run))
            return false;
    }
    return true;
}

static bool verify_name(const json_t *testcase, const json_t *name, inputs *in, suite_case *run)
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
            suite_answer(run, SUITE_FAILURE, "%s %s", kedge_status_name(KEDGE_IDENTITY_MALFORMED), value);
            return false;
        }
        in->request.identity = kedge_identity_ip(address, is_ipv6 ? 16 : 4);
    } else {
        suite_answer(run, SUITE_SKIPPED, "unknown kind of name: %s", kind);
        return false;
    }
    return verify_usages(testcase, in, run);
}

/* A client checks for one name where the case states one, a server for each of its list. */
static void verify_names(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *name = json_object_get(testcase, "expected_peer_name");
    const json_t *names = json_object_get(testcase, "expected_peer_names");

    if (json_is_object(name) && !verify_name(testcase, name, in, run))
        return;
    for (size_t i = 0; i < json_array_size(names); i++)
        if (!verify_name(testcase, json_array_get(names, i), in, run))
            return;
    if (!json_is_object(name) && json_array_size(names) == 0) {
        in->request.identity = kedge_identity_waived();
        verify_usages(testcase, in, run);
    }
}

void limbo_case_run(const json_t *testcase, const kedge_policy *policy, suite_case *run)
{
    inputs in;

    memset(&in, 0, sizeof in);
    in.policy = *policy;
    if (read_limits(testcase, &in, run) && read_anchors(testcase, &in, run)
        && read_chain(testcase, &in, run) && read_crls(testcase, &in, run)) {
        prepare_request(&in);
        verify_names(testcase, &in, run);
    }
    free(in.workspace);
    free(in.trust_memory);
    der_list_free(&in.anchors);
    der_list_free(&in.chain);
    crl_list_free(&in.crls);
}
