/* rsa_test.c - the exponentiation of RSA against BearSSL's, on moduli and bases made to be hard. */
#include <bearssl.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/native/kernels.h"
#include "unit/crypto/jobs.h"
#include "unit/crypto/native/kernel_sets.h"
#include "unit/crypto/native/numbers.h"

#define SIZE_MAX_OCTETS 512

static const char *const exponents[] = { "03",     "05",       "11",       "0101",
                                         "010001", "80000001", "fffffffd", "ffffffff" };

/* An odd modulus of `bits` bits: random, or with long runs of ones or zeros. */
static void make_modulus(uint8_t *n, size_t bits, random_state *random)
{
    const size_t size = (bits + 7) / 8;
    const unsigned kind = (unsigned)(next_random(random) % 4);

    for (size_t i = 0; i < size; i++)
        n[i] = (uint8_t)(kind == 0 ? 0xff : kind == 1 ? 0x00 : next_random(random) >> 32);
    n[0] &= (uint8_t)(0xff >> (8 * size - bits));
    n[0] |= (uint8_t)(0x80 >> (8 * size - bits));
    n[size - 1] |= 1;
}

/* A base below n: 0, 1, n - 1, or random with a first octet that is less. */
static void make_base(uint8_t *x, const uint8_t *n, size_t size, random_state *random)
{
    const unsigned kind = (unsigned)(next_random(random) % 6);

    memset(x, 0, size);
    if (kind == 1)
        x[size - 1] = 1;
    if (kind == 2) {
        memcpy(x, n, size);
        x[size - 1]--;
    }
    for (size_t i = 1; i < size && kind > 2; i++)
        x[i] = (uint8_t)(next_random(random) >> 32);
}

/* The key in memory of the exact size, to be freed; NULL where no such keys are prepared. */
static void *prepare(const kedge_crypto *crypto, const kedge_public_key *key)
{
    const size_t size = kedge_key_prepared_size(crypto, key, SIZE_MAX);
    void *memory = size == 0 ? NULL : aligned_alloc(KEDGE_PREPARED_ALIGN, size);

    if (memory != NULL)
        cr_assert_eq(kedge_key_prepare(crypto, key, memory, size), KEDGE_OK);
    return memory;
}

static void check_prepared(const kedge_crypto *crypto, const kedge_public_key *key, const uint8_t *x,
                           const uint8_t *expected)
{
    const kedge_signature_job job = { .key = key, .prepared = prepare(crypto, key) };
    uint8_t actual[1024];

    memcpy(actual, x, key->modulus.size);
    cr_assert(kedge_native_kernels_of(crypto)->rsa_raise(&job, actual));
    cr_assert_arr_eq(actual, expected, key->modulus.size, "prepared, %u bits", key->bits);
    free((void *)job.prepared);
}

/* Every set of kernels makes `expected` of x. */
static void check_kernels(const kedge_public_key *key, const uint8_t *x, const uint8_t *expected)
{
    const kedge_signature_job job = { .key = key };
    const kedge_crypto *native;
    uint8_t actual[1024];

    for (size_t set = 0; (native = test_kernels(set)) != NULL; set++) {
        memcpy(actual, x, key->modulus.size);
        cr_assert(kedge_native_kernels_of(native)->rsa_raise(&job, actual));
        cr_assert_arr_eq(actual, expected, key->modulus.size, "set %zu, %u bits", set, key->bits);
        check_prepared(native, key, x, expected);
    }
}

static void compare(size_t bits, const char *digits, random_state *random)
{
    const size_t size = (bits + 7) / 8;
    uint8_t octets[SIZE_MAX_OCTETS + 4], expected[SIZE_MAX_OCTETS], actual[SIZE_MAX_OCTETS];
    kedge_span exponent = test_hex(digits);
    kedge_public_key key = { .der = octets, .bits = (uint16_t)bits, .type = KEDGE_KEY_RSA };
    br_rsa_public_key rsa = { octets, size, octets + size, exponent.size };

    make_modulus(octets, bits, random);
    memcpy(octets + size, exponent.data, exponent.size);
    make_base(expected, octets, size, random);
    memcpy(actual, expected, size);
    key.modulus = (kedge_range){ 0, (uint32_t)size };
    key.exponent = (kedge_range){ (uint32_t)size, (uint32_t)exponent.size };
    cr_assert_eq(br_rsa_i31_public(expected, size, &rsa), 1);
    check_kernels(&key, actual, expected);
    test_free(exponent);
}

