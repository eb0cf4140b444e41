/* error.c - statuses as OpenSSL's verification errors.
 *
 * OpenSSL derives the alert from the error and offers no other way, so the alert decides: for each one
 * there is a general error, and some statuses have one that says more and leads to the same alert.
 */
#include <kedge/adapter/openssl.h>

typedef struct alert_row {
    uint8_t alert;
    int error;
} alert_row;

/* The alerts that an error can lead to, and a general error for each.  access_denied (49) and
 * certificate_required (116) are out of a callback's reach; so is bad_certificate_status_response (113), of
 * which bad_certificate is the general form. */
static const alert_row errors_of_alerts[] = {
    { KEDGE_ALERT_BAD_CERTIFICATE, X509_V_ERR_CERT_REJECTED },
    { KEDGE_ALERT_UNSUPPORTED_CERTIFICATE, X509_V_ERR_INVALID_PURPOSE },
    { KEDGE_ALERT_CERTIFICATE_REVOKED, X509_V_ERR_CERT_REVOKED },
    { KEDGE_ALERT_CERTIFICATE_EXPIRED, X509_V_ERR_CERT_HAS_EXPIRED },
    { KEDGE_ALERT_CERTIFICATE_UNKNOWN, KEDGE_OPENSSL_ERROR_OTHER },
    { KEDGE_ALERT_UNKNOWN_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY },
    { KEDGE_ALERT_DECRYPT_ERROR, X509_V_ERR_CERT_SIGNATURE_FAILURE },
    { KEDGE_ALERT_BAD_CERTIFICATE_STATUS_RESPONSE, X509_V_ERR_CERT_REJECTED },
    { KEDGE_ALERT_INTERNAL_ERROR, X509_V_ERR_UNSPECIFIED },
};

typedef struct status_row {
    kedge_status status;
    int error;
} status_row;

static const status_row errors_of_statuses[] = {
    { KEDGE_BAD_ARGUMENT, X509_V_ERR_INVALID_CALL },
    { KEDGE_WORKSPACE_TOO_SMALL, X509_V_ERR_OUT_OF_MEM },
    { KEDGE_KEY_CURVE_EXPLICIT, X509_V_ERR_INVALID_PURPOSE },
    { KEDGE_ALGORITHM_REFUSED, X509_V_ERR_CA_MD_TOO_WEAK },
    { KEDGE_KEY_REFUSED, X509_V_ERR_EE_KEY_TOO_SMALL },
    { KEDGE_SIGNATURE_MALFORMED, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE },
    { KEDGE_SIGNATURE_INVALID, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE },
    { KEDGE_NOT_AUTHENTICATED, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY },
    { KEDGE_SELF_SIGNED_UNTRUSTED, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN },
    { KEDGE_PATH_TOO_DEEP, X509_V_ERR_CERT_CHAIN_TOO_LONG },
    { KEDGE_NOT_A_CA, X509_V_ERR_INVALID_CA },
    { KEDGE_VERSION_NOT_CA, X509_V_ERR_INVALID_CA },
    { KEDGE_CERT_SIGN_MISSING, X509_V_ERR_INVALID_CA },
    { KEDGE_PATH_TOO_LONG, X509_V_ERR_PATH_LENGTH_EXCEEDED },
    { KEDGE_NOT_YET_VALID, X509_V_ERR_CERT_NOT_YET_VALID },
    { KEDGE_EXPIRED, X509_V_ERR_CERT_HAS_EXPIRED },
    { KEDGE_IDENTITY_MISMATCH, X509_V_ERR_HOSTNAME_MISMATCH },
    { KEDGE_DER_BAD_TIME, X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD },
    { KEDGE_KEY_MALFORMED, X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY },
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

int kedge_openssl_error(kedge_status status)
{
    const uint8_t alert = kedge_status_alert(status);

    if (status == KEDGE_OK)
        return X509_V_OK;
    for (size_t i = 0; i < COUNT_OF(errors_of_statuses); i++)
        if (errors_of_statuses[i].status == status)
            return errors_of_statuses[i].error;
    for (size_t i = 0; i < COUNT_OF(errors_of_alerts); i++)
        if (errors_of_alerts[i].alert == alert)
            return errors_of_alerts[i].error;
    return X509_V_ERR_UNSPECIFIED;
}
