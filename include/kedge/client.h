/* kedge/client.h - who a client is, by its certificate.
 *
 * A server that demands certificates knows no name beforehand: it judges the chain with the usage clientAuth and the
 * identity waived (kedge/verify.h), and then asks the certificate who its holder is.  Which names count, and in which
 * order, is the server's to say: certificates of devices bear theirs in subjectAltName, in the common name, or in a
 * serial number.
 *
 *     static const kedge_client_name_kind by[] = { KEDGE_CLIENT_EMAIL, KEDGE_CLIENT_COMMON_NAME };
 *
 *     if (kedge_verify(...) == KEDGE_OK
 *         && kedge_client_name_find(&certificate, by, 2, &name) == KEDGE_OK)
 *         admit(name.value);
 *
 * A name is only as good as the CA that signed it: of a self-signed certificate that is pinned, it is what the peer
 * says of itself.
 *
 * Thread safety: functions touch nothing but their arguments.
 */
#ifndef KEDGE_CLIENT_H
#define KEDGE_CLIENT_H

#include <kedge/certificate.h>

/** What a client can be known by. */
typedef enum kedge_client_name_kind {
    KEDGE_CLIENT_DNS,            /**< a dNSName of subjectAltName; a wildcard is no name of anybody */
    KEDGE_CLIENT_EMAIL,          /**< an rfc822Name */
    KEDGE_CLIENT_URI,            /**< a uniformResourceIdentifier */
    KEDGE_CLIENT_COMMON_NAME,    /**< the subject's commonName (RFC 5280, 4.1.2.6) */
    KEDGE_CLIENT_SUBJECT_SERIAL, /**< the subject's serialNumber attribute (X.520, 6.2.9): a device's */
    KEDGE_CLIENT_SERIAL_NUMBER,  /**< the certificate's own serial number, contents octets, which is unique for one
                                      issuer alone */
    KEDGE_CLIENT_SUBJECT,        /**< the subject as a whole, a Name in DER that is not empty */
    KEDGE_CLIENT_NAME_KIND_COUNT
} kedge_client_name_kind;

/** A name found. */
typedef struct kedge_client_name {
    kedge_client_name_kind kind;
    kedge_span value;   /**< contents octets, in the certificate: text is UTF-8 without NUL and without an end */
} kedge_client_name;

/**
 * Find the name that a client is known by: the first of the kinds wanted that the certificate has.  It must have
 * exactly one of that kind: with two, which one counts would be the peer's choice.  Attributes must be of the types
 * UTF8String, PrintableString or IA5String.
 *
 * @param certificate  one that was verified.
 * @param kinds        `count` kinds, in the order of preference.
 * @return KEDGE_OK; KEDGE_CLIENT_NAME_MISSING; KEDGE_CLIENT_NAME_AMBIGUOUS; KEDGE_BAD_ARGUMENT (no such kind).
 */
kedge_status kedge_client_name_find(const kedge_certificate *certificate, const kedge_client_name_kind *kinds,
                                    size_t count, kedge_client_name *name);

#endif
