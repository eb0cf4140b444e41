/* name_constraints_test.c - names against the subtrees of those above them (RFC 5280, 4.2.1.10). */
#include "unit/path/rules.h"

#include <stdio.h>

#include "path/subtree.h"

static rules_path chain;
static forge_certificate root;
static forge_certificate ca;
static forge_certificate leaf;

static void begin(void)
{
    rules_path_begin(&chain);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

TestSuite(name_constraints, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_dns, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_ip, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_email, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_uri, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_directory, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_others, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_common_name, .init = begin, .fini = forge_forget);
TestSuite(name_constraints_budget, .init = begin, .fini = forge_forget);

static kedge_status judge(void)
{
    chain.path.length = 0;
    rules_path_add(&chain, &leaf);
    rules_path_add(&chain, &ca);
    rules_path_add(&chain, &root);
    return kedge_rule_name_constraints(&chain.path, &chain.judgement);
}

/* The leaf bears `name`, the CA permits or excludes `subtree`; each is a GeneralName. */
static kedge_status permit(kedge_span subtree, kedge_span name)
{
    forge_put(&leaf, forge_subject_alt_name(name));
    forge_put(&ca, forge_name_constraints(forge_subtrees(subtree), FORGE_ABSENT));
    return judge();
}

static kedge_status exclude(kedge_span subtree, kedge_span name)
{
    forge_put(&leaf, forge_subject_alt_name(name));
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT, forge_subtrees(subtree)));
    return judge();
}

/* A name that lies inside is permitted and excluded, one outside neither. */
#define cr_assert_inside(subtree, name) \
    do { \
        cr_assert_status(permit(subtree, name), KEDGE_OK); \
        cr_assert_status(exclude(subtree, name), KEDGE_NAME_EXCLUDED); \
    } while (0)
#define cr_assert_outside(subtree, name) \
    do { \
        cr_assert_status(permit(subtree, name), KEDGE_NAME_NOT_PERMITTED); \
        cr_assert_status(exclude(subtree, name), KEDGE_OK); \
    } while (0)
/* What cannot be judged is refused on both sides. */
#define cr_assert_not_judged(subtree, name) \
    do { \
        cr_assert_status(permit(subtree, name), KEDGE_CONSTRAINT_NOT_JUDGED); \
        cr_assert_status(exclude(subtree, name), KEDGE_CONSTRAINT_NOT_JUDGED); \
    } while (0)

#define cr_assert_dns_inside(subtree, name) cr_assert_inside(forge_dns(subtree), forge_dns(name))
#define cr_assert_dns_outside(subtree, name) cr_assert_outside(forge_dns(subtree), forge_dns(name))
#define cr_assert_dns_not_judged(subtree, name) cr_assert_not_judged(forge_dns(subtree), forge_dns(name))

Test(name_constraints, without_any_all_names_are_right)
{
    cr_assert_status(judge(), KEDGE_OK);
    cr_assert_eq(chain.spent.comparisons, 0);
}

Test(name_constraints, the_place_of_the_name_is_told)
{
    forge_put(&leaf, forge_subject_alt_name(forge_dns("a.example"), forge_dns("b.example.org")));
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_eq(chain.judgement.position, 0);
    cr_assert(rules_is_at(&chain.certificate[0], chain.judgement.offset, forge_chars("b.example.org")));
}