Test(rsa, powers_agree_with_bearssl_for_every_size_around_whole_limbs)
{
    random_state random = { 20 };

    for (size_t bits = 1024; bits <= 1024 + 130; bits++)
        for (size_t i = 0; i < sizeof exponents / sizeof exponents[0]; i++)
            compare(bits, exponents[i], &random);
}

Test(rsa, powers_agree_with_bearssl_for_many_moduli)
{
    random_state random = { 21 };

    for (int round = 0; round < 300; round++)
        compare(1024 + 64 * (next_random(&random) % 17), exponents[next_random(&random) % 8], &random);
}

/* BearSSL ends at 4096 bits; here the portable kernels are what others are compared with. */
Test(rsa, powers_of_all_kernels_agree_for_every_number_of_blocks)
{
    random_state random = { 23 };
    uint8_t octets[1024 + 3], x[1024], expected[1024];

    memset(octets, 0, sizeof octets);
    for (size_t bits = 1024; bits <= 8192; bits += 8 * (1 + next_random(&random) % 24)) {
        const size_t size = bits / 8;
        kedge_public_key key = { .der = octets, .bits = (uint16_t)bits, .type = KEDGE_KEY_RSA };
        const kedge_signature_job job = { .key = &key };

        make_modulus(octets, bits, &random);
        memcpy(octets + size, "\x01\x00\x01", 3);
        make_base(x, octets, size, &random);
        key.modulus = (kedge_range){ 0, (uint32_t)size };
        key.exponent = (kedge_range){ (uint32_t)size, 3 };
        memcpy(expected, x, size);
        cr_assert(kedge_native_rsa_raise(&job, expected));
        check_kernels(&key, x, expected);
    }
}

Test(rsa, powers_agree_with_bearssl_up_to_its_limit)
{
    random_state random = { 22 };

    for (size_t bits = 4081; bits <= 4096; bits += 5)
        compare(bits, "010001", &random);
}

/* A key of 8192 bits and its signatures of the test's message, by the openssl command. */
static const char modulus_8192[] =
    "a5338523c72226983ec7250075f3137246740a4758ac993029bc81cb75a4de33bbf975374efa38008493c43726d2cadf"
    "2162eaa0494dd4ae2107a37e53e7285965988ccaa1c05e128b04d117f2027baa4c31139c76f8382bd324ecdc0c96853a"
    "a8df97a8540b61b62e8676e68058151036bf23b858d27130168db19fbfd0d1b41fa8cc676de2c985ef4c9314b8c38dcc"
    "0b79178a4fe2ae406e009422731b22a7ff94330091f4791a1779507be081cde428c0887d03cac452b4bdcd32799be69b"
    "966bacc19721bd941e4f3040002b66a87ee17016fa122f62d9c71d0b63a39c6dbb8a5856f37f79b5361652a6f10f85e8"
    "44c16f6bbc0d439af5f454943ff4179dcbe9344af45352672ebd4e9354b73c9509663f10a3564fb3dc45319e28e43200"
    "f6dff14f298514bef4bef6b6eef67a79a0416b499870befd583457ebafa1b49e86d329e77c7aea6da625e7a037f43854"
    "71812c07264896f9d062c0e6ffcfb96f6426c4b7ec9bc7a56874dcd7be291edd2d390d0c3cda735ee2ec1ad351151a46"
    "f194b358b3f568d3db8f2c63a6d3032927fc24d36306abedd7b3532dc334b6dc2600b08c6ebabc042487a2c41280dc2d"
    "7f5c5aca79d2805506678623d81578f0707cb773e378494f2c086c5949d358225690af5bba36fe3b805e53b80b715f69"
    "36ddbdec6ef593ff631af5956610bb6342e45fb7ece5edf633c0203358c8e212a8a264fd8dce8eb5158af5db00a3065a"
    "76ddc94bfe9119e935e0a74f7ca9edfd46a38f3d99104f85609f862974fb8b49df0f81b3174f41279ae1a5c2e1c36194"
    "a2ade419d1c7172434b768b65e983719bc2a2413db30c990936da56149b722f0aa7bd8c96cbcdc7325e898ffc5d03f1a"
    "327c7919a449d1f21c5db939926afacbee2632db0d6cd198f2ee75ec49097a0cf3b88e5c2296f6b669edf5729b38e3bc"
    "360ef0297b3803a48103b6dfa42be4ab79cfba161fb3664355e36ee53d5db0850cf59b17b946f940fbf5d6264fe27c7a"
    "dee1c25a1a988848b1ad732dbf5b6f86515064f06b1412c59226fa169ec86055ea89c1598c1c882d0029c873befd213e"
    "33a9e8b25fba8217676dfbd47e510d6dd8c7cf2881438591ed74e8cb77a47863d1158d217f12a1409b2732b8da0ada6a"
    "a328936432b3321b2287bf159f706a2cc4353d486217598b2bd9b3debfee7ec5c591bedb2c6b20386f0f0fce68558725"
    "20fad6bcb79116fdf9d6df121d52633fbc817487b8ce8e0a12a74316b79362789b70f41301712e00103b5229f06ff979"
    "fade6bf187ae882a1c50dc63e8fd55a413e4232e79f83fc7ebd12e55b13bd118d4d34edaec92b6b2704b0f34a87d41b8"
    "336bc548ce0f8d6c4c8417941d6ca20a65bc59b066f55c1e104597e27092909c9725f25f3a700cc14fdc5e8922ba894b"
    "7312a9084357d8d32cb63d2a48f7ac17";
