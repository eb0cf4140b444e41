/* credential/private_key.h - the parts that private_key.c is made of. */
#ifndef KEDGE_CREDENTIAL_PRIVATE_KEY_H
#define KEDGE_CREDENTIAL_PRIVATE_KEY_H

#include <bearssl.h>
#include <kedge/private_key.h>

#include "credential/password.h"

/** What an encoding is. */
typedef enum kedge_private_form {
    KEDGE_PRIVATE_FORM_PKCS8,
    KEDGE_PRIVATE_FORM_PKCS1,
    KEDGE_PRIVATE_FORM_SEC1,
    KEDGE_PRIVATE_FORM_ENCRYPTED
} kedge_private_form;

/* The readers below fill in what `key` has of its kind; its `der` and `size` are there.  `der` stands before the
 * element to read. */

/** Tell the form of DER by its first elements. */
kedge_private_form kedge_private_form_tell(const uint8_t *data, size_t size);

/** Read a key that is not, or no more, encrypted. */
kedge_status kedge_private_key_parse(kedge_private_key *key, kedge_private_form form, uint32_t *fault);

/** Read an RSAPrivateKey (RFC 8017, A.1.2), and check that its parts belong together. */
kedge_status kedge_rsa_private_read(kedge_der *der, kedge_private_key *key);

/** Read an ECPrivateKey (RFC 5915, 3), and check that its halves belong together.
 *
 * @param outer  the curve that stood around it, a kedge_key_type; KEDGE_KEY_UNKNOWN for none. */
kedge_status kedge_ec_private_read(kedge_der *der, kedge_key_type outer, kedge_private_key *key);

/** Read the public key that PKCS#8 may have beside an EC key (RFC 5958, 2): bits are those of a BIT STRING. */
kedge_status kedge_ec_private_check_point(const kedge_der *der, const kedge_private_key *key, kedge_range point);

/** Read the OID of a curve; one that is not supported is KEDGE_PRIVATE_KEY_UNSUPPORTED. */
kedge_status kedge_ec_curve_read(kedge_der *der, kedge_key_type *curve);

/** The octets of a scalar and of a coordinate. */
size_t kedge_ec_size(kedge_key_type curve);

/** Compute the point of an opened EC key, 04 || x || y: 1 + 2 * kedge_ec_size() octets.  @return their number. */
size_t kedge_ec_private_point(const kedge_private_key *key, uint8_t *point);

/** An EC key as BearSSL takes it. */
br_ec_private_key kedge_ec_private(const kedge_private_key *key);

/** The OID of a curve, the whole element.  @return its size. */
size_t kedge_ec_curve_write(kedge_key_type curve, uint8_t *output);

/** Read an EncryptedPrivateKeyInfo (RFC 5958, 3) with PBES2 (RFC 8018, A.4).
 *
 * @param encrypted  receives the place of the octets to decrypt: whole blocks, at least one. */
kedge_status kedge_pbes2_read(kedge_der *der, kedge_encryption *how, kedge_range *encrypted);

/** Find the first private key of a text.
 *
 * @param is_encrypted  receives whether the headers of the traditional form stand in it; then `how` is filled in.
 * @param base64        receives its text without headers. */
kedge_status kedge_private_key_find(kedge_span text, kedge_private_form *form, bool *is_encrypted,
                                    kedge_encryption *how, kedge_span *base64, uint32_t *fault);

#endif
