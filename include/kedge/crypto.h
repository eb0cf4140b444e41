/* kedge/crypto.h - what verifies signatures: the crypto provider.
 *
 * kedge knows what has to be verified; a provider knows how.  A provider says what it can do in a
 * table of capabilities; within it all providers agree, beyond it the answer is
 * KEDGE_UNSUPPORTED_ALGORITHM or KEDGE_UNSUPPORTED_KEY.  Everything here is public data: a provider
 * may take variable time.
 *
 * Thread safety: a kedge_crypto is constant and shared by threads; its functions touch nothing but
 * their arguments.
 */
#ifndef KEDGE_CRYPTO_H
#define KEDGE_CRYPTO_H

#include <stdbool.h>
#include <kedge/der.h>

/** Digest algorithms. */
typedef enum kedge_hash {
    KEDGE_HASH_NONE,
    KEDGE_HASH_MD5,
    KEDGE_HASH_SHA1,
    KEDGE_HASH_SHA224,
    KEDGE_HASH_SHA256,
    KEDGE_HASH_SHA384,
    KEDGE_HASH_SHA512,
    KEDGE_HASH_COUNT
} kedge_hash;

#define KEDGE_SHA256_SIZE 32
#define KEDGE_HASH_SIZE_MAX 64

/** @return the size of a digest in bytes, 0 for KEDGE_HASH_NONE and for values out of range. */
size_t kedge_hash_size(kedge_hash hash);

/** What a public key is. */
typedef enum kedge_key_type {
    KEDGE_KEY_UNKNOWN, /**< of an algorithm that kedge does not know (DSA, for example) */
    KEDGE_KEY_RSA,
    KEDGE_KEY_P256,
    KEDGE_KEY_P384,
    KEDGE_KEY_P521,
    KEDGE_KEY_ED25519,
    KEDGE_KEY_ED448,
    KEDGE_KEY_EC_UNKNOWN, /**< on a named curve that is none of the three */
    KEDGE_KEY_TYPE_COUNT
} kedge_key_type;

/** A public key: a view of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).  All ranges are places in the
 *  encoding at `der`, which is borrowed. */
typedef struct kedge_public_key {
    const uint8_t *der;
    kedge_range subject_public_key_info; /**< the whole element */
    kedge_range modulus;    /**< RSA: unsigned, big-endian, without leading zero octets */
    kedge_range exponent;   /**< RSA: the same */
    kedge_range point;      /**< EC: 04 || x || y; Ed25519, Ed448: the encoded point */
    uint16_t bits;          /**< RSA: bits of the modulus (at most 65535); EC: bits of the field */
    uint8_t type;           /**< a kedge_key_type */
} kedge_public_key;

/**
 * Read a SubjectPublicKeyInfo at the cursor.  RSA moduli and exponents must be positive, the modulus
 * odd; EC keys must name their curve and be uncompressed points of its size (whether the point is on
 * the curve is for the provider to find out).  Keys of unknown algorithms are KEDGE_KEY_UNKNOWN, not
 * a failure.
 *
 * @return KEDGE_OK, KEDGE_KEY_MALFORMED, KEDGE_KEY_CURVE_EXPLICIT, KEDGE_KEY_POINT_COMPRESSED,
 *         KEDGE_ALGORITHM_MALFORMED, or as the reader.
 */
kedge_status kedge_public_key_read(kedge_der *der, kedge_public_key *key);

/** @return whether two SubjectPublicKeyInfo are the same bytes. */
bool kedge_public_key_equal(const kedge_public_key *one, const kedge_public_key *other);

/** How a signature is made. */
typedef enum kedge_scheme {
    KEDGE_SCHEME_UNKNOWN,
    KEDGE_SCHEME_RSA_PKCS1, /**< RSASSA-PKCS1-v1_5 (RFC 8017, 8.2) */
    KEDGE_SCHEME_RSA_PSS,   /**< RSASSA-PSS (RFC 8017, 8.1; RFC 4055) */
    KEDGE_SCHEME_ECDSA,     /**< RFC 5758 */
    KEDGE_SCHEME_ED25519,   /**< RFC 8410, RFC 8032 */
    KEDGE_SCHEME_ED448      /**< RFC 8410, RFC 8032 */
} kedge_scheme;

