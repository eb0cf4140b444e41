/* cache_test.c - verifications that remember, and many at once. */
#include "unit/path/scene.h"

static const uint8_t secret[KEDGE_SHA256_SIZE] = { 7 };

static scene s;
static _Alignas(KEDGE_CACHE_ALIGN) uint8_t link_memory[4096];
static _Alignas(KEDGE_CACHE_ALIGN) uint8_t key_memory[65536];
static kedge_link_cache links;
static kedge_key_cache keys;

static int prepared_used;
static int digested;

static kedge_status digest_and_count(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *digest)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();

    (void)crypto;
    digested++;
    return bearssl->digest(bearssl, hash, message, digest);
}

static void verify_each(const kedge_crypto *crypto, const kedge_signature_job *const *jobs, kedge_status *answers,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        answers[i] = crypto->verify(crypto, jobs[i]);
}

static kedge_status verify_and_look(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_crypto *bearssl = kedge_crypto_bearssl();

    (void)crypto;
    prepared_used += job->prepared != NULL;
    return bearssl->verify(bearssl, job);
}

static size_t size_of_prepared(const kedge_crypto *crypto, const kedge_public_key *key, size_t limit)
{
    (void)crypto;
    (void)key;
    return limit < 64 ? 0 : 64;
}

static kedge_status prepare(const kedge_crypto *crypto, const kedge_public_key *key, void *memory, size_t size)
{
    (void)crypto;
    (void)key;
    memset(memory, 1, size);
    return KEDGE_OK;
}

static kedge_crypto provider;

static void begin(void)
{
    scene_begin(&s);
    const forge_certificate root = forge_root("Root");
    const forge_certificate upper = forge_ca("Upper", &root);
    const forge_certificate lower = forge_ca("Lower", &upper);
    const forge_certificate leaf = forge_leaf("host.example", &lower);

    provider = *kedge_crypto_bearssl();
    provider.verify = verify_and_look;
    provider.prepared_size = size_of_prepared;
    provider.prepare = prepare;
    provider.digest = digest_and_count;
    prepared_used = 0;
    digested = 0;
    s.trust.crypto = &provider;
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &lower);
    scene_send(&s, &upper);
    cr_assert_eq(kedge_link_cache_init(&links, link_memory, sizeof link_memory, &provider, secret), KEDGE_OK);
    cr_assert_eq(kedge_key_cache_init(&keys, key_memory, sizeof key_memory, &provider, 4096), KEDGE_OK);
}

static void end(void)
{
    scene_end(&s);
}

TestSuite(cached, .init = begin, .fini = end);
TestSuite(batch, .init = begin, .fini = end);

Test(cached, links_between_cas_are_verified_once_and_the_leafs_each_time)
{
    s.request.link_cache = &links;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.spent.signatures, 3);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.spent.signatures, 1);
    cr_assert_eq(s.verdict.path_length, 4);
}

/* The message, and then all together, whether the steps above are looked at ahead or not. */
Test(cached, a_known_link_is_digested_once)
{
    for (int is_ahead = 0; is_ahead < 2; is_ahead++) {
        provider.verify_batch = is_ahead ? verify_each : NULL;
        s.request.link_cache = &links;
        cr_assert_status(scene_verify(&s), KEDGE_OK);
        digested = 0;
        cr_assert_status(scene_verify(&s), KEDGE_OK);
        cr_assert_eq(digested, 2 * 2);
    }
}

Test(cached, a_known_link_is_still_judged_by_policy_and_time)
{
    s.request.link_cache = &links;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    s.request.time = kedge_time_at(FORGE_NOW + 20000 * FORGE_DAY);
    cr_assert_status(scene_verify(&s), KEDGE_EXPIRED);
    s.request.time = kedge_time_at(FORGE_NOW);
    s.policy.signatures &= ~KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_ALGORITHM_REFUSED);
}

/* Poisoning is impossible by construction: an entry is written only for a link of an accepted path, so one whose
 * signature has verified, and names algorithm, key, bytes and signature whole, under a secret key. */
