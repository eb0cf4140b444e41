/* policy.c - the ready policies, as data. */
#include <kedge/policy.h>
#include <kedge/conformance.h>
#include <kedge/trust.h>

#define RSA_AND_ECDSA_WITH(hash) \
    (KEDGE_ALLOW(KEDGE_SCHEME_RSA_PKCS1, hash) | KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, hash))

/* CA/Browser Forum Baseline Requirements, 7.1.3.2: SHA-2 from 256 bits on, in every scheme. */
#define WEB_SIGNATURES \
    (RSA_AND_ECDSA_WITH(KEDGE_HASH_SHA256) | RSA_AND_ECDSA_WITH(KEDGE_HASH_SHA384) \
     | RSA_AND_ECDSA_WITH(KEDGE_HASH_SHA512) \
     | KEDGE_ALLOW(KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA256) \
     | KEDGE_ALLOW(KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA384) \
     | KEDGE_ALLOW(KEDGE_SCHEME_RSA_PSS, KEDGE_HASH_SHA512))

#define EDWARDS_SIGNATURES \
    (KEDGE_ALLOW(KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE) | KEDGE_ALLOW(KEDGE_SCHEME_ED448, KEDGE_HASH_NONE))

#define WEB_KEYS \
    (KEDGE_ALLOW_KEY(KEDGE_KEY_RSA) | KEDGE_ALLOW_KEY(KEDGE_KEY_P256) | KEDGE_ALLOW_KEY(KEDGE_KEY_P384) \
     | KEDGE_ALLOW_KEY(KEDGE_KEY_P521))

#define EDWARDS_KEYS (KEDGE_ALLOW_KEY(KEDGE_KEY_ED25519) | KEDGE_ALLOW_KEY(KEDGE_KEY_ED448))

/* Anchors are bound by their own certificates wherever the policy does not say otherwise. */
#define BOUND_ANCHORS \
    (KEDGE_ANCHOR_ISSUER | KEDGE_ANCHOR_EXPIRY | KEDGE_ANCHOR_CONSTRAINTS)

#define WEB_BUDGET { .signatures = 256, .candidates = 100000, .paths = 1000, .comparisons = 1 << 20 }
#define DEVICE_BUDGET { .signatures = 32, .candidates = 4096, .paths = 64, .comparisons = 1 << 14 }

const kedge_policy kedge_policy_rfc5280 = {
    .size = sizeof(kedge_policy),
    .name = "rfc5280",
    .signatures = WEB_SIGNATURES | RSA_AND_ECDSA_WITH(KEDGE_HASH_SHA224) | EDWARDS_SIGNATURES,
    .key_types = WEB_KEYS | EDWARDS_KEYS,
    .rsa_bits_min = 2048,
    .rsa_bits_max = 8192,
    .rsa_exponent_min = 3,
    .rsa_exponent_max = UINT32_MAX,
    .flags = KEDGE_POLICY_EKU_ANY_LEAF | KEDGE_POLICY_LEAF_USAGES_AGREE,
    .anchor_terms = BOUND_ANCHORS | KEDGE_ANCHOR_BASIC_CONSTRAINTS,
    .conformance = KEDGE_CONFORM_RFC5280,
    .certificates_max = 128,
    .depth_max = 16,
    .budget = WEB_BUDGET,
};

const kedge_policy kedge_policy_webpki = {
    .size = sizeof(kedge_policy),
    .name = "webpki",
    .signatures = WEB_SIGNATURES,
    .key_types = WEB_KEYS,
    .rsa_bits_min = 2048,
    .rsa_bits_max = 8192,
    .rsa_exponent_min = 3,
    .rsa_exponent_max = UINT32_MAX,
    .flags = KEDGE_POLICY_LEAF_KEY_USAGE,
    .anchor_terms = BOUND_ANCHORS,
    .conformance = 0,
    .certificates_max = 128,
    .depth_max = 8,
    .budget = WEB_BUDGET,
};

const kedge_policy kedge_policy_webpki_strict = {
    .size = sizeof(kedge_policy),
    .name = "webpki_strict",
    .signatures = WEB_SIGNATURES,
    .key_types = WEB_KEYS,
    .rsa_bits_min = 2048,
    .rsa_bits_max = 8192,
    .rsa_exponent_min = 3,
    .rsa_exponent_max = UINT32_MAX,
    .flags = KEDGE_POLICY_LEAF_KEY_USAGE,
    .anchor_terms = BOUND_ANCHORS | KEDGE_ANCHOR_BASIC_CONSTRAINTS,
    .conformance = KEDGE_CONFORM_WEB,
    .certificates_max = 128,
    .depth_max = 8,
    .budget = WEB_BUDGET,
};

const kedge_policy kedge_policy_device = {
    .size = sizeof(kedge_policy),
    .name = "device",
    .signatures = WEB_SIGNATURES | EDWARDS_SIGNATURES,
    .key_types = WEB_KEYS | EDWARDS_KEYS,
    .rsa_bits_min = 2048,
    .rsa_bits_max = 4096,
    .rsa_exponent_min = 3,
    .rsa_exponent_max = UINT32_MAX,
    .flags = KEDGE_POLICY_COMMON_NAME | KEDGE_POLICY_EKU_ANY_LEAF,
    .anchor_terms = BOUND_ANCHORS | KEDGE_ANCHOR_LEAF,
    .conformance = 0,
    .certificates_max = 16,
    .depth_max = 4,
    .budget = DEVICE_BUDGET,
};
