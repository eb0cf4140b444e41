/* damaged_view_test.c - what parsed once and can be read no more is refused, never passed over.
 *
 * Nobody may change the bytes under a view; the rules rely on that for what they accept and not for what they
 * refuse.
 */
#include "unit/path/rules.h"

#include "path/engine.h"

#include <stdlib.h>

static rules_path chain;
static forge_certificate root;
static forge_certificate ca;
static forge_certificate leaf;

static void begin(void)
{
    rules_path_begin(&chain);
    chain.judgement.scratch_size = 4096;
    chain.judgement.scratch = aligned_alloc(16, chain.judgement.scratch_size);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void end(void)
{
    free(chain.judgement.scratch);
    forge_forget();
}

TestSuite(damaged_view, .init = begin, .fini = end);

static void add_all(void)
{
    chain.path.length = 0;
    rules_path_add(&chain, &leaf);
    rules_path_add(&chain, &ca);
    rules_path_add(&chain, &root);
}

/* Make the identifier octet at `offset` one of a NULL with contents. */
static void damage(size_t position, uint32_t offset)
{
    uint8_t *der = (uint8_t *)(uintptr_t)chain.certificate[position].der;

    der[offset] = KEDGE_TAG_NULL;
}

/* The element that is `depth` levels within an extension, always the first of its level. */
static void damage_extension(size_t position, kedge_extension extension, uint32_t depth)
{
    damage(position, chain.certificate[position].extension[extension].offset + 2 * depth);
}

static kedge_status judge_certificate(kedge_certificate_rule *rule, size_t position, kedge_role role)
{
    const kedge_case subject = { .request = &chain.request,
                                 .certificate = &chain.certificate[position],
                                 .role = role };
    uint32_t offset = 0;

    return rule(&subject, &offset);
}

Test(damaged_view, name_constraints)
{
    const forge_extension lists[] = {
        forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT),
        forge_name_constraints(FORGE_ABSENT, forge_subtrees(forge_dns("other.example"))),
    };

    for (size_t i = 0; i < 2; i++) {
        forge_put(&ca, lists[i]);
        for (uint32_t depth = 0; depth < 4; depth++) {
            add_all();
            cr_assert_status(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK);
            damage_extension(1, KEDGE_EXT_NAME_CONSTRAINTS, depth);
            cr_assert_neq(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK, "depth %u",
                          depth);
        }
    }
}

Test(damaged_view, names_under_constraints)
{
    forge_put(&ca, forge_name_constraints(forge_subtrees(forge_email("example")), FORGE_ABSENT));
    add_all();
    cr_assert_status(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK);
    damage_extension(0, KEDGE_EXT_SUBJECT_ALT_NAME, 1);
    cr_assert_neq(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK);
    for (uint32_t depth = 0; depth < 4; depth++) {
        add_all();
        damage(0, chain.certificate[0].subject.offset + 2 * depth);
        cr_assert_neq(kedge_rule_name_constraints(&chain.path, &chain.judgement), KEDGE_OK, "depth %u",
                      depth);
    }
}

static void require_policies(void)
{
    chain.request.policies.require_explicit = true;
    forge_put(&ca, forge_certificate_policies("1.2.3"));
    forge_put(&leaf, forge_certificate_policies("1.2.3"));
}

Test(damaged_view, certificate_policies)
{
    require_policies();
    for (size_t position = 0; position < 2; position++)
        for (uint32_t depth = 0; depth < 3; depth++) {
            add_all();
            cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
            damage_extension(position, KEDGE_EXT_CERTIFICATE_POLICIES, depth);
            cr_assert_neq(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK, "depth %u",
                          depth);
        }
}

Test(damaged_view, policy_mappings)
{
    require_policies();
    forge_put(&ca, forge_policy_mappings("1.2.4", "1.2.5"));
    for (uint32_t depth = 0; depth < 3; depth++) {
        add_all();
        cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
        damage_extension(1, KEDGE_EXT_POLICY_MAPPINGS, depth);
        cr_assert_neq(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK, "depth %u",
                      depth);
    }
}

