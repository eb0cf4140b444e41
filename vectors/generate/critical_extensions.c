/* critical_extensions.c - what must be understood (RFC 5280, 4.2, 6.1.4 (o) and 6.1.5 (f)). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void emit(const char *name, const char *expect, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .clause = "RFC 5280, 4.2",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

void emit_critical_extensions(void)
{
    vector_rule("critical-extensions");
    begin();
    forge_put(&leaf, forge_unknown_extension(false));
    emit("unknown-not-critical", "accept", "what is not critical may be passed over");
    forge_put(&leaf, forge_unknown_extension(true));
    emit("unknown-critical-in-leaf", "reject UNKNOWN_CRITICAL_EXTENSION certificate=0",
         "what is critical must be understood");
    begin();
    forge_put(&ca, forge_unknown_extension(true));
    emit("unknown-critical-in-intermediate", "reject UNKNOWN_CRITICAL_EXTENSION certificate=1",
         "what is critical must be understood in every certificate");
    begin();
    forge_put(&leaf, forge_any_extension("1.3.6.1.4.1.11129.2.4.3", true, forge_null()));
    emit("precertificate", "reject UNKNOWN_CRITICAL_EXTENSION certificate=0",
         "the poison of a precertificate (RFC 6962, 3.1) is there to be refused");
    begin();
    forge_put(&leaf, forge_critical(forge_extended_key_usage(FORGE_EKU_SERVER_AUTH)));
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    emit("known-critical", "accept", "critical extensions that are processed");
    forge_put(&leaf, forge_any_extension("2.5.29.9", false, forge_sequence(FORGE_ABSENT)));
    forge_put(&leaf, forge_sct_list());
    forge_put(&leaf, forge_tls_feature());
    forge_put(&leaf, forge_ocsp_no_check());
    forge_put(&leaf, forge_crl_distribution_points("http://crl.example/ca.crl"));
    forge_put(&leaf, forge_authority_info_access("http://ocsp.example/", "http://ca.example/ca.crt"));
    emit("many-not-critical", "accept", "extensions that say nothing about validity");
}
