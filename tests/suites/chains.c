/* chains.c - runs chain cases in the form of BoringSSL's pki/testdata through kedge.
 *
 *     chains FILE >RESULTS
 *
 * What it writes and how it ends: report.h.  A case gives a chain, what the last certificate is trusted for,
 * and what for the first is wanted; the tables below say what that means here.  No case is about a host name.
 */
#include "der_list.h"
#include "providers/providers.h"
#include "report.h"
#include "rfc3339.h"

#include <stdlib.h>
#include <string.h>
#include <kedge/kedge.h>

static const suite_difference differences[] = {
    { "boringssl::intermediate-eku-c2patimestamping/c2patimestamp", "CA/B BR, 7.1.2.10.6",
      "the issuer's extKeyUsage has another purpose than the one wanted, and limits what it may issue" },
    { "boringssl::many-names/ok-all-types", "RFC 5280, 4.2.1.10",
      "it has URIs, and its issuer URI constraints that no URI can meet: they are judged, not passed over" },
    { NULL, NULL, NULL },
};

/* What `last_cert_trust` means: terms of an anchor, all of them given. */
typedef struct trust_row {
    const char *name;
    bool is_anchor;
    bool is_distrusted;
    uint32_t terms;
} trust_row;

static const trust_row trusts[] = {
    { "UNSPECIFIED", false, false, 0 },
    { "DISTRUSTED", true, true, KEDGE_ANCHOR_ISSUER | KEDGE_ANCHOR_LEAF },
    { "TRUSTED_ANCHOR", true, false, KEDGE_ANCHOR_ISSUER },
    { "TRUSTED_ANCHOR_WITH_EXPIRATION", true, false, KEDGE_ANCHOR_ISSUER | KEDGE_ANCHOR_EXPIRY },
    { "TRUSTED_ANCHOR_WITH_CONSTRAINTS", true, false, KEDGE_ANCHOR_ISSUER | KEDGE_ANCHOR_CONSTRAINTS },
    /* Without the constraints there is nothing that a demand for basicConstraints would belong to. */
    { "TRUSTED_ANCHOR_WITH_REQUIRE_BASIC_CONSTRAINTS", true, false, KEDGE_ANCHOR_ISSUER },
    { "TRUSTED_ANCHOR_WITH_CONSTRAINTS_REQUIRE_BASIC_CONSTRAINTS", true, false,
      KEDGE_ANCHOR_ISSUER | KEDGE_ANCHOR_CONSTRAINTS | KEDGE_ANCHOR_BASIC_CONSTRAINTS },
    { "TRUSTED_LEAF", true, false, KEDGE_ANCHOR_LEAF },
    { "TRUSTED_LEAF_REQUIRE_SELF_SIGNED", true, false, KEDGE_ANCHOR_LEAF | KEDGE_ANCHOR_LEAF_SELF_SIGNED },
    { "TRUSTED_ANCHOR_OR_LEAF", true, false, KEDGE_ANCHOR_ISSUER | KEDGE_ANCHOR_LEAF },
    { NULL, false, false, 0 },
};

/* What `key_purpose` demands beside the purpose: what the application's own check looks at. */
enum {
    LEAF_NAMES_PURPOSE = 1 << 0,   /* the leaf has extKeyUsage, and the purpose itself stands in it */
    LEAF_FOR_TLS_ALONE = 1 << 1,   /* ... and none that a TLS certificate must not have */
    LEAF_NOT_A_CA = 1 << 2,        /* where it is not itself trusted */
    ISSUERS_NAME_PURPOSE = 1 << 3, /* where they have extKeyUsage */
    STRICT_LEAF = LEAF_NAMES_PURPOSE,
    STRICT = LEAF_NAMES_PURPOSE | LEAF_FOR_TLS_ALONE | LEAF_NOT_A_CA | ISSUERS_NAME_PURPOSE
};

typedef struct purpose_row {
    const char *name;
    const char *oid;   /* contents octets; NULL: any purpose will do */
    size_t size;
    unsigned demands;
} purpose_row;

#define ID_KP "\x2b\x06\x01\x05\x05\x07\x03" /* RFC 5280, 4.2.1.12; one arc follows */