static const char pkcs1_signature[] =
    "1b644e86672a6eea5faf4c5403f3c566ecbbb9bbcf8b36d76556050fe09a42eeda5e906fac2a155c6d05dd1489c77d9c"
    "1980c774c699bff6ac85dd1813560dbeae86e0b0435530d7928b5324c27299ffa9ac03d8634a5a1963a9db2b3de074c5"
    "77b23ee8efabaf215bd08c8c7d7d12fdd0bde6586efd59b2507b8b708e722ef8911ae9c9e15de1146b875463bb03eb55"
    "adaccf5c4079a1a7b8f8bb6f98cea9ef79434315a392060ad344a2b226e1ccdf31a4c8e8aef40de4ecbf39477fc244a6"
    "ccf696f85e024eb9ff592025b620ef8eefb8bb9fd8179634bcc8ffeabd65f51ce47c188db08cd01edad3d61b78d798fb"
    "1dfe0656aef9b4dd4a7260f02de97abf42b5b00c9a1a9a9264667f5e80a21e2acbecfe55c124112f2a849971d74ad798"
    "02cdb8e25b12e639570c23a78bd80ba762dc533d1a28af2207651d62476797ec9fed974feeb3231d24578cbb82e440c0"
    "8a0a064c99c4a7217ef7085a9bb179f453c074e855e448a3df1afd5d0cd39953db437206e50ecee2c12743e3d06ddab2"
    "794fcd891ea5d0565b9dc1c31d357ab6bf99ba119c810f4c028268572974bf94f41ed1e00386493b44f151078743b7ca"
    "77ad5fcb5d885928fdd89e381115394559fd7df2ee56fe194941bd822a7fdbefc73e643dbe455e446a6bbf1cff6da386"
    "6aa53f9112580574095c91c6560d11d144a4c0bbb026967b0df4c25a8e8af19425ad2fe438941fead69ceabbf0c92ad2"
    "902ba1fd96f59fdff684c7cf3c49f5b05e8954189faee39af17f4d963837f33e71f5e392233ce6add4254cd47177a0ba"
    "728a6ac1200ed7a1b4840e447a4f2921f6c4b55f01d2403e6c4ded53bc27a5518c43421d7d01de55455afe4cfc48a8f9"
    "e53541720f6f334e87ef4203f9314956f3e07258a3944b7d706c14718904364c0f59eb191ed26db1a0c3407d2f38ac7b"
    "6af520dcff788a6f0d63dd30d56669a81db4580dda00bc4b477932b884ee873ad2e0e3ef98f04b6d458d71ed8617605c"
    "5446331a0b0d44dd99d0af2f7f95e6096796dc66b62c9c215cfbfde6187c2b7ff31225222f4aaca203f0a1650deef71e"
    "0a88c1d029949729a145f5871418d9253096f1b271d56439ac82bdb76597ce5ccf0c5aa9b14b2af693e0350d29aed744"
    "ddc697a79958c9d860d188e5eda7c1a7b0a084bffe23267bf77487860e8f8d9181a20694574ba336afabeab5f5da4282"
    "b17fa50c39b6080597cb702c2b0872af9687ed00a6875af6a45e54806e080834c3a188e2f333e79cb7809c52d6444b55"
    "b0f44b17f3911274e9e6bc0d260cc91e9b38783d99daa8aa11ef43c8a58343c4accfd85f32551da80a1997cf7637c586"
    "a0a3003a2b8412b38475946ff2385f78c47e28080c9be887e7e6d95645a67698723f8e968722841458e5a9d31ddc6755"
    "1ecdc2429bd663cae34fea0c040a6ee8";
