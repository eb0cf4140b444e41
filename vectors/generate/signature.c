/* signature.c - links of a chain: algorithm fields and signatures (RFC 5280, 4.1.1.2 and 6.1.3 (a)(1)). */
#include "vector.h"

#define CLAUSE "RFC 5280, 6.1.3 (a)(1)"
#define INVALID "reject NOT_AUTHENTICATED reason=SIGNATURE_INVALID certificate=0"
#define MALFORMED "reject NOT_AUTHENTICATED reason=SIGNATURE_MALFORMED certificate=0"

static forge_certificate root, ca, leaf;

/* Root and leaf keep their P-256 keys: one signature of a chain is of the kind in question, the leaf's. */
static void begin(const forge_key *ca_key, kedge_hash hash)
{
    root = forge_root("Root");
    ca = forge_ca_with_key("CA", &root, ca_key);
    leaf = forge_leaf("host.example", &ca);
    leaf.hash = hash;
}

static void emit(const char *name, const char *expect, const char *clause, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_kinds(void)
{
    const struct {
        const char *name;
        const forge_key *key;
        kedge_hash hash;
        const char *why;
    } kind[] = {
        { "p256-sha256", forge_p256("CA"), KEDGE_HASH_SHA256, "ECDSA on P-256" },
        { "p256-sha512", forge_p256("CA"), KEDGE_HASH_SHA512,
          "the leftmost bits of a digest longer than the order are signed" },
        { "p384-sha384", forge_ec(KEDGE_KEY_P384, "CA"), KEDGE_HASH_SHA384, "ECDSA on P-384" },
        { "p384-sha256", forge_ec(KEDGE_KEY_P384, "CA"), KEDGE_HASH_SHA256,
          "a digest shorter than the order" },
        { "p521-sha512", forge_ec(KEDGE_KEY_P521, "CA"), KEDGE_HASH_SHA512, "ECDSA on P-521" },
        { "rsa2048-sha256", forge_rsa(2048, 0), KEDGE_HASH_SHA256, "RSASSA-PKCS1-v1_5" },
        { "rsa2048-exponent-3", forge_rsa_exponent_3(), KEDGE_HASH_SHA256,
          "3 is the smallest exponent that is secure with sound padding" },
        { "rsa3072-sha384", forge_rsa(3072, 0), KEDGE_HASH_SHA384, "RSASSA-PKCS1-v1_5" },
        { "rsa4096-sha512", forge_rsa(4096, 0), KEDGE_HASH_SHA512, "RSASSA-PKCS1-v1_5" },
    };

    for (size_t i = 0; i < sizeof kind / sizeof kind[0]; i++) {
        begin(kind[i].key, kind[i].hash);
        emit(kind[i].name, "accept", CLAUSE, kind[i].why);
    }
}

static void emit_wrong(void)
{
    kedge_span good_ca, good_leaf, good_root;
    forge_certificate twin;

    begin(forge_p256("CA"), KEDGE_HASH_SHA256);
    good_root = forge_sign(&root);
    good_ca = forge_sign(&ca);
    good_leaf = forge_sign(&leaf);
    vector_emit(&(vector){ .name = "leaf-signature-flipped",
                           .expect = INVALID,
                           .clause = CLAUSE,
                           .why = "one bit of the signature is wrong",
                           .chain = { forge_flip(good_leaf, 8 * good_leaf.size - 1), good_ca },
                           .anchors = { good_root } });
    vector_emit(&(vector){
        .name = "leaf-contents-flipped",
        .expect = INVALID,
        .clause = CLAUSE,
        .why = "what was signed is not what is here: a second was added to notAfter",
        .chain = { forge_replace(good_leaf, forge_time(leaf.not_after), forge_time(leaf.not_after + 1)),
                   good_ca },
        .anchors = { good_root } });
    vector_emit(&(vector){ .name = "intermediate-signature-flipped",
                           .expect = "reject NOT_AUTHENTICATED reason=SIGNATURE_INVALID certificate=1",
                           .clause = CLAUSE,
                           .why = "every link is verified, not only the leaf's",
                           .chain = { good_leaf, forge_flip(good_ca, 8 * good_ca.size - 1) },
                           .anchors = { good_root } });
    vector_emit(&(vector){
        .name = "anchor-signature-flipped",
        .expect = "accept",
        .clause = "RFC 5280, 6.1",
        .why = "an anchor is trusted because it was provisioned; its own signature is no part of the path",
        .chain = { good_leaf, good_ca },
        .anchors = { forge_flip(good_root, 8 * good_root.size - 1) } });

    leaf.signer = forge_p256("somebody else");
    emit("another-signer", INVALID, CLAUSE, "names and key identifiers fit, the signature is by another key");
    leaf.signer = NULL;
    twin = leaf;
    twin.not_after += FORGE_DAY;
    leaf.raw.signature = forge_bit_string(forge_signature(ca.key, leaf.hash, forge_tbs_certificate(&twin)),
                                          0);
    emit("signature-of-a-twin", INVALID, CLAUSE, "a good signature by the issuer over another certificate");
}

/* A leaf whose signature holds `octets`. */
static void emit_signature_octets(const char *name, const char *expect, const char *clause, kedge_span octets,
                                  const char *why)
{
    leaf.raw.signature = forge_bit_string(octets, 0);
    emit(name, expect, clause, why);
}

static kedge_span sig_value(kedge_span r, kedge_span s)
{
    return forge_sequence(r, s);
}

static void emit_ecdsa_forms(void)
{
    const char *clause = "RFC 3279, 2.2.3";
    kedge_span zero = forge_integer(0);
    kedge_span one = forge_integer(1);
    kedge_span order = forge_unsigned(
        forge_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));
    kedge_span good;

    begin(forge_p256("CA"), KEDGE_HASH_SHA256);
    good = forge_signature(ca.key, leaf.hash, forge_tbs_certificate(&leaf));
    emit_signature_octets("ecdsa-r-zero", MALFORMED, clause, sig_value(zero, one), "r is zero");
    emit_signature_octets("ecdsa-s-zero", MALFORMED, clause, sig_value(one, zero), "s is zero");
    emit_signature_octets("ecdsa-both-zero", MALFORMED, clause, sig_value(zero, zero),
                          "zero and zero satisfied verifiers that did not look (CVE-2022-21449)");
    emit_signature_octets("ecdsa-r-is-the-order", INVALID, clause, sig_value(order, one),
                          "r is not below the order");
    emit_signature_octets("ecdsa-s-is-the-order", INVALID, clause, sig_value(one, order),
                          "s is not below the order");
    emit_signature_octets("ecdsa-negative", MALFORMED, clause, sig_value(forge_integer(-1), one),
                          "r is negative");
    emit_signature_octets("ecdsa-long-length", MALFORMED, "X.690, 10.1",
                          forge_long_form(KEDGE_TAG_SEQUENCE, 1, forge_copy(good.data + 2, good.size - 2)),
                          "the good signature, its length in the long form");
    emit_signature_octets("ecdsa-trailing", MALFORMED, clause, forge_join(good, forge_null()),
                          "the good signature, and something after it");
    emit_signature_octets("ecdsa-padded-integer", MALFORMED, "X.690, 8.3.2",
                          sig_value(forge_tlv(KEDGE_TAG_INTEGER, forge_hex("0001")), one),
                          "r is not in its shortest form");
    emit_signature_octets("ecdsa-empty", MALFORMED, clause, FORGE_ABSENT, "there is no signature in it");
    leaf.raw.signature = forge_bit_string(good, 1);
    emit("unused-bits", "reject DER_BAD_BIT_STRING certificate=0", "RFC 5280, 4.1.1.3",
         "a signature is whole octets");
}

