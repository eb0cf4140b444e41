/* kedge/possession.h - proofs that a peer possesses the private key of its certificate: CertificateVerify.
 *
 * TLS 1.3 (RFC 8446, 4.4.3): what is signed is 64 blanks, a context string that names the end that signs, a zero
 * octet, and the hash of the transcript up to the Certificate message.
 * TLS 1.2 (RFC 5246, 7.4.8): what is signed, by clients alone, is all handshake messages so far, whole.
 *
 * Signing: RSASSA-PSS with a salt as long as the hash, RSASSA-PKCS1-v1_5 (TLS 1.2 alone), and ECDSA with the
 * deterministic nonce of RFC 6979, which needs no random octets.  All arithmetic on keys is BearSSL's, in constant
 * time; an RSA signature is verified before it is handed out.
 * Checking: by a crypto provider, which has public things alone.
 *
 * Thread safety: functions touch nothing but their arguments.
 */
#ifndef KEDGE_POSSESSION_H
#define KEDGE_POSSESSION_H

#include <kedge/private_key.h>

/** SignatureScheme (RFC 8446, 4.2.3), which has the numbers that SignatureAndHashAlgorithm has in TLS 1.2 (RFC 5246,
 *  7.4.1.4.1): the hash, then the signature algorithm.  MD5 and SHA-1 are left out (RFC 9155). */
enum {
    KEDGE_TLS_RSA_PKCS1_SHA224 = 0x0301, /**< TLS 1.2 alone, as all of PKCS#1 and SHA-224 */
    KEDGE_TLS_ECDSA_SHA224 = 0x0303,
    KEDGE_TLS_RSA_PKCS1_SHA256 = 0x0401,
    KEDGE_TLS_ECDSA_SECP256R1_SHA256 = 0x0403, /**< bound to its curve in TLS 1.3, to none in TLS 1.2 */
    KEDGE_TLS_RSA_PKCS1_SHA384 = 0x0501,
    KEDGE_TLS_ECDSA_SECP384R1_SHA384 = 0x0503,
    KEDGE_TLS_RSA_PKCS1_SHA512 = 0x0601,
    KEDGE_TLS_ECDSA_SECP521R1_SHA512 = 0x0603,
    KEDGE_TLS_RSA_PSS_RSAE_SHA256 = 0x0804,
    KEDGE_TLS_RSA_PSS_RSAE_SHA384 = 0x0805,
    KEDGE_TLS_RSA_PSS_RSAE_SHA512 = 0x0806,
    KEDGE_TLS_ED25519 = 0x0807, /**< is checked, where the provider has it, and not signed */
    KEDGE_TLS_ED448 = 0x0808    /**< the same */
};

/** The version of TLS.  Zeroed: unset, refused. */
typedef enum kedge_tls_version {
    KEDGE_TLS_VERSION_UNSET,
    KEDGE_TLS_1_2,
    KEDGE_TLS_1_3
} kedge_tls_version;

/** Which end signs.  Zeroed: unset, refused. */
typedef enum kedge_tls_end {
    KEDGE_TLS_END_UNSET,
    KEDGE_TLS_CLIENT,
    KEDGE_TLS_SERVER  /**< in TLS 1.2 servers prove possession by other means: refused */
} kedge_tls_end;

/** What a CertificateVerify is about.  Borrowed during a call. */
typedef struct kedge_possession {
    kedge_tls_version version;
    kedge_tls_end end;
    uint16_t scheme;          /**< a SignatureScheme */
    kedge_span transcript;    /**< TLS 1.3: Transcript-Hash, of 32 or 48 octets (the cipher suite's hash);
                                   TLS 1.2: the handshake messages themselves, whole and in order */
} kedge_possession;

/** Where random octets come from. */
typedef struct kedge_random {
    /** Fill `size` octets.  @return whether it was done. */
    bool (*fill)(void *context, uint8_t *octets, size_t size);
    void *context;
} kedge_random;

/** The most bytes of a signature: RSA with 4096 bits. */
#define KEDGE_SIGNATURE_SIZE_MAX 512

/**
 * Prove possession of a private key: make the signature of a CertificateVerify.
 *
 * @param random    for RSA-PSS, else not used; NULL for none.
 * @param signature room for `capacity` bytes; KEDGE_SIGNATURE_SIZE_MAX always suffice.
 * @param written   receives how many it has.
 * @return KEDGE_OK; KEDGE_TLS_SCHEME_REFUSED (the scheme is unknown, not of this version, or not of this key);
 *         KEDGE_RANDOM_MISSING (RSA-PSS, and `random` is NULL or fails); KEDGE_MEMORY_TOO_SMALL;
 *         KEDGE_SIGNING_FAILED (what was computed does not verify: a fault of the machine; nothing is handed out);
 *         KEDGE_BAD_ARGUMENT (version, end or transcript are unset or contradict each other).
 */
kedge_status kedge_possession_sign(const kedge_private_key *key, const kedge_possession *what,
                                   const kedge_random *random, uint8_t *signature, size_t capacity, size_t *written);

/**
 * Check a peer's proof.
 *
 * @param crypto     verifies; kedge_crypto_default() where in doubt.
 * @param key        the public key of the peer's certificate (kedge_certificate.key), or its raw one (RFC 7250).
 * @param signature  as the CertificateVerify has it.
 * @return KEDGE_OK; KEDGE_TLS_SCHEME_REFUSED, KEDGE_BAD_ARGUMENT as above; else as kedge_crypto_supports() and the
 *         provider's verify: KEDGE_SIGNATURE_INVALID where the peer does not have the key.
 */
kedge_status kedge_possession_check(const kedge_crypto *crypto, const kedge_public_key *key,
                                    const kedge_possession *what, kedge_span signature);

/**
 * Choose the scheme to sign with: the first of the peer's that fits the key.
 *
 * @param offered  the peer's signature_algorithms, most wanted first, unknown ones among them.
 * @param scheme   receives it.
 * @return KEDGE_OK, or KEDGE_TLS_SCHEME_REFUSED where none fits.
 */
kedge_status kedge_possession_choose(const kedge_private_key *key, kedge_tls_version version,
                                     const uint16_t *offered, size_t count, uint16_t *scheme);

/**
 * Sign a digest, for what is no CertificateVerify: the same private operations for a caller who knows what it signs.
 *
 * @param algorithm  RSA-PKCS1, RSA-PSS (`salt_size` octets of salt, `mask_hash` as `hash`) or ECDSA, with SHA-1 or
 *                   SHA-2.
 * @param digest     kedge_hash_size() octets of the algorithm's hash.
 * @return as kedge_possession_sign(); KEDGE_UNSUPPORTED_ALGORITHM; KEDGE_KEY_TYPE_MISMATCH; KEDGE_UNSUPPORTED_KEY (an
 *         RSA key too short for the hash and salt).
 */
kedge_status kedge_private_key_sign(const kedge_private_key *key, const kedge_algorithm *algorithm,
                                    const uint8_t *digest, const kedge_random *random, uint8_t *signature,
                                    size_t capacity, size_t *written);

#endif