static const purpose_row purposes[] = {
    { "ANY_EKU", NULL, 0, 0 },
    { "SERVER_AUTH", ID_KP "\x01", 8, 0 },
    { "SERVER_AUTH_STRICT_LEAF", ID_KP "\x01", 8, STRICT_LEAF },
    { "SERVER_AUTH_STRICT", ID_KP "\x01", 8, STRICT },
    { "CLIENT_AUTH", ID_KP "\x02", 8, 0 },
    { "CLIENT_AUTH_STRICT_LEAF", ID_KP "\x02", 8, STRICT_LEAF },
    { "CLIENT_AUTH_STRICT", ID_KP "\x02", 8, STRICT },
    { "C2PA_TIMESTAMPING", ID_KP "\x08", 8, LEAF_NAMES_PURPOSE },
    { "C2PA_MANIFEST", "\x67\x81\x12\x02\x01\x03", 6, LEAF_NAMES_PURPOSE },  /* 2.23.146.2.1.3 */
    { "RCS_MLS_CLIENT_AUTH", "\x67\x81\x12\x02\x01\x03", 6, LEAF_NAMES_PURPOSE },
    { "MLS_CLIENT_AUTH", "\x67\x81\x12\x02\x01\x03", 6, LEAF_NAMES_PURPOSE },
    { NULL, NULL, 0, 0 },
};

#define SHA1 \
    (KEDGE_ALLOW(KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA1) | KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA1))

/* What `digest_policy` allows beside SHA-2; a case that has none allows SHA-1. */
typedef struct digest_row {
    const char *name;
    uint64_t signatures;
} digest_row;

static const digest_row digests[] = {
    { "", SHA1 },
    { "ALLOW_SHA_1", SHA1 },
    { "STRONG", 0 },
    { NULL, 0 },
};

/* The inputs of a case. */
typedef struct inputs {
    const trust_row *trusted;
    const purpose_row *purpose;
    kedge_policy policy;
    kedge_trust trust;
    void *trust_memory;
    der_list chain;
    der_list last;
    kedge_request request;
} inputs;

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

static bool leaf_is_as_demanded(const kedge_path *path, const purpose_row *purpose)
{
    const unsigned foreign = KEDGE_EKU_CODE_SIGNING | KEDGE_EKU_TIME_STAMPING | KEDGE_EKU_OCSP_SIGNING;
    const kedge_certificate *leaf = path->certificate[0];

    if ((purpose->demands & LEAF_NAMES_PURPOSE) != 0
        && !kedge_certificate_names_usage(leaf, path->request->usage.oid))
        return false;
    if ((purpose->demands & LEAF_FOR_TLS_ALONE) != 0 && (leaf->extended_key_usage & foreign) != 0)
        return false;
    return (purpose->demands & LEAF_NOT_A_CA) == 0 || path->length == 1 || !leaf->is_ca;
}

static bool issuers_are_as_demanded(const kedge_path *path, const purpose_row *purpose)
{
    if ((purpose->demands & ISSUERS_NAME_PURPOSE) == 0)
        return true;
    for (size_t i = 1; i + 1 < path->length; i++)
        if (kedge_certificate_has(path->certificate[i], KEDGE_EXT_EXTENDED_KEY_USAGE)
            && !kedge_certificate_names_usage(path->certificate[i], path->request->usage.oid))
            return false;
    return true;
}

/* The application's own check: what only some purposes demand. */
static kedge_status accept(void *context, const kedge_path *path)
{
    const inputs *in = context;

    return leaf_is_as_demanded(path, in->purpose) && issuers_are_as_demanded(path, in->purpose)
               ? KEDGE_OK
               : KEDGE_HOOK_REFUSED;
}

static bool read_policy(const json_t *testcase, inputs *in, suite_case *run)
{
    const char *digest = text_of(testcase, "digest_policy");
    const digest_row *row = digests;

    while (row->name != NULL && strcmp(row->name, digest) != 0)
        row++;
    if (row->name == NULL) {
        suite_answer(run, SUITE_SKIPPED, "unknown digest_policy: %s", digest);
        return false;
    }
    in->policy = kedge_policy_webpki;
    in->policy.signatures |= row->signatures;
    in->policy.rsa_bits_min = 1024;
    in->policy.flags = KEDGE_POLICY_EKU_ANY_LEAF;
    return true;
}

static bool read_request(const json_t *testcase, inputs *in, suite_case *run)
{
    const char *time = text_of(testcase, "time");
    const char *purpose = text_of(testcase, "key_purpose");
    int64_t seconds;

    in->purpose = purposes;
    while (in->purpose->name != NULL && strcmp(in->purpose->name, purpose) != 0)
        in->purpose++;
    if (in->purpose->name == NULL || !rfc3339_read(time, &seconds)) {
        suite_answer(run, SUITE_SKIPPED, "unknown key_purpose or time: %s, %s", purpose, time);
        return false;
    }
    in->request = (kedge_request)KEDGE_REQUEST(&in->policy, kedge_usage_waived());
    if (in->purpose->oid != NULL) {
        in->request.usage.kind = KEDGE_USAGE_PURPOSE;
        in->request.usage.oid = (kedge_span){ (const uint8_t *)in->purpose->oid, in->purpose->size };
    }
    in->request.identity = kedge_identity_waived();
    in->request.time = kedge_time_at(seconds);
    in->request.accept = accept;
    in->request.context = in;
    return true;
}