Test(name_constraints, every_name_is_judged_and_not_the_first_alone)
{
    forge_put(&leaf,
              forge_subject_alt_name(forge_dns("a.example"), forge_dns("b.example"), forge_dns("c.example")));
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT,
                                          forge_subtrees(forge_dns("x.example"), forge_dns("c.example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
}

Test(name_constraints, one_permitted_subtree_is_enough_and_exclusion_outweighs_it)
{
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("other.example"), forge_dns("example")),
                                          FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example")),
                                          forge_subtrees(forge_dns("host.example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
}

Test(name_constraints, a_form_without_permitted_subtrees_is_not_constrained)
{
    cr_assert_status(permit(forge_ip("c0000200ffffff00"), forge_dns("host.example")), KEDGE_OK);
    cr_assert_status(exclude(forge_email("example"), forge_dns("host.example")), KEDGE_OK);
}

Test(name_constraints, every_ancestor_is_obeyed)
{
    forge_put(&root, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("host.example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
    cr_assert_eq(chain.judgement.position, 0);
}

Test(name_constraints, permitted_subtrees_of_two_ancestors_intersect)
{
    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("host.example")), FORGE_ABSENT));
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("other.example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(name_constraints, a_later_ca_may_permit_where_an_earlier_one_only_excluded)
{
    forge_put(&root, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("bad.example"))));
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("other.example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
}

Test(name_constraints, intermediates_are_judged_by_those_above_them)
{
    forge_put(&ca, forge_subject_alt_name(forge_dns("ca.example.org")));
    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_eq(chain.judgement.position, 1);
}

Test(name_constraints, nobody_is_judged_by_his_own)
{
    forge_put(&ca, forge_subject_alt_name(forge_dns("ca.example.org")));
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    forge_put(&leaf, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("host.example"))));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(name_constraints, self_issued_intermediates_are_exempt_and_the_target_is_not)
{
    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    ca.subject = ca.issuer = root.subject;
    forge_put(&ca, forge_subject_alt_name(forge_dns("ca.example.org")));
    cr_assert_status(judge(), KEDGE_OK);
    leaf.subject = leaf.issuer = root.subject;
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example.org")));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_eq(chain.judgement.position, 0);
}

Test(name_constraints, an_anchor_constrains_only_where_it_is_bound)
{
    forge_put(&root, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
    chain.path.anchor_terms = 0;
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
}

Test(name_constraints, a_bare_name_and_key_constrains_nothing)
{
    forge_put(&root, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
    chain.certificate[2].version = 0;
    cr_assert_status(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(name_constraints, a_target_that_is_its_own_anchor_has_nobody_above_it)
{
    forge_put(&root, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_directory(root.subject))));
    rules_path_add(&chain, &root);
    cr_assert_status(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK);
}

Test(name_constraints, criticality_makes_no_difference)
{
    forge_put(&ca, forge_not_critical(
                       forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("host.example")))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
}

Test(name_constraints_dns, labels_may_be_added_on_the_left)
{
    cr_assert_dns_inside("host.example", "host.example");
    cr_assert_dns_inside("host.example", "a.b.host.example");
    cr_assert_dns_inside("HOST.example", "a.host.EXAMPLE");
    cr_assert_dns_inside("localhost", "localhost");
    cr_assert_dns_inside("", "host.example");
    cr_assert_dns_outside("host.example", "ahost.example");
    cr_assert_dns_outside("host.example", "example");
    cr_assert_dns_outside("host.example", "host.example.org");
}

Test(name_constraints_dns, a_wildcard_lies_inside_with_all_it_stands_for)
{
    cr_assert_dns_inside("host.example", "*.host.example");
    cr_assert_dns_inside("host.example", "*.a.host.example");
    cr_assert_dns_inside("", "*.host.example");
    cr_assert_dns_outside("other.example", "*.host.example");
    cr_assert_dns_outside("a.b.host.example", "*.host.example");
}

Test(name_constraints_dns, a_wildcard_that_stands_for_one_name_inside_is_refused_both_ways)
{
    cr_assert_status(permit(forge_dns("a.host.example"), forge_dns("*.host.example")),
                     KEDGE_NAME_NOT_PERMITTED);
    cr_assert_status(exclude(forge_dns("a.host.example"), forge_dns("*.host.example")), KEDGE_NAME_EXCLUDED);
    cr_assert_status(exclude(forge_dns("A.HOST.example"), forge_dns("*.host.example")), KEDGE_NAME_EXCLUDED);
}

Test(name_constraints_dns, excluding_one_name_leaves_other_wildcards_alone)
{
    cr_assert_status(exclude(forge_dns("a.host.example"), forge_dns("*.other.example")), KEDGE_OK);
    cr_assert_status(exclude(forge_dns("a"), forge_dns("*.host.example")), KEDGE_OK);
}

Test(name_constraints_dns, malformed_subtrees_are_not_judged)
{
    cr_assert_dns_not_judged(".host.example", "a.host.example");
    cr_assert_dns_not_judged("host.example.", "host.example");
    cr_assert_dns_not_judged("*.host.example", "a.host.example");
    cr_assert_dns_not_judged("192.0.2.1", "host.example");
    cr_assert_dns_not_judged("a..b", "host.example");
}

Test(name_constraints_dns, malformed_names_are_not_judged)
{
    cr_assert_dns_not_judged("host.example", ".host.example");
    cr_assert_dns_not_judged("host.example", "host.example.");
    cr_assert_dns_not_judged("host.example", "");
    cr_assert_dns_not_judged("host.example", "a*.host.example");
    cr_assert_dns_not_judged("host.example", "*");
    cr_assert_dns_not_judged("host.example", "192.0.2.1");
    cr_assert_dns_not_judged("", " ");
}

Test(name_constraints_ip, the_mask_says_what_counts)
{
    cr_assert_inside(forge_ip("c0000200ffffff00"), forge_ip("c0000201"));
    cr_assert_inside(forge_ip("c00002ffffffff00"), forge_ip("c0000201"));
    cr_assert_inside(forge_ip("0000000000000000"), forge_ip("c0000201"));
    cr_assert_inside(forge_ip("c0000201ffffffff"), forge_ip("c0000201"));
    cr_assert_outside(forge_ip("c0000201ffffffff"), forge_ip("c0000200"));
    cr_assert_outside(forge_ip("c0000280ffffff80"), forge_ip("c0000201"));
    cr_assert_inside(forge_ip("20010db8000000000000000000000000ffffffff000000000000000000000000"),
                     forge_ip("20010db8000000000000000000000001"));
    cr_assert_outside(forge_ip("20010db8000000000000000000000000ffffffff000000000000000000000000"),
                      forge_ip("20010db9000000000000000000000001"));
}

Test(name_constraints_ip, the_two_versions_do_not_mix_but_are_one_form)
{
    cr_assert_outside(forge_ip("0000000000000000"), forge_ip("20010db8000000000000000000000001"));
    cr_assert_outside(forge_ip("0000000000000000000000000000000000000000000000000000000000000000"),
                      forge_ip("c0000201"));
}

/* Parsing refuses other sizes and masks with holes; what is asked directly was not parsed. */
Test(name_constraints_ip, odd_sizes_and_masks_with_holes_are_not_judged)
{
    static const char *const bases[] = { "c0000200ff00ff00", "c0000200ffffff01", "c00002ffffff", "" };
    static const char *const names[] = { "c00002", "" };

    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        const kedge_subtree subtree = { KEDGE_IP_ADDRESS, forge_hex(bases[i]) };

        cr_assert_not(kedge_subtree_is_judged(&subtree), "%s", bases[i]);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const kedge_presented_name name = { KEDGE_IP_ADDRESS, true, forge_hex(names[i]), 0 };

        cr_assert_not(kedge_presented_name_is_judged(&name), "%s", names[i]);
    }
}

#define cr_assert_email_inside(subtree, name) cr_assert_inside(forge_email(subtree), forge_email(name))
#define cr_assert_email_outside(subtree, name) cr_assert_outside(forge_email(subtree), forge_email(name))
#define cr_assert_email_not_judged(subtree, name) \
    cr_assert_not_judged(forge_email(subtree), forge_email(name))

Test(name_constraints_email, a_mailbox_a_host_or_a_domain)
{
    cr_assert_email_inside("a@host.example", "a@HOST.example");
    cr_assert_email_outside("a@host.example", "A@host.example");
    cr_assert_email_outside("a@host.example", "b@host.example");
    cr_assert_email_outside("a@host.example", "ab@host.example");
    cr_assert_email_outside("a@host.example", "a@b.host.example");
    cr_assert_email_inside("host.EXAMPLE", "a@host.example");
    cr_assert_email_outside("host.example", "a@b.host.example");
    cr_assert_email_inside(".host.example", "a@b.HOST.example");
    cr_assert_email_inside(".host.example", "a@c.b.host.example");
    cr_assert_email_outside(".host.example", "a@host.example");
    cr_assert_email_outside(".host.example", "a@bhost.example");
}

Test(name_constraints_email, an_asterisk_is_a_character)
{
    cr_assert_email_inside("*@host.example", "*@host.example");
    cr_assert_email_outside("*@host.example", "a@host.example");
    cr_assert_email_outside("*@host.example", "*@a.host.example");
    cr_assert_email_outside("**@host.example", "*@host.example");
    cr_assert_email_inside("a*@host.example", "a*@host.example");
}

Test(name_constraints_email, all_mailboxes_of_a_list_are_compared)
{
    forge_put(&leaf, forge_subject_alt_name(forge_email("a@one.example")));
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_email("a@one.example"),
                                                                       forge_email("a@two.example"))));
    cr_assert_status(judge(), KEDGE_NAME_EXCLUDED);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_email("a@one.example"),
                                                         forge_email("a@two.example")),
                                          FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(name_constraints_email, what_is_malformed_is_not_judged)
{
    cr_assert_email_not_judged("", "a@host.example");
    cr_assert_email_not_judged("\"a\"@host.example", "a@host.example");
    cr_assert_email_not_judged("*.host.example", "a@host.example");
    cr_assert_email_not_judged("a@b@host.example", "a@host.example");
    cr_assert_email_not_judged("host.example", "\"a\"@host.example");
    cr_assert_email_not_judged("host.example", "a@[192.0.2.1]");
    cr_assert_email_not_judged("host.example", "host.example");
    cr_assert_email_not_judged("..host.example", "a@host.example");
}

