/* known_answers_test.c - signatures over "kedge" that the openssl command made. */
#include <criterion/criterion.h>

#include "unit/crypto/jobs.h"
#include "unit/crypto/rsa_keys.h"

typedef struct known_answer {
    kedge_hash hash;
    const char *signature;
} known_answer;

static const known_answer rsa_pkcs1_answers[] = {
    { KEDGE_HASH_MD5,
      "0da498b8d819e73a816372305b710bd59e4000f452cd89691d00f5b649c731eb9b5808b65780a699637fefc1ba16"
      "6947a1decab4ece6526eb3ecfad6bcaf509ef60daad067ec6be769ec0e67870b4146c90c39018076480ff52a8590"
      "c9445b10e3e54c0ebd2e0d4388e7b3502daa9c7644a95ad9966b0467376f0fafff0e2ddefc9bc976615dc502eb4c"
      "fe86e2880dabd2c62f73ca7b78cd49847eab72cde45db157db913c6269b868cb58e1909135fb3f9755e5472b72ae"
      "225019d94f4e4f6769426cde4e6d37efb870cf0b86a00aed64d14845c8179e5719df3b4cfdd675af0769c792a280"
      "7aa00db10dcbcc83337dd2120ae60124ad1a91a1c5d1b67e950e" },
    { KEDGE_HASH_SHA1,
      "57e6985791a3ff4bcf397babc7efcc3fb84733f2eb69209ca51fed0fe3a380e53d3d2fd7ad12afba3d0154de7e9b"
      "56443a60c502dd41c920e713f12c982e0dc43ff10bbba697bada6cccdae624212c96e18b607dbd5207ba162c8dab"
      "87122987f41dc39b30be3b23a31024d2abca3fc53b73ac8d5deb2f2dcd73ccf9bca07be20a4f834cc7260a33062e"
      "cde43be8cfd483b21dbd96fa5210020b732fd4b90cf587a25a526361931b74f06fad4e6881e1f42362bf1e9a726c"
      "927c8dbb242885335ab56be4eee0539795c61c7498d11640fee0a7228d35827b6b1ce117b78132d79c2c24afc8e5"
      "ee5019b704ab4b2a2e1bf1512c62388eec579e3fd5e3aba779ea" },
    { KEDGE_HASH_SHA224,
      "3652dd086cc25b573b01ecbb8d800b05d3e65bd71cf1ac2e4e7a90fe59104398271e529be3f1b9477e50328dd876"
      "12949e4ad2987b81933961f2553a79635a982ce460382f5b6179b7c9045c698d7dcad27241b8ae0f6d386ff42db1"
      "2f425a8063f1d53c7a27317046e2bcac0fac9cad2e644f6bc04ff2c68d750deae4483c205c45a53eeb4b86ef9f5a"
      "4917f289b12b3d32c794f38d9489f1ed9d20978fceb0a287d3834e2c5c1924d5adf70611c7baf172781d6790bf74"
      "8591955a7a2c4dc3192a24b5c0cdf741c65c3ed87febc3917fdb85947e8371b380949a81f027beee407da11bddb9"
      "bb8d37ae543fdf373ad8e84176d8c8135f6f4edf79f19181b349" },
    { KEDGE_HASH_SHA256,
      "7798db5f9cb3cde92392ee77b5f1ed1c636a6bb8ddd366ca398c7350ad50b682abe81877df154483903965ece989"
      "e592a2a7a0cdcba72a1addce9cc45c4a732d5c541ec5ed59338248a226397683aedb8946f5cf66b4b448e9d24db5"
      "ea61aae1b00f907a677dbecd2e13981329db643ff6f0cafbe8b2332bce1bd2d396b263f6eac6f596b56043ff9fa9"
      "02c5d39af836f663c2b609fa5d4f97586c2fd4ec125dc7e03f2c18191b0c9aa00fbffb023d75035cf1c56a1d14d7"
      "ff99ae245d377146d228b5795d3d49b79cce90ac5eeb1debf0b8b469d2ac196205aef88dd8fd068aa9fb29786570"
      "215d543de74d13eba5aa751170cb65741cba449f79fcf9ab754b" },
    { KEDGE_HASH_SHA384,
      "14c83c726a5b126104fd1a8c41063ea127495f3bbe0c206e9b6fadf27c052b7286f6d2cd5865822a678baa826885"
      "efbe95cb5f3cf7725fd2b7c200872d6b8e6cca458f82052ad4effefcf4ff8c4f8d4b7938cba8f5793d29b60a5f35"
      "023e70429d7702c225b4a637f94d91a62ad52ef1807dbe2c022aa06eb5c467dd603ee1c5a055639b84569bd4628e"
      "2eb74887deec5a8afe3da760ac850e3aeda71a82f9693359b4c105e725c87786f865a15c30763edce612ac12ffc9"
      "0dd23739531f04ea66af9b430d18317ba64e361025e58106af9279df5683a058364f172ac4c2ee2883cee99856f9"
      "b86a16b2e3870283a03cd914b5d04147a96342dbab75d612e471" },
    { KEDGE_HASH_SHA512,
      "5dfefbb2862814f28dbf1491d597987c9cead360a1310dfda6e78f77dcdaaeeed5eac353e6daee241b7fc1ed317e"
      "dbbf101520a302a94b2b21887bef634ac4d63ab68f60f6f6bf9d946d8932d693604f898710ff260889d3f6786164"
      "78c97ad9c9e69f46dde88d71fa134e2920eae0d185d6bd9096cad27ce80ac90013e37ae86d8deea32866dd8412e7"
      "6400306a14725abbde75f1647830d7be4b3e22e7a16289158f3e3b9015d2ceb183693c88873aea3dde449ccce57d"
      "484f8905e43df96be6c0a0f38e8bf41dbde30a00bd262735ac77539b3b158ab05de10d9741e93514ed238451d91d"
      "6eeedac819baa822cf6f216d959060644fceb940ba150384c17e" },
};

