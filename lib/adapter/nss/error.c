/* error.c - statuses as NSS's errors.
 *
 * NSS derives the alert from the error and offers no other way, so the alert decides: for each one there is a
 * general error, and some statuses have one that says more and leads to the same alert.
 */
#include <kedge/adapter/nss.h>

#include <secerr.h>
#include <sslerr.h>

typedef struct error_row {
    unsigned key; /* a status or an alert */
    PRErrorCode error;
} error_row;

/* NSS sends unsupported_certificate for a "library failure", and for nothing else.  Every error that it
 * does not know is a bad_certificate. */
static const error_row errors_of_alerts[] = {
    { KEDGE_ALERT_BAD_CERTIFICATE, SEC_ERROR_CERT_NOT_VALID },
    { KEDGE_ALERT_UNSUPPORTED_CERTIFICATE, SEC_ERROR_LIBRARY_FAILURE },
    { KEDGE_ALERT_CERTIFICATE_REVOKED, SEC_ERROR_REVOKED_CERTIFICATE },
    { KEDGE_ALERT_CERTIFICATE_EXPIRED, SEC_ERROR_EXPIRED_CERTIFICATE },
    { KEDGE_ALERT_CERTIFICATE_UNKNOWN, SEC_ERROR_INADEQUATE_CERT_TYPE },
    { KEDGE_ALERT_UNKNOWN_CA, SEC_ERROR_UNKNOWN_ISSUER },
    { KEDGE_ALERT_ACCESS_DENIED, SEC_ERROR_UNTRUSTED_CERT },
};

static const error_row errors_of_statuses[] = {
    { KEDGE_BAD_ARGUMENT, SEC_ERROR_INVALID_ARGS },
    { KEDGE_WORKSPACE_TOO_SMALL, SEC_ERROR_NO_MEMORY },
    { KEDGE_IDENTITY_MISMATCH, SSL_ERROR_BAD_CERT_DOMAIN },
    { KEDGE_NAME_NOT_PERMITTED, SEC_ERROR_CERT_NOT_IN_NAME_SPACE },
    { KEDGE_NAME_EXCLUDED, SEC_ERROR_CERT_NOT_IN_NAME_SPACE },
    { KEDGE_SIGNATURE_MALFORMED, SEC_ERROR_BAD_SIGNATURE },
    { KEDGE_SIGNATURE_INVALID, SEC_ERROR_BAD_SIGNATURE },
    { KEDGE_KEY_MALFORMED, SEC_ERROR_BAD_KEY },
    { KEDGE_KEY_REFUSED, SSL_ERROR_WEAK_SERVER_CERT_KEY },
    { KEDGE_ALGORITHM_REFUSED, SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED },
    { KEDGE_DER_BAD_TIME, SEC_ERROR_INVALID_TIME },
    { KEDGE_OCSP_MALFORMED, SEC_ERROR_OCSP_MALFORMED_RESPONSE },
    { KEDGE_OCSP_TYPE_UNKNOWN, SEC_ERROR_OCSP_UNKNOWN_RESPONSE_TYPE },
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static PRErrorCode find(const error_row *rows, size_t count, unsigned key)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].key == key)
            return rows[i].error;
    return 0;
}

PRErrorCode kedge_nss_error(kedge_status status)
{
    PRErrorCode error;

    if (status == KEDGE_OK)
        return 0;
    error = find(errors_of_statuses, COUNT_OF(errors_of_statuses), status);
    if (error == 0)
        error = find(errors_of_alerts, COUNT_OF(errors_of_alerts), kedge_status_alert(status));
    return error != 0 ? error : SEC_ERROR_CERT_NOT_VALID;
}