/** A signature algorithm with its parameters. */
typedef struct kedge_algorithm {
    uint8_t scheme;       /**< a kedge_scheme */
    uint8_t hash;         /**< a kedge_hash; KEDGE_HASH_NONE for Ed25519 and Ed448 */
    uint8_t mask_hash;    /**< RSA-PSS: the hash of its mask generation function MGF1 */
    uint16_t salt_size;   /**< RSA-PSS: bytes of salt */
} kedge_algorithm;

/**
 * Read an AlgorithmIdentifier of a signature at the cursor, parameters checked strictly (absent for
 * ECDSA and EdDSA, NULL for RSA PKCS#1 v1.5, RFC 4055 for RSA-PSS).  Unknown algorithms are
 * KEDGE_SCHEME_UNKNOWN, not a failure.
 *
 * @param identifier  receives the place of the whole AlgorithmIdentifier.
 * @return KEDGE_OK, KEDGE_ALGORITHM_MALFORMED, or as the reader.
 */
kedge_status kedge_algorithm_read(kedge_der *der, kedge_algorithm *algorithm, kedge_range *identifier);

/** @return a short name such as "ECDSA with SHA-256", "unknown" where it is. */
const char *kedge_algorithm_name(const kedge_algorithm *algorithm);

/** @return a short name such as "P-256" or "RSA". */
const char *kedge_key_type_name(kedge_key_type type);

/** One signature to verify: `signature` over `message` under `key`.  Everything is borrowed. */
typedef struct kedge_signature_job {
    kedge_algorithm algorithm;
    const kedge_public_key *key;
    const void *prepared;   /**< the key as the provider prepared it, or NULL */
    kedge_span message;     /**< the exact bytes that were signed, not their hash */
    kedge_span signature;   /**< contents of the signature's BIT STRING */
} kedge_signature_job;

/** One line of what a provider can do: signatures of `scheme` with `hash` under keys of `key_type`
 *  with `bits_min` to `bits_max` bits. */
typedef struct kedge_capability {
    uint8_t scheme;
    uint8_t hash;
    uint8_t key_type;
    uint16_t bits_min;
    uint16_t bits_max;
} kedge_capability;

/** A provider. */
typedef struct kedge_crypto {
    const char *name;                     /**< for a person, such as "BearSSL" */
    const kedge_capability *capabilities; /**< what it can do */
    size_t capability_count;
    /**
     * Verify one signature.
     *
     * @return KEDGE_OK; KEDGE_SIGNATURE_INVALID; KEDGE_SIGNATURE_MALFORMED; KEDGE_KEY_MALFORMED (an
     *         EC point that is not on its curve); KEDGE_UNSUPPORTED_ALGORITHM; KEDGE_UNSUPPORTED_KEY.
     *         The job must have been checked with kedge_crypto_supports().
     */
    kedge_status (*verify)(const struct kedge_crypto *crypto, const kedge_signature_job *job);
    /** Hash `message`; `digest` has room for kedge_hash_size(hash) bytes.  SHA-256 is always there.
     *  @return KEDGE_OK or KEDGE_UNSUPPORTED_ALGORITHM. */
    kedge_status (*digest)(const struct kedge_crypto *crypto, kedge_hash hash, kedge_span message,
                           uint8_t *digest);
    /** As kedge_key_prepared_size() and kedge_key_prepare(); both NULL where the provider prepares nothing. */
    size_t (*prepared_size)(const struct kedge_crypto *crypto, const kedge_public_key *key, size_t limit);
    kedge_status (*prepare)(const struct kedge_crypto *crypto, const kedge_public_key *key, void *memory,
                            size_t size);
    /** As kedge_crypto_verify_batch(); NULL where the provider takes one job at a time. */
    void (*verify_batch)(const struct kedge_crypto *crypto, const kedge_signature_job *const *jobs,
                         kedge_status *answers, size_t count);
    const void *context;                  /**< the provider's own */
} kedge_crypto;

/**
 * Ask a provider's table.
 *
 * @return KEDGE_OK; KEDGE_UNSUPPORTED_ALGORITHM when no line has the scheme and hash;
 *         KEDGE_KEY_TYPE_MISMATCH when the scheme cannot go with this type of key at all;
 *         KEDGE_UNSUPPORTED_KEY when lines have the scheme and hash but not this key.
 */
