/* vectors_test.c - every vector of vectors/manifest, in several orders of its certificates. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "forge/forge.h"
#include "suites/vector_case.h"

#define ORDERS 24

static vector_case *cases;
static size_t case_count;

static void load(void)
{
    case_count = vector_cases_load(KEDGE_VECTORS, &cases);
}

/* --- trust --- */

static kedge_certificate parse(kedge_span der)
{
    kedge_certificate certificate;
    uint32_t fault;

    cr_assert_eq(kedge_certificate_parse(&certificate, der.data, der.size, &fault), KEDGE_OK);
    return certificate;
}

static kedge_span certificate_at(const vector_case *row, int place)
{
    return place == KEDGE_INDEX_ANCHOR ? row->anchors[0] : row->chain[place];
}

static void add_distrust(const vector_case *row, kedge_trust *trust)
{
    if (row->distrusted_key.is_given) {
        const kedge_certificate of = parse(certificate_at(row, row->distrusted_key.place));
        const kedge_span key = kedge_certificate_span(&of, of.key.subject_public_key_info);

        cr_assert_eq(kedge_trust_distrust_key(trust, forge_digest(KEDGE_HASH_SHA256, key).data), KEDGE_OK);
    }
    if (row->distrusted_serial.is_given) {
        const kedge_certificate of = parse(certificate_at(row, row->distrusted_serial.place));

        cr_assert_eq(kedge_trust_distrust_serial(trust, kedge_certificate_span(&of, of.issuer),
                                                 kedge_certificate_span(&of, of.serial_number)),
                     KEDGE_OK);
    }
}

static kedge_status add_anchor(const vector_case *row, kedge_trust *trust, kedge_span anchor)
{
    kedge_span text;
    uint32_t fault;

    switch (row->anchor_form) {
    case VECTOR_CERTIFICATE:
        return kedge_trust_add_der(trust, anchor.data, anchor.size, &row->terms, &fault);
    case VECTOR_TRUSTED_CERTIFICATE:
        text = forge_pem("TRUSTED CERTIFICATE", anchor);
        return kedge_trust_add_pem(trust, text.data, text.size, &row->terms, KEDGE_BUNDLE_STOP, NULL);
    case VECTOR_ANCHOR_LIST:
        return kedge_trust_add_list(trust, anchor.data, anchor.size, &row->terms, KEDGE_BUNDLE_STOP, NULL);
    }
    return KEDGE_BAD_ARGUMENT;
}

/* A trust with the vector's anchors, the last first where `is_reversed`. */
static void make_trust(const vector_case *row, bool is_reversed, kedge_trust *trust)
{
    const size_t size = kedge_trust_size(row->anchor_count + 1, 65536);

    cr_assert_eq(kedge_trust_init(trust, forge_allocate(size), size, kedge_crypto_default()), KEDGE_OK);
    for (size_t i = 0; i < row->anchor_count; i++)
        cr_assert_eq(add_anchor(row, trust, row->anchors[is_reversed ? row->anchor_count - 1 - i : i]), KEDGE_OK,
                     "%s", row->id);
    add_distrust(row, trust);
}

/* --- the application --- */

static kedge_sct_report report;

static kedge_status judge_timestamps(const kedge_path *path, const vector_case *row)
{
    const vector_application *application = &row->application;
    kedge_sct_log logs[VECTOR_CHAIN_MAX];
    kedge_sct_policy policy = { .crypto = kedge_crypto_default(), .logs = logs, .log_count = row->logs.count,
                                .logs_min = application->logs_min, .operators_min = application->operators_min };
    size_t size;
    uint32_t fault;

    for (size_t i = 0; i < row->logs.count; i++) {
        cr_assert_eq(kedge_sct_log_init(&logs[i], row->logs.block[i], application->log_operator[i], policy.crypto,
                                        &fault), KEDGE_OK);
        logs[i].has_end = application->has_logs_end;
        logs[i].end = application->logs_end;
    }
    if (row->timestamp_lists.count > 0)
        policy.tls_list = row->timestamp_lists.block[0];
    size = kedge_sct_judge_size(path->certificate[0], &policy);
    return kedge_sct_judge(path, &policy, forge_allocate(size), size, &report);
}

static kedge_status ask_application(void *context, const kedge_path *path)
{
    const vector_case *row = context;

    if (row->application.logs_min > 0)
        return judge_timestamps(path, row);
    return row->application.is_content ? KEDGE_OK : KEDGE_HOOK_REFUSED;
}