/* The subject holds a mailbox in a string of type `tag`, and there is no subjectAltName. */
static void use_mailbox_attribute(unsigned tag, const char *mailbox)
{
    leaf.subject = forge_name(forge_cn("A person"),
                              forge_rdn(forge_attribute(FORGE_OID_EMAIL_ADDRESS, tag, mailbox)));
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
}

Test(name_constraints_email, a_mailbox_in_the_subject_counts_where_there_is_no_other)
{
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_email("host.example")), FORGE_ABSENT));
    use_mailbox_attribute(KEDGE_TAG_IA5_STRING, "a@host.example");
    cr_assert_status(judge(), KEDGE_OK);
    use_mailbox_attribute(KEDGE_TAG_IA5_STRING, "a@other.example");
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    cr_assert(rules_is_at(&chain.certificate[0], chain.judgement.offset, forge_chars("a@other.example")));
    forge_put(&leaf, forge_subject_alt_name(forge_dns("host.example")));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    forge_put(&leaf, forge_subject_alt_name(forge_email("b@host.example")));
    cr_assert_status(judge(), KEDGE_OK);
}

Test(name_constraints_email, a_mailbox_in_the_subject_is_read_in_the_types_that_are_ascii)
{
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_email("host.example")), FORGE_ABSENT));
    use_mailbox_attribute(KEDGE_TAG_UTF8_STRING, "a@host.example");
    cr_assert_status(judge(), KEDGE_OK);
    use_mailbox_attribute(KEDGE_TAG_PRINTABLE_STRING, "a@host.example");
    cr_assert_status(judge(), KEDGE_OK);
    use_mailbox_attribute(KEDGE_TAG_TELETEX_STRING, "a@host.example");
    cr_assert_status(judge(), KEDGE_CONSTRAINT_NOT_JUDGED);
}

