/* validity.c - the validity period, to the second (RFC 5280, 4.1.2.5 and 6.1.3 (a)(2)). */
#include "vector.h"

#define CLAUSE "RFC 5280, 6.1.3 (a)(2)"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    leaf.not_before = forge_seconds(2025, 12, 1, 12, 30, 0);
    leaf.not_after = forge_seconds(2026, 3, 1, 12, 29, 59);
}

static void emit(const char *name, const char *expect, const char *time, const char *clause, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .time = time,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_seconds(void)
{
    const char *early = "reject NOT_YET_VALID certificate=0 faults=time";
    const char *late = "reject EXPIRED certificate=0 faults=time";

    begin();
    emit("first-second", "accept", "2025-12-01T12:30:00Z", "RFC 5280, 4.1.2.5", "notBefore is inclusive");
    emit("second-before", early, "2025-12-01T12:29:59Z", CLAUSE, "one second before notBefore");
    emit("last-second", "accept", "2026-03-01T12:29:59Z", "RFC 5280, 4.1.2.5", "notAfter is inclusive");
    emit("second-after", late, "2026-03-01T12:30:00Z", CLAUSE, "one second after notAfter");
    leaf.not_before = leaf.not_after = FORGE_NOW;
    emit("one-second", "accept", "2026-01-01T00:00:00Z", "RFC 5280, 4.1.2.5",
         "both ends may be the same second");
    leaf.not_before = FORGE_NOW + 2;
    emit("ends-before-it-begins", early, "2026-01-01T00:00:01Z", CLAUSE, "no time lies between");
}

static void emit_kinds_of_time(void)
{
    begin();
    emit("at-least-before-not-before", "accept", "at-least:2025-01-01T00:00:00Z", CLAUSE,
         "a device knows that its firmware was built before: notBefore cannot be judged");
    emit("at-least-last-second", "accept", "at-least:2026-03-01T12:29:59Z", CLAUSE,
         "it may be that second still");
    emit("at-least-second-after", "reject EXPIRED certificate=0 faults=time", "at-least:2026-03-01T12:30:00Z",
         CLAUSE, "what had expired when the firmware was built has expired");
    emit("waived", "accept", "waived", CLAUSE, "the caller said in as many words that time does not matter");
    emit("long-after", "reject EXPIRED certificate=0 faults=time", "9999-12-31T23:59:59Z", CLAUSE,
         "no time is too late to be judged");
    emit("long-before", "reject NOT_YET_VALID certificate=0 faults=time", "0000-01-01T00:00:00Z", CLAUSE,
         "no time is too early to be judged");
}

static void emit_issuers(void)
{
    begin();
    ca.not_after = FORGE_NOW - 1;
    emit("intermediate-expired", "reject EXPIRED certificate=1 faults=time", NULL, CLAUSE,
         "validity is judged for every certificate");
    ca.not_after = forge_seconds(2030, 1, 1, 0, 0, 0);
    ca.not_before = FORGE_NOW + 1;
    emit("intermediate-not-yet-valid", "reject NOT_YET_VALID certificate=1 faults=time", NULL, CLAUSE,
         "validity is judged for every certificate");
    begin();
    leaf.not_after = FORGE_NOW - 1;
    leaf.signer = forge_p256("somebody else");
    emit("expired-and-forged",
         "reject NOT_AUTHENTICATED reason=SIGNATURE_INVALID certificate=0 faults=", NULL, CLAUSE,
         "\"expired\" would invite a caller to forgive what nobody signed");
    begin();
    leaf.not_after = FORGE_NOW - 1;
    forge_put(&leaf, forge_key_usage(KEDGE_KU_CRL_SIGN));
    emit("expired-and-wrong-usage", "reject KEY_USAGE_REFUSED certificate=0 faults=", NULL, CLAUSE,
         "what nobody may forgive is said before what some forgive");
    begin();
    leaf.not_after = FORGE_NOW - 1;
    forge_put(&leaf, forge_subject_alt_name(forge_dns("other.example")));
    emit("expired-and-wrong-name", "reject EXPIRED certificate=0 faults=time,identity", NULL, CLAUSE,
         "who forgives the one fault must be told of the other");
}

static void emit_years(void)
{
    begin();
    leaf.not_after = forge_seconds(9999, 12, 31, 23, 59, 59);
    emit("year-9999", "accept", NULL, "RFC 5280, 4.1.2.5", "99991231235959Z says that there is no end");
    begin();
    leaf.not_after = forge_seconds(2049, 12, 31, 23, 59, 59);
    emit("year-2049", "accept", NULL, "RFC 5280, 4.1.2.5.1", "49 is 2049");
    leaf.not_after = forge_seconds(2050, 1, 1, 0, 0, 0);
    emit("year-2050", "accept", NULL, "RFC 5280, 4.1.2.5", "from 2050 on it is a GeneralizedTime");
    leaf.raw.validity = forge_sequence(forge_text(KEDGE_TAG_UTC_TIME, "500101000000Z"),
                                       forge_time(leaf.not_after));
    emit("year-1950", "accept", NULL, "RFC 5280, 4.1.2.5.1", "50 is 1950");
    leaf.raw.validity = forge_sequence(forge_time(FORGE_NOW - 1),
                                       forge_text(KEDGE_TAG_UTC_TIME, "500101000000Z"));
    emit("not-after-1950", "reject EXPIRED certificate=0 faults=time", NULL, "RFC 5280, 4.1.2.5.1",
         "50 is 1950, not 2050");
    leaf.raw.validity = forge_sequence(forge_generalized_time(FORGE_NOW - 1),
                                       forge_generalized_time(FORGE_NOW + 1));
    emit("generalized-before-2050", "accept", NULL, "RFC 5280, 4.1.2.5",
         "the wrong type for the year; the moment is clear, and webpki does not mind");
    leaf.raw.validity = forge_sequence(forge_time(0),
                                       forge_text(KEDGE_TAG_GENERALIZED_TIME, "20240229000000Z"));
    emit("leap-day", "reject EXPIRED certificate=0 faults=time", NULL, "RFC 5280, 4.1.2.5",
         "2024-02-29 is a day, and past");
}

void emit_validity(void)
{
    vector_rule("validity");
    emit_seconds();
    emit_kinds_of_time();
    emit_issuers();
    emit_years();
}
