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

static void emit_spelling(void)
{
    kedge_span printable = forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "a_server");
    kedge_span bits = forge_bit_string(forge_hex("55"), 0);

    begin();
    leaf.raw.subject_unique_id = forge_tlv(KEDGE_TAG_CONTEXT(2), forge_copy(bits.data + 2, bits.size - 2));
    emit("unique-identifier", "reject UNIQUE_IDENTIFIER certificate=0", "rfc5280", "RFC 5280, 4.1.2.8",
         "CAs must not make unique identifiers");
    begin();
    forge_put(&leaf, forge_raw_extension("1.2.3", forge_sequence(forge_oid("1.2.3"), forge_boolean(false),
                                                                 forge_octet_string(forge_null()))));
    emit("critical-false", "reject DEFAULT_SPELT_OUT certificate=0", "rfc5280", "X.690, 11.5",
         "not critical is the default, and defaults are left out");
    begin();
    leaf.subject = forge_name(forge_rdn(printable));
    emit("printable-string-underscore", "reject NAME_STRING_FORM certificate=0", "rfc5280", "X.680, 41.4",
         "PrintableString has no underscore; old certificates have it all the same");
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
    forge_put(&ca,
              forge_not_critical(forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT)));
    emit("name-constraints-not-critical", "reject NAME_CONSTRAINTS_NOT_CRITICAL certificate=1", "rfc5280",
         "RFC 5280, 4.2.1.10", "who does not know name constraints would pass over these");
    begin();
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example"), forge_dns("a_b.example")));
    emit("san-underscore", "reject SAN_NAME_FORM certificate=0", "rfc5280", "RFC 5280, 4.2.1.6",
         "the preferred name syntax has no underscore");
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

static void emit_common_name_beside_an_address(const char *name, const char *common_name,
                                               const char *expect, const char *why)
{
    leaf.subject = forge_common_name(common_name);
    forge_put(&leaf, forge_subject_alt_name(forge_ip("c0000201")));
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = "webpki_strict",
                           .identity = "ip=192.0.2.1",
                           .clause = "CA/B BR, 7.1.4.3",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    begin();
}

static void emit_common_names_beside_addresses(void)
{
    const char *refused = "reject CN_NOT_IN_SAN certificate=0";

    emit_common_name_beside_an_address("cn-address", "192.0.2.1", "accept", "the address in its usual text");
    emit_common_name_beside_an_address("cn-address-hexadecimal", "0xC0000201", refused,
                                       "the same address in a text that is not its usual one");
    emit_common_name_beside_an_address("cn-address-zeros", "192.000.002.001", refused,
                                       "the same address in a text that is not its usual one");
    emit_common_name_beside_an_address("cn-domain-beside-an-address", "host.example", "accept",
                                       "a domain name is compared with dNSNames, and there are none");
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
    emit_common_names_beside_addresses();
    forge_put(&leaf, forge_with_value(forge_authority_info_access(NULL, NULL),
                                      forge_sequence(forge_sequence(forge_oid("1.3.6.1.5.5.7.48.1"),
                                                                    forge_dns("ocsp.example")))));
    emit_web("aia-not-a-uri", "reject AIA_FORM certificate=0", "CA/B BR, 7.1.2.7.7",
             "authorityInfoAccess points to something other than a URI");
}

static kedge_span attribute(const char *oid, const char *text)
{
    return forge_rdn(forge_attribute(oid, KEDGE_TAG_UTF8_STRING, text));
}

