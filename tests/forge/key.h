/* forge/key.h - test keys, the same in every run, and signatures with them.
 *
 * A key is known by its label (EC) or its size and number (RSA); asking again gives the same pointer.
 * These keys protect nothing: their private halves are public.
 */
#ifndef FORGE_KEY_H
#define FORGE_KEY_H

#include <bearssl.h>
#include <kedge/crypto.h>
#include "forge/der.h"

typedef struct forge_key {
    kedge_key_type type;
    kedge_span subject_public_key_info; /* the whole element */
    kedge_span public_key;              /* what its BIT STRING holds: the key identifier is made of it */
    br_ec_private_key ec;               /* meaningful for KEDGE_KEY_P256, P384 and P521 */
    br_rsa_private_key rsa;             /* meaningful for KEDGE_KEY_RSA */
    kedge_span modulus;                 /* the same */
} forge_key;

/** An EC key on `curve`: KEDGE_KEY_P256, KEDGE_KEY_P384 or KEDGE_KEY_P521. */
const forge_key *forge_ec(kedge_key_type curve, const char *label);
/** The same on P-256. */
const forge_key *forge_p256(const char *label);

/** RSA key `number` of `bits` bits, with exponent 65537: there are two of 2048 bits (0 and 1), and one (0)
 *  each of 1024, 3072 and 4096. */
const forge_key *forge_rsa(unsigned bits, unsigned number);
/** The key of 2048 bits whose exponent is 3. */
const forge_key *forge_rsa_exponent_3(void);
/** The modulus of `key` with another exponent.  With 1 it signs what verifies; with any other its
 *  signatures stay those of `key` and do not verify. */
const forge_key *forge_rsa_with_exponent(const forge_key *key, uint32_t exponent);

/** A public key of any kind, right or wrong, that can sign nothing.  It and its parts live until
 *  forge_forget(). */
const forge_key *forge_public(kedge_span subject_public_key_info);

/** SubjectPublicKeyInfo of RSA and EC keys from their parts. */
kedge_span forge_rsa_public_key(kedge_span modulus, kedge_span exponent);
kedge_span forge_ec_public_key(kedge_span parameters, kedge_span point);

/** @return the object identifier of a curve, the whole element. */
kedge_span forge_curve(kedge_key_type curve);

/** Digest `message` with any of MD5, SHA-1 and SHA-2. */
kedge_span forge_digest(kedge_hash hash, kedge_span message);

/** @return the AlgorithmIdentifier of signatures with `key` and `hash`, the whole element. */
kedge_span forge_algorithm(const forge_key *key, kedge_hash hash);

/** @return the signature over `message`, as a certificate's BIT STRING holds it: RSASSA-PKCS1-v1_5, or ECDSA
 *          with the nonce of RFC 6979. */
kedge_span forge_signature(const forge_key *key, kedge_hash hash, kedge_span message);

/** @return what verifies to `encoded`, whatever that is: the private operation of RSA (RFC 8017, 5.2.1).
 *          `encoded` has as many octets as the modulus, or fewer: then zeros stand before it. */
kedge_span forge_rsa_private(const forge_key *key, kedge_span encoded);

/** @return 00 01 FF ... FF 00 `digest_info`, as long as the modulus of `key` (RFC 8017, 9.2). */
kedge_span forge_rsa_padded(const forge_key *key, kedge_span digest_info);

#endif
