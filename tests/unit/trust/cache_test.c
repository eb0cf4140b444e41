/* cache_test.c - prepared keys and verified links, remembered. */
#include <criterion/criterion.h>
#include <kedge/kedge.h>

#include <stdlib.h>
#include <string.h>

#include "forge/forge.h"

static const uint8_t secret[KEDGE_SHA256_SIZE] = { 1, 2, 3 };

static void *cache_memory(size_t size)
{
    void *memory = aligned_alloc(KEDGE_CACHE_ALIGN, (size + KEDGE_CACHE_ALIGN - 1) / KEDGE_CACHE_ALIGN * KEDGE_CACHE_ALIGN);

    cr_assert_not_null(memory);
    memset(memory, 0x5a, size);
    return memory;
}

static kedge_certificate parsed(kedge_span der)
{
    kedge_certificate certificate;
    uint32_t fault;

    cr_assert_eq(kedge_certificate_parse(&certificate, der.data, der.size, &fault), KEDGE_OK);
    return certificate;
}

static kedge_signature_job job_of(const kedge_certificate *child, const kedge_certificate *issuer)
{
    const kedge_signature_job job = {
        .algorithm = child->algorithm,
        .key = &issuer->key,
        .message = kedge_certificate_span(child, child->tbs_certificate),
        .signature = kedge_certificate_span(child, child->signature),
    };

    return job;
}

/* A provider that prepares every key as one octet of memory, the count of keys prepared so far. */
static int prepared_count;

static size_t size_of_prepared(const kedge_crypto *crypto, const kedge_public_key *key, size_t limit)
{
    (void)crypto;
    if (key->type == KEDGE_KEY_P521)
        return 0;
    return limit < 64 ? 0 : 64;
}

static kedge_status prepare(const kedge_crypto *crypto, const kedge_public_key *key, void *memory, size_t size)
{
    (void)crypto;
    cr_assert_eq((uintptr_t)memory % KEDGE_PREPARED_ALIGN, 0);
    if (key->type == KEDGE_KEY_P384)
        return KEDGE_KEY_MALFORMED;
    memset(memory, ++prepared_count, size);
    return KEDGE_OK;
}

static kedge_crypto preparing_provider(void)
{
    kedge_crypto provider = *kedge_crypto_bearssl();

    prepared_count = 0;
    provider.prepared_size = size_of_prepared;
    provider.prepare = prepare;
    return provider;
}

TestSuite(link_cache, .fini = forge_forget);
TestSuite(key_cache, .fini = forge_forget);
TestSuite(prepare, .fini = forge_forget);

Test(link_cache, knows_what_was_added_and_nothing_that_differs_in_any_part)
{
    const size_t size = kedge_link_cache_size(16);
    void *memory = cache_memory(size);
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    const kedge_certificate issuer = parsed(forge_sign(&root));
    const kedge_certificate child = parsed(forge_sign(&ca));
    const kedge_signature_job job = job_of(&child, &issuer);
    kedge_link_cache cache;

    cr_assert_eq(kedge_link_cache_init(&cache, memory, size, kedge_crypto_bearssl(), secret), KEDGE_OK);
    cr_assert_not(kedge_link_cache_knows(&cache, &job));
    kedge_link_cache_add(&cache, &job);
    cr_assert(kedge_link_cache_knows(&cache, &job));

    kedge_signature_job other = job;
    other.message.size--;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    other = job;
    other.signature.size--;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    other = job;
    other.key = &child.key;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    other = job;
    other.algorithm.hash = KEDGE_HASH_SHA384;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    other = job;
    other.algorithm.scheme = KEDGE_SCHEME_RSA_PSS;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    other = job;
    other.algorithm.mask_hash = KEDGE_HASH_SHA1;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    other = job;
    other.algorithm.salt_size = 256;
    cr_assert_not(kedge_link_cache_knows(&cache, &other));
    kedge_link_cache_reset(&cache);
    cr_assert_not(kedge_link_cache_knows(&cache, &job));
    free(memory);
}

/* The parts of a job one after the other, so that they can be changed bit by bit and cut elsewhere. */
typedef struct copied_job {
    uint8_t octets[2048];
    kedge_public_key key;
    kedge_signature_job job;
} copied_job;

static kedge_span copied(copied_job *copy, size_t *used, kedge_span part)
{
    const kedge_span place = { copy->octets + *used, part.size };

    cr_assert_leq(*used + part.size, sizeof copy->octets);
    memcpy(copy->octets + *used, part.data, part.size);
    *used += part.size;
    return place;
}