Test(name_constraints_email, an_internationalised_mailbox_is_bound_and_not_judged)
{
    const kedge_span mailbox = forge_other_name("1.3.6.1.5.5.7.8.9",
                                                forge_text(KEDGE_TAG_UTF8_STRING, "ä@host.example"));

    cr_assert_not_judged(forge_email("host.example"), mailbox);
    cr_assert_status(exclude(forge_dns("host.example"), mailbox), KEDGE_OK);
    cr_assert_status(exclude(forge_email("host.example"),
                             forge_other_name("1.3.6.1.5.5.7.8.5", forge_null())),
                     KEDGE_OK);
}

Test(name_constraints_email, other_attributes_and_further_mailboxes)
{
    const kedge_span unstructured = forge_attribute("1.2.840.113549.1.9.2", KEDGE_TAG_IA5_STRING,
                                                    "a@other.example");

    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_email("host.example")), FORGE_ABSENT));
    leaf.subject = forge_name(forge_rdn(unstructured));
    cr_assert_status(judge(), KEDGE_OK);
    forge_put(&leaf, forge_subject_alt_name(forge_email("a@host.example"), forge_email("a@other.example")));
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
}

#define cr_assert_uri_inside(subtree, name) cr_assert_inside(forge_uri(subtree), forge_uri(name))
#define cr_assert_uri_outside(subtree, name) cr_assert_outside(forge_uri(subtree), forge_uri(name))
#define cr_assert_uri_not_judged(subtree, name) cr_assert_not_judged(forge_uri(subtree), forge_uri(name))