static bool claim(void *context, const kedge_certificate *certificate, const kedge_extension_view *extension)
{
    const vector_case *row = context;
    const kedge_span oid = kedge_certificate_span(certificate, extension->oid);

    return oid.size == row->application.claimed.size && memcmp(oid.data, row->application.claimed.data, oid.size) == 0;
}

/* --- one verification --- */

/* What is given beside the certificates, the last first where `is_reversed`. */
typedef struct evidence {
    kedge_crl list[VECTOR_CHAIN_MAX];
    const kedge_crl *pointer[VECTOR_CHAIN_MAX];
    kedge_span response[VECTOR_CHAIN_MAX];
} evidence;

static kedge_revocation_inputs make_revocation(const vector_case *row, bool is_reversed, evidence *given)
{
    for (size_t i = 0; i < row->lists.count; i++) {
        const kedge_span der = row->lists.block[is_reversed ? row->lists.count - 1 - i : i];
        uint32_t fault;

        (void)kedge_crl_parse(&given->list[i], der.data, der.size, &fault);
        given->pointer[i] = &given->list[i];
    }
    for (size_t i = 0; i < row->responses.count; i++)
        given->response[i] = row->responses.block[is_reversed ? row->responses.count - 1 - i : i];
    return (kedge_revocation_inputs){
        .mode = row->mode,
        .is_soft = row->is_soft,
        .is_stapling_asked = row->is_stapling_asked,
        .crls = given->pointer,
        .crl_count = row->lists.count,
        .ocsp_responses = given->response,
        .ocsp_count = row->responses.count,
        .ocsp_nonce = row->nonce,
    };
}

static void verify(const vector_case *row, const kedge_trust *trust, const kedge_span *chain, bool is_reversed,
                   kedge_verdict *verdict)
{
    const vector_application *application = &row->application;
    kedge_request request = KEDGE_REQUEST(row->policy, row->usage);
    evidence given;
    size_t size;

    request.identity = row->identity;
    request.time = row->time;
    request.policies = row->policies;
    request.chain = chain;
    request.chain_count = row->chain_count;
    request.revocation = make_revocation(row, is_reversed, &given);
    request.accept = application->has_hook || application->logs_min > 0 ? ask_application : NULL;
    request.claim = application->claimed.size > 0 ? claim : NULL;
    request.context = (void *)(uintptr_t)row;
    size = kedge_workspace_size(&request);
    cr_assert_eq(kedge_verify(trust, &request, forge_allocate(size), size, verdict), verdict->status);
}

/* --- is it what the manifest expects? --- */

static size_t wrong;

static void expect(const vector_case *row, const char *what, bool is_right, const kedge_verdict *verdict)
{
    if (is_right)
        return;
    wrong++;
    fprintf(stderr, "%s: wrong %s: %s, reason %s, certificate %d, offset %lu, faults %lu\n", row->id, what,
            kedge_status_name(verdict->status), kedge_status_name(verdict->reason), verdict->certificate,
            (unsigned long)verdict->offset, (unsigned long)verdict->faults);
}

static bool is_path(const vector_case *row, const kedge_verdict *verdict)
{
    if (row->path.length == 0)
        return true;
    for (size_t i = 0; i < row->path.length; i++)
        if (verdict->path[i] != row->path.place[i])
            return false;
    return verdict->path_length == row->path.length;
}

static void check(const vector_case *row, const kedge_verdict *verdict)
{
    expect(row, "status", verdict->status == row->status, verdict);
    expect(row, "reason", verdict->reason == row->reason, verdict);
    expect(row, "certificate", verdict->certificate == row->certificate, verdict);
    expect(row, "faults", !row->has_faults || verdict->faults == row->faults, verdict);
    expect(row, "faults", !row->is_accepted || verdict->faults == 0, verdict);
    expect(row, "path", is_path(row, verdict), verdict);
    expect(row, "known", !row->has_known || verdict->revocation_known == row->known, verdict);
    expect(row, "unknown", !row->has_unknown || verdict->revocation_unknown == row->unknown, verdict);
    expect(row, "timestamps", !row->has_timestamps || report.status == row->timestamps, verdict);
    expect(row, "timestamp",
           !row->has_timestamp || (report.result_count > 0 && report.result[0].status == row->timestamp), verdict);
}

/* --- does the order matter? --- */

typedef struct setting {
    const kedge_trust *trust;
    const kedge_span *chain;
    const kedge_verdict *verdict;
} setting;