Test(damaged_view, policy_constraints_demand_the_most)
{
    forge_put(&ca, forge_policy_constraints(100, 100));
    add_all();
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
    damage_extension(1, KEDGE_EXT_POLICY_CONSTRAINTS, 0);
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_POLICY_NOT_VALID);
}

Test(damaged_view, inhibit_any_policy_demands_the_most)
{
    require_policies();
    forge_put(&ca, forge_inhibit_any_policy(100));
    forge_put(&leaf, forge_certificate_policies(FORGE_ANY_POLICY));
    add_all();
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_OK);
    damage_extension(1, KEDGE_EXT_INHIBIT_ANY_POLICY, 0);
    cr_assert_status(kedge_rule_certificate_policy(&chain.path, &chain.judgement), KEDGE_POLICY_NOT_VALID);
}

Test(damaged_view, policy_qualifiers)
{
    const kedge_span pointer = forge_sequence(forge_oid("1.3.6.1.5.5.7.2.1"),
                                              forge_text(KEDGE_TAG_IA5_STRING, "a"));
    const kedge_span information = forge_sequence(forge_oid("1.2.3"), forge_sequence(pointer));

    /* places: the list, an information, its policy, its qualifiers, one of them, the qualifier's identifier */
    static const uint32_t places[] = { 0, 2, 4, 8, 10, 12 };

    forge_put(&leaf, forge_any_extension("2.5.29.32", true, forge_sequence(information)));
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        add_all();
        cr_assert_status(judge_certificate(kedge_rule_critical_extensions, 0, KEDGE_ROLE_TARGET), KEDGE_OK);
        damage(0, chain.certificate[0].extension[KEDGE_EXT_CERTIFICATE_POLICIES].offset + places[i]);
        cr_assert_status(judge_certificate(kedge_rule_critical_extensions, 0, KEDGE_ROLE_TARGET),
                         KEDGE_UNKNOWN_CRITICAL_EXTENSION);
    }
}

Test(damaged_view, identities)
{
    chain.request.identity = kedge_identity_dns("host.example");
    add_all();
    cr_assert_status(judge_certificate(kedge_rule_identity, 0, KEDGE_ROLE_TARGET), KEDGE_OK);
    damage_extension(0, KEDGE_EXT_SUBJECT_ALT_NAME, 1);
    cr_assert_neq(judge_certificate(kedge_rule_identity, 0, KEDGE_ROLE_TARGET), KEDGE_OK);
}

Test(damaged_view, common_names)
{
    chain.request.identity = kedge_identity_dns("host.example");
    chain.policy.flags = KEDGE_POLICY_COMMON_NAME;
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    add_all();
    cr_assert_status(judge_certificate(kedge_rule_identity, 0, KEDGE_ROLE_TARGET), KEDGE_OK);
    damage(0, chain.certificate[0].subject.offset);
    cr_assert_status(judge_certificate(kedge_rule_identity, 0, KEDGE_ROLE_TARGET), KEDGE_IDENTITY_MISMATCH);
}

/* A certificate keeps a rule, and no more when the octet at `offset` is spoilt. */
static void assert_noticed(uint64_t rule, uint32_t offset)
{
    chain.policy.conformance = rule;
    add_all();
    cr_assert_status(judge_certificate(kedge_rule_conformance, 0, KEDGE_ROLE_TARGET), KEDGE_OK);
    damage(0, offset);
    cr_assert_neq(judge_certificate(kedge_rule_conformance, 0, KEDGE_ROLE_TARGET), KEDGE_OK, "offset %u",
                  offset);
}

