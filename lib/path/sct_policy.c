/* sct_policy.c - are there timestamps of enough logs? (RFC 6962, 5.2; what browsers demand.) */
#include <kedge/sct.h>
#include <kedge/verify.h>

#include <string.h>

/* One judgement. */
typedef struct judgement {
    const kedge_path *path;
    const kedge_sct_policy *policy;
    void *memory;
    size_t size;
    kedge_sct_report *report;
} judgement;

size_t kedge_sct_judge_size(const kedge_certificate *certificate, const kedge_sct_policy *policy)
{
    const kedge_sct nothing = { .version = 0 };
    const size_t embedded = kedge_certificate_sct_list(certificate).size;
    size_t largest = embedded;

    if (policy->tls_list.size > largest)
        largest = policy->tls_list.size;
    if (policy->ocsp_list.size > largest)
        largest = policy->ocsp_list.size;
    return kedge_sct_verify_size(certificate, &nothing) + largest;
}

static uint32_t find_log(const kedge_sct_policy *policy, const kedge_sct *sct)
{
    uint32_t i = 0;

    while (i < policy->log_count && memcmp(policy->logs[i].id, sct->log_id.data, KEDGE_SCT_LOG_ID_SIZE) != 0)
        i++;
    return i;
}

static bool is_in_future(const kedge_time *time, uint64_t timestamp)
{
    if (time->kind != KEDGE_TIME_AT)
        return false;
    return time->seconds < 0 || timestamp / 1000 > (uint64_t)time->seconds;
}

static bool is_outside_log(const kedge_sct_log *log, const kedge_certificate *certificate, uint64_t timestamp)
{
    if (log->has_end && (log->end < 0 || timestamp / 1000 >= (uint64_t)log->end))
        return true;
    return log->has_expiry_range
           && (certificate->not_after < log->expiry_from || certificate->not_after >= log->expiry_before);
}

/* Cheap before dear: the signature comes last. */
static kedge_status judge_timestamp(const judgement *j, const kedge_sct *sct, kedge_sct_source source, uint32_t log)
{
    const kedge_certificate *certificate = j->path->certificate[0];
    const kedge_certificate *issuer = j->path->length > 1 ? j->path->certificate[1] : NULL;

    if (log == j->policy->log_count)
        return KEDGE_SCT_LOG_UNKNOWN;
    if (is_in_future(&j->path->request->time, sct->timestamp))
        return KEDGE_SCT_IN_FUTURE;
    if (is_outside_log(&j->policy->logs[log], certificate, sct->timestamp))
        return KEDGE_SCT_OUTSIDE_LOG;
    return kedge_sct_verify(sct, source, certificate, issuer, &j->policy->logs[log], j->policy->crypto, j->memory,
                            j->size);
}

/* Whether an earlier result counts for the same log, or for a log of the same operator. */
static bool is_counted(const judgement *j, uint32_t log, bool *has_operator)
{
    const kedge_sct_log *logs = j->policy->logs;
    bool is_repeated = false;

    *has_operator = false;
    for (uint32_t i = 0; i < j->report->result_count; i++) {
        const kedge_sct_result *earlier = &j->report->result[i];

        if (earlier->status != KEDGE_OK)
            continue;
        is_repeated = is_repeated || earlier->log == log;
        *has_operator = *has_operator || logs[earlier->log].operator_number == logs[log].operator_number;
    }
    return is_repeated;
}

static void count(const judgement *j, kedge_sct_result *result)
{
    bool has_operator;

    result->is_repeated = is_counted(j, result->log, &has_operator);
    j->report->logs += !result->is_repeated;
    j->report->operators += !has_operator;
}

static kedge_status add_result(const judgement *j, const kedge_sct *sct, kedge_sct_source source)
{
    kedge_sct_report *report = j->report;
    kedge_sct_result result = { .source = source, .log = (uint32_t)j->policy->log_count };

    if (report->result_count == KEDGE_SCT_RESULTS_MAX)
        return KEDGE_BUDGET_SPENT;
    result.timestamp = sct->timestamp;
    result.status = KEDGE_SCT_VERSION_UNKNOWN;
    if (sct->version == 0) {
        result.log = find_log(j->policy, sct);
        result.status = judge_timestamp(j, sct, source, result.log);
    }
    if (result.status == KEDGE_OK)
        count(j, &result);
    report->result[report->result_count++] = result;
    return result.status == KEDGE_WORKSPACE_TOO_SMALL ? result.status : KEDGE_OK;
}

static kedge_status judge_list(const judgement *j, kedge_span bytes, kedge_sct_source source)
{
    kedge_sct_list list;
    kedge_sct sct;
    bool found = true;
    kedge_status status;

    if (bytes.data == NULL)
        return KEDGE_OK;
    status = kedge_sct_list_begin(&list, bytes);
    while (status == KEDGE_OK) {
        status = kedge_sct_list_next(&list, &sct, &found);
        if (status != KEDGE_OK || !found)
            break;
        status = add_result(j, &sct, source);
    }
    return status;
}

static kedge_status judge_all(const judgement *j)
{
    const kedge_sct_policy *policy = j->policy;
    kedge_status status;

    if (policy->crypto == NULL || policy->logs == NULL || policy->log_count >= UINT32_MAX || policy->logs_min == 0)
        return KEDGE_BAD_ARGUMENT;
    if ((status = judge_list(j, kedge_certificate_sct_list(j->path->certificate[0]), KEDGE_SCT_EMBEDDED)) != KEDGE_OK
        || (status = judge_list(j, policy->tls_list, KEDGE_SCT_TLS)) != KEDGE_OK
        || (status = judge_list(j, policy->ocsp_list, KEDGE_SCT_OCSP)) != KEDGE_OK)
        return status;
    if (j->report->logs < policy->logs_min || j->report->operators < policy->operators_min)
        return KEDGE_SCT_TOO_FEW;
    return KEDGE_OK;
}

kedge_status kedge_sct_judge(const kedge_path *path, const kedge_sct_policy *policy, void *memory, size_t size,
                             kedge_sct_report *report)
{
    kedge_sct_report own;
    const judgement j = { path, policy, memory, size, report != NULL ? report : &own };

    memset(j.report, 0, sizeof *j.report);
    j.report->status = judge_all(&j);
    return j.report->status;
}
