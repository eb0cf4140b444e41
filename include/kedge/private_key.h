/* kedge/private_key.h - private keys, opened in the caller's memory.
 *
 * What is read: RSA (1024 to 4096 bits, two primes) and EC keys on P-256, P-384 and P-521, as
 *  - PrivateKeyInfo and OneAsymmetricKey, PKCS#8 (RFC 5958, RFC 5208);
 *  - RSAPrivateKey, PKCS#1 (RFC 8017, A.1.2);
 *  - ECPrivateKey, SEC 1 (RFC 5915);
 *  - EncryptedPrivateKeyInfo with PBES2 (RFC 8018, 6.2): PBKDF2 with HMAC and SHA-1, SHA-224, SHA-256, SHA-384 or
 *    SHA-512; AES-128, AES-192 and AES-256 in CBC mode, and DES-EDE3-CBC for old files;
 *  each in DER, strictly, or in PEM (RFC 7468, lax form); and in PEM alone
 *  - what OpenSSL calls traditional: PKCS#1 and SEC 1 encrypted under the headers Proc-Type and DEK-Info (RFC 1421,
 *    4.6), the key made of the password by one round of MD5.  It protects little; it is read, and never written.
 *
 * What is secret: the key, the password, and what is made of them.  All arithmetic on secrets is BearSSL's, in
 * constant time; what is done here beside it branches on and addresses by public things alone: sizes, and what
 * DER and base64 say of the form.  The size of the password is not hidden.
 *
 * A key is only opened if it fits together: its public half, where the encoding has it, belongs to the private one,
 * and the parts of an RSA key belong to its modulus and public exponent.
 *
 * Ownership: nothing is allocated.  An opened key lies in the memory given for it and borrows nothing else; it may be
 * read by any number of threads.  kedge_private_key_wipe() ends it.
 */
#ifndef KEDGE_PRIVATE_KEY_H
#define KEDGE_PRIVATE_KEY_H

#include <kedge/crypto.h>

/** The iterations of PBKDF2 (RFC 8018, 5.2) admitted where a caller names no limit: some seconds of a computer, and
 *  minutes of a small device. */
#define KEDGE_ITERATIONS_MAX 10000000

/** How to open a key.  Zeroed: no password, KEDGE_ITERATIONS_MAX. */
typedef struct kedge_private_key_options {
    kedge_span password;     /**< octets, no NUL at their end; borrowed during the call.  `data` NULL: there is none,
                                  which is something else than one of size 0 */
    uint32_t iterations_max; /**< the most iterations of PBKDF2; 0 for KEDGE_ITERATIONS_MAX */
} kedge_private_key_options;

/** An opened private key.  To be read by those who bring their own arithmetic (a TLS stack); ranges are places in
 *  `der`, and numbers unsigned and big-endian. */
typedef struct kedge_private_key {
    const uint8_t *der;      /**< the decrypted encoding: PrivateKeyInfo, RSAPrivateKey or ECPrivateKey; secret */
    uint32_t size;           /**< of it, in bytes */
    uint8_t type;            /**< KEDGE_KEY_RSA, KEDGE_KEY_P256, KEDGE_KEY_P384 or KEDGE_KEY_P521 */
    uint16_t bits;           /**< RSA: bits of the modulus; EC: bits of the field */
    kedge_range scalar;      /**< EC: as long as the order of the curve; secret */
    kedge_range modulus;     /**< RSA: n, public */
    kedge_range exponent;    /**< RSA: e, public */
    kedge_range prime[2];    /**< RSA: p and q; secret */
    kedge_range remainder[2];/**< RSA: dP and dQ, perhaps with a zero octet before them; secret */
    kedge_range coefficient; /**< RSA: qInv, the same; secret */
    uint8_t *memory;         /**< what kedge_private_key_wipe() wipes */
    size_t memory_size;
} kedge_private_key;

/**
 * Open a private key.
 *
 * @param key       filled in where the answer is KEDGE_OK, else zeroed.
 * @param encoding  DER, or text (what does not begin with the octet 30 of a SEQUENCE) in PEM, in which the first
 *                  private key counts and other blocks are passed over.  Borrowed during the call.
 * @param options   NULL for a zeroed one.
 * @param memory    `size` bytes that do not overlap `encoding`; used as long as the key, and wiped where the call
 *                  fails.
 * @param size      in bytes; as many as `encoding` has always suffice.
 * @param fault     receives the offset of the byte at fault: in the text for what is wrong with PEM, else in the
 *                  block's DER.
 * @return KEDGE_OK;
 *         KEDGE_NO_PRIVATE_KEY (a text without one);
 *         KEDGE_PRIVATE_KEY_MALFORMED, or as the readers of kedge/der.h and kedge/pem.h;
 *         KEDGE_PRIVATE_KEY_UNSUPPORTED (another algorithm, curve or size; more than two primes);
 *         KEDGE_PRIVATE_KEY_INCONSISTENT (its parts do not belong together);
 *         KEDGE_PRIVATE_KEY_ENCRYPTED (and there is no password);
 *         KEDGE_ENCRYPTION_UNSUPPORTED; KEDGE_ITERATIONS_TOO_MANY;
 *         KEDGE_PASSWORD_WRONG, whatever it is that shows it: what comes out of the decryption is a supported key that
 *         fits together, or this;
 *         KEDGE_MEMORY_TOO_SMALL; KEDGE_BAD_ARGUMENT (a NULL).
 */
kedge_status kedge_private_key_open(kedge_private_key *key, kedge_span encoding,
                                    const kedge_private_key_options *options, uint8_t *memory, size_t size,
                                    uint32_t *fault);

/** Overwrite an opened key with zeros, and the struct.  One that is zeroed is left as it is. */
void kedge_private_key_wipe(kedge_private_key *key);

/**
 * Ask whether a private key belongs to a public one, such as that of a certificate.  The public half is computed from
 * the private one.
 *
 * @return KEDGE_OK, or KEDGE_PRIVATE_KEY_MISMATCH.
 */
kedge_status kedge_private_key_matches(const kedge_private_key *key, const kedge_public_key *public_key);

/** The most bytes of a SubjectPublicKeyInfo that kedge_private_key_public() writes: RSA with 4096 bits. */
#define KEDGE_PUBLIC_KEY_SIZE_MAX 560

/**
 * Write the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) of a private key, in DER.
 *
 * @param output   room for `capacity` bytes; KEDGE_PUBLIC_KEY_SIZE_MAX always suffice.
 * @param written  receives how many it has.
 * @return KEDGE_OK, or KEDGE_MEMORY_TOO_SMALL.
 */
kedge_status kedge_private_key_public(const kedge_private_key *key, uint8_t *output, size_t capacity,
                                      size_t *written);

/** Overwrite `size` bytes with zeros, in a way that a compiler does not leave out. */
void kedge_wipe(void *memory, size_t size);

#endif