Test(name_constraints_uri, a_host_or_a_domain)
{
    cr_assert_uri_inside("host.example", "https://HOST.example/path");
    cr_assert_uri_inside("host.example", "https://user@host.example:8443");
    cr_assert_uri_outside("host.example", "https://a.host.example/");
    cr_assert_uri_inside(".host.example", "https://a.b.host.example/");
    cr_assert_uri_outside(".host.example", "https://host.example/");
    cr_assert_uri_outside("host.example", "https://other.example/host.example");
    cr_assert_uri_outside("host.example", "https://host.example@other.example/");
}

Test(name_constraints_uri, without_a_host_name_it_is_not_judged)
{
    cr_assert_uri_not_judged("host.example", "urn:host.example");
    cr_assert_uri_not_judged("host.example", "https://192.0.2.1/");
    cr_assert_uri_not_judged("host.example", "https://[::1]/");
    cr_assert_uri_not_judged("host.example", "https://[fe80::1%25host.example]/");
    cr_assert_uri_not_judged("host.example", "sip:host.example");
    cr_assert_uri_not_judged("host.example", "mailto:a@host.example");
    cr_assert_uri_not_judged("", "https://host.example/");
    cr_assert_uri_not_judged("https://host.example", "https://host.example/");
    cr_assert_uri_not_judged("*.host.example", "https://a.host.example/");
}

static kedge_span person(const char *common_name)
{
    return forge_name(forge_rdn_utf8(FORGE_OID_ORGANIZATION, "Example"), forge_cn(common_name));
}

static kedge_span organization(unsigned tag, const char *name)
{
    return forge_name(forge_rdn(forge_attribute(FORGE_OID_ORGANIZATION, tag, name)));
}

Test(name_constraints_directory, a_name_lies_within_its_first_parts)
{
    const kedge_span base = forge_directory(organization(KEDGE_TAG_PRINTABLE_STRING, "EXAMPLE"));

    leaf.subject = forge_name(FORGE_ABSENT);
    cr_assert_inside(base, forge_directory(person("A")));
    cr_assert_inside(forge_directory(person("A")), forge_directory(person("A")));
    cr_assert_inside(forge_directory(forge_name(FORGE_ABSENT)), forge_directory(person("A")));
    cr_assert_outside(forge_directory(person("A")), forge_directory(person("B")));
    cr_assert_outside(base, forge_directory(forge_common_name("A")));
    cr_assert_outside(forge_directory(person("A")),
                      forge_directory(organization(KEDGE_TAG_UTF8_STRING, "Example")));
}

