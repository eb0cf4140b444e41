/* certificate_writer_test.c - the forge's certificates: the same bytes in every run, signed rightly unless
 * told otherwise. */
#include <criterion/criterion.h>
#include "forge/forge.h"

#include <stdio.h>
#include <string.h>

static bool is_same(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static bool contains(kedge_span bytes, kedge_span part)
{
    for (size_t i = 0; i + part.size <= bytes.size; i++)
        if (memcmp(bytes.data + i, part.data, part.size) == 0)
            return true;
    return false;
}

static void expect_digest(kedge_span bytes, const char *digits)
{
    kedge_span digest = forge_digest(KEDGE_HASH_SHA256, bytes);
    char text[65];

    for (size_t i = 0; i < digest.size; i++)
        snprintf(text + 2 * i, 3, "%02x", digest.data[i]);
    cr_assert_str_eq(text, digits);
}

/* The signature of RFC 6979, A.2.5 (P-256, SHA-256, "sample"). */
Test(certificate_writer, ecdsa_signatures_are_those_of_rfc_6979)
{
    kedge_span scalar = forge_hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    unsigned char x[32];
    forge_key key = { .type = KEDGE_KEY_P256, .ec = { BR_EC_secp256r1, x, sizeof x } };

    memcpy(x, scalar.data, sizeof x);
    cr_assert(is_same(forge_signature(&key, KEDGE_HASH_SHA256, forge_chars("sample")),
                      forge_hex("3046 022100 efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                                "022100 f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")));
}

static void expect_verifies(const forge_key *key, kedge_hash hash)
{
    static const kedge_span message = { (const uint8_t *)"message", 7 };
    kedge_span signature = forge_signature(key, hash, message);
    kedge_span digest = forge_digest(hash, message);
    br_ec_public_key public_key = { key->ec.curve, (unsigned char *)(uintptr_t)key->public_key.data,
                                    key->public_key.size };

    cr_assert_eq(br_ecdsa_i31_vrfy_asn1(&br_ec_all_m31, digest.data, digest.size, &public_key, signature.data,
                                        signature.size),
                 1);
}

Test(certificate_writer, ecdsa_signatures_verify_on_every_curve)
{
    for (kedge_hash hash = KEDGE_HASH_SHA1; hash <= KEDGE_HASH_SHA512; hash++) {
        expect_verifies(forge_ec(KEDGE_KEY_P256, "a"), hash);
        expect_verifies(forge_ec(KEDGE_KEY_P384, "a"), hash);
        expect_verifies(forge_ec(KEDGE_KEY_P521, "a"), hash);
    }
}

static void expect_rsa_verifies(const forge_key *key, uint8_t exponent, const unsigned char *oid,
                                kedge_hash hash)
{
    kedge_span message = forge_chars("message");
    kedge_span signature = forge_signature(key, hash, message);
    kedge_span digest = forge_digest(hash, message);
    unsigned char e[3] = { 1, 0, 1 };
    unsigned char recovered[64];
    br_rsa_public_key public_key = { (unsigned char *)(uintptr_t)key->modulus.data, key->modulus.size, e,
                                     sizeof e };

    if (exponent != 0)
        public_key = (br_rsa_public_key){ public_key.n, public_key.nlen, &exponent, 1 };
    cr_assert_eq(br_rsa_i31_pkcs1_vrfy(signature.data, signature.size, oid, digest.size, &public_key,
                                       recovered),
                 1);
    cr_assert(memcmp(recovered, digest.data, digest.size) == 0);
}

Test(certificate_writer, rsa_signatures_verify_with_every_key)
{
    expect_rsa_verifies(forge_rsa(1024, 0), 0, BR_HASH_OID_SHA512, KEDGE_HASH_SHA512);
    expect_rsa_verifies(forge_rsa(2048, 0), 0, BR_HASH_OID_SHA1, KEDGE_HASH_SHA1);
    expect_rsa_verifies(forge_rsa(2048, 1), 0, BR_HASH_OID_SHA224, KEDGE_HASH_SHA224);
    expect_rsa_verifies(forge_rsa(3072, 0), 0, BR_HASH_OID_SHA256, KEDGE_HASH_SHA256);
    expect_rsa_verifies(forge_rsa(4096, 0), 0, BR_HASH_OID_SHA384, KEDGE_HASH_SHA384);
    expect_rsa_verifies(forge_rsa_exponent_3(), 3, BR_HASH_OID_SHA256, KEDGE_HASH_SHA256);
}

Test(certificate_writer, with_exponent_one_the_signature_is_the_padded_digest)
{
    const forge_key *key = forge_rsa_with_exponent(forge_rsa(2048, 0), 1);
    kedge_span signature = forge_signature(key, KEDGE_HASH_SHA256, forge_chars("message"));

    cr_assert(is_same(forge_cut(signature, 4), forge_hex("0001ffff")));
    cr_assert(contains(key->subject_public_key_info, forge_hex("020101")));
}

/* A change of these digests means that every committed vector changes. */
Test(certificate_writer, certificates_are_the_same_bytes_everywhere)
{
    forge_certificate root = forge_root("Root");
    forge_certificate ca = forge_ca_with_key("CA", &root, forge_rsa(2048, 0));
    forge_certificate leaf = forge_leaf("host.example", &ca);

    expect_digest(forge_sign(&root), "40739d68144ec38d6acbc72ff733df1190b2ca1acb621167d114f14859b4fc88");
    expect_digest(forge_sign(&ca), "3c3491602cc2277539d1d7f8d273792222e94f106a012f19526f6aa950b25aee");
    expect_digest(forge_sign(&leaf), "b50ed5b57104e16f1add8f4406bd79e657ad61dbd7c1b27e3d2b7bee37b41312");
}

Test(certificate_writer, twins_differ_in_serial_number)
{
    forge_certificate root = forge_root("Root");
    forge_certificate twin = root;

    twin.not_after -= FORGE_DAY;
    cr_assert_not(contains(forge_sign(&twin), forge_cut(forge_tbs_certificate(&root), 20)));
}

Test(certificate_writer, extensions_are_put_dropped_and_repeated)
{
    forge_certificate root = forge_root("Root");
    size_t count = root.extension_count;

    forge_put(&root, forge_key_usage(KEDGE_KU_CRL_SIGN));
    cr_assert_eq(root.extension_count, count);
    cr_assert(contains(forge_sign(&root), forge_hex("0603551d0f 0101ff 0404 03020102")));
    forge_put(&root, forge_not_critical(forge_key_usage(KEDGE_KU_CRL_SIGN)));
    cr_assert(contains(forge_sign(&root), forge_hex("0603551d0f 0404 03020102")));
    forge_put_again(&root, forge_unknown_extension(true));
    forge_put_again(&root, forge_unknown_extension(true));
    cr_assert_eq(root.extension_count, count + 2);
    forge_drop(&root, KEDGE_EXT_KEY_USAGE);
    cr_assert_not(contains(forge_sign(&root), forge_hex("0603551d0f")));
    forge_drop_all(&root);
    cr_assert_not(contains(forge_tbs_certificate(&root), forge_hex("0603551d")));
}

Test(certificate_writer, every_field_can_be_overridden_or_left_out)
{
    forge_certificate root = forge_root("Root");
    kedge_span mark = forge_text(KEDGE_TAG_IA5_STRING, "mark");

    root.raw = (forge_raw){ mark, mark, mark, mark,         mark, mark, mark,
                            mark, mark, mark, FORGE_ABSENT, mark, mark };
    cr_assert(is_same(forge_sign(&root), forge_sequence(forge_sequence(mark, mark, mark, mark, mark, mark,
                                                                       mark, mark, mark, mark),
                                                        mark, mark)));
    root.raw.tbs_certificate = mark;
    cr_assert(is_same(forge_sign(&root), forge_sequence(mark, mark, mark)));
    root.raw = (forge_raw){ .version = FORGE_NOTHING,
                            .serial_number = FORGE_NOTHING,
                            .inner_algorithm = FORGE_NOTHING,
                            .issuer = FORGE_NOTHING,
                            .validity = FORGE_NOTHING,
                            .subject = FORGE_NOTHING,
                            .subject_public_key_info = FORGE_NOTHING,
                            .extensions = FORGE_NOTHING,
                            .outer_algorithm = FORGE_NOTHING,
                            .signature = FORGE_NOTHING };
    cr_assert(is_same(forge_sign(&root), forge_hex("3002 3000")));
}

Test(certificate_writer, old_versions_have_no_extensions)
{
    forge_certificate root = forge_root("Root");

    root.version = 1;
    root.serial_number = forge_hex("05");
    cr_assert_not(contains(forge_tbs_certificate(&root), forge_hex("a003020100")));
    cr_assert(contains(forge_tbs_certificate(&root), forge_hex("020105")));
    cr_assert_not(contains(forge_tbs_certificate(&root), forge_hex("0603551d")));
    root.version = 2;
    cr_assert(contains(forge_tbs_certificate(&root), forge_hex("a003020101 020105")));
}

Test(certificate_writer, a_cross_sign_keeps_subject_and_key)
{
    forge_certificate one = forge_root("One");
    forge_certificate other = forge_root("Other");
    forge_certificate cross = forge_cross_sign(&other, &one);

    cr_assert(is_same(cross.subject, other.subject));
    cr_assert(is_same(cross.issuer, one.subject));
    cr_assert_eq(cross.key, other.key);
    cr_assert_eq(cross.issuer_key, one.key);
    cr_assert(contains(forge_sign(&cross),
                       forge_extension_der(&(forge_extension){
                           forge_oid("2.5.29.35"), false,
                           forge_sequence(forge_tlv(0x80, forge_key_identifier(one.key))), FORGE_ABSENT })));
}
