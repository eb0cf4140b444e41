/* memory_test.c - a trust in any amount of memory: nothing is written outside, nothing is half done. */
#include "trust_fixture.h"

/* Everything that takes memory, one after the other; each must either succeed or leave no trace. */
typedef struct materials {
    kedge_span one;
    kedge_span other;
    kedge_span name;
    kedge_span key;
    kedge_span bundle;
    uint8_t digest[KEDGE_SHA256_SIZE];
} materials;

static materials make_materials(void)
{
    kedge_span third = root_der("Third");
    materials made = {
        .one = root_der("One"),
        .other = root_der("Other"),
        .name = forge_common_name("Bare"),
        .key = forge_p256("Bare")->subject_public_key_info,
        .bundle = forge_join(forge_pem_certificate(third), forge_pem_certificate(root_der("Fourth")),
                             forge_pem_certificate(third)),
        .digest = { 1, 2, 3 },
    };

    return made;
}

/* Check that a step that failed left everything, and one that succeeded added `added` anchors. */
static void check_step(const kedge_trust *before, const kedge_trust *after, kedge_status status, size_t added)
{
    if (status == KEDGE_OK) {
        cr_assert_eq(after->anchor_count, before->anchor_count + added);
        return;
    }
    cr_assert_eq(status, KEDGE_MEMORY_TOO_SMALL, "%s", kedge_status_name(status));
    cr_assert_eq(memcmp(before, after, sizeof *before), 0);
}

static unsigned add_anchors(kedge_trust *trust, const materials *made)
{
    unsigned done = 0;
    uint32_t fault = 0;
    kedge_trust before = *trust;
    kedge_status status = kedge_trust_add_der(trust, made->one.data, made->one.size, NULL, &fault);

    check_step(&before, trust, status, 1);
    done += status == KEDGE_OK;
    cr_assert_eq(find_common_name(trust, "One") != NULL, status == KEDGE_OK);

    before = *trust;
    status = kedge_trust_add_copy(trust, made->other.data, made->other.size, NULL, &fault);
    check_step(&before, trust, status, 1);
    done += status == KEDGE_OK;
    cr_assert_eq(find_common_name(trust, "Other") != NULL, status == KEDGE_OK);

    before = *trust;
    status = kedge_trust_add_name_and_key(trust, made->name, made->key, NULL, &fault);
    check_step(&before, trust, status, 1);
    done += status == KEDGE_OK;
    cr_assert_eq(find_common_name(trust, "Bare") != NULL, status == KEDGE_OK);
    return done;
}

static unsigned add_bundle(kedge_trust *trust, const materials *made)
{
    kedge_trust before = *trust;
    kedge_bundle_report report;
    kedge_status status = kedge_trust_add_pem(trust, made->bundle.data, made->bundle.size, NULL,
                                              KEDGE_BUNDLE_SKIP, &report);

    check_step(&before, trust, status, 2);
    cr_assert_eq(report.added, status == KEDGE_OK ? 2 : 0);
    cr_assert_eq(report.merged, status == KEDGE_OK ? 1 : 0);
    cr_assert_eq(find_common_name(trust, "Third") != NULL, status == KEDGE_OK);
    cr_assert_eq(find_common_name(trust, "Fourth") != NULL, status == KEDGE_OK);
    return status == KEDGE_OK;
}

static unsigned add_distrust(kedge_trust *trust, const materials *made)
{
    kedge_certificate one = parsed(made->one);
    unsigned done = 0;
    kedge_trust before = *trust;
    kedge_status status = kedge_trust_distrust_key(trust, made->digest);

    check_step(&before, trust, status, 0);
    done += status == KEDGE_OK;
    before = *trust;
    status = kedge_trust_distrust_serial(trust, kedge_certificate_span(&one, one.issuer),
                                         kedge_certificate_span(&one, one.serial_number));
    check_step(&before, trust, status, 0);
    done += status == KEDGE_OK;
    cr_assert_eq(kedge_trust_is_distrusted(trust, &one), status == KEDGE_OK);
    return done;
}