Test(name_constraints_directory, the_subject_is_judged_too)
{
    leaf.subject = person("A");
    cr_assert_status(exclude(forge_directory(person("A")), forge_directory(person("B"))),
                     KEDGE_NAME_EXCLUDED);
    cr_assert_eq(chain.judgement.offset, chain.certificate[0].subject.offset);
    cr_assert_status(permit(forge_directory(person("A")), forge_dns("host.example")), KEDGE_OK);
    cr_assert_status(permit(forge_directory(person("B")), forge_dns("host.example")),
                     KEDGE_NAME_NOT_PERMITTED);
}

Test(name_constraints_directory, an_empty_subject_is_no_name)
{
    leaf.subject = forge_name(FORGE_ABSENT);
    cr_assert_status(permit(forge_directory(person("A")), forge_dns("host.example")), KEDGE_OK);
}

Test(name_constraints_others, forms_without_rules_are_refused_where_they_occur)
{
    const kedge_span forms[] = {
        forge_other_name("1.2.3", forge_null()),
        forge_registered_id("1.2.3"),
    };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        cr_assert_not_judged(forms[i], forms[i]);
        cr_assert_status(permit(forms[i], forge_dns("host.example")), KEDGE_OK);
        cr_assert_status(exclude(forms[i], forge_dns("host.example")), KEDGE_OK);
        cr_assert_status(permit(forge_dns("host.example"), forms[i]), KEDGE_OK);
    }
}

Test(name_constraints_others, kinds_without_rules_are_never_judged_nor_related)
{
    static const kedge_general_name_kind kinds[] = { KEDGE_OTHER_NAME, KEDGE_X400_ADDRESS,
                                                     KEDGE_EDI_PARTY_NAME, KEDGE_REGISTERED_ID };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const kedge_subtree subtree = { kinds[i], forge_chars("abc") };
        const kedge_presented_name name = { kinds[i], true, forge_chars("abc"), 0 };

        cr_assert_not(kedge_subtree_is_judged(&subtree));
        cr_assert_not(kedge_presented_name_is_judged(&name));
        cr_assert_eq(kedge_subtree_relate(&subtree, &name), KEDGE_OUTSIDE);
    }
}

Test(name_constraints_others, names_that_are_not_judged_lie_outside)
{
    const kedge_subtree host = { KEDGE_RFC822_NAME, forge_chars("host.example") };
    const kedge_presented_name mailbox = { KEDGE_RFC822_NAME, true, forge_chars("host.example"), 0 };
    const kedge_subtree domain = { KEDGE_URI_NAME, forge_chars(".example") };
    const kedge_presented_name uri = { KEDGE_URI_NAME, true, forge_chars("host.example"), 0 };

    cr_assert_eq(kedge_subtree_relate(&host, &mailbox), KEDGE_OUTSIDE);
    cr_assert_eq(kedge_subtree_relate(&domain, &uri), KEDGE_OUTSIDE);
}

Test(name_constraints_others, no_kind_outside_the_enumeration_is_judged)
{
    const kedge_subtree subtree = { (kedge_general_name_kind)9, { NULL, 0 } };
    const kedge_presented_name name = { (kedge_general_name_kind)9, true, { NULL, 0 }, 0 };

    cr_assert_not(kedge_subtree_is_judged(&subtree));
    cr_assert_not(kedge_presented_name_is_judged(&name));
    cr_assert_eq(kedge_subtree_relate(&subtree, &name), KEDGE_OUTSIDE);
}

