/* conformance.c - rules on how certificates are to be made: each refuses under the policy that has it, and
 * the same certificate is accepted under webpki, which has none (kedge/conformance.h). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

/* `name` says what is odd; two vectors come of it. */
static void emit(const char *name, const char *expect, const char *policy, const char *clause,
                 const char *why)
{
    char path[2][96];
    const char *suffix = "-webpki";
    vector row = { .name = name,
                   .expect = expect,
                   .policy = policy,
                   .clause = clause,
                   .why = why,
                   .chain = { forge_sign(&leaf), forge_sign(&ca) },
                   .anchors = { forge_sign(&root) } };

    vector_emit(&row);
    for (size_t i = 0; i < sizeof path[0] - 1; i++) {
        path[0][i] = *name != '\0' ? *name++ : *suffix != '\0' ? *suffix++ : '\0';
        path[0][i + 1] = '\0';
    }
    row.name = path[0];
    row.policy = "webpki";
    row.expect = "accept";
    vector_emit(&row);
}

static void emit_fields(void)
{
    begin();
    leaf.serial_number = forge_hex("00");
    emit("serial-zero", "reject SERIAL_NOT_POSITIVE certificate=0", "rfc5280", "RFC 5280, 4.1.2.2",
         "the serial number is zero");
    leaf.serial_number = forge_hex("ff");
    emit("serial-negative", "reject SERIAL_NOT_POSITIVE certificate=0", "rfc5280", "RFC 5280, 4.1.2.2",
         "the serial number is negative");
    leaf.serial_number = forge_hex("010203040506070809101112131415161718192021");
    emit("serial-long", "reject SERIAL_TOO_LONG certificate=0", "rfc5280", "RFC 5280, 4.1.2.2",
         "the serial number has 21 octets");
    begin();
    leaf.raw.validity = forge_sequence(forge_generalized_time(leaf.not_before),
                                       forge_generalized_time(leaf.not_after));
    emit("time-form", "reject TIME_FORM certificate=0", "rfc5280", "RFC 5280, 4.1.2.5",
         "GeneralizedTime before 2050");
    begin();
    ca.subject = forge_name(FORGE_ABSENT);
    leaf = forge_leaf("host.example", &ca);
    leaf.raw.issuer = ca.subject;
    vector_emit(&(vector){ .name = "issuer-empty",
                           .expect = "reject ISSUER_EMPTY certificate=0",
                           .clause = "RFC 5280, 4.1.2.4",
                           .why = "an issuer must have a name, under every policy",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_extensions(void)
{
    begin();
    forge_put(&leaf, forge_with_value(forge_key_usage(1), forge_hex("03020080")));
    emit("key-usage-trailing-zeros", "reject KEY_USAGE_FORM certificate=0", "rfc5280", "X.690, 11.2.2",
         "trailing zero bits of a named bit list");
    begin();
    forge_put(&leaf, forge_critical(forge_subject_key_identifier(forge_key_identifier(leaf.key))));
    emit("critical-key-identifier", "reject CRITICALITY certificate=0", "rfc5280", "RFC 5280, 4.2.1.2",
         "this extension must not be critical");
    begin();
    leaf.subject = forge_name(FORGE_ABSENT);
    emit("san-not-critical", "reject SAN_NOT_CRITICAL certificate=0", "rfc5280", "RFC 5280, 4.2.1.6",
         "the only name stands in an extension that is not critical");
    begin();
    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_CERT_SIGN));
    emit("cert-sign-without-ca", "reject CERT_SIGN_NOT_CA certificate=0", "rfc5280", "RFC 5280, 4.2.1.3",
         "keyCertSign without cA");
    begin();
    forge_put(&leaf, forge_basic_constraints(false, 0));
    emit("path-length-without-ca", "reject PATH_LENGTH_NOT_CA certificate=0", "rfc5280", "RFC 5280, 4.2.1.9",
         "a path length without cA");
    begin();
    forge_put(&leaf, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    emit("name-constraints-without-ca", "reject NAME_CONSTRAINTS_NOT_CA certificate=0", "rfc5280",
         "RFC 5280, 4.2.1.10", "name constraints in a leaf");
    begin();
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT, FORGE_ABSENT));
    emit("name-constraints-empty", "reject NAME_CONSTRAINTS_EMPTY certificate=1", "rfc5280",
         "RFC 5280, 4.2.1.10", "name constraints that constrain nothing");
    begin();
    forge_put(&ca, forge_policy_constraints(FORGE_NONE, FORGE_NONE));
    emit("policy-constraints-empty", "reject POLICY_CONSTRAINTS_EMPTY certificate=1", "rfc5280",
         "RFC 5280, 4.2.1.11", "policy constraints that constrain nothing");
}

static void emit_web(const char *name, const char *expect, const char *clause, const char *why)
{
    emit(name, expect, "webpki_strict", clause, why);
    begin();
}

static void emit_baseline_requirements(void)
{
    begin();
    vector_emit(&(vector){ .name = "strict",
                           .expect = "accept",
                           .policy = "webpki_strict",
                           .clause = "CA/B BR, 7.1.2",
                           .why = "a chain as the Baseline Requirements want it",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    vector_emit(&(vector){ .name = "rfc5280",
                           .expect = "accept",
                           .policy = "rfc5280",
                           .clause = "RFC 5280, 4",
                           .why = "a chain as RFC 5280 wants it",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_ANY));
    emit_web("leaf-any", "reject LEAF_EKU_ANY certificate=0", "CA/B BR, 7.1.2.7.10",
             "any purpose beside the right one");
    forge_put(&leaf, forge_critical(forge_extended_key_usage(FORGE_EKU_SERVER_AUTH)));
    emit_web("eku-critical", "reject EKU_CRITICAL certificate=0", "CA/B BR, 7.1.2.7.6",
             "extKeyUsage is critical");
    forge_put(&root, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH));
    emit_web("root-eku", "reject ROOT_EKU certificate=anchor", "CA/B BR, 7.1.2.1.2",
             "a root has extKeyUsage");
    forge_put(&root, forge_authority_key_identifier_full(forge_key_identifier(root.key),
                                                         forge_sequence(forge_directory(root.subject)),
                                                         forge_hex("01")));
    emit_web("root-aki-form", "reject ROOT_AKI_FORM certificate=anchor", "CA/B BR, 7.1.2.1.3",
             "a root's authorityKeyIdentifier holds more than the identifier");
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    emit_web("san-critical", "reject SAN_CRITICAL certificate=0", "CA/B BR, 7.1.2.7.12",
             "subjectAltName is critical beside a subject");
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example"), forge_email("a@host.example")));
    emit_web("san-email", "reject SAN_FORM certificate=0", "CA/B BR, 7.1.2.7.12",
             "a server's certificate names a mailbox");
    leaf.subject = forge_common_name("Host.Example");
    emit_web("cn-not-in-san", "reject CN_NOT_IN_SAN certificate=0", "CA/B BR, 7.1.4.3",
             "the common name does not repeat a name to the letter");
    forge_put(&leaf, forge_with_value(forge_authority_info_access(NULL, NULL),
                                      forge_sequence(forge_sequence(forge_oid("1.3.6.1.5.5.7.48.1"),
                                                                    forge_dns("ocsp.example")))));
    emit_web("aia-not-a-uri", "reject AIA_FORM certificate=0", "CA/B BR, 7.1.2.7.7",
             "authorityInfoAccess points to something other than a URI");
}

void emit_conformance(void)
{
    vector_rule("conformance");
    emit_fields();
    emit_extensions();
    emit_baseline_requirements();
}
