/* psl_test.c - public suffixes by libpsl, and what they do to wildcards. */
#include <kedge/adapter/psl.h>

#include "unit/path/scene.h"

static scene s;
static forge_certificate root, leaf;

static void begin(void)
{
    if (!kedge_psl_is_there())
        cr_skip("libpsl has no list");
    scene_begin(&s);
    root = forge_root("Root");
    leaf = forge_leaf("host.example", &root);
    s.policy.conformance |= KEDGE_CONFORM(WILDCARD_PUBLIC_SUFFIX);
    s.request.is_public_suffix = kedge_psl_is_public_suffix;
    scene_trust(&s, &root);
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(psl, .init = begin, .fini = end);

static kedge_span text(const char *domain)
{
    return forge_copy(domain, strlen(domain));
}

Test(psl, what_registries_sell_below_is_a_suffix)
{
    cr_assert(kedge_psl_is_public_suffix(NULL, text("com")));
    cr_assert(kedge_psl_is_public_suffix(NULL, text("co.uk")));
    cr_assert_not(kedge_psl_is_public_suffix(NULL, text("example.com")));
    cr_assert_not(kedge_psl_is_public_suffix(NULL, text("example.co.uk")));
    cr_assert(kedge_psl_is_public_suffix(NULL, text("no-such-top")));
}

Test(psl, what_companies_rent_below_is_one_where_that_is_asked)
{
    cr_assert_not(kedge_psl_is_public_suffix(NULL, text("github.io")));
    cr_assert(kedge_psl_is_any_suffix(NULL, text("github.io")));
    cr_assert_not(kedge_psl_is_any_suffix(NULL, text("kedge.github.io")));
    cr_assert(kedge_psl_is_any_suffix(NULL, text("co.uk")));
}

Test(psl, what_is_no_domain_is_no_suffix)
{
    char label[256];
    const kedge_span hidden = { (const uint8_t *)"com\0.example", 12 };

    memset(label, 'a', sizeof label);
    cr_assert_not(kedge_psl_is_public_suffix(NULL, (kedge_span){ NULL, 0 }));
    cr_assert_not(kedge_psl_is_public_suffix(NULL, text("c\xc3\xb6m")));
    cr_assert_not(kedge_psl_is_public_suffix(NULL, hidden));
    cr_assert_not(kedge_psl_is_public_suffix(NULL, forge_copy(label, 254)));
    cr_assert_not(kedge_psl_is_public_suffix(NULL, forge_copy(label, sizeof label)));
    cr_assert(kedge_psl_is_public_suffix(NULL, forge_copy(label, 253)));
}

static kedge_status verify_wildcard(const char *wildcard, const char *host)
{
    forge_put(&leaf, forge_subject_alt_name(forge_dns(wildcard)));
    s.request.identity = kedge_identity_dns(host);
    s.request.chain_count = 0;
    scene_send(&s, &leaf);
    return scene_verify(&s);
}

Test(psl, wildcards_below_one_are_refused)
{
    cr_assert_status(verify_wildcard("*.example.co.uk", "a.example.co.uk"), KEDGE_OK);
    cr_assert_status(verify_wildcard("*.co.uk", "example.co.uk"), KEDGE_WILDCARD_PUBLIC_SUFFIX);
    s.request.is_public_suffix = NULL;
    cr_assert_status(verify_wildcard("*.co.uk", "example.co.uk"), KEDGE_OK);
}
