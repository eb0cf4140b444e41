/* pkits_case.c - one test of NIST's PKITS, as a verification. */
#include "pkits_case.h"
#include "providers/providers.h"
#include "crl_list.h"
#include "der_list.h"

#include <stdlib.h>
#include <string.h>

#define POLICIES_MAX 16
#define OID_MAX 32

/* Identifiers as contents octets, from their dotted forms. */
typedef struct oid_list {
    uint8_t octets[POLICIES_MAX][OID_MAX];
    kedge_span item[POLICIES_MAX];
    size_t count;
} oid_list;

typedef struct inputs {
    kedge_trust trust;
    void *trust_memory;
    der_list anchor;
    der_list chain;      /* the certificate in question first */
    crl_list crls;
    oid_list initial;
    kedge_request request;
    void *workspace;
    size_t workspace_size;
} inputs;

static size_t put_arc(uint8_t *out, unsigned long arc)
{
    size_t size = 1;

    for (unsigned long rest = arc >> 7; rest != 0; rest >>= 7)
        size++;
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)((arc >> (7 * (size - 1 - i)) & 0x7f) | (i + 1 < size ? 0x80 : 0));
    return size;
}

/* X.690, 8.19: the first two arcs are one number. */
static size_t read_oid(const char *dotted, uint8_t out[OID_MAX])
{
    char *end;
    unsigned long first = strtoul(dotted, &end, 10);
    size_t size = put_arc(out, 40 * first + strtoul(end + 1, &end, 10));

    while (*end == '.' && size + 5 < OID_MAX)
        size += put_arc(out + size, strtoul(end + 1, &end, 10));
    return size;
}

static void read_oids(const json_t *texts, oid_list *list)
{
    for (size_t i = 0; i < json_array_size(texts) && i < POLICIES_MAX; i++) {
        list->item[i].data = list->octets[i];
        list->item[i].size = read_oid(json_string_value(json_array_get(texts, i)), list->octets[i]);
        list->count++;
    }
}

static kedge_status add_named(const json_t *suite, const char *table, const json_t *name, der_list *list)
{
    const json_t *text = json_object_get(json_object_get(suite, table), json_string_value(name));

    return json_is_string(text) ? der_list_add_pem(list, json_string_value(text)) : KEDGE_NO_CERTIFICATE;
}

static bool read_certificates(const json_t *suite, const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *names = json_object_get(testcase, "chain_names");
    kedge_status status = add_named(suite, "certificates", json_object_get(testcase, "trust_anchor"), &in->anchor);

    for (size_t i = json_array_size(names); i-- > 0 && status == KEDGE_OK;)
        status = add_named(suite, "certificates", json_array_get(names, i), &in->chain);
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in the certificates", kedge_status_name(status));
    return status == KEDGE_OK;
}

static bool read_crls(const json_t *suite, const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *names = json_object_get(testcase, "crl_names");
    kedge_status status = KEDGE_OK;

    for (size_t i = 0; i < json_array_size(names) && status == KEDGE_OK; i++)
        status = add_named(suite, "crls", json_array_get(names, i), &in->crls.der);
    crl_list_parse(&in->crls);
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in the lists", kedge_status_name(status));
    return status == KEDGE_OK;
}

static bool trust_anchor(inputs *in, suite_case *run)
{
    const size_t size = kedge_trust_size(in->anchor.count, 0);
    const kedge_span der = in->anchor.item[0];
    uint32_t fault;
    kedge_status status;

    in->trust_memory = suite_allocate(size);
    status = kedge_trust_init(&in->trust, in->trust_memory, size, test_provider_chosen());
    if (status == KEDGE_OK)
        status = kedge_trust_add_der(&in->trust, der.data, der.size, NULL, &fault);
    if (status != KEDGE_OK)
        suite_answer(run, SUITE_FAILURE, "%s in the anchor", kedge_status_name(status));
    return status == KEDGE_OK;
}

static bool is_set(const json_t *testcase, const char *key)
{
    return json_is_true(json_object_get(testcase, key));
}

