/* shake256_test.c - SHAKE256 around the ends of its lanes and blocks; digests by Python's hashlib. */
#include <criterion/criterion.h>

#include "crypto/native/shake256.h"
#include "unit/crypto/jobs.h"

#define MESSAGE_SIZE 1000

static const struct {
    size_t size;
    const char *digest;
} answers[] = {
    { 0, "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f" },
    { 1, "b8d01df855f7075882c636f6ddeacf41e5de0bbf30042ef0a86e36f4b8600d54" },
    { 7, "552294355aff5c43a2c7009607e47c0ca3720536eeccb2f7560d1574ce1a1979" },
    { 8, "b44dae93f2360c4914fa999f3aed53901d47a1b614109e4bfbe8a595d5dd5058" },
    { 9, "e101ff7abe4b32631184812a043de70d3ee1ca1ca6145273beb851c85bc91cc3" },
    { 135, "c45dae624ad8a2f5aa7bac9d7557737fd91c96eedb70a6be5574d57a844eade0" },
    { 136, "b7ff4073b3f5a8eabd6e17705ca7f6761a31058f9df781a6a47e3a3063b9d67a" },
    { 137, "01d90952c642a5eb2a8fc9d713f843a45d7ac05132dddcb2efc9bebc27e37bcb" },
    { 271, "946985982420b82481721a498ef0c8668d553177fd0da17bc67db9d2034d12ea" },
    { 272, "e3299fa992163e7ffc875aff708dac93d2157e9b4ccaa2a13ba1ca4ef0b40f29" },
    { 273, "3bf949e3523de3b5a8cb9e105ae817050987d0f31655722fa601e460d60c5dda" },
    { 1000, "34833f03ed88bb5f083ce590c7ae5af93ede33e11f53c70e47916c7044746acb" },
};

static void fill(uint8_t message[MESSAGE_SIZE])
{
    for (size_t i = 0; i < MESSAGE_SIZE; i++)
        message[i] = (uint8_t)(i % 251);
}

/* Absorb in pieces of `step` octets. */
static void check(const uint8_t *message, size_t size, const char *digits, size_t step)
{
    kedge_span expected = test_hex(digits);
    uint8_t digest[136];
    shake256 context;

    kedge_shake256_begin(&context);
    for (size_t done = 0; done < size; done += step)
        kedge_shake256_update(&context, message + done, size - done < step ? size - done : step);
    kedge_shake256_finish(&context, digest, expected.size);
    cr_assert_arr_eq(digest, expected.data, expected.size, "%zu octets by %zu", size, step);
    test_free(expected);
}

Test(shake256, digests_do_not_depend_on_the_pieces)
{
    static const size_t steps[] = { 1, 3, 8, 135, 136, 137, MESSAGE_SIZE };
    uint8_t message[MESSAGE_SIZE];

    fill(message);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++)
            check(message, answers[i].size, answers[i].digest, steps[j]);
}

Test(shake256, a_whole_block_can_be_squeezed)
{
    uint8_t message[MESSAGE_SIZE];

    fill(message);
    check(message, 3,
          "714501167ead924ea87e422993eea1e67df0ead7b93140c1109470fb66d50aaaff04ddafd104b481b98b1f4a81be"
          "29fa10e54a51b2cf5f804c158a95202ced095112b66e383aaf06b0afbcf715260060eb5cc7272863a4525a974eab"
          "e52faaa127ba418cfae66dfa2b4d723e513978f8dd7a8c823b28e28d11c39259caf837461f08b7e9b047d027",
          MESSAGE_SIZE);
}
