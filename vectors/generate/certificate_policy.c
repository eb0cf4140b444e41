/* certificate_policy.c - certificate policies (RFC 5280, 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14; RFC 9618). */
#include "vector.h"

#define GOLD "1.3.6.1.4.1.55738.2.1"
#define SILVER "1.3.6.1.4.1.55738.2.2"
#define COPPER "1.3.6.1.4.1.55738.2.3"

#define NOT_VALID "reject POLICY_NOT_VALID certificate=0"

static forge_certificate root, ca, leaf;

/* The policies of CA and leaf. */
static void begin(const char *of_ca, const char *of_leaf)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    if (of_ca != NULL)
        forge_put(&ca, forge_certificate_policies(of_ca));
    if (of_leaf != NULL)
        forge_put(&leaf, forge_certificate_policies(of_leaf));
}

static void emit(const char *name, const char *expect, const char *policies, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policies = policies,
                           .clause = "RFC 5280, 6.1.3 (d), (f)",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_sets(void)
{
    begin(GOLD, GOLD);
    emit("same", "accept", "require-explicit", "CA and leaf have a policy in common");
    emit("same-wanted", "accept", "policies=" GOLD " require-explicit", "it is the one that is wanted");
    emit("same-not-wanted", NOT_VALID, "policies=" SILVER " require-explicit",
         "it is not the one that is wanted");
    emit("same-one-of-two-wanted", "accept", "policies=" SILVER "," GOLD " require-explicit",
         "it is one of those that are wanted");
    begin(GOLD, SILVER);
    emit("different", NOT_VALID, "require-explicit", "CA and leaf have no policy in common");
    emit("different-not-required", "accept", NULL, "nobody has asked for a policy");
    emit("different-wanted-not-required", "accept", "policies=" SILVER,
         "a set without the demand narrows what is reported, not what is accepted");
    begin(NULL, GOLD);
    emit("ca-without", "reject POLICY_NOT_VALID certificate=1", "require-explicit",
         "the CA has no policy, so the path has none");
    emit("ca-without-not-required", "accept", NULL, "most of the Web has no policies to speak of");
    begin(GOLD, NULL);
    emit("leaf-without", NOT_VALID, "require-explicit", "the leaf has no policy, so the path has none");
}

static void emit_any(void)
{
    begin(FORGE_ANY_POLICY, GOLD);
    emit("any-in-ca", "accept", "policies=" GOLD " require-explicit",
         "anyPolicy in a CA stands for whatever the leaf has");
    emit("any-in-ca-inhibited", "reject POLICY_NOT_VALID certificate=1",
         "policies=" GOLD " require-explicit inhibit-any", "the caller does not accept anyPolicy");
    begin(GOLD, FORGE_ANY_POLICY);
    emit("any-in-leaf", "accept", "policies=" GOLD " require-explicit",
         "anyPolicy in the leaf stands for what the CA has");
    forge_put(&ca, forge_inhibit_any_policy(0));
    emit("any-in-leaf-inhibited-by-ca", NOT_VALID, "policies=" GOLD " require-explicit",
         "the CA does not allow anyPolicy below itself");
    forge_put(&ca, forge_inhibit_any_policy(1));
    emit("any-in-leaf-inhibited-further-down", "accept", "policies=" GOLD " require-explicit",
         "the CA allows it for one more certificate");
}

static void emit_constraints(void)
{
    begin(GOLD, SILVER);
    forge_put(&ca, forge_policy_constraints(0, FORGE_NONE));
    emit("required-by-ca", NOT_VALID, NULL, "the CA demands a valid policy below itself");
    forge_put(&ca, forge_policy_constraints(1, FORGE_NONE));
    emit("required-by-ca-at-leaf", NOT_VALID, NULL, "one certificate on, the demand holds");
    forge_put(&ca, forge_policy_constraints(2, FORGE_NONE));
    emit("required-by-ca-further-down", "accept", NULL, "the demand begins below the end of the path");
    begin(GOLD, SILVER);
    forge_put(&leaf, forge_policy_constraints(0, FORGE_NONE));
    emit("required-by-leaf", NOT_VALID, NULL, "the leaf itself may demand it (RFC 5280, 6.1.5 (b))");
}

static void emit_mappings(void)
{
    forge_certificate lower;

    begin(GOLD, SILVER);
    forge_put(&ca, forge_policy_mappings(GOLD, SILVER));
    emit("mapped", "accept", "policies=" GOLD " require-explicit",
         "the CA says that silver is as good as gold");
    emit("mapped-inhibited", NOT_VALID, "policies=" GOLD " require-explicit inhibit-mapping",
         "the caller does not accept mappings");
    emit("mapped-to-what-is-wanted", NOT_VALID, "policies=" SILVER " require-explicit",
         "what is wanted is a policy of the anchor's domain");
    begin(GOLD, COPPER);
    forge_put(&ca, forge_policy_mappings(GOLD, SILVER, GOLD, COPPER));
    emit("mapped-to-two", "accept", "policies=" GOLD " require-explicit",
         "one policy may be mapped to several");
    forge_put(&ca, forge_policy_mappings(FORGE_ANY_POLICY, COPPER));
    emit("mapped-from-any", "reject POLICY_MAPPING_REFUSED certificate=1", NULL,
         "anyPolicy must not be mapped");
    forge_put(&ca, forge_policy_mappings(GOLD, FORGE_ANY_POLICY));
    emit("mapped-to-any", "reject POLICY_MAPPING_REFUSED certificate=1", NULL,
         "anyPolicy must not be mapped to");

    begin(GOLD, SILVER);
    forge_put(&ca, forge_policy_constraints(FORGE_NONE, 0));
    lower = forge_ca("Lower", &ca);
    forge_put(&lower, forge_certificate_policies(GOLD));
    forge_put(&lower, forge_policy_mappings(GOLD, SILVER));
    leaf = forge_leaf("host.example", &lower);
    forge_put(&leaf, forge_certificate_policies(SILVER));
    vector_emit(&(vector){ .name = "mapped-inhibited-by-ca",
                           .expect = NOT_VALID,
                           .policies = "require-explicit",
                           .clause = "RFC 5280, 6.1.4 (b)(2)",
                           .why = "the upper CA does not allow mappings below itself",
                           .chain = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_malformed(void)
{
    begin(GOLD, NULL);
    forge_put(&leaf, forge_with_value(forge_certificate_policies(GOLD), forge_sequence(FORGE_ABSENT)));
    emit("empty", "reject EXTENSION_MALFORMED certificate=0", NULL,
         "the list has at least one policy, asked for or not (CVE-2023-0465)");
    forge_put(&leaf, forge_certificate_policies(GOLD, SILVER, GOLD));
    emit("twice", "reject EXTENSION_MALFORMED certificate=0", NULL, "a policy is listed once");
}

void emit_certificate_policy(void)
{
    vector_rule("certificate-policy");
    emit_sets();
    emit_any();
    emit_constraints();
    emit_mappings();
    emit_malformed();
}