typedef struct pss_answer {
    const test_rsa_key *key;
    kedge_hash hash;
    kedge_hash mask_hash;
    uint16_t salt_size;
    const char *signature;
} pss_answer;

static const pss_answer rsa_pss_answers[] = {
    { &test_rsa_1024, KEDGE_HASH_SHA1, KEDGE_HASH_SHA1, 20,
      "5135a986cfb6b95bab684b2259d114df0a1fa6d4a5c8bff0bd900bddb11ed8b6e3f55904f7e2c66af6a76a19143b"
      "336d92453ff73a3fc5e8800bc1805c68162e865b615d0cad29fa67f9fe8478664efce72044352af03a83d882803e"
      "897a3c8e2dc01ad939d2635f089e3e79f7183cd245547d8286ce264d9637f5bbe17133a6" },
    { &test_rsa_1024, KEDGE_HASH_SHA224, KEDGE_HASH_SHA224, 28,
      "59676c16ecac88f1f52b95001c650616c6465f9ddd9c3b2678004919c4937ef7c471b6c8312aaa9b9f8eed8cfcbf"
      "651e12504c3282ada40f20531cfe845d7fe739aef7f6c0d9eabf3420f1d2cdd0c8898b877fb083b80c9ce2276777"
      "f72ae5d7f400486823ada966f571c8b63c0e1198fb85a3a65ff694f8efffae23a7455630" },
    { &test_rsa_1024, KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32,
      "12df00947a273f21e027a984abf37423fbbe2c728177f8b0d280605c68d00e81fe91d5628e5a8e8edecb5e066bd0"
      "47e7f19b4435d6b70e759d2be8360105e0592b0cda9bc4f1640ec7e9c977432eea1df1897696abe22c85e69c42af"
      "4ce221ff758f45815721a376a3d66fb99d85e06fcdcf3409d32159a4b1daa59d6a42f0ad" },
    { &test_rsa_1024, KEDGE_HASH_SHA384, KEDGE_HASH_SHA384, 48,
      "a93e2f62ee4132047fa11c2ea9fa86f6322d796e3a971d72f0e07dbca695e462526dd7afac690eef4bd096653c52"
      "8f8772c5d9cb1c00a6eef28649a8eda015e67e8ce32037e92695dae3d1e519350fea4cc1c3bb6ac05af7d5890890"
      "34e3e32aaa4f6d2b2908d462791dd16c104a430b97761c0d7e3313bd497f27aa90905d2b" },
    { &test_rsa_1024, KEDGE_HASH_SHA512, KEDGE_HASH_SHA512, 62,
      "530804f38514e91ecb61b6eb4f07249df5527d81efd6e86583923228ae567863a73f0d56bade95b923e63207313b"
      "89bafa0583f8780af5d5d6a34f8b4bfed1ea027db64ee816583a935dec51378b9fdea5aa9afc7fb02b027ae3348e"
      "7afb04b5315c95335bb511caea4292c42455a79a704f7ca0cb596d974eedee3959e52675" },
    { &test_rsa_1024, KEDGE_HASH_SHA256, KEDGE_HASH_SHA1, 20,
      "bdeb2079c47d469fe6da3163ed36e9a1795d1851ecc0a3619e5c4b26153eeca1a23dfa46897a6329b5539f477780"
      "97cb0ceee10464864ebdd8e2a7037b2e5f7089c3ba4819d9dc62263364e13d2d62abb62cc8a4fb588ad72114d8a3"
      "02e875d74b7be714d08d236e6d5081cebce1bb81bbdb0a4d3189a2721b2e7180dc3ccb7a" },
    { &test_rsa_1024, KEDGE_HASH_SHA512, KEDGE_HASH_SHA256, 0,
      "76ad553ed4f05f12b3b289b0843390ed89b4130c08e8102d672abff347e48d1cab4868b9341daeedd410bff8fcc2"
      "05bd980e402f41c59ca8c24dbddcde6f94f902415c6bae68763a5f4828891ecb08d36ebe94a2a41cb1b365837405"
      "d015f629567133e183ba783109cf47288550cc62083c87bd4b6329ef7462cbe4c07fbe32" },
    { &test_rsa_1024, KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 94,
      "0462e8e097f8c19f3e0785eb5dbb9eab48e4b116112cd4f9d7bf216c93071c29f42a497f7a3a0da4a79e0c225a7d"
      "a82e9f10c926669a78c2a89b4807bf4b18da6fc31f9e2b5b03b7e1e777b854034c7d64ac6933d899185d12d10331"
      "b0d3b130030a6fdd1f84f705b5b363fa5ba183f81f2397c300156bc51595e0fae9d9ae81" },
    { &test_rsa_1025, KEDGE_HASH_SHA256, KEDGE_HASH_SHA256, 32,
      "0103324d9cc02607b19ebf130b2c1e2a42cab72ef9a7ce92b1b2722616b48bec7792c8762cf9c5c06037f343e0d6"
      "32367c0c0e06e338890ac601d1ec1c502f3ca9458d5a0f731b64a082dcdd825bef26e554e530d09da574a5235803"
      "f292221c760fa3d9438e3b3db96acbe08d091e9aa26fe09650f9eb3946c202f556d6b6fb52" },
    { &test_rsa_1025, KEDGE_HASH_SHA512, KEDGE_HASH_SHA512, 62,
      "00f1fae17c8b1fc0b9ea98257c66a2332b0a52ee7904b2bd41598abaf8af1adf654baa4183c7d08823bfabfca67d"
      "2c8b966461e1e8d10af2cb984e21d4040a8f9db96522be838bd70d00544ae27581690b27fc3db0cc01c98b1ca9b4"
      "577677b4446d55d885158973e94778a176d2304ddbef3e961251840cbf1e3540e31661ace2" },
};