/* A leaf whose signature verifies to `encoded`, under exponent 3. */
static void emit_rsa_encoding(const char *name, kedge_span encoded, const char *why)
{
    emit_signature_octets(name, INVALID, "RFC 8017, 9.2", forge_rsa_private(ca.key, encoded), why);
}

/* The same for the DigestInfo of a digest of this leaf, with these parts of its AlgorithmIdentifier. */
static void emit_digest_info(const char *name, const char *oid, kedge_span parameters, const char *why)
{
    kedge_span digest = forge_digest(leaf.hash, forge_tbs_certificate(&leaf));
    kedge_span algorithm = forge_sequence(forge_oid(oid), parameters);
    kedge_span info = forge_sequence(algorithm, forge_octet_string(digest));

    emit_rsa_encoding(name, forge_rsa_padded(ca.key, info), why);
}

static void emit_rsa_sizes(void)
{
    const char *why = "a signature has as many octets as the modulus";
    kedge_span good = forge_signature(ca.key, leaf.hash, forge_tbs_certificate(&leaf));

    emit_signature_octets("rsa-flipped", INVALID, CLAUSE, forge_flip(good, 2047),
                          "one bit of the signature is wrong");
    emit_signature_octets("rsa-short", MALFORMED, "RFC 8017, 8.2.2", forge_cut(good, good.size - 1), why);
    emit_signature_octets("rsa-long", MALFORMED, "RFC 8017, 8.2.2", forge_join(forge_hex("00"), good), why);
    emit_signature_octets("rsa-not-below-modulus", INVALID, "RFC 8017, 5.2.2", ca.key->modulus,
                          "the number is not below the modulus");
}

