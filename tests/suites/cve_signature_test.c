/* cve_signature_test.c - flaws of others: signatures, algorithms and keys. */
#include "suites/cve.h"

#define SHA256_OID "2.16.840.1.101.3.4.2.1"

/* What a DigestInfo of the leaf holds (RFC 8017, 9.2). */
static kedge_span digest_info_contents(void)
{
    const kedge_span digest = forge_digest(KEDGE_HASH_SHA256, forge_tbs_certificate(&leaf));

    return forge_join(forge_sequence(forge_oid(SHA256_OID), forge_null()), forge_octet_string(digest));
}

/* Sign the leaf so that it verifies to `encoded`, whatever that is. */
static void sign_encoded(kedge_span encoded)
{
    leaf.raw.signature = forge_bit_string(forge_rsa_private(ca.key, encoded), 0);
}

FLAW(signature, a_length_in_the_long_form_hides_nothing_in_a_digest_info, "CVE-2014-1568 (NSS, BERserk)",
     "the padding was parsed as BER, so garbage in it let exponent 3 be forged")
{
    flaw_begin_with(forge_rsa_exponent_3());
    sign_encoded(forge_rsa_padded(ca.key, forge_sequence(digest_info_contents())));
    expect_status(judge(), KEDGE_OK);
    sign_encoded(forge_rsa_padded(ca.key, forge_long_form(KEDGE_TAG_SEQUENCE, 4, digest_info_contents())));
    expect_unauthentic(judge(), KEDGE_SIGNATURE_INVALID);
}

FLAW(signature, nothing_follows_a_digest_info, "CVE-2006-4339 (OpenSSL)",
     "bytes after the DigestInfo were not looked at, so exponent 3 could be forged")
{
    kedge_span info, garbage = { forge_allocate(256), 256 };

    flaw_begin_with(forge_rsa_exponent_3());
    info = forge_sequence(digest_info_contents());
    sign_encoded(forge_join(forge_hex("0001ffffffffffffffff00"), info, forge_cut(garbage, 245 - info.size)));
    expect_unauthentic(judge(), KEDGE_SIGNATURE_INVALID);
}

FLAW(signature, r_and_s_lie_between_zero_and_the_order, "CVE-2022-21449 (Java)",
     "r = s = 0 verified under every key and for every message")
{
    const kedge_span zero = forge_integer(0), one = forge_integer(1);
    const kedge_span order =
        forge_unsigned(forge_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));
    const struct {
        kedge_span r, s;
        kedge_status reason;
    } wrong[] = {
        { zero, zero, KEDGE_SIGNATURE_MALFORMED }, { zero, one, KEDGE_SIGNATURE_MALFORMED },
        { one, zero, KEDGE_SIGNATURE_MALFORMED },  { order, one, KEDGE_SIGNATURE_INVALID },
        { one, order, KEDGE_SIGNATURE_INVALID },   { order, order, KEDGE_SIGNATURE_INVALID },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        leaf.raw.signature = forge_bit_string(forge_sequence(wrong[i].r, wrong[i].s), 0);
        expect_unauthentic(judge(), wrong[i].reason);
    }
}

FLAW(signature, the_hash_is_the_one_that_the_identifier_names, "CVE-2026-5194 (wolfSSL)",
     "a digest shorter than the algorithm's was taken")
{
    leaf.raw.signature =
        forge_bit_string(forge_signature(ca.key, KEDGE_HASH_SHA1, forge_tbs_certificate(&leaf)), 0);
    expect_unauthentic(judge(), KEDGE_SIGNATURE_INVALID);
}

FLAW(signature, every_link_is_verified_and_every_issuer_is_a_ca, "CVE-2026-5501 (wolfSSL)",
     "below an intermediate that was no CA, the leaf's signature was not looked at")
{
    forge_put(&ca, forge_basic_constraints(false, FORGE_NONE));
    expect_status(judge(), KEDGE_NOT_A_CA);
    leaf.signer = forge_p256("somebody else");
    expect_unauthentic(judge(), KEDGE_SIGNATURE_INVALID);
}

FLAW(signature, a_signature_larger_than_any_key_is_malformed, "CVE-2021-43527 (NSS, BigSig)",
     "a signature was copied into a buffer before its size was compared with it")
{
    const kedge_span huge = { forge_allocate(20000), 20000 };

    leaf.raw.signature = forge_bit_string(huge, 0);
    expect_unauthentic(judge(), KEDGE_SIGNATURE_MALFORMED);
    flaw_begin_with(forge_rsa(2048, 0));
    leaf.raw.signature = forge_bit_string(huge, 0);
    expect_unauthentic(judge(), KEDGE_SIGNATURE_MALFORMED);
}

static kedge_span ones(size_t size)
{
    uint8_t *bytes = forge_allocate(size);

    memset(bytes, 0xff, size);
    return (kedge_span){ bytes, size };
}

FLAW(signature, an_rsa_key_beyond_the_policy_costs_no_arithmetic,
     "CVE-2023-29409 (Go), CVE-2023-3446 and CVE-2023-6237 (OpenSSL)",
     "moduli and exponents of any size were computed with")
{
    const struct {
        size_t modulus, exponent;
    } key[] = { { 2048, 3 }, { 1025, 3 }, { 256, 8 }, { 256, 256 } };

    for (size_t i = 0; i < sizeof key / sizeof key[0]; i++) {
        const kedge_span big = forge_rsa_public_key(ones(key[i].modulus), ones(key[i].exponent));

        flaw_begin_with(forge_public(big));
        leaf.signer = forge_rsa(2048, 0);
        cr_assert_neq(judge(), KEDGE_OK);
        cr_assert_eq(s.verdict.spent.signatures, 0, "key %zu: %s", i, kedge_status_name(s.verdict.reason));
    }
}