static const char p256_point[] =
    "04921f0e163a0df8135a991adc02c7bf86936ce88bd0072702eb7de79d32c56e7de9b3002f00bdf48a68afd81260"
    "6412568d3f93d302c3c6b45a2cf6dbe5504ab5";

static const known_answer p256_answers[] = {
    { KEDGE_HASH_SHA1,
      "304502202bbc83dab2740f28be3db9080986f070f957986b23da3bb59fea11285b78453c022100cc1868ca8ccd95"
      "847ffbb181121d51eb152884e23c3630784152f1f67bb38a1c" },
    { KEDGE_HASH_SHA224,
      "3045022100dcde0582fb49f41fd44ffe450f710cd211b0fe740b4250de2686e1a05633e3a5022043985537562afe"
      "5c2d51b878b0863997eb4fac57bf68b5cf2708434952cba535" },
    { KEDGE_HASH_SHA256,
      "3046022100e7551edd314931cc093ee4ff82fd1ebffe14fcb3e806b8428be946946a0a57fa022100de5c218b9b80"
      "ae46c6f9339e806f96cb8c0bc6c358b1fc72620be0bd82c5e8f9" },
    { KEDGE_HASH_SHA384,
      "3046022100bfc45259e9a64fce1cb9ae35ba38deaa443603ab7be999847442f109c0e685b6022100e8a760143443"
      "1636e9f9fe59e5967cf9fd3f4e2361c5d4db145db138961e72f5" },
    { KEDGE_HASH_SHA512,
      "3045022053f9b3249280976f6cf9cf9a5c4776a62337720267104da8f851905463f159da022100daaa201b20210b"
      "a2b6d1a0ea730b698bf727741684c07438b5f8f58cddb57eb5" },
};