kedge_status kedge_crypto_supports(const kedge_crypto *crypto, const kedge_algorithm *algorithm,
                                   const kedge_public_key *key);

/** Memory for a prepared key must be aligned to this. */
#define KEDGE_PREPARED_ALIGN 64

/**
 * How much memory the prepared form of a key takes.  A key that many signatures will be verified under (an
 * anchor's, an intermediate's that repeats) is worth preparing: what depends on it alone is then computed
 * once, such as tables of multiples of an EC point.
 *
 * @param limit  bytes that the caller can spare for it; the more, the faster verification may get.
 * @return bytes needed, at most `limit`; 0 where the provider prepares no such key, or none so small.
 */
size_t kedge_key_prepared_size(const kedge_crypto *crypto, const kedge_public_key *key, size_t limit);

/**
 * Prepare a key.  The prepared form names its key and is used through kedge_signature_job.prepared; it is
 * only read, may be shared by threads, and needs the memory but not the key's encoding to stay.
 *
 * @param memory  `size` bytes aligned to KEDGE_PREPARED_ALIGN.
 * @param size    what kedge_key_prepared_size() said.
 * @return KEDGE_OK; KEDGE_KEY_MALFORMED (a point that is not on its curve); KEDGE_UNSUPPORTED_KEY;
 *         KEDGE_MEMORY_TOO_SMALL.
 */
kedge_status kedge_key_prepare(const kedge_crypto *crypto, const kedge_public_key *key, void *memory, size_t size);

/**
 * Verify many signatures, each with an answer of its own as `verify` gives it: jobs of one kind are gathered
 * where the provider can work on several at once.
 *
 * @param jobs     `count` jobs in any mixture.
 * @param answers  room for `count` answers.
 */
void kedge_crypto_verify_batch(const kedge_crypto *crypto, const kedge_signature_job *const *jobs,
                               kedge_status *answers, size_t count);

/** Check that `signature` is a strict ECDSA-Sig-Value (RFC 3279, 2.2.3): DER, r and s positive and at
 *  most `order_size` bytes.  @return KEDGE_OK with `r` and `s` as unsigned big-endian spans into it
 *  without leading zeros, or KEDGE_SIGNATURE_MALFORMED. */
kedge_status kedge_ecdsa_signature_read(kedge_span signature, size_t order_size,
                                        kedge_span *r, kedge_span *s);

/** The provider built on BearSSL: RSA from 1024 to 4096 bits (BearSSL's limit) with public exponents
 *  of at most 32 bits, PKCS#1 v1.5 and PSS, and ECDSA on P-256, P-384 and P-521, each with SHA-1 and
 *  SHA-2; PKCS#1 v1.5 also with MD5.  Policies refuse what of this is weak. */
const kedge_crypto *kedge_crypto_bearssl(void);

/** The provider built on kedge's own kernels: RSA from 1024 to 8192 bits, ECDSA on the three curves, and
 *  Ed25519 and Ed448 (RFC 8032; the equations without the cofactor, every encoding canonical).  It prepares
 *  keys and takes batches; what it has no kernel for goes to BearSSL.  It handles public data only, in time
 *  that depends on it.
 *  @return NULL where the build leaves it out: the compiler has no 128-bit integers, or KEDGE_NATIVE is
 *          OFF. */
const kedge_crypto *kedge_crypto_native(void);

/** The native provider with chosen kernels, for tests and measurements; kedge_crypto_native() chooses the
 *  best that the CPU has, asking it on each call: keep what it returns.
 *
 * @param kernels  "portable" for any CPU; "sha" for x86-64 with SHA-NI and AVX2; "ifma" for those with
 *                 AVX-512 IFMA and VBMI too.  "armv8" for AArch64 with SHA-256 instructions, "armv8.2" for those
 *                 with SHA-512's too: only the system knows whether such a CPU has them, so the caller must have
 *                 asked it (Linux: getauxval(AT_HWCAP)).  kedge_crypto_native() takes these where the compiler
 *                 may use them everywhere.
 * @return NULL where the build, the CPU or the system does not have them. */
const kedge_crypto *kedge_crypto_native_named(const char *kernels);

/** The best provider that this build has for this machine. */
const kedge_crypto *kedge_crypto_default(void);

#endif