/* SpecifiedECDomain (SEC 1, C.2) of P-256 with `generator` in the place of its own. */
static kedge_span explicit_parameters(kedge_span generator)
{
    const char *prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    const char *a = "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc";
    const char *b = "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b";
    const char *order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    return forge_sequence(
        forge_integer(1), forge_sequence(forge_oid("1.2.840.10045.1.1"), forge_unsigned(forge_hex(prime))),
        forge_sequence(forge_octet_string(forge_hex(a)), forge_octet_string(forge_hex(b))),
        forge_octet_string(generator), forge_unsigned(forge_hex(order)), forge_integer(1));
}

FLAW(signature, a_curve_is_named_and_never_spelt_out, "CVE-2020-0601 (Windows, CurveBall)",
     "a key with the point of a trusted root and a generator of the forger's choice passed for the root's")
{
    const kedge_span point = root.key->public_key;
    forge_certificate twin = root;

    twin.raw.subject_public_key_info = forge_ec_public_key(explicit_parameters(point), point);
    leaf = forge_leaf("host.example", &root);
    leaf.signer = forge_p256("the forger");
    scene_trust(&s, &root);
    scene_send(&s, &leaf);
    scene_send(&s, &twin);
    expect_unauthentic(scene_verify(&s), KEDGE_SIGNATURE_INVALID);
    leaf.raw.subject_public_key_info = twin.raw.subject_public_key_info;
    expect_status(judge(), KEDGE_KEY_CURVE_EXPLICIT);
}

FLAW(signature, a_compressed_point_is_refused_without_arithmetic, "CVE-2022-0778 (OpenSSL)",
     "decompressing a point modulo what is no prime did not end")
{
    const kedge_span point = leaf.key->public_key;
    const kedge_span compressed = forge_join(forge_hex("02"), forge_copy(point.data + 1, 32));

    leaf.raw.subject_public_key_info = forge_ec_public_key(forge_curve(KEDGE_KEY_P256), compressed);
    expect_status(judge(), KEDGE_KEY_POINT_COMPRESSED);
}

FLAW(signature, both_algorithm_fields_are_the_same_bytes, "mbedtls issue 3629 (Mbed TLS)",
     "absent and empty parameters counted as equal, so a signature could be moved")
{
    flaw_begin_with(forge_rsa(2048, 0));
    leaf.raw.outer_algorithm = forge_sequence(forge_oid("1.2.840.113549.1.1.11"));
    expect_status(judge(), KEDGE_ALGORITHM_MISMATCH);
}

FLAW(signature, what_is_not_signed_is_der_as_well, "CVE-2014-8275 (OpenSSL)",
     "the unsigned fields had several encodings, so a certificate had several fingerprints")
{
    const kedge_span oid = forge_oid("1.2.840.10045.4.3.2");
    const kedge_span signature = forge_signature(ca.key, leaf.hash, forge_tbs_certificate(&leaf));

    leaf.raw.outer_algorithm = forge_long_form(KEDGE_TAG_SEQUENCE, 1, oid);
    expect_status(judge(), KEDGE_DER_BAD_LENGTH);
    leaf.raw.outer_algorithm = FORGE_ABSENT;
    leaf.raw.signature = forge_long_form(KEDGE_TAG_BIT_STRING, 2, forge_join(forge_hex("00"), signature));
    expect_status(judge(), KEDGE_DER_BAD_LENGTH);
    leaf.raw.signature = forge_bit_string(signature, 1);
    expect_status(judge(), KEDGE_DER_BAD_BIT_STRING);
}

FLAW(signature, links_never_rest_on_md5_or_sha1, "CVE-2004-2761 (a rogue CA by MD5), SHA-1 is a shambles",
     "collisions were made into certificates of CAs")
{
    root.hash = KEDGE_HASH_SHA1; /* an anchor's own signature is not part of the path */
    expect_status(judge(), KEDGE_OK);
    flaw_begin_with(forge_rsa(2048, 0));
    leaf.hash = KEDGE_HASH_MD5;
    cr_assert_neq(judge(), KEDGE_OK);
    cr_assert_eq(s.verdict.reason, KEDGE_ALGORITHM_REFUSED);
    leaf.hash = KEDGE_HASH_SHA1;
    cr_assert_neq(judge(), KEDGE_OK);
    cr_assert_eq(s.verdict.reason, KEDGE_ALGORITHM_REFUSED);
}

FLAW(signature, an_algorithm_outside_the_policy_verifies_nothing, "CVE-2026-25834 (Mbed TLS)",
     "an algorithm that was explicitly disallowed was taken all the same")
{
    s.policy.signatures &= ~KEDGE_ALLOW(KEDGE_SCHEME_ECDSA, KEDGE_HASH_SHA256);
    cr_assert_neq(judge(), KEDGE_OK);
    cr_assert_eq(s.verdict.reason, KEDGE_ALGORITHM_REFUSED);
    cr_assert_eq(s.verdict.spent.signatures, 0);
}

FLAW(signature, a_key_of_an_unknown_kind_is_refused, "CVE-2024-24783 (Go)",
     "a certificate with a public key of an unknown algorithm in the chain made the verifier panic")
{
    const kedge_span algorithm = forge_sequence(forge_oid("1.3.6.1.4.1.32473.1"));

    flaw_begin_with(forge_public(forge_sequence(algorithm, forge_bit_string(forge_hex("0102"), 0))));
    leaf.signer = forge_p256("somebody");
    cr_assert_neq(judge(), KEDGE_OK);
    leaf = forge_leaf("host.example", &root);
    leaf.raw.subject_public_key_info = ca.key->subject_public_key_info;
    expect_status(judge(), KEDGE_KEY_REFUSED);
}
