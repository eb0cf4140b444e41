/* bad_input_test.c - chains cut, flipped and spliced: a status, and never success.
 *
 * Every input lies in a heap block of its exact size. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include "suites/trial.h"

static uint8_t *allocate(size_t size)
{
    uint8_t *bytes = malloc(size > 0 ? size : 1);

    cr_assert_not_null(bytes);
    return bytes;
}

/* Judge the good chain with `bytes` in place of its certificate `at`. */
static kedge_verdict judge_with(const trial *good, size_t at, const uint8_t *bytes, size_t size)
{
    kedge_span chain[2] = { good->chain[0], good->chain[1] };

    chain[at] = (kedge_span){ bytes, size };
    return trial_verify(good, chain, 2);
}

ParameterizedTestParameters(bad_input, the_chains_are_good)
{
    static trial_kind kinds[] = { TRIAL_RSA, TRIAL_P256, TRIAL_MIXED };

    return cr_make_param_array(trial_kind, kinds, TRIAL_KINDS);
}

ParameterizedTest(const trial_kind *kind, bad_input, the_chains_are_good)
{
    trial good;

    trial_begin(&good, *kind);
    cr_assert_eq(trial_verify(&good, good.chain, 2).status, KEDGE_OK);
    cr_assert_eq(trial_verify(&good, good.chain, 3).status, KEDGE_OK);
    forge_forget();
}

/* --- truncations --- */

static void cut_everywhere(const trial *good, size_t at)
{
    const kedge_span whole = good->chain[at];

    for (size_t size = 0; size < whole.size; size++) {
        uint8_t *bytes = allocate(size);
        kedge_verdict verdict;

        memcpy(bytes, whole.data, size);
        verdict = judge_with(good, at, bytes, size);
        free(bytes);
        if (at == 0) {
            cr_assert_eq(kedge_status_classify(verdict.status), KEDGE_CLASS_INPUT, "%zu", size);
            cr_assert_eq(verdict.certificate, 0);
            cr_assert_leq(verdict.offset, size);
        } else {
            cr_assert_eq(verdict.status, KEDGE_NOT_AUTHENTICATED, "%zu", size);
            cr_assert_eq(verdict.reason, KEDGE_ISSUER_NOT_FOUND, "%zu", size);
        }
    }
}

ParameterizedTestParameters(bad_input, a_certificate_cut_at_any_byte_is_refused)
{
    static trial_kind kinds[] = { TRIAL_RSA, TRIAL_P256, TRIAL_MIXED };

    return cr_make_param_array(trial_kind, kinds, TRIAL_KINDS);
}

ParameterizedTest(const trial_kind *kind, bad_input, a_certificate_cut_at_any_byte_is_refused)
{
    trial good;

    trial_begin(&good, *kind);
    cut_everywhere(&good, 0);
    cut_everywhere(&good, 1);
    forge_forget();
}

/* --- flips --- */

/* No flip may pass, nor lead a caller to forgive it: a tolerable status would say that every signature
 * has verified. */