/* The certificate that a verdict means, as bytes; nothing where it means none. */
static kedge_span meant(const setting *of, int place)
{
    const kedge_anchor *anchor;

    if (place >= 0)
        return of->chain[place];
    anchor = kedge_trust_at(of->trust, of->verdict->anchor);
    if (place == KEDGE_INDEX_NONE || anchor == NULL)
        return FORGE_ABSENT;
    return (kedge_span){ anchor->certificate.der, anchor->certificate.size };
}

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

static bool is_same_path(const setting *one, const setting *other)
{
    for (size_t i = 0; i < one->verdict->path_length; i++)
        if (!is_same(meant(one, one->verdict->path[i]), meant(other, other->verdict->path[i])))
            return false;
    return one->verdict->path_length == other->verdict->path_length;
}

static bool is_same_place(const setting *one, const setting *other)
{
    return (one->verdict->certificate >= 0) == (other->verdict->certificate >= 0)
           && is_same(meant(one, one->verdict->certificate), meant(other, other->verdict->certificate))
           && one->verdict->offset == other->verdict->offset;
}

static void compare(const vector_case *row, const setting *one, const setting *other)
{
    const kedge_verdict *a = one->verdict, *b = other->verdict;

    expect(row, "status in another order", a->status == b->status, b);
    expect(row, "reason in another order", a->reason == b->reason, b);
    expect(row, "place in another order", is_same_place(one, other), b);
    expect(row, "faults in another order", a->faults == b->faults, b);
    expect(row, "path in another order", is_same_path(one, other), b);
    expect(row, "end of validity in another order", a->valid_until == b->valid_until, b);
    expect(row, "revocation in another order", a->revocation_known == b->revocation_known
           && a->revocation_unknown == b->revocation_unknown && a->revocation_time == b->revocation_time
           && a->revocation_reason == b->revocation_reason, b);
    expect(row, "number of signatures in another order", a->spent.signatures == b->spent.signatures, b);
}

/* A generator that is the same everywhere (xorshift32). */
static uint32_t random_below(uint32_t *state, uint32_t limit)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % limit;
}

/* Shuffle all but the first. */
static void shuffle(kedge_span *chain, size_t count, uint32_t *state)
{
    for (size_t i = count; i-- > 2;) {
        const size_t with = 1 + random_below(state, (uint32_t)i);
        const kedge_span moved = chain[i];

        chain[i] = chain[with];
        chain[with] = moved;
    }
}

static void run(const vector_case *row)
{
    kedge_trust trust, reversed;
    kedge_verdict verdict, other_verdict;
    kedge_span chain[VECTOR_CHAIN_MAX];
    const setting given = { &trust, row->chain, &verdict };
    const setting other = { &reversed, chain, &other_verdict };
    uint32_t state = 0x6b656467;

    make_trust(row, false, &trust);
    make_trust(row, true, &reversed);
    verify(row, &trust, row->chain, false, &verdict);
    check(row, &verdict);
    memcpy(chain, row->chain, sizeof chain);
    for (size_t i = 0; i < (row->chain_count > 2 ? ORDERS : 1); i++) {
        shuffle(chain, row->chain_count, &state);
        verify(row, &reversed, chain, true, &other_verdict);
        compare(row, &given, &other);
    }
}

/* --- does every status have a vector? --- */