Test(damaged_view, conformance)
{
    forge_put(&leaf, forge_authority_info_access("http://a.example/", NULL));
    add_all();

    const kedge_certificate *view = &chain.certificate[0];
    const uint32_t alt_names = view->extension[KEDGE_EXT_SUBJECT_ALT_NAME].offset;
    const uint32_t access = view->extension[KEDGE_EXT_AUTHORITY_INFO_ACCESS].offset;
    const uint32_t authority = view->extension[KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER].offset;
    const uint32_t subject = view->subject.offset;
    const uint32_t tbs = view->tbs_certificate.offset;
    const uint32_t serial = view->serial_number.offset - 1;

    assert_noticed(KEDGE_CONFORM(SAN_NAME_FORM), alt_names + 2);
    assert_noticed(KEDGE_CONFORM(SAN_FORM), alt_names + 2);
    assert_noticed(KEDGE_CONFORM(CN_NOT_IN_SAN), alt_names + 2);
    assert_noticed(KEDGE_CONFORM(CN_NOT_IN_SAN), subject);
    assert_noticed(KEDGE_CONFORM(UNIQUE_IDENTIFIER), tbs);
    assert_noticed(KEDGE_CONFORM(UNIQUE_IDENTIFIER), serial);
    assert_noticed(KEDGE_CONFORM(AKI_FORM), authority);
    assert_noticed(KEDGE_CONFORM(AKI_FORM), authority + 2);
    for (uint32_t place = 0; place < 6; place += 2)
        assert_noticed(KEDGE_CONFORM(AIA_FORM), access + place);
}

/* --- values that no request or certificate has --- */

Test(damaged_view, a_time_of_no_kind_is_not_known)
{
    add_all();
    chain.request.time = (kedge_time){ .kind = KEDGE_TIME_UNSET };
    cr_assert_status(judge_certificate(kedge_rule_validity, 0, KEDGE_ROLE_TARGET), KEDGE_TIME_UNKNOWN);
}

Test(damaged_view, algorithms_and_keys_out_of_range_are_refused)
{
    const kedge_policy everything = { .signatures = UINT64_MAX, .key_types = UINT32_MAX, .rsa_bits_max = UINT16_MAX,
                                      .rsa_exponent_max = UINT32_MAX };
    kedge_algorithm algorithm = { .scheme = KEDGE_SCHEME_ED448 + 1 };
    kedge_public_key key;

    cr_assert_status(kedge_policy_judge_algorithm(&everything, &algorithm), KEDGE_ALGORITHM_REFUSED);
    algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_ECDSA, .hash = KEDGE_HASH_COUNT };
    cr_assert_status(kedge_policy_judge_algorithm(&everything, &algorithm), KEDGE_ALGORITHM_REFUSED);
    algorithm = (kedge_algorithm){ .scheme = KEDGE_SCHEME_UNKNOWN };
    cr_assert_status(kedge_policy_judge_algorithm(&everything, &algorithm), KEDGE_UNSUPPORTED_ALGORITHM);
    add_all();
    key = chain.certificate[0].key;
    cr_assert_status(kedge_policy_judge_key(&everything, &key), KEDGE_OK);
    key.type = KEDGE_KEY_TYPE_COUNT;
    cr_assert_status(kedge_policy_judge_key(&everything, &key), KEDGE_KEY_REFUSED);
}

Test(damaged_view, the_mask_of_rsa_pss_counts_as_much_as_its_hash)
{
    const kedge_policy strict = { .signatures = KEDGE_ALLOW(KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256) };
    kedge_algorithm algorithm = { .scheme = KEDGE_SCHEME_RSA_PSS, .hash = KEDGE_HASH_SHA256,
                                  .mask_hash = KEDGE_HASH_SHA256 };

    cr_assert_status(kedge_policy_judge_algorithm(&strict, &algorithm), KEDGE_OK);
    algorithm.mask_hash = KEDGE_HASH_SHA1;
    cr_assert_status(kedge_policy_judge_algorithm(&strict, &algorithm), KEDGE_ALGORITHM_REFUSED);
}