static void prepare_request(const json_t *testcase, const kedge_policy *policy, int64_t seconds, inputs *in)
{
    read_oids(json_object_get(testcase, "user_initial_policy_set"), &in->initial);
    in->request = (kedge_request){
        .size = sizeof in->request,
        .policy = policy,
        .chain = in->chain.item,
        .chain_count = in->chain.count,
        .identity = kedge_identity_waived(),
        .usage = kedge_usage_waived(),
        .time = kedge_time_at(seconds),
        .policies = {
            .initial_set = in->initial.item,
            .initial_set_count = in->initial.count,
            .require_explicit = is_set(testcase, "initial_explicit_policy"),
            .inhibit_mapping = is_set(testcase, "initial_policy_mapping_inhibit"),
            .inhibit_any = is_set(testcase, "initial_inhibit_any_policy"),
        },
        .revocation = {
            .mode = KEDGE_REVOCATION_CHAIN,
            .crls = in->crls.pointers,
            .crl_count = in->crls.der.count,
        },
    };
    in->workspace_size = kedge_workspace_size(&in->request);
    in->workspace = aligned_alloc(KEDGE_WORKSPACE_ALIGN,
                                  (in->workspace_size / KEDGE_WORKSPACE_ALIGN + 1) * KEDGE_WORKSPACE_ALIGN);
}

static bool is_in(const oid_list *list, kedge_span oid)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->item[i].size == oid.size && memcmp(list->item[i].data, oid.data, oid.size) == 0)
            return true;
    return false;
}

/* The suite writes anyPolicy as one of the policies. */
static bool is_as_expected(const kedge_policy_set *found, const json_t *expected)
{
    static const uint8_t any_policy[] = { 0x55, 0x1d, 0x20, 0x00 };
    oid_list list = { .count = 0 };
    const size_t any = found->has_any ? 1 : 0;

    read_oids(expected, &list);
    if (found->count + any != list.count)
        return false;
    for (size_t i = 0; i < found->count; i++)
        if (!is_in(&list, found->policy[i]))
            return false;
    return any == 0 || is_in(&list, (kedge_span){ any_policy, sizeof any_policy });
}

static void judge_policies(const json_t *testcase, inputs *in, suite_case *run)
{
    const json_t *expected = json_object_get(testcase, "expected_user_constrained_policy_set");
    kedge_span policies[2][POLICIES_MAX];
    kedge_policy_set authority = { .policy = policies[0], .capacity = POLICIES_MAX };
    kedge_policy_set user = { .policy = policies[1], .capacity = POLICIES_MAX };
    const kedge_status status = kedge_verify_policies(in->workspace, &authority, &user);

    if (status == KEDGE_OK && is_as_expected(&user, expected))
        return;
    run->is_contradictory = true;
    suite_answer(run, SUITE_SUCCESS, "%s policies %zu%s where %zu are expected", kedge_status_name(status),
                 user.count, user.has_any ? " and any" : "", json_array_size(expected));
}

static void verify(const json_t *testcase, inputs *in, suite_case *run)
{
    kedge_verdict verdict;
    const kedge_status status
        = kedge_verify(&in->trust, &in->request, in->workspace, in->workspace_size, &verdict);

    suite_answer(run, status == KEDGE_OK ? SUITE_SUCCESS : SUITE_FAILURE, "%s (%s) certificate %d offset %u",
                 kedge_status_name(status), kedge_status_name(verdict.reason), (int)verdict.certificate,
                 (unsigned)verdict.offset);
    if (status == KEDGE_OK)
        judge_policies(testcase, in, run);
}

void pkits_case_run(const json_t *suite, const json_t *testcase, const kedge_policy *policy, int64_t seconds,
                    suite_case *run)
{
    inputs in;

    memset(&in, 0, sizeof in);
    if (read_certificates(suite, testcase, &in, run) && read_crls(suite, testcase, &in, run)
        && trust_anchor(&in, run)) {
        prepare_request(testcase, policy, seconds, &in);
        verify(testcase, &in, run);
    }
    free(in.workspace);
    free(in.trust_memory);
    der_list_free(&in.anchor);
    der_list_free(&in.chain);
    crl_list_free(&in.crls);
}
