/* credential/secret_der.h - reading DER whose contents are secret (X.690).
 *
 * The form of a private key is public: which elements there are, and how long.  These functions read them as
 * kedge/der.h does, having said that it is so, and leave alone what stands within.
 */
#ifndef KEDGE_CREDENTIAL_SECRET_DER_H
#define KEDGE_CREDENTIAL_SECRET_DER_H

#include <kedge/der.h>

/** As kedge_der_next_is(). */
bool kedge_secret_der_next_is(const kedge_der *der, uint8_t tag);

/** As kedge_der_read(). */
kedge_status kedge_secret_der_read(kedge_der *der, uint8_t tag, kedge_range *content);

/** As kedge_der_enter(). */
kedge_status kedge_secret_der_enter(kedge_der *der, uint8_t tag, kedge_der *inner);

/** Enter a SEQUENCE that begins with its version, as those of all private keys do, and read that. */
kedge_status kedge_secret_der_enter_versioned(kedge_der *der, kedge_der *inner, uint32_t *version);

/** Read an INTEGER that must be positive, with the zero octet that may lead it.  Whether it is in its shortest form is
 *  found out without a branch on it.  @return as kedge_der_read_integer(), and KEDGE_PRIVATE_KEY_MALFORMED. */
kedge_status kedge_secret_der_read_positive(kedge_der *der, kedge_range *content);

/** Say that the next element is public as a whole, contents too. */
void kedge_publish_element(const kedge_der *der);

#endif