static const char p384_point[] =
    "04017bc0117568525e463f874d344e616fa6212191dcd4963cc4ebbf8eaf44ed0da94e17f97f81cdbb6dcaeab348"
    "20185ef760986bc80747e1309d36c3f254e70ee05cfc5ad3f4848fc8d685c1ac34a13efbac8abaeaa359d86dbfb1"
    "00d71e8e40";

static const known_answer p384_answers[] = {
    { KEDGE_HASH_SHA1,
      "306402302588d1e7a760ee639e4471cb09836e89610894898988d19b4a57f969580744032d9d450045a7d095dded"
      "a096af78aea50230070009c53adf1f5031ed3519dde2f8baa0a6e67d698f83bd6949f1bd1f2584868b87f4c067ac"
      "f72b7e13ed5f9289dddc" },
    { KEDGE_HASH_SHA224,
      "306602310097a5a3521e36f3995a3eb8a7ec6b6a1d75b9f78cc8fc183764d80124cf1b0c31b0b7613cf6a80e8281"
      "ee0df93e1db99e023100b62d88abdab1de6c9229fce68138f8f7dadea07e8e1a65d659d0de650fc60c1c0a24824f"
      "e0961132922cd8f7e5e4eefc" },
    { KEDGE_HASH_SHA256,
      "30650230670d569822124871436c9be6c6279d38a266e2fba83d6975c817a6b06934eb37dba7230b9c98bb890667"
      "f685ecd82ca7023100b2da73ae655082479262fd6a593cfe68fa57e07fa37e0d8b401b06c33f018a5bd49377db1d"
      "f171f5095c66903086782a" },
    { KEDGE_HASH_SHA384,
      "3065023100c50f87282de42923df674521ceca812ec2ed8195740b0a6a8cd170e9fe8289388aed8e96a777d40d68"
      "bd80a91418031e0230540c5af2d1a8e1797c06a6cd61b52da1cd78d94deea359a93cf8859ee378e52f1f542e22bf"
      "f090d773ac508c111f4d95" },
    { KEDGE_HASH_SHA512,
      "3065023100ccbfde5b3c81ad31f208af0804dc9104486698877804b356b06fd30697a838543c71401309a8c01968"
      "8aa75e8366151d02303708f23cb3609a518278f4cdfa4aa8441ed3a72c47a2dfb109bbadb2daefcbe69d1ae79581"
      "b45a45a6504844ab3f38ac" },
};

static const char p521_point[] =
    "0400de1d96065f800f74fc577231a0abc857c3c3739ba556310be445a6606e97794afcde9471b63b663879054aa9"
    "20ca637c390e8b07394a4da4355f4953a9b9b9163d0053a005dae015107d4c7b9f63fe19fc0a2cfd9ad917a46af7"
    "67fd9e548947d0637a4fda72e183d6bb6113d89aeb03e3352479c0358517762f5b1bd728f6d92d514d";

static const known_answer p521_answers[] = {
    { KEDGE_HASH_SHA1,
      "308188024201703ac40fffc2e9dc97f117908a4c4aba0e3bc671231669448b027852bc4c9b2f0dcec353644e27db"
      "e2dac157b78aac9be17c917e35b0d00f269c956703422da2ad024201db9fc8f8b3ce95512f64b3530b5667221387"
      "2a3f8a05cecc989c2784d81230083eee78d82e06ee3b6e36cfa87114f4fe43fb9bcdcaf1a4dce27de6fc7f90b27c"
      "b8" },
    { KEDGE_HASH_SHA224,
      "30818802420162c7f93138bb2f60ce9fa99dc33d20842410af78773dcd662919d38abf8d66f29e718ae0ba560b70"
      "8bd2fcbbab6ad8db78e3ed50548375cd9f9409d95ae003e983024200deb8ff1ccdc8fad24ffd26ad25860726c38f"
      "386b730353d9c6981a838abf7eeb29295d15225157c4284f157c8ffd7bdd768763b540af08a5683f22b2764f8f75"
      "8a" },
    { KEDGE_HASH_SHA256,
      "30818602417d59b18f0a7b0f4f5ce3a920851d8e6e041a2eda8934223f1a6d20691394e17a7467b1ac4d221e2be7"
      "aa8f0ee2682a9f28d64f5fa9e8bb6aabfca20343daaa6ca902416f220c593ed2cf4c08bb655a774b784dfdad8935"
      "00e491d3f8722de5aa55f30a34388c90327d069b288bd239feee1c64181fc50e6cb89792f69b988ae02e2f7e49" },
    { KEDGE_HASH_SHA384,
      "30818702420125d7d28542abc8eaec3f4588313db84d97495b64fc59c21194da79d85a2b38eee131a70207e92474"
      "a9df35993c103a10be8c8378c68a41dc1b5cd56cd19acc48d502414e520a67009ab411f0c83a661f8b508d216fb3"
      "4a4a9824657ad48c6b1e3910f21b7397f4cea4691b325109553effb6ee282db432aa1fdc8b2b1691c24bb654f091" },
    { KEDGE_HASH_SHA512,
      "30818802420099b262e9d0a904b034fd743276fe19161e792f5955c7f243494e739419e86af844bce420d1fc132f"
      "859b3856c4760054b00296d6da4f032fed702dfa5b632c5bc3024201a5f2c1152b1b8214d5a123bf77ecf0194472"
      "d76283c9ad23e7144d5851c0eb1beb26144afbf9d78e1e9fd72734a45a066ee9ba66b8addba0321ab4bfe253cff4"
      "d5" },
};

