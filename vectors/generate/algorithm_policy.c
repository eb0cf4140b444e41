/* algorithm_policy.c - algorithms and keys that a policy refuses (RFC 5280, 6.1.3 (a)(1); CA/B BR, 6.1.5). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(const forge_key *ca_key, const forge_key *leaf_key)
{
    root = forge_root("Root");
    ca = forge_ca_with_key("CA", &root, ca_key);
    leaf = forge_leaf_with_key("host.example", &ca, leaf_key);
}

static void emit(const char *name, const char *expect, const char *policy, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .policy = policy,
                           .clause = "RFC 5280, 6.1.3 (a)(1)",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

static void emit_hashes(void)
{
    const char *refused = "reject NOT_AUTHENTICATED reason=ALGORITHM_REFUSED certificate=0";

    begin(forge_p256("CA"), forge_p256("host.example"));
    leaf.hash = KEDGE_HASH_SHA1;
    emit("sha1-ecdsa", refused, NULL, "SHA-1 is broken");
    emit("sha1-device", refused, "device", "SHA-1 is broken, and refused by every ready policy");
    emit("sha1-rfc5280", refused, "rfc5280", "SHA-1 is broken, and refused by every ready policy");
    leaf.hash = KEDGE_HASH_SHA224;
    emit("sha224-webpki", refused, NULL, "the Baseline Requirements know SHA-2 from 256 bits on");
    emit("sha224-rfc5280", "accept", "rfc5280", "RFC 5280 itself knows SHA-224");

    begin(forge_rsa(2048, 0), forge_p256("host.example"));
    leaf.hash = KEDGE_HASH_SHA1;
    emit("sha1-rsa", refused, NULL, "SHA-1 is broken");
    leaf.hash = KEDGE_HASH_MD5;
    emit("md5-rsa", refused, NULL, "MD5 is broken");

    begin(forge_p256("CA"), forge_p256("host.example"));
    ca.hash = KEDGE_HASH_SHA1;
    emit("sha1-intermediate", "reject NOT_AUTHENTICATED reason=ALGORITHM_REFUSED certificate=1", NULL,
         "the rule holds for every link");
    ca.hash = KEDGE_HASH_SHA256;
    root.hash = KEDGE_HASH_SHA1;
    emit("sha1-anchor", "accept", NULL, "an anchor's own signature is no part of the path");
}

static void emit_rsa_keys(void)
{
    const char *leaf_refused = "reject KEY_REFUSED certificate=0";
    const char *ca_refused = "reject NOT_AUTHENTICATED reason=KEY_REFUSED certificate=1";
    const forge_key *host = forge_p256("host.example");
    const forge_key *rsa = forge_rsa(2048, 0);

    begin(forge_p256("CA"), rsa);
    emit("rsa2048-leaf", "accept", NULL, "2048 bits are enough");
    begin(forge_p256("CA"), forge_rsa(1024, 0));
    emit("rsa1024-leaf", leaf_refused, NULL, "1024 bits are too few, for the key in question too");
    begin(forge_rsa(1024, 0), host);
    emit("rsa1024-issuer", ca_refused, NULL, "1024 bits are too few, though the signature would verify");
    emit("rsa1024-issuer-device", ca_refused, "device", "1024 bits are too few for devices as well");
    begin(forge_rsa_with_exponent(rsa, 1), host);
    emit("exponent-1-issuer", ca_refused, NULL, "with exponent 1 everybody can sign, and did");
    begin(forge_rsa_with_exponent(rsa, 65536), host);
    emit("exponent-even-issuer", ca_refused, NULL, "an even exponent is no RSA key");
    begin(forge_p256("CA"), forge_rsa_with_exponent(rsa, 2));
    emit("exponent-even-leaf", leaf_refused, NULL, "an even exponent is no RSA key");
    begin(forge_p256("CA"), forge_rsa_with_exponent(rsa, 1));
    emit("exponent-1-leaf", leaf_refused, NULL, "with exponent 1 everybody can sign");
    begin(forge_p256("CA"), forge_rsa_exponent_3());
    emit("exponent-3-leaf", "accept", NULL, "3 is the smallest exponent that is allowed");

    root = forge_root_with_key("Root", forge_rsa(1024, 0));
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    emit("rsa1024-anchor", "reject NOT_AUTHENTICATED reason=KEY_REFUSED certificate=anchor", NULL,
         "the rule holds for anchors, whose key signs what follows");
}

static void emit_other_keys(void)
{
    kedge_span point = forge_p256("host.example")->public_key;

    begin(forge_p256("CA"), forge_ec(KEDGE_KEY_P521, "host.example"));
    emit("p521-leaf", "accept", NULL, "P-521 is one of the three curves");
    begin(forge_p256("CA"), forge_public(forge_ec_public_key(forge_oid("1.3.132.0.10"), point)));
    emit("secp256k1-leaf", "reject KEY_REFUSED certificate=0", NULL,
         "a named curve that no ready policy allows");
    begin(forge_p256("CA"), forge_public(forge_sequence(forge_sequence(forge_oid("1.3.101.112")),
                                                        forge_bit_string(forge_cut(point, 32), 0))));
    emit("ed25519-leaf-webpki", "reject KEY_REFUSED certificate=0", NULL,
         "the Baseline Requirements do not know Ed25519");
    emit("ed25519-leaf-device", "accept", "device", "devices may use Ed25519");
    begin(forge_p256("CA"), forge_public(forge_sequence(forge_sequence(forge_oid("1.2.840.10040.4.1")),
                                                        forge_bit_string(forge_integer(7), 0))));
    emit("dsa-leaf", "reject KEY_REFUSED certificate=0", NULL, "DSA keys are of no known type");
}

void emit_algorithm_policy(void)
{
    vector_rule("algorithm-policy");
    emit_hashes();
    emit_rsa_keys();
    emit_other_keys();
}