static void flip_everywhere(const trial *good, size_t at)
{
    const kedge_span whole = good->chain[at];
    uint8_t *bytes = allocate(whole.size);

    memcpy(bytes, whole.data, whole.size);
    for (size_t bit = 0; bit < 8 * whole.size; bit++) {
        kedge_verdict verdict;

        bytes[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        verdict = judge_with(good, at, bytes, whole.size);
        bytes[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        cr_assert_neq(verdict.status, KEDGE_OK, "bit %zu of certificate %zu", bit, at);
        cr_assert_eq(verdict.faults, 0, "bit %zu of certificate %zu", bit, at);
        if (kedge_status_classify(verdict.status) != KEDGE_CLASS_INPUT)
            cr_assert_eq(verdict.status, KEDGE_NOT_AUTHENTICATED, "bit %zu of certificate %zu", bit, at);
    }
    free(bytes);
}

ParameterizedTestParameters(bad_input, no_flipped_bit_is_accepted)
{
    static trial_kind kinds[] = { TRIAL_RSA, TRIAL_P256, TRIAL_MIXED };

    return cr_make_param_array(trial_kind, kinds, TRIAL_KINDS);
}

ParameterizedTest(const trial_kind *kind, bad_input, no_flipped_bit_is_accepted, .timeout = 300)
{
    trial good;

    trial_begin(&good, *kind);
    flip_everywhere(&good, 0);
    flip_everywhere(&good, 1);
    forge_forget();
}

Test(bad_input, no_flipped_bit_of_an_unused_extra_matters)
{
    trial good;
    uint8_t *bytes;

    trial_begin(&good, TRIAL_RSA);
    bytes = allocate(good.chain[1].size);
    memcpy(bytes, good.chain[1].data, good.chain[1].size);
    for (size_t bit = 0; bit < 8 * good.chain[1].size; bit++) {
        kedge_span chain[] = { good.chain[0], { bytes, good.chain[1].size }, good.chain[1] };

        bytes[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        cr_assert_eq(trial_verify(&good, chain, 3).status, KEDGE_OK, "bit %zu", bit);
        bytes[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
    }
    free(bytes);
    forge_forget();
}

/* --- splices --- */

#define SPLICES 10000

/* A generator that is the same everywhere (xorshift32). */
static uint32_t random_state;

static size_t random_below(size_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

static void put_length(uint8_t *element, size_t length)
{
    element[2] = (uint8_t)(length >> 8);
    element[3] = (uint8_t)length;
}

/* Where the end begins: anywhere, or near the place where the beginning ended. */
static size_t choose_tail(size_t head, size_t size)
{
    const size_t near = head + random_below(9);

    return random_below(3) > 0 && near <= size ? near : random_below(size + 1);
}

/* The beginning of one certificate and the end of another.  In half of them the lengths of the certificate
 * and, where the seam lies in it, of its TBSCertificate are made to fit, so that what is wrong is met
 * deeper. */
static uint8_t *splice(kedge_span one, kedge_span other, size_t *size)
{
    const size_t head = random_below(one.size + 1);
    const size_t tail = choose_tail(head, other.size);
    const size_t tbs_end = 8 + ((size_t)one.data[6] << 8 | one.data[7]);
    uint8_t *bytes = allocate(head + other.size - tail);

    *size = head + other.size - tail;
    memcpy(bytes, one.data, head);
    memcpy(bytes + head, other.data + tail, other.size - tail);
    if (random_below(2) == 0 && head >= 8 && *size >= 8) {
        put_length(bytes, *size - 4);
        if (head < tbs_end && tbs_end + *size >= one.size + 8)
            put_length(bytes + 4, tbs_end + *size - one.size - 8);
    }
    return bytes;
}

static bool is_one_of(const kedge_span *known, size_t count, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (known[i].size == size && memcmp(known[i].data, bytes, size) == 0)
            return true;
    return false;
}

/* As the leaf or as its issuer a splice is refused; as an extra it does no harm; as an anchor it is anything
 * but a crash. */
static void try_splice(trial *good, const uint8_t *bytes, size_t size)
{
    const kedge_span with_extra[] = { good->chain[0], { bytes, size }, good->chain[1] };
    kedge_trust trust;
    uint8_t memory[8192];
    uint32_t fault;

    cr_assert_neq(judge_with(good, 0, bytes, size).status, KEDGE_OK);
    cr_assert_neq(judge_with(good, 1, bytes, size).status, KEDGE_OK);
    cr_assert_eq(trial_verify(good, with_extra, 3).status, KEDGE_OK);
    trust = good->trust;
    if (kedge_trust_init(&good->trust, memory + (16 - (uintptr_t)memory % 16) % 16, sizeof memory - 16,
                         trial_crypto())
        != KEDGE_OK)
        cr_assert_fail("the memory for a trust is too small");
    if (kedge_trust_add_der(&good->trust, bytes, size, NULL, &fault) == KEDGE_OK)
        trial_verify(good, good->chain, 2);
    good->trust = trust;
}

Test(bad_input, ten_thousand_splices, .timeout = 300)
{
    trial good[TRIAL_KINDS];
    kedge_span known[TRIAL_KINDS * TRIAL_LENGTH];
    size_t count = 0;

    random_state = 0x6b656467;
    for (size_t kind = 0; kind < TRIAL_KINDS; kind++) {
        trial_begin(&good[kind], (trial_kind)kind);
        for (size_t i = 0; i < TRIAL_LENGTH; i++)
            known[count++] = good[kind].chain[i];
    }
    for (size_t i = 0; i < SPLICES;) {
        const size_t one = random_below(count);
        const size_t other = random_below(3) == 0 ? random_below(count) : one;
        size_t size;
        uint8_t *bytes = splice(known[one], known[other], &size);

        if (!is_one_of(known, count, bytes, size)) {
            try_splice(&good[i % 2 == 0 ? TRIAL_RSA : TRIAL_P256], bytes, size);
            i++;
        }
        free(bytes);
    }
    forge_forget();
}

/* --- what is no certificate at all --- */

Test(bad_input, noise_and_nothing_are_refused)
{
    trial good;

    trial_begin(&good, TRIAL_P256);
    random_state = 1;
    for (size_t size = 0; size < 300; size++) {
        uint8_t *bytes = allocate(size);

        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)random_below(256);
        cr_assert_eq(kedge_status_classify(judge_with(&good, 0, bytes, size).status), KEDGE_CLASS_INPUT);
        cr_assert_eq(judge_with(&good, 1, bytes, size).status, KEDGE_NOT_AUTHENTICATED);
        free(bytes);
    }
    forge_forget();
}

Test(bad_input, nesting_without_end_costs_nothing)
{
    trial good;
    kedge_span deep = forge_null();

    trial_begin(&good, TRIAL_P256);
    for (size_t i = 0; i < 2000; i++)
        deep = forge_sequence(deep);
    cr_assert_eq(kedge_status_classify(judge_with(&good, 0, deep.data, deep.size).status), KEDGE_CLASS_INPUT);
    forge_forget();
}