static size_t copy_job(copied_job *copy, const kedge_signature_job *job)
{
    const kedge_range info = job->key->subject_public_key_info;
    size_t used = 0;

    copy->job = *job;
    copy->key = *job->key;
    copy->key.subject_public_key_info = (kedge_range){ 0, info.size };
    copy->key.der = copied(copy, &used, kedge_span_of(job->key->der, info)).data;
    copy->job.key = &copy->key;
    copy->job.message = copied(copy, &used, job->message);
    copy->job.signature = copied(copy, &used, job->signature);
    return used;
}

/* A link says that this signature over these bytes verifies under this key.  One bit of any of them makes another
 * link, as do the same bytes cut into parts elsewhere: nobody can make his own certificate pass for one that was
 * verified.  Short parts stand for themselves in what is digested, long ones do not: both kinds are tried. */
static void poison(const forge_key *key)
{
    const size_t size = kedge_link_cache_size(4);
    void *memory = cache_memory(size);
    const forge_certificate root = forge_root_with_key("Root", key);
    const forge_certificate ca = forge_ca("CA", &root);
    const kedge_certificate issuer = parsed(forge_sign(&root));
    const kedge_certificate child = parsed(forge_sign(&ca));
    const kedge_signature_job job = job_of(&child, &issuer);
    static copied_job copy;
    const size_t used = copy_job(&copy, &job);
    kedge_link_cache cache;

    cr_assert_eq(kedge_link_cache_init(&cache, memory, size, kedge_crypto_bearssl(), secret), KEDGE_OK);
    kedge_link_cache_add(&cache, &job);
    cr_assert(kedge_link_cache_knows(&cache, &copy.job));
    for (size_t bit = 0; bit < 8 * used; bit++) {
        copy.octets[bit / 8] ^= (uint8_t)(1u << bit % 8);
        cr_assert_not(kedge_link_cache_knows(&cache, &copy.job), "bit %zu", bit);
        copy.octets[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t moved = 1; moved < 40; moved++) {
        copied_job other = copy;

        other.job.message.size += moved;
        other.job.signature.data += moved;
        other.job.signature.size -= moved;
        cr_assert_not(kedge_link_cache_knows(&cache, &other.job), "%zu octets are elsewhere", moved);
    }
    cr_assert(kedge_link_cache_knows(&cache, &copy.job));
    free(memory);
}

Test(link_cache, cannot_be_poisoned_by_one_bit_or_another_cut_of_an_ec_link)
{
    poison(forge_p256("root"));
}

Test(link_cache, cannot_be_poisoned_by_one_bit_or_another_cut_of_an_rsa_link)
{
    poison(forge_rsa(2048, 0));
}

Test(link_cache, is_of_no_use_under_another_secret)
{
    const size_t size = kedge_link_cache_size(16);
    void *memory = cache_memory(size);
    const forge_certificate root = forge_root("Root");
    const kedge_certificate issuer = parsed(forge_sign(&root));
    const kedge_signature_job job = job_of(&issuer, &issuer);
    kedge_link_cache cache;

    cr_assert_eq(kedge_link_cache_init(&cache, memory, size, kedge_crypto_bearssl(), secret), KEDGE_OK);
    kedge_link_cache_add(&cache, &job);
    cache.key[31] ^= 1;
    cr_assert_not(kedge_link_cache_knows(&cache, &job));
    free(memory);
}

Test(link_cache, a_full_one_keeps_what_it_has_and_takes_no_more)
{
    const size_t size = kedge_link_cache_size(1);
    void *memory = cache_memory(size);
    const forge_certificate root = forge_root("Root");
    const kedge_certificate issuer = parsed(forge_sign(&root));
    kedge_signature_job job = job_of(&issuer, &issuer);
    const size_t whole = job.message.size;
    kedge_link_cache cache;
    size_t known = 0;

    cr_assert_eq(kedge_link_cache_init(&cache, memory, size, kedge_crypto_bearssl(), secret), KEDGE_OK);
    for (size_t i = 0; i < 50; i++) {
        job.message.size = whole - i;
        kedge_link_cache_add(&cache, &job);
        kedge_link_cache_add(&cache, &job);
    }
    for (size_t i = 0; i < 50; i++) {
        job.message.size = whole - i;
        known += kedge_link_cache_knows(&cache, &job);
    }
    cr_assert_geq(known, 1);
    cr_assert_leq(known, cache.slot_count);
    job.message.size = whole;
    cr_assert(kedge_link_cache_knows(&cache, &job), "the first is not driven out");
    free(memory);
}

Test(link_cache, wants_memory_a_secret_and_a_provider)
{
    static _Alignas(KEDGE_CACHE_ALIGN) uint8_t memory[128];
    kedge_link_cache cache;
    const kedge_crypto *crypto = kedge_crypto_bearssl();

    cr_assert_eq(kedge_link_cache_init(NULL, memory, 128, crypto, secret), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_link_cache_init(&cache, NULL, 128, crypto, secret), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_link_cache_init(&cache, memory + 1, 127, crypto, secret), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_link_cache_init(&cache, memory, 128, NULL, secret), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_link_cache_init(&cache, memory, 128, crypto, NULL), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_link_cache_init(&cache, memory, 8, crypto, secret), KEDGE_MEMORY_TOO_SMALL);
}

static kedge_status digest_nothing(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *digest)
{
    (void)crypto;
    (void)hash;
    (void)message;
    (void)digest;
    return KEDGE_UNSUPPORTED_ALGORITHM;
}

Test(link_cache, knows_nothing_where_nothing_can_be_digested)
{
    static _Alignas(KEDGE_CACHE_ALIGN) uint8_t memory[1024];
    const kedge_crypto mute = { .name = "mute", .digest = digest_nothing };
    const forge_certificate root = forge_root("Root");
    const kedge_certificate issuer = parsed(forge_sign(&root));
    const kedge_signature_job job = job_of(&issuer, &issuer);
    kedge_link_cache cache;

    cr_assert_eq(kedge_link_cache_init(&cache, memory, sizeof memory, &mute, secret), KEDGE_OK);
    kedge_link_cache_add(&cache, &job);
    cr_assert_not(kedge_link_cache_knows(&cache, &job));
}

Test(key_cache, prepares_a_key_that_it_is_told_of_twice)
{
    const kedge_crypto provider = preparing_provider();
    const size_t size = kedge_key_cache_size(4, 64);
    void *memory = cache_memory(size);
    const forge_certificate root = forge_root("Root");
    const kedge_certificate view = parsed(forge_sign(&root));
    kedge_key_cache cache;

    cr_assert_eq(kedge_key_cache_init(&cache, memory, size, &provider, 64), KEDGE_OK);
    cr_assert_null(kedge_key_cache_find(&cache, &view.key));
    kedge_key_cache_offer(&cache, &view.key);
    cr_assert_null(kedge_key_cache_find(&cache, &view.key));
    kedge_key_cache_offer(&cache, &view.key);
    const uint8_t *prepared = kedge_key_cache_find(&cache, &view.key);
    cr_assert_not_null(prepared);
    cr_assert_eq(*prepared, 1);
    kedge_key_cache_offer(&cache, &view.key);
    cr_assert_eq(prepared_count, 1);
    kedge_key_cache_reset(&cache);
    cr_assert_null(kedge_key_cache_find(&cache, &view.key));
    free(memory);
}

Test(key_cache, holds_as_many_keys_as_its_size_was_asked_for_and_no_more_than_fit)
{
    const kedge_crypto provider = preparing_provider();
    const size_t size = kedge_key_cache_size(8, 64);
    void *memory = cache_memory(size);
    kedge_certificate view[64];
    kedge_key_cache cache;
    int found = 0;

    cr_assert_eq(kedge_key_cache_init(&cache, memory, size, &provider, 64), KEDGE_OK);
    for (int i = 0; i < 64; i++) {
        char label[] = "key 00";
        label[4] = (char)('0' + i / 10);
        label[5] = (char)('0' + i % 10);
        const forge_certificate root = forge_root_with_key("Root", forge_p256(label));
        view[i] = parsed(forge_sign(&root));
        kedge_key_cache_offer(&cache, &view[i].key);
        kedge_key_cache_offer(&cache, &view[i].key);
    }
    for (int i = 0; i < 64; i++) {
        const uint8_t *prepared = kedge_key_cache_find(&cache, &view[i].key);

        found += prepared != NULL;
        if (prepared != NULL)
            cr_assert(prepared >= (uint8_t *)memory && prepared + 64 <= (uint8_t *)memory + size);
        cr_assert(i >= 8 || prepared != NULL, "%d", i);
    }
    cr_assert_geq(found, 8);
    free(memory);
}

Test(key_cache, passes_over_what_is_not_prepared)
{
    const kedge_crypto provider = preparing_provider();
    const size_t size = kedge_key_cache_size(4, 64);
    void *memory = cache_memory(size);
    const forge_certificate malformed = forge_root_with_key("Root", forge_ec(KEDGE_KEY_P384, "one"));
    const forge_certificate unprepared = forge_root_with_key("Root", forge_ec(KEDGE_KEY_P521, "two"));
    const kedge_certificate first = parsed(forge_sign(&malformed));
    const kedge_certificate second = parsed(forge_sign(&unprepared));
    kedge_key_cache cache;

    cr_assert_eq(kedge_key_cache_init(&cache, memory, size, &provider, 64), KEDGE_OK);
    for (int i = 0; i < 4; i++) {
        kedge_key_cache_offer(&cache, &first.key);
        kedge_key_cache_offer(&cache, &second.key);
    }
    cr_assert_null(kedge_key_cache_find(&cache, &first.key));
    cr_assert_null(kedge_key_cache_find(&cache, &second.key));
    free(memory);
}

Test(key_cache, wants_memory_and_a_provider)
{
    static _Alignas(KEDGE_CACHE_ALIGN) uint8_t memory[1024];
    kedge_key_cache cache;
    const kedge_crypto *crypto = kedge_crypto_bearssl();

    cr_assert_eq(kedge_key_cache_init(NULL, memory, 1024, crypto, 64), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_cache_init(&cache, NULL, 1024, crypto, 64), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_cache_init(&cache, memory + 1, 1023, crypto, 64), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_cache_init(&cache, memory, 1024, NULL, 64), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_cache_init(&cache, memory, 1024, crypto, SIZE_MAX), KEDGE_BAD_ARGUMENT);
    cr_assert_eq(kedge_key_cache_init(&cache, memory, 64, crypto, 64), KEDGE_MEMORY_TOO_SMALL);
    cr_assert_eq(kedge_key_cache_init(&cache, memory, 1024, crypto, 64), KEDGE_OK);
}

Test(prepare, every_anchor_whose_key_can_be_is_prepared_once)
{
    const kedge_crypto provider = preparing_provider();
    const size_t size = kedge_trust_size(4, 8192) + 2048;
    void *memory = cache_memory(size);
    const forge_certificate roots[] = { forge_root("One"), forge_root_with_key("Two", forge_ec(KEDGE_KEY_P384, "two")),
                                        forge_root_with_key("Three", forge_ec(KEDGE_KEY_P521, "three")) };
    kedge_trust trust;
    uint32_t fault;

    cr_assert_eq(kedge_trust_init(&trust, memory, size, &provider), KEDGE_OK);
    for (int i = 0; i < 3; i++) {
        const kedge_span der = forge_sign(&roots[i]);
        cr_assert_eq(kedge_trust_add_copy(&trust, der.data, der.size, NULL, &fault), KEDGE_OK);
    }
    cr_assert_eq(kedge_trust_prepare(&trust, 32), KEDGE_OK);
    cr_assert_null(kedge_trust_at(&trust, 0)->prepared, "none so small");
    cr_assert_eq(kedge_trust_prepare(&trust, 64), KEDGE_OK);
    cr_assert_eq(kedge_trust_prepare(&trust, 64), KEDGE_OK);
    cr_assert_not_null(kedge_trust_at(&trust, 0)->prepared);
    cr_assert_null(kedge_trust_at(&trust, 1)->prepared);
    cr_assert_null(kedge_trust_at(&trust, 2)->prepared);
    cr_assert_eq(prepared_count, 1);
    free(memory);
}

Test(prepare, too_little_memory_is_said_and_breaks_nothing)
{
    const kedge_crypto provider = preparing_provider();
    const forge_certificate root = forge_root("One");
    const kedge_span der = forge_sign(&root);
    const size_t size = kedge_trust_size(1, 0);
    void *memory = cache_memory(size);
    kedge_trust trust;
    uint32_t fault;

    cr_assert_eq(kedge_trust_init(&trust, memory, size, &provider), KEDGE_OK);
    cr_assert_eq(kedge_trust_add_der(&trust, der.data, der.size, NULL, &fault), KEDGE_OK);
    while (kedge_trust_distrust_key(&trust, secret) == KEDGE_OK && kedge_trust_prepare(&trust, 64) != KEDGE_MEMORY_TOO_SMALL
           && kedge_trust_at(&trust, 0)->prepared == NULL)
        continue;
    cr_assert_eq(kedge_trust_count(&trust), 1);
    free(memory);
}