static const char pss_signature[] =
    "510e4d5518882261909eba10b36374c2260c3ad60fe03e843ead13a264f2a4498e708e36e53cdb35628a5a303a7b2866"
    "227682a0d790f4edd3818293c0ad210c16a13cbb61d51981959924d1b217e0a60478a2291d021f45c73357041d7766ee"
    "086e502deaa3b883a1df319979372eac4562ab5ed8a6968bd5e2bccd51fd0cb6e7dfe0cc7ff48c824a70f8a365e3868e"
    "70d11a5ca52742abc6d39afc3e9b99b79c73f89d4c5c4deca6482bb4a78cf3ebb62810f21dc2450914ca9d55871b922b"
    "1cc30be44df0a9cec8e4194a19cb1712be83e1f8363592209c1f30cac9f7d427f15478fe917a4fd3e85e6752de6eabfa"
    "283923a8b2bdb0b5201c80d08c1c4641643d1cf46785299f7eff294f7e2ed0a339b383ee145fda197fc3e0a49eff679d"
    "1f1bc97f0223d4432bbcbb821e02b683dedcd85ff2825b750e4a575fc59c6b7d0a27e3c4caa008cd35133619cf8fe697"
    "f71d278a16fcc43fb25ab230b0103b690faa304b270289329f549e1e88a9dc739a880fbaa28f56e02a16f3d3e9603075"
    "27a8363ba686d6a1ca72930721fdea48018267d3935b104d536a7e73d5e669410da7cee9e24a0c99d4e7cc082458b103"
    "885c9d3da23514b667473e81cc2802ee4c1363163b66c2cfe12de8a28ecbaeb07e593463651d04adab24de12bf037ad3"
    "3bb8f69f7148abaa71505ae7a96ee54b8e3a3f81cc899994f2291976967ed42a1dba70324502b10345db60b8090931c8"
    "388c3b1cadfbe8f5e77c9e14f0d86a3c0c08c4002df891217af369d756d4a7d553b87a5faf35634c7240c13037225704"
    "83c81bd103695b994d5a9a2ced06e143424e33375c2e2d3e809c9226b1c64fd7e4c7dbce6666375650fb9eb5844e3641"
    "af6b73597b17ad9bda7ded812d0eb68ea38770858a483c7dfa2abd6383d6cdc71a33dd57f9b1311fb272ad2aa7db1e94"
    "27081bb7424e3db45443461fba47efa673351af7b6c7d7c9dce7ca1f44572d69f7d01177ffa7b717bea3cc5d38450450"
    "acd8d5bdc5724dd7e25da4779a28c7e5141fb07c8fcbbd3c766cdc86bfbb684ec1e4b7743008574f62dedfbce2b2206c"
    "39f34a9c117fc06d967a86d80e9e761f0a44eaf33e940a545f19fff9fdf851752de88965ad432215d0f1eb0df6a30695"
    "e0393b7b0cdaa36a08e55171d5d06754a0552d16be9a3215a17bad3058b5c0a4dfd55a0b8b0ba231c585208c2a10c117"
    "613d2eb1ea6b2240bebe447c1b15eaba0979803ad489ebf858e53bd2d9248584151d70043cc7c723ed79b1308f9362df"
    "e06221c27943504d2a95e4cc6cd15ebd4029fa774af9d426ad6570536bfaddbc5da22a26fc8a80252ee0aa2730a0a57e"
    "cc392613c3907d7a4b24d8ba71cc8991cf4b6d2271fe59e02629bad09765a8cfccf0a3b4753782113729ab315d10e59b"
    "98d15a5cb76683c6bbfd17988d96eb5f";