Test(cached, what_was_not_accepted_leaves_nothing_behind)
{
    s.request.link_cache = &links;
    s.request.key_cache = &keys;
    s.request.identity = kedge_identity_dns("another.example");
    for (int i = 0; i < 3; i++) {
        cr_assert_status(scene_verify(&s), KEDGE_IDENTITY_MISMATCH);
        cr_assert_eq(s.verdict.spent.signatures, 3);
    }
    cr_assert_eq(prepared_used, 0);
}

static void spoil(size_t certificate)
{
    uint8_t *der = malloc(s.chain[certificate].size);

    cr_assert_not_null(der);
    memcpy(der, s.chain[certificate].data, s.chain[certificate].size);
    der[s.chain[certificate].size - 1] ^= 1; /* of the signature */
    s.chain[certificate].data = der;
}

/* Neither the link whose signature is wrong nor those beside it that verified. */
Test(cached, a_failed_signature_leaves_nothing_behind)
{
    s.request.link_cache = &links;
    for (size_t i = 0; i < 3; i++) {
        const kedge_span whole = s.chain[i];

        spoil(i);
        cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
        cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
        free((void *)(uintptr_t)s.chain[i].data);
        s.chain[i] = whole;
    }
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(s.verdict.spent.signatures, 3);
}

Test(cached, a_changed_certificate_is_not_the_known_one)
{
    const forge_certificate root = forge_root("Root");
    forge_certificate upper = forge_ca("Upper", &root);
    upper.signer = forge_p256("somebody else");

    s.request.link_cache = &links;
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    s.chain[2] = forge_sign(&upper);
    cr_assert_status(scene_verify(&s), KEDGE_NOT_AUTHENTICATED);
    cr_assert_status(s.verdict.reason, KEDGE_SIGNATURE_INVALID);
}

Test(cached, keys_of_intermediates_are_prepared_when_they_come_again)
{
    s.request.key_cache = &keys;
    for (int i = 0; i < 2; i++) {
        cr_assert_status(scene_verify(&s), KEDGE_OK);
        cr_assert_eq(prepared_used, 0);
    }
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(prepared_used, 2);
}

Test(cached, prepared_anchors_are_used)
{
    cr_assert_eq(kedge_trust_prepare(&s.trust, 64), KEDGE_OK);
    cr_assert_status(scene_verify(&s), KEDGE_OK);
    cr_assert_eq(prepared_used, 1);
}

#define MANY 20

Test(batch, each_verification_gets_the_verdict_that_it_would_get_alone)
{
    static _Alignas(KEDGE_WORKSPACE_ALIGN) uint8_t workspace[MANY][KEDGE_WORKSPACE_SIZE(3)];
    kedge_verification many[MANY];
    kedge_request requests[MANY];
    kedge_request incomplete = s.request;

    memset(&incomplete.time, 0, sizeof incomplete.time);
    for (int i = 0; i < MANY; i++) {
        requests[i] = s.request;
        if (i % 4 == 1)
            requests[i].identity = kedge_identity_dns("another.example");
        if (i % 4 == 2)
            requests[i].chain_count = 1;
        if (i % 4 == 3)
            requests[i] = incomplete;
        many[i] = (kedge_verification){ .request = &requests[i], .workspace = workspace[i],
                                        .size = sizeof workspace[i] };
    }
    kedge_verify_batch(&s.trust, many, MANY);
    for (int i = 0; i < MANY; i++) {
        static const kedge_status expected[] = { KEDGE_OK, KEDGE_IDENTITY_MISMATCH, KEDGE_NOT_AUTHENTICATED,
                                                 KEDGE_TIME_NOT_GIVEN };
        cr_assert_status(many[i].status, expected[i % 4]);
        cr_assert_status(many[i].verdict.status, expected[i % 4]);
    }
}

Test(batch, of_none_is_nothing)
{
    kedge_verify_batch(&s.trust, NULL, 0);
}
