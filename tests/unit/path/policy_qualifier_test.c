/* policy_qualifier_test.c - qualifiers of critical certificatePolicies must be understood (RFC 5280, 4.2.1.4). */
#include "unit/path/rules.h"

#define CPS "1.3.6.1.5.5.7.2.1"
#define USER_NOTICE "1.3.6.1.5.5.7.2.2"

static forge_certificate leaf;
static uint32_t offset;

static void begin(void)
{
    const forge_certificate root = forge_root("Root");

    leaf = forge_leaf("host.example", &root);
}

TestSuite(policy_qualifier, .init = begin, .fini = forge_forget);

static kedge_span qualifier(const char *oid, kedge_span value)
{
    return forge_sequence(forge_oid(oid), value);
}

/* Two policies; the second with these qualifiers, or with none. */
static kedge_status judge(kedge_span qualifiers, bool critical)
{
    const kedge_request request = { 0 };
    const kedge_span list = qualifiers.size == 0 ? FORGE_ABSENT : forge_sequence(qualifiers);
    const kedge_span value = forge_sequence(forge_sequence(forge_oid("1.2.3")),
                                            forge_sequence(forge_oid("1.2.4"), list));
    kedge_certificate certificate;
    kedge_case subject = { .request = &request, .certificate = &certificate, .role = KEDGE_ROLE_TARGET };

    forge_put(&leaf, forge_any_extension("2.5.29.32", critical, value));
    certificate = rules_parse(&leaf);
    offset = 0;
    return kedge_rule_critical_extensions(&subject, &offset);
}

Test(policy_qualifier, pointers_and_notices_are_understood)
{
    const kedge_span pointer = qualifier(CPS, forge_text(KEDGE_TAG_IA5_STRING, "https://a.example/"));
    const kedge_span notice = qualifier(USER_NOTICE, forge_sequence(forge_text(KEDGE_TAG_UTF8_STRING, "A")));

    cr_assert_status(judge(FORGE_ABSENT, true), KEDGE_OK);
    cr_assert_status(judge(forge_join(pointer, notice), true), KEDGE_OK);
}

Test(policy_qualifier, others_are_refused_where_the_extension_is_critical)
{
    const kedge_span pointer = qualifier(CPS, forge_text(KEDGE_TAG_IA5_STRING, "https://a.example/"));
    const kedge_span near = qualifier("1.3.6.1.5.5.7.2.3", forge_null());
    const kedge_span far = qualifier("1.2.3.4", forge_null());

    cr_assert_status(judge(near, false), KEDGE_OK);
    cr_assert_status(judge(near, true), KEDGE_UNKNOWN_CRITICAL_EXTENSION);
    cr_assert_status(judge(forge_join(pointer, far), true), KEDGE_UNKNOWN_CRITICAL_EXTENSION);
    const kedge_certificate certificate = rules_parse(&leaf);
    cr_assert(rules_is_at(&certificate, offset, forge_oid_content("1.2.3.4")));
}

Test(policy_qualifier, without_policies_there_are_none)
{
    const kedge_request request = { 0 };
    const kedge_certificate certificate = rules_parse(&leaf);
    const kedge_case subject = { .request = &request,
                                 .certificate = &certificate,
                                 .role = KEDGE_ROLE_TARGET };

    cr_assert_status(kedge_rule_critical_extensions(&subject, &offset), KEDGE_OK);
}