static kedge_status judge_common_name(const char *common_name, kedge_span subtree)
{
    leaf.subject = forge_common_name(common_name);
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    forge_put(&ca, forge_name_constraints(FORGE_ABSENT, forge_subtrees(subtree)));
    return judge();
}

Test(name_constraints_common_name, one_that_counts_as_a_host_is_bound_like_a_host)
{
    cr_assert_status(judge_common_name("host.example", forge_dns("example")), KEDGE_OK);
    chain.policy.flags = KEDGE_POLICY_COMMON_NAME;
    cr_assert_status(judge_common_name("host.example", forge_dns("example")), KEDGE_NAME_EXCLUDED);
    cr_assert(rules_is_at(&chain.certificate[0], chain.judgement.offset, forge_chars("host.example")));
    cr_assert_status(judge_common_name("*.example", forge_dns("host.example")), KEDGE_NAME_EXCLUDED);
    cr_assert_status(judge_common_name("host.example", forge_dns("other.example")), KEDGE_OK);
    cr_assert_status(judge_common_name("A person", forge_dns("example")), KEDGE_OK);
}

Test(name_constraints_common_name, one_that_counts_as_an_address_is_bound_like_an_address)
{
    chain.policy.flags = KEDGE_POLICY_COMMON_NAME;
    cr_assert_status(judge_common_name("192.0.2.1", forge_ip("c0000200ffffff00")), KEDGE_NAME_EXCLUDED);
    cr_assert_status(judge_common_name("192.0.3.1", forge_ip("c0000200ffffff00")), KEDGE_OK);
    cr_assert_status(judge_common_name("192.0.2.1", forge_dns("")), KEDGE_OK);
    cr_assert_status(judge_common_name("::1", forge_ip("0000000000000000")), KEDGE_OK);
}

Test(name_constraints_common_name, any_subject_alt_name_rules_it_out)
{
    chain.policy.flags = KEDGE_POLICY_COMMON_NAME;
    leaf.subject = forge_common_name("host.example");
    cr_assert_status(exclude(forge_dns("example"), forge_ip("c0000201")), KEDGE_OK);
}

Test(name_constraints_common_name, that_of_an_intermediate_is_no_host)
{
    chain.policy.flags = KEDGE_POLICY_COMMON_NAME;
    ca.subject = leaf.issuer = forge_common_name("ca.example.org");
    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_OK);
}

/* `count` names of one form, all within "example". */
static void use_names(size_t count)
{
    kedge_span names = FORGE_ABSENT;
    char name[32];

    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "a%zu.example", i);
        names = forge_join(names, forge_dns(name));
    }
    forge_put(&leaf, forge_subject_alt_names(forge_sequence(names)));
}

Test(name_constraints_budget, names_times_subtrees_of_one_form_are_paid_for)
{
    use_names(5);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example"), forge_ip("c0000200ffffff00")),
                                          forge_subtrees(forge_dns("x.example"), forge_dns("y.example"))));
    cr_assert_status(judge(), KEDGE_OK);
    cr_assert_eq(chain.spent.comparisons, 15);
}

Test(name_constraints_budget, it_ends_before_a_comparison_that_was_not_paid_for)
{
    use_names(5);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("other.example")),
                                          forge_subtrees(forge_dns("x"))));
    chain.policy.budget.comparisons = 10;
    cr_assert_status(judge(), KEDGE_NAME_NOT_PERMITTED);
    chain.spent.comparisons = 1;
    cr_assert_status(judge(), KEDGE_BUDGET_SPENT);
    cr_assert_eq(chain.spent.comparisons, 10);
}

Test(name_constraints_budget, every_ancestor_costs)
{
    use_names(5);
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    forge_put(&root, forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT));
    cr_assert_status(judge(), KEDGE_OK);
    cr_assert_eq(chain.spent.comparisons, 10);
    chain.spent.comparisons = 0;
    chain.policy.budget.comparisons = 9;
    cr_assert_status(judge(), KEDGE_BUDGET_SPENT);
}
