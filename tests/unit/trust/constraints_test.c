/* constraints_test.c - what binds an anchor beside its certificate, as the API takes it. */
#include "trust_fixture.h"

TestSuite(constraints, .fini = forge_forget);

static kedge_status add_with(kedge_trust *trust, const kedge_anchor_constraints *constraints)
{
    const kedge_anchor_terms terms = { .constraints = constraints };
    const kedge_span der = root_der("Root");
    uint32_t fault = 0;

    return kedge_trust_add_copy(trust, der.data, der.size, &terms, &fault);
}

static kedge_span purposes(const char *oid)
{
    return forge_sequence(forge_oid(oid));
}

Test(constraints, they_are_copied)
{
    kedge_trust trust = new_trust(4);
    const kedge_span usage = purposes(FORGE_EKU_SERVER_AUTH);
    const kedge_span refused = purposes(FORGE_EKU_CLIENT_AUTH);
    const kedge_anchor_constraints constraints = {
        .name_constraints = forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT).value,
        .policies = forge_certificate_policies("1.2.3").value,
        .purposes = usage,
        .refused_purposes = refused,
    };
    const kedge_anchor_constraints *kept;

    cr_assert_eq(add_with(&trust, &constraints), KEDGE_OK);
    kept = kedge_trust_at(&trust, 0)->terms.constraints;
    cr_assert(same_bytes(kept->purposes, usage));
    cr_assert(same_bytes(kept->refused_purposes, refused));
    cr_assert_neq(kept->purposes.data, usage.data);
    cr_assert(same_bytes(kept->policies, constraints.policies));
    cr_assert(same_bytes(kept->name_constraints, constraints.name_constraints));
}

Test(constraints, every_way_of_adding_takes_them)
{
    kedge_trust trust = new_trust(8);
    const forge_certificate other = forge_root("Other");
    const kedge_anchor_constraints constraints = { .has_path_length = true };
    const kedge_anchor_terms terms = { .constraints = &constraints };
    const kedge_span der = root_der("Root"), third = root_der("Third");
    const kedge_span text = forge_pem_certificate(third);
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_der(&trust, der.data, der.size, &terms, &fault), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_name_and_key(&trust, other.subject, other.key->subject_public_key_info, &terms,
                                              &fault),
                 KEDGE_OK);
    cr_assert_eq(kedge_trust_add_pem(&trust, text.data, text.size, &terms, KEDGE_BUNDLE_STOP, NULL), KEDGE_OK);
    for (size_t i = 0; i < 3; i++)
        cr_assert(kedge_trust_at(&trust, i)->terms.constraints->has_path_length);
}

static void check_malformed(kedge_anchor_constraints constraints)
{
    kedge_trust trust = new_trust(4);
    uint8_t *top = trust.top;

    cr_assert_eq(add_with(&trust, &constraints), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_trust_count(&trust), 0);
    cr_assert_eq(trust.top, top);
}

Test(constraints, malformed_elements_are_refused)
{
    const kedge_span null = forge_null(), list_of_null = forge_sequence(forge_null());

    check_malformed((kedge_anchor_constraints){ .name_constraints = list_of_null });
    check_malformed((kedge_anchor_constraints){ .name_constraints = forge_sequence(FORGE_ABSENT) });
    check_malformed((kedge_anchor_constraints){ .policies = list_of_null });
    check_malformed((kedge_anchor_constraints){ .policies = forge_sequence(FORGE_ABSENT) });
    check_malformed((kedge_anchor_constraints){ .purposes = list_of_null });
    check_malformed((kedge_anchor_constraints){ .purposes = forge_join(purposes(FORGE_EKU_ANY), null) });
    check_malformed((kedge_anchor_constraints){ .refused_purposes = list_of_null });
    check_malformed((kedge_anchor_constraints){ .refused_purposes = { NULL, 4 } });
}

Test(constraints, what_cannot_be_stored_changes_nothing)
{
    const kedge_anchor_constraints constraints = { .purposes = purposes(FORGE_EKU_SERVER_AUTH) };
    const size_t enough = kedge_trust_size(1, root_der("Root").size + KEDGE_TRUST_CONSTRAINTS_SIZE
                                                  + constraints.purposes.size);
    bool fits = false;

    for (size_t size = 32; size <= enough; size++) {
        guarded block = guarded_new(size);
        kedge_trust trust;

        if (kedge_trust_init(&trust, block.memory, size, kedge_crypto_default()) == KEDGE_OK) {
            uint8_t *top = trust.top;
            const kedge_status status = add_with(&trust, &constraints);

            fits = status == KEDGE_OK;
            cr_assert(fits || (status == KEDGE_MEMORY_TOO_SMALL && trust.top == top));
        }
        guarded_check_and_free(&block);
    }
    cr_assert(fits);
}