#define COUNT(table) (sizeof table / sizeof table[0])

/* The signature verifies; the message with one bit changed, and the signature with one bit changed
 * near its end, do not. */
static void check(kedge_scheme scheme, const kedge_public_key *key, const known_answer *answers, size_t count)
{
    static const kedge_span other = { (const uint8_t *)"kedgd", 5 };

    for (size_t i = 0; i < count; i++) {
        const kedge_algorithm algorithm = { .scheme = (uint8_t)scheme, .hash = (uint8_t)answers[i].hash };
        kedge_span signature = test_hex(answers[i].signature);

        cr_assert_eq(test_verify(algorithm, key, TEST_MESSAGE, signature), KEDGE_OK, "%d", answers[i].hash);
        cr_assert_eq(test_verify(algorithm, key, other, signature), KEDGE_SIGNATURE_INVALID);
        ((uint8_t *)signature.data)[signature.size - 1] ^= 1;
        cr_assert_eq(test_verify(algorithm, key, TEST_MESSAGE, signature), KEDGE_SIGNATURE_INVALID);
        test_free(signature);
    }
}

static void check_curve(kedge_key_type type, uint16_t bits, const char *point, const known_answer *answers,
                        size_t count)
{
    kedge_span octets = test_hex(point);
    const kedge_public_key key = test_point_key(type, bits, octets);

    check(KEDGE_SCHEME_ECDSA, &key, answers, count);
    test_free(octets);
}

Test(known_answers, rsa_pkcs1_verifies_with_every_hash)
{
    check(KEDGE_SCHEME_RSA_PKCS1, &test_rsa_2048.public_key, rsa_pkcs1_answers, COUNT(rsa_pkcs1_answers));
}

Test(known_answers, ecdsa_on_p256_verifies_with_every_hash)
{
    check_curve(KEDGE_KEY_P256, 256, p256_point, p256_answers, COUNT(p256_answers));
}

Test(known_answers, ecdsa_on_p384_verifies_with_every_hash)
{
    check_curve(KEDGE_KEY_P384, 384, p384_point, p384_answers, COUNT(p384_answers));
}

Test(known_answers, ecdsa_on_p521_verifies_with_every_hash)
{
    check_curve(KEDGE_KEY_P521, 521, p521_point, p521_answers, COUNT(p521_answers));
}

Test(known_answers, rsa_pss_verifies_with_every_hash_and_with_least_and_most_salt)
{
    for (size_t i = 0; i < COUNT(rsa_pss_answers); i++) {
        const pss_answer *answer = &rsa_pss_answers[i];
        const kedge_algorithm algorithm = {
            KEDGE_SCHEME_RSA_PSS, (uint8_t)answer->hash, (uint8_t)answer->mask_hash, answer->salt_size
        };
        kedge_span signature = test_hex(answer->signature);

        cr_assert_eq(test_verify(algorithm, &answer->key->public_key, TEST_MESSAGE, signature), KEDGE_OK,
                     "%zu", i);
        ((uint8_t *)signature.data)[signature.size - 1] ^= 1;
        cr_assert_eq(test_verify(algorithm, &answer->key->public_key, TEST_MESSAGE, signature),
                     KEDGE_SIGNATURE_INVALID);
        test_free(signature);
    }
}