static void check_8192(kedge_algorithm algorithm, const char *digits)
{
    uint8_t octets[1024 + 3] = { 0 };
    kedge_span modulus = test_hex(modulus_8192), signature = test_hex(digits);
    const kedge_public_key key = {
        .der = octets, .modulus = { 0, 1024 }, .exponent = { 1024, 3 }, .bits = 8192, .type = KEDGE_KEY_RSA
    };

    memcpy(octets, modulus.data, 1024);
    memcpy(octets + 1024, "\x01\x00\x01", 3);
    cr_assert_eq(test_verify(algorithm, &key, TEST_MESSAGE, signature), KEDGE_OK);
    ((uint8_t *)signature.data)[1023] ^= 1;
    cr_assert_eq(test_verify(algorithm, &key, TEST_MESSAGE, signature), KEDGE_SIGNATURE_INVALID);
    test_free(signature);
    test_free(modulus);
}

Test(rsa, signatures_of_8192_bits_verify)
{
    check_8192((kedge_algorithm){ KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA384, 0, 0 }, pkcs1_signature);
    check_8192((kedge_algorithm){ KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA384, KEDGE_HASH_SHA384, 48 },
               pss_signature);
}

static kedge_public_key make_key(uint8_t octets[1024 + 3], size_t bits, random_state *random)
{
    const size_t size = bits / 8;

    make_modulus(octets, bits, random);
    memcpy(octets + size, "\x01\x00\x01", 3);
    return (kedge_public_key){ .der = octets, .modulus = { 0, (uint32_t)size },
                               .exponent = { (uint32_t)size, 3 }, .bits = (uint16_t)bits, .type = KEDGE_KEY_RSA };
}

Test(rsa, prepared_keys_fit_in_16_kib_up_to_4096_bits)
{
    const kedge_crypto *crypto = kedge_crypto_native_named("ifma");
    const kedge_public_key key = { .bits = 4096, .type = KEDGE_KEY_RSA };
    size_t size;

    if (crypto == NULL)
        cr_skip_test("no AVX-512 IFMA");
    size = kedge_key_prepared_size(crypto, &key, 16384);
    cr_assert_neq(size, 0);
    cr_assert_eq(kedge_key_prepared_size(crypto, &key, size), size);
    cr_assert_eq(kedge_key_prepared_size(crypto, &key, size - 1), 0);
}

Test(rsa, keys_that_cannot_be_used_are_not_prepared)
{
    const kedge_crypto *crypto = kedge_crypto_native_named("ifma");
    random_state random = { 24 };
    uint8_t octets[1024 + 3], *memory = aligned_alloc(KEDGE_PREPARED_ALIGN, 65536);
    kedge_public_key key = make_key(octets, 2048, &random);
    const kedge_public_key other = { .bits = 256, .type = KEDGE_KEY_EC_UNKNOWN };
    const kedge_public_key large = { .bits = 8193, .type = KEDGE_KEY_RSA };

    if (crypto == NULL)
        cr_skip_test("no AVX-512 IFMA");
    cr_assert_eq(kedge_key_prepared_size(crypto, &other, SIZE_MAX), 0);
    cr_assert_eq(kedge_key_prepare(crypto, &other, memory, 65536), KEDGE_UNSUPPORTED_KEY);
    cr_assert_eq(kedge_key_prepared_size(crypto, &large, SIZE_MAX), 0);
    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, 64), KEDGE_MEMORY_TOO_SMALL);
    octets[255] ^= 1;
    cr_assert_eq(kedge_key_prepare(crypto, &key, memory, 65536), KEDGE_KEY_MALFORMED);
    free(memory);
}

Test(rsa, a_prepared_key_that_is_another_is_not_used)
{
    random_state random = { 25 };
    uint8_t octets[2][1024 + 3], x[1024] = { 5 }, expected[1024];
    const kedge_crypto *native;

    for (size_t set = 0; (native = test_kernels(set)) != NULL; set++)
        for (int change = 0; change < 3; change++) {
            const kedge_public_key key = make_key(octets[0], 2048, &random);
            const kedge_public_key other = make_key(octets[1], change == 0 ? 3072 : 2048, &random);
            const kedge_signature_job plain = { .key = &key };
            kedge_signature_job job = plain;

            if (change == 2) { /* another exponent, else the same */
                memcpy(octets[1], octets[0], 256 + 2);
                octets[1][256 + 2] = 3;
            }
            job.prepared = prepare(native, &other);
            memset(x, 1, sizeof x); /* below every modulus of which the first bit is set */
            memcpy(expected, x, sizeof x);
            cr_assert(kedge_native_rsa_raise(&plain, expected));
            cr_assert(kedge_native_kernels_of(native)->rsa_raise(&job, x));
            cr_assert_arr_eq(x, expected, 256);
            free((void *)job.prepared);
        }
}