/* Those that vectors cannot show, and why. */
static const struct {
    kedge_status status;
    const char *why;
} not_shown[] = {
    { KEDGE_DER_TOO_LARGE, "a certificate of a megabyte would be too large to commit" },
    { KEDGE_PEM_END, "says that a text is read, not that a chain is wrong" },
    { KEDGE_PEM_BAD_BOUNDARY, "vectors are well-formed PEM" },
    { KEDGE_PEM_BAD_BASE64, "vectors are well-formed PEM" },
    { KEDGE_PEM_PRIVATE_KEY, "vectors are certificates" },
    { KEDGE_PEM_NOT_CERTIFICATE, "vectors are certificates" },
    { KEDGE_NO_CERTIFICATE, "vectors have certificates" },
    { KEDGE_NO_PRIVATE_KEY, "is about private keys, and vectors hold none" },
    { KEDGE_PRIVATE_KEY_MALFORMED, "the same" },
    { KEDGE_PRIVATE_KEY_UNSUPPORTED, "the same" },
    { KEDGE_PRIVATE_KEY_INCONSISTENT, "the same" },
    { KEDGE_ENCRYPTION_UNSUPPORTED, "the same" },
    { KEDGE_ITERATIONS_TOO_MANY, "the same" },
    { KEDGE_PASSWORD_WRONG, "the same" },
    { KEDGE_TLS_SCHEME_REFUSED, "is about proofs of possession" },
    { KEDGE_TAG_CORRUPT, "is about security tags" },
    { KEDGE_KEY_NOT_PINNED, "is about raw public keys" },
    { KEDGE_CLIENT_NAME_MISSING, "is asked after the verdict" },
    { KEDGE_CLIENT_NAME_AMBIGUOUS, "the same" },
    { KEDGE_EXTENSIONS_TOO_MANY, "a limit of this reader, not of the format" },
    { KEDGE_POLICIES_TOO_MANY, "a limit of this reader, not of the format" },
    { KEDGE_ANCHOR_INCONSISTENT, "says that a list of anchors cannot be read, not that a chain is wrong" },
    { KEDGE_UNSUPPORTED_KEY, "depends on the crypto provider" },
    { KEDGE_TIME_UNKNOWN, "is caught before: a request without a time is not judged" },
    { KEDGE_OCSP_MALFORMED, "the verdict says REVOCATION_MALFORMED" },
    { KEDGE_OCSP_TYPE_UNKNOWN, "the same" },
    { KEDGE_RSA_PSS_FORM, "vectors are not signed with RSA-PSS" },
    { KEDGE_VALIDITY_TOO_LONG, "no ready policy has the rule" },
    { KEDGE_CA_KEY_USAGE_FORM, "no ready policy has the rule" },
    { KEDGE_POLICIES_MISSING, "no ready policy has the rule" },
    { KEDGE_AIA_MISSING, "no ready policy has the rule" },
    { KEDGE_CRL_POINTS_MISSING, "no ready policy has the rule" },
    { KEDGE_CA_EKU_MISSING, "no ready policy has the rule" },
    { KEDGE_CA_SUBJECT_FORM, "no ready policy has the rule" },
    { KEDGE_KEY_NOT_ALLOWED, "no ready policy has the rule and allows such a key" },
};

static bool is_shown(kedge_status status)
{
    for (size_t i = 0; i < case_count; i++)
        if (cases[i].status == status || cases[i].reason == status
            || (cases[i].has_timestamps && cases[i].timestamps == status)
            || (cases[i].has_timestamp && cases[i].timestamp == status))
            return true;
    return false;
}

static bool is_excused(kedge_status status)
{
    for (size_t i = 0; i < sizeof not_shown / sizeof not_shown[0]; i++)
        if (not_shown[i].status == status)
            return true;
    return false;
}

Test(vectors, every_status_has_one)
{
    load();
    for (int i = 0; i < KEDGE_STATUS_COUNT; i++) {
        const kedge_status status = (kedge_status)i;

        if (kedge_status_classify(status) >= KEDGE_CLASS_INPUT)
            cr_assert_neq(is_shown(status), is_excused(status), "%s", kedge_status_name(status));
    }
    forge_forget();
}

/* --- the tests: one a rule --- */

static size_t rule_size(const char *id)
{
    return strcspn(id, "/");
}

static bool is_of_rule(const vector_case *row, const char *rule)
{
    return rule_size(row->id) == strlen(rule) && strncmp(row->id, rule, strlen(rule)) == 0;
}

typedef struct rule_name {
    char text[64];
} rule_name;

ParameterizedTestParameters(vectors, come_out_as_the_manifest_says)
{
    static rule_name rules[64];
    size_t count = 0;

    load();
    for (size_t i = 0; i < case_count; i++) {
        if (count > 0 && is_of_rule(&cases[i], rules[count - 1].text))
            continue;
        cr_assert(count < sizeof rules / sizeof rules[0]);
        snprintf(rules[count++].text, sizeof rules[0].text, "%.*s", (int)rule_size(cases[i].id), cases[i].id);
    }
    forge_forget();
    return cr_make_param_array(rule_name, rules, count);
}

ParameterizedTest(const rule_name *rule, vectors, come_out_as_the_manifest_says)
{
    size_t accepted = 0, refused = 0;

    load();
    for (size_t i = 0; i < case_count; i++)
        if (is_of_rule(&cases[i], rule->text)) {
            run(&cases[i]);
            accepted += cases[i].is_accepted;
            refused += !cases[i].is_accepted;
        }
    forge_forget();
    cr_assert(accepted > 0 && refused > 0, "%s: a rule needs vectors of both kinds", rule->text);
    cr_assert_eq(wrong, 0, "%s: %zu things are wrong", rule->text, wrong);
}
