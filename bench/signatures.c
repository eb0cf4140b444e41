/* signatures.c - made by the forge; those on the Edwards curves are from RFC 8032, 7. */
#include "signatures.h"

#include <stdio.h>
#include "forge/forge.h"

#define OID_ED25519 "1.3.101.112"
#define OID_ED448 "1.3.101.113"

static const char message[] = "thirty-two octets to be verified";

static bench_signature signed_by(const char *name, const forge_key *key, kedge_scheme scheme, kedge_hash hash)
{
    const kedge_span text = forge_chars(message);

    return (bench_signature){
        .name = name,
        .subject_public_key_info = key->subject_public_key_info,
        .algorithm = { .scheme = (uint8_t)scheme, .hash = (uint8_t)hash },
        .message = text,
        .signature = forge_signature(key, hash, text),
    };
}

static bench_signature signed_on_curve(const char *name, kedge_key_type curve, unsigned number,
                                       kedge_hash hash)
{
    char label[32];

    snprintf(label, sizeof label, "signer %u", number);
    return signed_by(name, forge_ec(curve, label), KEDGE_SCHEME_ECDSA, hash);
}

static bench_signature edwards(const char *name, const char *oid, kedge_scheme scheme, const char *point,
                               const char *text, const char *signature)
{
    return (bench_signature){
        .name = name,
        .subject_public_key_info = forge_sequence(forge_sequence(forge_oid(oid)),
                                                  forge_bit_string(forge_hex(point), 0)),
        .algorithm = { .scheme = (uint8_t)scheme },
        .message = forge_hex(text),
        .signature = forge_hex(signature),
    };
}

bench_signature bench_signature_of(unsigned algorithm, unsigned number)
{
    switch (algorithm) {
    case BENCH_RSA_2048:
        return signed_by("RSA-2048 SHA-256", forge_rsa(2048, number % 2), KEDGE_SCHEME_RSA_PKCS1,
                         KEDGE_HASH_SHA256);
    case BENCH_RSA_3072:
        return signed_by("RSA-3072 SHA-256", forge_rsa(3072, 0), KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256);
    case BENCH_RSA_4096:
        return signed_by("RSA-4096 SHA-256", forge_rsa(4096, 0), KEDGE_SCHEME_RSA_PKCS1, KEDGE_HASH_SHA256);
    case BENCH_P256: return signed_on_curve("P-256 SHA-256", KEDGE_KEY_P256, number, KEDGE_HASH_SHA256);
    case BENCH_P384: return signed_on_curve("P-384 SHA-384", KEDGE_KEY_P384, number, KEDGE_HASH_SHA384);
    case BENCH_P521: return signed_on_curve("P-521 SHA-512", KEDGE_KEY_P521, number, KEDGE_HASH_SHA512);
    case BENCH_ED25519:
        return edwards("Ed25519", OID_ED25519, KEDGE_SCHEME_ED25519,
                       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                       "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    default:
        return edwards("Ed448", OID_ED448, KEDGE_SCHEME_ED448,
                       "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c086"
                       "6aea01eb00742802b8438ea4cb82169c235160627b4c3a9480",
                       "03",
                       "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f435"
                       "2541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cb"
                       "cee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0f"
                       "f3348ab21aa4adafd1d234441cf807c03a00");
    }
}

kedge_public_key bench_key_of(const bench_signature *signature)
{
    const kedge_span info = signature->subject_public_key_info;
    kedge_public_key key;
    kedge_der der;
    uint32_t fault;

    if (kedge_der_begin(&der, info.data, info.size, &fault) != KEDGE_OK
        || kedge_public_key_read(&der, &key) != KEDGE_OK)
        forge_fail("a key that cannot be read");
    return key;
}