static void emit_rsa_encodings(void)
{
    const char *sha256 = "2.16.840.1.101.3.4.2.1", *sha512 = "2.16.840.1.101.3.4.2.3";
    kedge_span digest = forge_octet_string(forge_digest(leaf.hash, forge_tbs_certificate(&leaf)));
    kedge_span contents = forge_join(forge_sequence(forge_oid(sha256), forge_null()), digest);
    kedge_span good = forge_sequence(contents);
    kedge_span garbage = { forge_allocate(256), 256 };

    emit_digest_info("rsa-parameters-absent", sha256, FORGE_ABSENT,
                     "the hash's parameters are NULL, not absent: there is one encoding");
    emit_digest_info("rsa-another-hash", sha512, forge_null(),
                     "the signature names SHA-512 and holds a digest of SHA-256");
    emit_digest_info("rsa-parameters-hide-octets", sha256, forge_octet_string(forge_cut(garbage, 64)),
                     "octets hidden in the parameters let exponent 3 be forged");
    emit_rsa_encoding("rsa-long-form-length",
                      forge_rsa_padded(ca.key, forge_long_form(KEDGE_TAG_SEQUENCE, 4, contents)),
                      "octets hidden in a length let exponent 3 be forged (CVE-2014-1568)");
    emit_rsa_encoding("rsa-trailing",
                      forge_join(forge_hex("0001ffffffffffffffff00"), good,
                                 forge_cut(garbage, 245 - good.size)),
                      "octets after the digest let exponent 3 be forged (CVE-2006-4339)");
    emit_rsa_encoding("rsa-block-type-2", forge_flip(forge_flip(forge_rsa_padded(ca.key, good), 14), 15),
                      "the padding is that of encryption");
}

static void emit_algorithm_fields(void)
{
    const char *clause = "RFC 5280, 4.1.1.2";
    kedge_span with_null;

    begin(forge_p256("CA"), KEDGE_HASH_SHA256);
    leaf.raw.inner_algorithm = forge_algorithm(ca.key, KEDGE_HASH_SHA384);
    emit("algorithms-differ", "reject ALGORITHM_MISMATCH certificate=0", clause,
         "the signed field names another hash");
    with_null = forge_sequence(forge_oid("1.2.840.10045.4.3.2"), forge_null());
    leaf.raw.inner_algorithm = leaf.raw.outer_algorithm = with_null;
    emit("ecdsa-with-parameters", "reject ALGORITHM_MALFORMED certificate=0", "RFC 5758, 3.2",
         "ECDSA has no parameters, not even NULL");
    leaf.raw.inner_algorithm = leaf.raw.outer_algorithm = forge_sequence(forge_oid("1.2.3.4.5"),
                                                                         forge_null());
    emit("unknown-algorithm", "reject NOT_AUTHENTICATED reason=UNSUPPORTED_ALGORITHM certificate=0", CLAUSE,
         "nobody knows this algorithm");
    leaf.raw.inner_algorithm = leaf.raw.outer_algorithm = forge_algorithm(forge_rsa(2048, 0),
                                                                          KEDGE_HASH_SHA256);
    emit("key-of-another-type", "reject NOT_AUTHENTICATED reason=KEY_TYPE_MISMATCH certificate=0", CLAUSE,
         "the algorithm is RSA's and the issuer's key is on a curve");

    begin(forge_rsa(2048, 0), KEDGE_HASH_SHA256);
    leaf.raw.inner_algorithm = leaf.raw.outer_algorithm = forge_sequence(forge_oid("1.2.840.113549.1.1.11"));
    emit("rsa-without-null", "reject ALGORITHM_MALFORMED certificate=0", "RFC 4055, 5",
         "RSA's parameters are NULL, not absent");
}

void emit_signature(void)
{
    vector_rule("signature");
    emit_kinds();
    emit_wrong();
    emit_ecdsa_forms();
    begin(forge_rsa_exponent_3(), KEDGE_HASH_SHA256);
    emit_rsa_sizes();
    emit_rsa_encodings();
    emit_algorithm_fields();
}