static void emit_profiles(void)
{
    begin();
    leaf.subject = forge_name(attribute("2.5.4.10", "One"), attribute("2.5.4.10", "Other"));
    emit_web("subject-repeats", "reject SUBJECT_REPEATS certificate=0", "CA/B BR, 7.1.4.1",
             "two organizations are named");
    leaf.subject = forge_name(attribute("2.5.4.10", "One"), attribute("2.5.4.11", "Unit"));
    emit_web("leaf-unit", "reject LEAF_UNIT certificate=0", "CA/B BR, 7.1.2.7.4",
             "organizationalUnitName is not verified, and so no longer allowed");
    forge_put(&ca, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_CODE_SIGNING));
    leaf = forge_leaf("host.example", &ca);
    emit_web("ca-eku-mixed", "reject CA_EKU_FORM certificate=1", "CA/B BR, 7.1.2.10.6",
             "a CA for servers is none for code");
    forge_put(&leaf, forge_key_usage(KEDGE_KU_KEY_AGREEMENT));
    emit_web("leaf-key-usage-none", "reject LEAF_KEY_USAGE_NONE certificate=0", "CA/B BR, 7.1.2.7.11",
             "a server on P-256 signs");
    forge_put(&leaf, forge_not_critical(forge_basic_constraints(false, FORGE_NONE)));
    emit_web("leaf-basic-constraints-not-critical", "reject LEAF_BASIC_CONSTRAINTS certificate=0",
             "CA/B BR, 7.1.2.7.6", "where basicConstraints is there, it is critical");
    forge_put(&leaf, forge_crl_distribution_points("ldap://crl.example/cn=CA"));
    emit_web("crl-point-ldap", "reject CRL_POINTS_FORM certificate=0", "CA/B BR, 7.1.2.11.2",
             "CRLs are fetched by http");
    forge_put(&leaf, forge_certificate_policies("1.2.3"));
    emit_web("policies-not-reserved", "reject POLICIES_FORM certificate=0", "CA/B BR, 7.1.2.7.9",
             "no policy says how the subject was validated");
    forge_put(&leaf, forge_certificate_policies("2.23.140.1.2.1", "1.2.3"));
    vector_emit(&(vector){ .name = "policies-reserved",
                           .expect = "accept",
                           .policy = "webpki_strict",
                           .clause = "CA/B BR, 7.1.2.7.9",
                           .why = "one reserved policy, beside one of the CA's own",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_web_links(void)
{
    begin();
    leaf.hash = KEDGE_HASH_SHA384;
    emit_web("ecdsa-hash", "reject ECDSA_HASH certificate=0", "CA/B BR, 7.1.3.2.2",
             "P-256 signs with SHA-256");
    leaf.issuer = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "CA")));
    emit_web("issuer-name-encoding", "reject ISSUER_NAME_ENCODING certificate=0", "CA/B BR, 7.1.4.1",
             "the issuer's name is the same, and not the same bytes");
    forge_put(&leaf, forge_authority_key_identifier_full(forge_key_identifier(ca.key),
                                                         forge_sequence(forge_directory(root.subject)),
                                                         forge_hex("01")));
    emit_web("aki-form", "reject AKI_FORM certificate=0", "CA/B BR, 7.1.2.11.1",
             "authorityKeyIdentifier holds more than the identifier");
    leaf = forge_leaf_with_key("host.example", &ca,
                               forge_public(forge_rsa_public_key(forge_join(forge_hex("01"),
                                                                            forge_rsa(2048, 0)->modulus),
                                                                 forge_hex("010001"))));
    emit_web("rsa-2049-bits", "reject KEY_SIZE_FORM certificate=0", "CA/B BR, 6.1.5",
             "the size of a modulus in bits is a multiple of 8");
}

static void emit_web_leaves(void)
{
    forge_certificate own;

    forge_put(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_ENCIPHERMENT));
    emit_web("leaf-key-usage", "reject LEAF_KEY_USAGE certificate=0", "CA/B BR, 7.1.2.7.11",
             "a key on a curve enciphers no keys");
    forge_put(&leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_CODE_SIGNING));
    emit_web("leaf-code-signing", "reject LEAF_EKU_FORM certificate=0", "CA/B BR, 7.1.2.7.10",
             "a server's key must not sign code");
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example"), forge_dns("*.example")));
    leaf.subject = forge_common_name("host.example");
    emit_web("wildcard-below-top", "reject WILDCARD_PUBLIC_SUFFIX certificate=0", "CA/B BR, 3.2.2.6",
             "nobody owns all names of a top-level domain");

    leaf.subject = forge_name(FORGE_ABSENT);
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    emit_web("subject-empty", "accept", "CA/B BR, 7.1.2.7.12",
             "a server needs no subject where its names are critical");

    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    vector_emit(&(vector){ .name = "san-missing",
                           .expect = "reject SAN_MISSING certificate=0",
                           .policy = "webpki_strict",
                           .identity = "waived",
                           .clause = "CA/B BR, 7.1.2.7.6",
                           .why = "a server's names stand in subjectAltName",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    own = forge_ca("Lower", &ca);
    own.subject = forge_name(FORGE_ABSENT);
    vector_emit(&(vector){ .name = "ca-subject-empty",
                           .expect = "reject CA_SUBJECT_EMPTY certificate=0",
                           .policy = "rfc5280",
                           .identity = "waived",
                           .usage = "waived",
                           .clause = "RFC 5280, 4.1.2.6",
                           .why = "a CA without a name can have no children",
                           .chain = { forge_sign(&own), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    own = forge_root("host.example");
    own.version = 1;
    vector_emit(&(vector){ .name = "v1",
                           .expect = "reject VERSION_NOT_3 certificate=0",
                           .policy = "webpki_strict",
                           .identity = "waived",
                           .trust = "leaf=yes",
                           .clause = "CA/B BR, 7.1.1",
                           .why = "a pinned certificate of version 1",
                           .chain = { forge_sign(&own) },
                           .anchors = { forge_sign(&own) } });
}

void emit_conformance(void)
{
    vector_rule("conformance");
    emit_fields();
    emit_spelling();
    emit_extensions();
    emit_baseline_requirements();
    emit_profiles();
    emit_web_links();
    emit_web_leaves();
}