/* An empty chain leaves the last certificate, which is then the one in question as well. */
static bool read_chain(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *chain = json_object_get(testcase, "chain");
    const char *last = text_of(testcase, "last_cert");
    kedge_status status = der_list_add_pem(&in->last, last);

    for (size_t i = 0; i < json_array_size(chain) && status == KEDGE_OK; i++)
        status = der_list_add_pem(&in->chain, json_string_value(json_array_get(chain, i)));
    if (json_array_size(chain) == 0 && status == KEDGE_OK)
        status = der_list_add_pem(&in->chain, last);
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in the text", kedge_status_name(status));
    in->request.chain = in->chain.item;
    in->request.chain_count = in->chain.count;
    return status == KEDGE_OK;
}

static kedge_status distrust(kedge_trust *trust, kedge_span der)
{
    kedge_certificate certificate;
    uint32_t fault;
    const kedge_status status = kedge_certificate_parse(&certificate, der.data, der.size, &fault);

    if (status != KEDGE_OK)
        return status;
    return kedge_trust_distrust_serial(trust, kedge_certificate_span(&certificate, certificate.issuer),
                                       kedge_certificate_span(&certificate, certificate.serial_number));
}

static kedge_status fill_trust(inputs *in)
{
    const kedge_span der = in->last.item[0];
    const kedge_anchor_terms terms = { .given = KEDGE_ANCHOR_TERMS_ALL, .value = in->trusted->terms };
    const size_t size = kedge_trust_size(1, der.size + KEDGE_TRUST_DISTRUST_SIZE);
    kedge_status status;
    uint32_t fault;

    in->trust_memory = suite_allocate(size);
    status = kedge_trust_init(&in->trust, in->trust_memory, size, test_provider_chosen());
    if (status == KEDGE_OK && in->trusted->is_anchor)
        status = kedge_trust_add_der(&in->trust, der.data, der.size, &terms, &fault);
    if (status == KEDGE_OK && in->trusted->is_distrusted)
        status = distrust(&in->trust, der);
    return status;
}

static bool read_trust(const json_t *testcase, inputs *in, suite_case *run)
{
    const char *name = text_of(testcase, "last_cert_trust");
    kedge_status status;

    in->trusted = trusts;
    while (in->trusted->name != NULL && strcmp(in->trusted->name, name) != 0)
        in->trusted++;
    if (in->trusted->name == NULL) {
        suite_answer(run, SUITE_SKIPPED, "unknown last_cert_trust: %s", name);
        return false;
    }
    status = fill_trust(in);
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in the last certificate", kedge_status_name(status));
    return status == KEDGE_OK;
}

static void verify(inputs *in, suite_case *run)
{
    const size_t needed = kedge_workspace_size(&in->request);
    const size_t size = (needed + KEDGE_WORKSPACE_ALIGN - 1) / KEDGE_WORKSPACE_ALIGN * KEDGE_WORKSPACE_ALIGN;
    void *workspace = aligned_alloc(KEDGE_WORKSPACE_ALIGN, size);
    kedge_verdict verdict;
    const kedge_status status = kedge_verify(&in->trust, &in->request, workspace, size, &verdict);

    if (status == KEDGE_OK)
        suite_answer(run, SUITE_SUCCESS, "OK path of %u", (unsigned)verdict.path_length);
    else
        suite_answer(run, SUITE_FAILURE, "%s (%s) certificate %d offset %u", kedge_status_name(status),
                     kedge_status_name(verdict.reason), (int)verdict.certificate, (unsigned)verdict.offset);
    free(workspace);
}

static void run_case(const json_t *suite, const json_t *testcase, suite_case *run)
{
    inputs in;

    (void)suite;
    memset(&in, 0, sizeof in);
    run->expected = json_is_true(json_object_get(testcase, "expected")) ? SUITE_EXPECTS_SUCCESS
                                                                        : SUITE_EXPECTS_FAILURE;
    run->note = json_string_value(json_object_get(testcase, "expected_errors"));
    if (read_policy(testcase, &in, run) && read_request(testcase, &in, run) && read_chain(testcase, &in, run)
        && read_trust(testcase, &in, run))
        verify(&in, run);
    free(in.trust_memory);
    der_list_free(&in.chain);
    der_list_free(&in.last);
}

int main(int argc, char **argv)
{
    return suite_main(argc, argv, differences, run_case);
}
