/* sct_policy_test.c - timestamps of enough logs, demanded in the accept hook (RFC 6962, 5.2). */
#include "unit/path/scene.h"

#include "forge/timestamp.h"

#include <stdio.h>

#define LOGS 3

static scene s;
static forge_certificate root, leaf;
static kedge_sct_log logs[LOGS];
static kedge_sct_policy policy;
static kedge_sct_report report;

static const forge_key *log_key(size_t i)
{
    static const char *const names[LOGS] = { "log 0", "log 1", "log 2" };

    return forge_p256(names[i]);
}

/* Logs 0 and 1 are run by one operator, log 2 by another; one timestamp is demanded. */
static void begin(void)
{
    scene_begin(&s);
    root = forge_root("Root");
    leaf = forge_leaf("host.example", &root);
    leaf.serial_number = forge_hex("01"); /* else it depends on the extensions */
    for (size_t i = 0; i < LOGS; i++)
        logs[i] = timestamp_log(log_key(i), i < 2 ? 10 : 20);
    policy = (kedge_sct_policy){ .crypto = kedge_crypto_bearssl(), .logs = logs, .log_count = LOGS, .logs_min = 1 };
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(sct_policy, .init = begin, .fini = end);

static kedge_span embedded(size_t log)
{
    const timestamp t = timestamp_by(log_key(log), timestamp_precertificate_entry(&leaf));

    return timestamp_vector(timestamp_sct(&t));
}

static kedge_span delivered(size_t log, uint64_t time)
{
    timestamp t = timestamp_by(log_key(log), timestamp_x509_entry(forge_sign(&leaf)));

    t.time = time;
    return timestamp_vector(timestamp_sct(&t));
}

/* What an application writes. */
static kedge_status demand(void *context, const kedge_path *path)
{
    const kedge_sct_policy *demanded = context;
    const size_t size = kedge_sct_judge_size(path->certificate[0], demanded);
    void *memory = malloc(size);
    const kedge_status status = kedge_sct_judge(path, demanded, memory, size, &report);

    free(memory);
    cr_assert_eq(status, report.status);
    return status;
}

/* The answer of the hook; the verdict follows it. */
static kedge_status judge(void)
{
    scene_trust(&s, &root);
    s.request.accept = demand;
    s.request.context = &policy;
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    cr_assert_status(scene_verify(&s), s.verdict.status);
    cr_assert_eq(s.verdict.status == KEDGE_OK, report.status == KEDGE_OK);
    return report.status;
}

Test(sct_policy, a_certificate_without_timestamps_has_too_few)
{
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    cr_assert_eq(s.verdict.status, KEDGE_HOOK_REFUSED);
    cr_assert_eq(report.result_count, 0);
}

Test(sct_policy, embedded_ones_count)
{
    forge_put(&leaf, timestamp_extension(timestamp_list(embedded(0), embedded(2))));
    policy.logs_min = 2;
    policy.operators_min = 2;
    cr_assert_status(judge(), KEDGE_OK);
    cr_assert_eq(report.logs, 2);
    cr_assert_eq(report.operators, 2);
    cr_assert_eq(report.result_count, 2);
    cr_assert_eq(report.result[1].log, 2);
    cr_assert_eq(report.result[1].timestamp, TIMESTAMP);
    policy.logs_min = 3;
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
}

Test(sct_policy, logs_of_one_operator_are_one_operator)
{
    forge_put(&leaf, timestamp_extension(timestamp_list(embedded(0), embedded(1))));
    policy.logs_min = 2;
    policy.operators_min = 1;
    cr_assert_status(judge(), KEDGE_OK);
    policy.operators_min = 2;
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
}

Test(sct_policy, a_log_counts_once)
{
    forge_put(&leaf, timestamp_extension(timestamp_list(embedded(0), embedded(0))));
    policy.logs_min = 2;
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    cr_assert_eq(report.logs, 1);
    cr_assert_not(report.result[0].is_repeated);
    cr_assert(report.result[1].is_repeated);
}

Test(sct_policy, delivered_ones_count_beside_embedded_ones)
{
    forge_put(&leaf, timestamp_extension(timestamp_list(embedded(0))));
    policy.tls_list = timestamp_list(delivered(1, TIMESTAMP));
    policy.ocsp_list = timestamp_list(delivered(2, TIMESTAMP));
    policy.logs_min = 3;
    policy.operators_min = 2;
    cr_assert_status(judge(), KEDGE_OK);
    cr_assert_eq(report.result[0].source, KEDGE_SCT_EMBEDDED);
    cr_assert_eq(report.result[1].source, KEDGE_SCT_TLS);
    cr_assert_eq(report.result[2].source, KEDGE_SCT_OCSP);
}

Test(sct_policy, one_for_the_other_way_of_delivery_does_not_verify)
{
    policy.tls_list = timestamp_list(embedded(0));
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    cr_assert_status(report.result[0].status, KEDGE_SIGNATURE_INVALID);
}

Test(sct_policy, wrong_ones_are_reported_and_do_not_count)
{
    const timestamp unknown = timestamp_by(forge_p256("nobody's log"), timestamp_precertificate_entry(&leaf));

    forge_put(&leaf, timestamp_extension(timestamp_list(timestamp_vector(forge_hex("07")),
                                                        timestamp_vector(timestamp_sct(&unknown)), embedded(1))));
    cr_assert_status(judge(), KEDGE_OK);
    cr_assert_status(report.result[0].status, KEDGE_SCT_VERSION_UNKNOWN);
    cr_assert_status(report.result[1].status, KEDGE_SCT_LOG_UNKNOWN);
    cr_assert_eq(report.result[1].log, LOGS);
    cr_assert_status(report.result[2].status, KEDGE_OK);
}

Test(sct_policy, one_from_the_future_does_not_count_where_the_time_is_known)
{
    policy.tls_list = timestamp_list(delivered(0, (uint64_t)FORGE_NOW * 1000 + 999));
    cr_assert_status(judge(), KEDGE_OK);
    policy.tls_list = timestamp_list(delivered(0, (uint64_t)FORGE_NOW * 1000 + 1000));
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    cr_assert_status(report.result[0].status, KEDGE_SCT_IN_FUTURE);
    s.request.time = kedge_time_at_least(FORGE_NOW);
    cr_assert_status(judge(), KEDGE_OK);
}

Test(sct_policy, a_log_is_trusted_until_its_end)
{
    policy.tls_list = timestamp_list(delivered(0, TIMESTAMP));
    logs[0].has_end = true;
    logs[0].end = (int64_t)(TIMESTAMP / 1000) + 1;
    cr_assert_status(judge(), KEDGE_OK);
    logs[0].end = (int64_t)(TIMESTAMP / 1000);
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    cr_assert_status(report.result[0].status, KEDGE_SCT_OUTSIDE_LOG);
    logs[0].end = -1;
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
}

Test(sct_policy, a_log_is_for_certificates_that_expire_in_its_range)
{
    policy.tls_list = timestamp_list(delivered(0, TIMESTAMP));
    logs[0].has_expiry_range = true;
    logs[0].expiry_from = leaf.not_after;
    logs[0].expiry_before = leaf.not_after + 1;
    cr_assert_status(judge(), KEDGE_OK);
    logs[0].expiry_before = leaf.not_after;
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    logs[0].expiry_from = leaf.not_after + 1;
    logs[0].expiry_before = leaf.not_after + 2;
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
}

Test(sct_policy, a_list_that_cannot_be_read_is_refused_however_much_else_counts)
{
    forge_put(&leaf, timestamp_extension(timestamp_list(embedded(0))));
    policy.tls_list = forge_hex("0000");
    cr_assert_status(judge(), KEDGE_SCT_MALFORMED);
    policy.tls_list = timestamp_list(delivered(1, TIMESTAMP), forge_hex("00"));
    cr_assert_status(judge(), KEDGE_SCT_MALFORMED);
    policy.tls_list = FORGE_ABSENT;
    policy.ocsp_list = forge_hex("0000");
    cr_assert_status(judge(), KEDGE_SCT_MALFORMED);
    policy.ocsp_list = FORGE_ABSENT;
    forge_put(&leaf, timestamp_extension(FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_SCT_MALFORMED);
}

Test(sct_policy, more_than_are_looked_at_are_refused)
{
    kedge_span many = timestamp_vector(forge_hex("01"));

    for (size_t i = 0; i < 5; i++)
        many = forge_join(many, many);
    policy.tls_list = timestamp_vector(many);
    cr_assert_status(judge(), KEDGE_SCT_TOO_FEW);
    cr_assert_eq(report.result_count, KEDGE_SCT_RESULTS_MAX);
    policy.tls_list = timestamp_list(many, timestamp_vector(forge_hex("01")));
    cr_assert_status(judge(), KEDGE_BUDGET_SPENT);
}

Test(sct_policy, a_policy_that_demands_nothing_is_refused)
{
    policy.logs_min = 0;
    cr_assert_status(judge(), KEDGE_BAD_ARGUMENT);
    policy.logs_min = 1;
    policy.logs = NULL;
    cr_assert_status(judge(), KEDGE_BAD_ARGUMENT);
    policy.logs = logs;
    policy.crypto = NULL;
    cr_assert_status(judge(), KEDGE_BAD_ARGUMENT);
}

/* The certificate in question may be the anchor: then nobody issued it as far as is known. */
Test(sct_policy, embedded_ones_need_an_issuer)
{
    const kedge_certificate *only;
    kedge_path path = { .request = &s.request, .length = 1 };
    kedge_certificate certificate;
    kedge_span der;
    uint32_t fault;
    uint8_t memory[1];

    forge_put(&leaf, timestamp_extension(timestamp_list(embedded(0))));
    der = forge_sign(&leaf);
    cr_assert_status(kedge_certificate_parse(&certificate, der.data, der.size, &fault), KEDGE_OK);
    only = &certificate;
    path.certificate[0] = only;
    cr_assert_status(kedge_sct_judge(&path, &policy, memory, sizeof memory, &report), KEDGE_SCT_TOO_FEW);
    cr_assert_status(report.result[0].status, KEDGE_ISSUER_NOT_FOUND);
    policy.tls_list = timestamp_list(delivered(0, TIMESTAMP));
    cr_assert_status(kedge_sct_judge(&path, &policy, memory, sizeof memory, NULL), KEDGE_WORKSPACE_TOO_SMALL);
}

/* Timestamps of real logs in real certificates: x and y of their keys on P-256. */
static const char *const real_keys[] = {
    /* Google Rocketeer */
    "205b18c83cc18bb3310800bfa090572bb7478c6fb568b08e9078e9a073ea4f28"
    "212e9cc0f4161baaf9d5d7a980c34e2f523c9801254624252823772d05c2407a",
    /* Google Argon 2022 */
    "7883dce9f1a6b8183a00992fff3ecd15c9261ef7ff3aa9a3721649eb09b6a8dd"
    "b4d247910e0df9d9d5a98bb0879d2579d41a506008f509063926e440c2bac3c2",
    /* Cloudflare Nimbus 2022 */
    "48b2474e503272624a0d0c48bfad29646f20df79526316290a2e60b5e23a1cb7"
    "af59b15509db59c7e9bd6fed0baf059697ff3b9a434deb1134338ae7ac83c0ff",
    /* Cloudflare Nimbus 2023 */
    "8bff2d9218cb469d125eb959753ccd91377a1ea99c997883273ddf01d58b80e8"
    "639afe26a21bd18705ee97d6e05b4383811c02f54180807fefa461cfbc84b5a8",
};

#define REAL_LOGS (sizeof real_keys / sizeof real_keys[0])

static kedge_span real_file(const char *path)
{
    static uint8_t text[65536];
    FILE *file = fopen(path, "rb");
    size_t size;

    cr_assert_not_null(file, "%s", path);
    size = fread(text, 1, sizeof text, file);
    fclose(file);
    return (kedge_span){ text, size };
}

/* Judge the first two certificates of a chain by the real logs; answers how many of them count. */
static uint32_t real_logs_of(const char *path_of_chain)
{
    const kedge_span text = real_file(path_of_chain);
    kedge_certificate certificate[2];
    kedge_sct_log real[REAL_LOGS];
    const kedge_request request = { .time = kedge_time_waived() };
    kedge_path path = { .request = &request, .length = 2, .certificate = { &certificate[0], &certificate[1] } };
    uint8_t *memory = forge_allocate(16384);
    uint32_t fault;
    kedge_pem pem;

    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_LAX);
    for (size_t i = 0; i < 2; i++) {
        kedge_pem_block block;
        uint8_t *der;
        size_t size;

        cr_assert_status(kedge_pem_next(&pem, &block), KEDGE_OK);
        der = forge_allocate(block.decoded_size);
        cr_assert_status(kedge_pem_decode(&pem, &block, der, block.decoded_size, &size), KEDGE_OK);
        cr_assert_status(kedge_certificate_parse(&certificate[i], der, size, &fault), KEDGE_OK);
    }
    for (size_t i = 0; i < REAL_LOGS; i++) {
        const kedge_span key = forge_join(forge_hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
                                          forge_hex(real_keys[i]));

        cr_assert_status(kedge_sct_log_init(&real[i], key, (uint32_t)i, kedge_crypto_bearssl(), &fault), KEDGE_OK);
    }
    policy.logs = real;
    policy.log_count = REAL_LOGS;
    cr_assert_status(kedge_sct_judge(&path, &policy, memory, 16384, &report), KEDGE_OK);
    for (size_t i = 0; i < report.result_count; i++)
        cr_assert(report.result[i].status == KEDGE_OK || report.result[i].status == KEDGE_SCT_LOG_UNKNOWN);
    return report.logs;
}

Test(sct_policy, real_logs_signed_real_certificates)
{
    cr_assert_eq(real_logs_of(VECTORS "/real/revoked.badssl.com/chain.pem"), 2);
    cr_assert_eq(real_logs_of(VECTORS "/real/tm.cn/chain.pem"), 1);
    cr_assert_eq(real_logs_of(VECTORS "/real/www.google.com/chain.pem"), 1);
}
