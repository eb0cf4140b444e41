/* timestamps.c - signed certificate timestamps (RFC 6962), of which the application demands enough. */
#include "vector.h"

#include "forge/timestamp.h"

static forge_certificate root, ca, leaf;
static kedge_span delivered_list;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    leaf.serial_number = forge_hex("71"); /* else it depends on the extensions */
    delivered_list = (kedge_span){ NULL, 0 };
}

/* Logs 0 and 1 are one operator's, log 2 another's. */
static const forge_key *log_key(size_t i)
{
    static const char *const names[] = { "log 0", "log 1", "log 2" };

    return forge_p256(names[i]);
}

static timestamp embedded(size_t log)
{
    return timestamp_by(log_key(log), timestamp_precertificate_entry(&leaf));
}

static kedge_span item(timestamp t)
{
    return timestamp_vector(timestamp_sct(&t));
}

static void embed(kedge_span list)
{
    forge_put(&leaf, timestamp_extension(list));
}

static void emit(const char *name, const char *expect, const char *application, const char *clause, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .application = application,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) },
                           .logs = { log_key(0)->subject_public_key_info, log_key(1)->subject_public_key_info,
                                     log_key(2)->subject_public_key_info },
                           .timestamps = { delivered_list } });
}

#define REFUSED "reject HOOK_REFUSED certificate=0 "

static void emit_counts(void)
{
    static const char clause[] = "RFC 6962, 5.2";

    begin();
    embed(timestamp_list(item(embedded(0)), item(embedded(2))));
    emit("two-of-two-operators", "accept timestamps=OK", "operators-of-logs=1,1,2 logs-min=2 operators-min=2", clause,
         "two logs of two operators vouch for it");
    emit("two-of-three", REFUSED "timestamps=SCT_TOO_FEW", "operators-of-logs=1,1,2 logs-min=3 operators-min=2", clause,
         "three logs are demanded");
    begin();
    embed(timestamp_list(item(embedded(0)), item(embedded(1))));
    emit("two-of-one-operator", REFUSED "timestamps=SCT_TOO_FEW", "operators-of-logs=1,1,2 logs-min=2 operators-min=2",
         clause, "both logs are one operator's");
    begin();
    embed(timestamp_list(item(embedded(0)), item(embedded(0))));
    emit("one-log-twice", REFUSED "timestamps=SCT_TOO_FEW", "operators-of-logs=1,1,2 logs-min=2 operators-min=1", clause,
         "a log counts once");
    begin();
    emit("none", REFUSED "timestamps=SCT_TOO_FEW", "operators-of-logs=1,1,2 logs-min=1 operators-min=1", clause,
         "nobody vouches for it");
    delivered_list = timestamp_list(item(timestamp_by(log_key(1), timestamp_x509_entry(forge_sign(&leaf)))));
    emit("delivered", "accept timestamps=OK", "operators-of-logs=1,1,2 logs-min=1 operators-min=1", "RFC 6962, 3.3",
         "it came in the TLS handshake, about the certificate as it is");
    delivered_list = timestamp_list(item(embedded(1)));
    emit("delivered-but-made-to-be-embedded", REFUSED "timestamp=SIGNATURE_INVALID",
         "operators-of-logs=1,1,2 logs-min=1 operators-min=1", "RFC 6962, 3.2",
         "it was signed about the precertificate, and is not embedded");
}

/* One embedded timestamp that is spoilt. */
static void emit_spoilt(const char *name, const char *expect, timestamp t, const char *clause, const char *why)
{
    embed(timestamp_list(item(t)));
    emit(name, expect, "operators-of-logs=1,1,2 logs-min=1 operators-min=1", clause, why);
    begin();
}

static void emit_faults(void)
{
    timestamp t;
    kedge_span sct;

    begin();
    emit_spoilt("embedded", "accept timestamps=OK", embedded(0), "RFC 6962, 3.2", "it was signed before it was embedded");
    t = embedded(0);
    t.log = forge_p256("log 3");
    emit_spoilt("unknown-log", REFUSED "timestamp=SCT_LOG_UNKNOWN", t, "RFC 6962, 3.2", "nobody knows that log");
    t = embedded(0);
    t.time = (uint64_t)(FORGE_NOW + 1) * 1000;
    emit_spoilt("from-tomorrow", REFUSED "timestamp=SCT_IN_FUTURE", t, "RFC 6962, 5.2", "it was not yet made");
    t = embedded(0);
    t.entry = timestamp_x509_entry(forge_sign(&ca));
    emit_spoilt("of-another-certificate", REFUSED "timestamp=SIGNATURE_INVALID", t, "RFC 6962, 3.2",
                "it is about another certificate");
    t = embedded(0);
    sct = timestamp_sct(&t);
    embed(timestamp_list(timestamp_vector(forge_join(forge_hex("01"), (kedge_span){ sct.data + 1, sct.size - 1 }))));
    emit("of-a-later-version", REFUSED "timestamp=SCT_VERSION_UNKNOWN",
         "operators-of-logs=1,1,2 logs-min=1 operators-min=1", "RFC 6962, 3.3", "its version is not known");
    begin();
    sct = timestamp_list(item(embedded(0)));
    embed(forge_cut(sct, sct.size - 1));
    emit("cut-off", REFUSED "timestamps=SCT_MALFORMED", "operators-of-logs=1,1,2 logs-min=1 operators-min=1",
         "RFC 6962, 3.3", "the list ends before its end");
    begin();
    embed(timestamp_list(item(embedded(0))));
    emit("log-ended-before", REFUSED "timestamp=SCT_OUTSIDE_LOG",
         "operators-of-logs=1,1,2 logs-min=1 operators-min=1 logs-end=2025-12-01T00:00:00Z", "kedge/sct.h",
         "the log's timestamps count until a date that was before");
}

void emit_timestamps(void)
{
    vector_rule("timestamps");
    emit_counts();
    emit_faults();
}