Test(trust_memory, every_size_succeeds_or_says_that_it_is_too_small)
{
    const materials made = make_materials();
    const size_t largest = kedge_trust_size(7, 6000);
    unsigned done = 0;

    for (size_t size = 0; size <= largest; size++) {
        guarded block = guarded_new(size);
        kedge_trust trust;
        kedge_status status = kedge_trust_init(&trust, block.memory, size, kedge_crypto_default());

        cr_assert(status == KEDGE_OK || (status == KEDGE_MEMORY_TOO_SMALL && size < 64));
        if (status == KEDGE_OK) {
            done = add_anchors(&trust, &made);
            done += add_bundle(&trust, &made);
            done += add_distrust(&trust, &made);
        }
        guarded_check_and_free(&block);
    }
    cr_assert_eq(done, 6, "even %zu bytes did not hold everything", largest);
}

Test(trust_memory, the_stated_size_suffices)
{
    enum { MOST = 40 };
    kedge_span der[MOST];
    size_t der_bytes = 0;

    for (size_t count = 0; count < MOST; count++) {
        char name[] = { 'R', (char)('0' + count), '\0' };
        size_t size;
        guarded block;
        kedge_trust trust;
        uint32_t fault = 0;

        der[count] = root_der(name);
        der_bytes += der[count].size;
        size = kedge_trust_size(count + 1, der_bytes);
        block = guarded_new(size);
        cr_assert_eq(kedge_trust_init(&trust, block.memory, size, kedge_crypto_default()), KEDGE_OK);
        for (size_t i = 0; i <= count; i++)
            cr_assert_eq(kedge_trust_add_copy(&trust, der[i].data, der[i].size, NULL, &fault), KEDGE_OK);
        guarded_check_and_free(&block);
    }
}

Test(trust_memory, the_stated_size_of_distrust_entries_suffices)
{
    for (uint8_t count = 1; count < 100; count++) {
        size_t size = kedge_trust_size(0, count * (size_t)KEDGE_TRUST_DISTRUST_SIZE);
        guarded block = guarded_new(size);
        kedge_trust trust;

        cr_assert_eq(kedge_trust_init(&trust, block.memory, size, kedge_crypto_default()), KEDGE_OK);
        for (uint8_t i = 0; i < count; i++) {
            uint8_t digest[KEDGE_SHA256_SIZE] = { i };

            cr_assert_eq(kedge_trust_distrust_key(&trust, digest), KEDGE_OK);
        }
        guarded_check_and_free(&block);
    }
}

Test(trust_memory, distrust_entries_fill_any_amount_of_memory_and_no_more)
{
    for (size_t size = 64; size < 512; size++) {
        guarded block = guarded_new(size);
        uint8_t digest[KEDGE_SHA256_SIZE] = { 0 };
        kedge_trust trust;

        cr_assert_eq(kedge_trust_init(&trust, block.memory, size, kedge_crypto_default()), KEDGE_OK);
        while (kedge_trust_distrust_key(&trust, digest) == KEDGE_OK)
            digest[0]++;
        cr_assert(digest[0] <= size / KEDGE_SHA256_SIZE);
        guarded_check_and_free(&block);
    }
}

Test(trust_memory, a_size_that_no_machine_has_is_not_computed_wrong)
{
    cr_assert_eq(kedge_trust_size(SIZE_MAX, 0), SIZE_MAX);
    cr_assert_eq(kedge_trust_size(0, SIZE_MAX), SIZE_MAX);
    cr_assert_eq(kedge_trust_size(SIZE_MAX / sizeof(kedge_anchor), SIZE_MAX), SIZE_MAX);
    cr_assert(kedge_trust_size(SIZE_MAX / 4 / sizeof(kedge_anchor), SIZE_MAX / 4) > SIZE_MAX / 2);
}
