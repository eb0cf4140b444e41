/* name_constraints.c - which names a CA may vouch for (RFC 5280, 4.2.1.10 and 6.1.3 (b), (c)). */
#include "vector.h"

#define NOT_PERMITTED "reject NAME_NOT_PERMITTED certificate=0"
#define EXCLUDED "reject NAME_EXCLUDED certificate=0"

static forge_certificate root, ca, leaf;

static void begin(kedge_span permitted, kedge_span excluded)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    forge_put(&ca, forge_name_constraints(permitted, excluded));
    leaf = forge_leaf("host.example", &ca);
    leaf.subject = forge_common_name("A server");
}

static void emit_as(const char *name, const char *expect, const char *identity, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .identity = identity,
                           .clause = "RFC 5280, 4.2.1.10",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit(const char *name, const char *expect, const char *why)
{
    emit_as(name, expect, NULL, why);
}

static void put_names(kedge_span general_names)
{
    forge_put(&leaf, forge_subject_alt_names(forge_sequence(general_names)));
}

static void emit_hosts(void)
{
    begin(forge_subtrees(forge_dns("example")), FORGE_ABSENT);
    emit("dns-below-permitted", "accept", "host.example lies below example");
    put_names(forge_join(forge_dns("host.example"), forge_dns("host.test")));
    emit("dns-second-not-permitted", NOT_PERMITTED, "every name must be permitted, not one of them");
    begin(forge_subtrees(forge_dns("host.example")), FORGE_ABSENT);
    emit("dns-permitted-itself", "accept", "a subtree holds the name that it is named after");
    begin(forge_subtrees(forge_dns("HOST.Example")), FORGE_ABSENT);
    emit("dns-case", "accept", "host names are compared without case");
    begin(forge_subtrees(forge_dns("st.example")), FORGE_ABSENT);
    emit("dns-part-of-a-label", NOT_PERMITTED, "labels are whole: host is not below st");
    begin(forge_subtrees(forge_dns("")), FORGE_ABSENT);
    emit("dns-empty-permits-all", "accept", "every name lies below the root of names");
    begin(FORGE_ABSENT, forge_subtrees(forge_dns("")));
    emit("dns-empty-excludes-all", EXCLUDED, "every name lies below the root of names");
    begin(FORGE_ABSENT, forge_subtrees(forge_dns("other.example")));
    emit("dns-not-excluded", "accept", "what is not excluded is permitted where nothing is");
    begin(FORGE_ABSENT, forge_subtrees(forge_dns("EXAMPLE")));
    emit("dns-excluded", EXCLUDED, "the case of the constraint does not matter");
    begin(forge_subtrees(forge_dns("example")), forge_subtrees(forge_dns("host.example")));
    emit("dns-permitted-and-excluded", EXCLUDED, "excluded stands before permitted");
    begin(forge_subtrees(forge_dns("test"), forge_dns("example")), FORGE_ABSENT);
    emit("dns-one-of-several-permitted", "accept", "one of the permitted subtrees is enough");
    forge_put(&ca,
              forge_not_critical(forge_name_constraints(forge_subtrees(forge_dns("test")), FORGE_ABSENT)));
    emit("not-critical", NOT_PERMITTED, "what is understood is applied, critical or not");
}

static void emit_wildcards(void)
{
    const char *identity = "dns=www.host.example";

    begin(forge_subtrees(forge_dns("host.example")), FORGE_ABSENT);
    put_names(forge_dns("*.host.example"));
    emit_as("wildcard-below-permitted", "accept", identity, "all that it stands for is permitted");
    begin(forge_subtrees(forge_dns("www.host.example")), FORGE_ABSENT);
    put_names(forge_dns("*.host.example"));
    emit_as("wildcard-wider-than-permitted", NOT_PERMITTED, identity, "it stands for more than is permitted");
    begin(FORGE_ABSENT, forge_subtrees(forge_dns("www.host.example")));
    put_names(forge_dns("*.host.example"));
    emit_as("wildcard-holds-excluded", EXCLUDED, "dns=ftp.host.example",
            "it stands for a name that is excluded (CVE-2025-61727)");
    begin(FORGE_ABSENT, forge_subtrees(forge_dns("a.www.host.example")));
    put_names(forge_dns("*.host.example"));
    emit_as("wildcard-above-excluded", "accept", identity,
            "it stands for one label: it never reaches what is excluded");
}

static void emit_other_forms(void)
{
    begin(forge_subtrees(forge_ip("c0000200ffffff00")), FORGE_ABSENT);
    emit("another-form", "accept", "a constraint on addresses says nothing of host names");
    put_names(forge_join(forge_dns("host.example"), forge_ip("c0000207")));
    emit("ip-permitted", "accept", "192.0.2.7 lies in 192.0.2.0/24");
    put_names(forge_join(forge_dns("host.example"), forge_ip("c0000307")));
    emit("ip-not-permitted", NOT_PERMITTED, "192.0.3.7 lies outside of 192.0.2.0/24");
    put_names(forge_join(forge_dns("host.example"), forge_ip("20010db8000000000000000000000001")));
    emit("ip-of-the-other-family", NOT_PERMITTED, "an IPv6 address lies in no IPv4 subtree");
    begin(FORGE_ABSENT,
          forge_subtrees(forge_ip("20010db8000000000000000000000000ffffffff000000000000000000000000")));
    put_names(forge_join(forge_dns("host.example"), forge_ip("20010db8000000000000000000000001")));
    emit("ip-v6-excluded", EXCLUDED, "2001:db8::1 lies in 2001:db8::/32");

    begin(forge_subtrees(forge_email("host.example")), FORGE_ABSENT);
    put_names(forge_join(forge_dns("host.example"), forge_email("a@HOST.example")));
    emit("email-of-host", "accept", "a host permits the mailboxes at it");
    put_names(forge_join(forge_dns("host.example"), forge_email("a@sub.host.example")));
    emit("email-below-host", NOT_PERMITTED, "a host does not permit mailboxes below it");
    begin(forge_subtrees(forge_email(".host.example")), FORGE_ABSENT);
    put_names(forge_join(forge_dns("host.example"), forge_email("a@sub.host.example")));
    emit("email-below-domain", "accept", "a domain permits the mailboxes below it");
    begin(FORGE_ABSENT, forge_subtrees(forge_email("a@one.example"), forge_email("a@host.example"),
                                       forge_email("a@two.example")));
    put_names(forge_join(forge_dns("host.example"), forge_email("a@host.example")));
    emit("email-one-of-several-excluded", EXCLUDED,
         "every constraint is applied, also where local parts agree (CVE-2026-27137)");

    begin(forge_subtrees(forge_uri(".example")), FORGE_ABSENT);
    put_names(forge_join(forge_dns("host.example"), forge_uri("https://host.example/")));
    emit("uri-permitted", "accept", "its host lies below the domain");
    put_names(forge_join(forge_dns("host.example"), forge_uri("https://host.test/")));
    emit("uri-not-permitted", NOT_PERMITTED, "its host does not (RUSTSEC-2026-0098)");
}

static void emit_directory_names(void)
{
    kedge_span kedge = forge_rdn_utf8(FORGE_OID_ORGANIZATION, "Kedge"),
               other = forge_rdn_utf8(FORGE_OID_ORGANIZATION, "Other");

    begin(forge_subtrees(forge_directory(forge_name(kedge))), FORGE_ABSENT);
    leaf.subject = forge_name(kedge, forge_cn("A server"));
    emit("directory-permitted", "accept", "the subject begins with the permitted name");
    leaf.subject = forge_name(forge_rdn_utf8(FORGE_OID_ORGANIZATION, "KEDGE "), forge_cn("A server"));
    emit("directory-case", "accept", "names are compared as names, not as bytes");
    leaf.subject = forge_name(other, forge_cn("A server"));
    emit("directory-not-permitted", NOT_PERMITTED, "the subject begins otherwise");
    leaf.subject = forge_name(FORGE_ABSENT);
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    emit("directory-empty-subject", "accept", "an empty subject is no name to be constrained");
    begin(FORGE_ABSENT, forge_subtrees(forge_directory(forge_name(other))));
    leaf.subject = forge_name(other, forge_cn("A server"));
    emit("directory-excluded", EXCLUDED, "the subject begins with the excluded name");
}

static void emit_common_names(void)
{
    begin(forge_subtrees(forge_dns("test")), FORGE_ABSENT);
    leaf.subject = forge_common_name("host.example");
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    vector_emit(&(vector){ .name = "common-name-as-host",
                           .expect = NOT_PERMITTED,
                           .policy = "device",
                           .clause = "RFC 5280, 4.2.1.10",
                           .why = "a common name that counts as a host name is constrained as one",
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    emit_as("common-name-as-nothing", "accept", "waived",
            "a common name that does not count is not constrained");
}

static void emit_paths(void)
{
    forge_certificate upper, lower;

    root = forge_root("Root");
    upper = forge_ca("Upper", &root);
    forge_put(&upper, forge_name_constraints(forge_subtrees(forge_dns("test")), FORGE_ABSENT));
    lower = forge_ca("Lower", &upper);
    leaf = forge_leaf("host.example", &lower);
    vector_emit(&(vector){ .name = "upper-ca",
                           .expect = NOT_PERMITTED,
                           .clause = "RFC 5280, 6.1.4 (g)",
                           .why = "every CA of the path binds, not the nearest alone",
                           .chain = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) },
                           .anchors = { forge_sign(&root) } });
    forge_put(&lower, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    vector_emit(&(vector){ .name = "lower-ca-does-not-widen",
                           .expect = NOT_PERMITTED,
                           .clause = "RFC 5280, 6.1.4 (g)",
                           .why = "what a CA was not given it cannot give",
                           .chain = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) },
                           .anchors = { forge_sign(&root) } });
    forge_put(&upper, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("other.test"))));
    forge_put(&lower, forge_name_constraints(forge_subtrees(forge_dns("test")), FORGE_ABSENT));
    vector_emit(&(vector){
        .name = "excluded-above-permitted-below",
        .expect = NOT_PERMITTED,
        .clause = "RFC 5280, 6.1.4 (g)",
        .why = "that the upper CA permits all does not undo the lower's constraint (CVE-2026-42011)",
        .chain = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) },
        .anchors = { forge_sign(&root) } });

    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("test")), FORGE_ABSENT));
    leaf = forge_leaf("host.example", &root);
    vector_emit(&(vector){ .name = "anchor",
                           .expect = NOT_PERMITTED,
                           .clause = "RFC 5937, 3.1",
                           .why = "by default an anchor's constraints bind",
                           .chain = { forge_sign(&leaf) },
                           .anchors = { forge_sign(&root) } });
    vector_emit(&(vector){ .name = "anchor-not-enforced",
                           .expect = "accept",
                           .trust = "constraints=no",
                           .clause = "RFC 5280, 6.1.1 (d)",
                           .why = "its terms may leave its constraints out",
                           .chain = { forge_sign(&leaf) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_issuers(void)
{
    kedge_span kedge = forge_rdn_utf8(FORGE_OID_ORGANIZATION, "Kedge");
    forge_certificate upper, lower;

    root = forge_root("Root");
    upper = forge_ca("Upper", &root);
    upper.subject = forge_name(forge_cn("Upper"));
    forge_put(&upper,
              forge_name_constraints(forge_subtrees(forge_directory(forge_name(kedge))), FORGE_ABSENT));
    lower = forge_ca("Lower", &upper);
    leaf = forge_leaf("host.example", &lower);
    leaf.subject = forge_name(kedge, forge_cn("host.example"));
    vector_emit(&(vector){ .name = "intermediate-not-permitted",
                           .expect = "reject NAME_NOT_PERMITTED certificate=1",
                           .clause = "RFC 5280, 6.1.3 (b)",
                           .why = "an intermediate's own name is constrained too",
                           .chain = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) },
                           .anchors = { forge_sign(&root) } });
    lower = forge_ca_with_key("Upper", &upper, forge_p256("another key"));
    leaf = forge_leaf("host.example", &lower);
    leaf.subject = forge_name(kedge, forge_cn("host.example"));
    vector_emit(&(vector){ .name = "self-issued-intermediate",
                           .expect = "accept",
                           .clause = "RFC 5280, 6.1.3 (b)",
                           .why = "a CA's certificate for its own next key is exempt",
                           .chain = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_what_cannot_be_judged(void)
{
    kedge_span principal = forge_other_name("1.3.6.1.4.1.311.20.2.3",
                                            forge_text(KEDGE_TAG_UTF8_STRING, "a@host.example"));

    begin(FORGE_ABSENT, forge_subtrees(principal));
    emit("unknown-form-absent", "accept", "a constraint on a form of which there is no name binds nothing");
    put_names(forge_join(forge_dns("host.example"), principal));
    emit("unknown-form-present", "reject CONSTRAINT_NOT_JUDGED certificate=0",
         "a constraint that cannot be judged refuses");
}

void emit_name_constraints(void)
{
    vector_rule("name-constraints");
    emit_hosts();
    emit_wildcards();
    emit_other_forms();
    emit_directory_names();
    emit_common_names();
    emit_paths();
    emit_issuers();
    emit_what_cannot_be_judged();
}
