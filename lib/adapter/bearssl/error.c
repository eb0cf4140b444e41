/* error.c - statuses as BearSSL's errors of X.509, and as the alert that BearSSL does not send. */
#include <kedge/adapter/bearssl.h>

#define RECORD_ALERT 21 /* RFC 5246, 6.2.1 */
#define FATAL 2         /* RFC 5246, 7.2 */

typedef struct error_row {
    kedge_status status;
    unsigned error;
} error_row;

static const error_row errors[] = {
    { KEDGE_CHAIN_EMPTY, BR_ERR_X509_EMPTY_CHAIN },
    { KEDGE_TIME_NOT_GIVEN, BR_ERR_X509_TIME_UNKNOWN },
    { KEDGE_TOO_MANY_CERTIFICATES, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_WORKSPACE_TOO_SMALL, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_MEMORY_TOO_SMALL, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_BUDGET_SPENT, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_DER_TRUNCATED, BR_ERR_X509_INNER_TRUNC },
    { KEDGE_DER_TRAILING_DATA, BR_ERR_X509_EXTRA_ELEMENT },
    { KEDGE_DER_BAD_TAG, BR_ERR_X509_BAD_TAG_VALUE },
    { KEDGE_DER_UNEXPECTED_TAG, BR_ERR_X509_UNEXPECTED },
    { KEDGE_DER_BAD_LENGTH, BR_ERR_X509_INDEFINITE_LENGTH },
    { KEDGE_DER_TOO_LARGE, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_DER_BAD_BOOLEAN, BR_ERR_X509_BAD_BOOLEAN },
    { KEDGE_DER_INTEGER_RANGE, BR_ERR_X509_OVERFLOW },
    { KEDGE_DER_BAD_BIT_STRING, BR_ERR_X509_PARTIAL_BYTE },
    { KEDGE_DER_BAD_TIME, BR_ERR_X509_BAD_TIME },
    { KEDGE_NAME_MALFORMED, BR_ERR_X509_BAD_DN },
    { KEDGE_ISSUER_EMPTY, BR_ERR_X509_BAD_DN },
    { KEDGE_KEY_CURVE_EXPLICIT, BR_ERR_X509_UNSUPPORTED },
    { KEDGE_KEY_POINT_COMPRESSED, BR_ERR_X509_UNSUPPORTED },
    { KEDGE_EXTENSIONS_TOO_MANY, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_POLICIES_TOO_MANY, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_UNSUPPORTED_ALGORITHM, BR_ERR_X509_UNSUPPORTED },
    { KEDGE_UNSUPPORTED_KEY, BR_ERR_X509_UNSUPPORTED },
    { KEDGE_ALGORITHM_REFUSED, BR_ERR_X509_UNSUPPORTED },
    { KEDGE_KEY_REFUSED, BR_ERR_X509_WEAK_PUBLIC_KEY },
    { KEDGE_KEY_TYPE_MISMATCH, BR_ERR_X509_WRONG_KEY_TYPE },
    { KEDGE_SIGNATURE_MALFORMED, BR_ERR_X509_BAD_SIGNATURE },
    { KEDGE_SIGNATURE_INVALID, BR_ERR_X509_BAD_SIGNATURE },
    { KEDGE_PATH_TOO_DEEP, BR_ERR_X509_LIMIT_EXCEEDED },
    { KEDGE_NOT_A_CA, BR_ERR_X509_NOT_CA },
    { KEDGE_VERSION_NOT_CA, BR_ERR_X509_NOT_CA },
    { KEDGE_PATH_TOO_LONG, BR_ERR_X509_NOT_CA },
    { KEDGE_CERT_SIGN_MISSING, BR_ERR_X509_FORBIDDEN_KEY_USAGE },
    { KEDGE_KEY_USAGE_REFUSED, BR_ERR_X509_FORBIDDEN_KEY_USAGE },
    { KEDGE_USAGE_REFUSED, BR_ERR_X509_FORBIDDEN_KEY_USAGE },
    { KEDGE_UNKNOWN_CRITICAL_EXTENSION, BR_ERR_X509_CRITICAL_EXTENSION },
    { KEDGE_CONSTRAINT_NOT_JUDGED, BR_ERR_X509_CRITICAL_EXTENSION },
    { KEDGE_TIME_UNKNOWN, BR_ERR_X509_TIME_UNKNOWN },
    { KEDGE_NOT_YET_VALID, BR_ERR_X509_EXPIRED },
    { KEDGE_EXPIRED, BR_ERR_X509_EXPIRED },
    { KEDGE_IDENTITY_MISMATCH, BR_ERR_X509_BAD_SERVER_NAME },
};

unsigned kedge_bearssl_error(kedge_status status)
{
    if (status == KEDGE_OK)
        return 0;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (errors[i].status == status)
            return errors[i].error;
    switch (kedge_status_classify(status)) {
    case KEDGE_CLASS_CALLER:
        return BR_ERR_BAD_PARAM;
    case KEDGE_CLASS_INPUT:
        return BR_ERR_X509_INVALID_VALUE;
    case KEDGE_CLASS_NONE:
    case KEDGE_CLASS_RULE:
    case KEDGE_CLASS_TOLERABLE:
        break;
    }
    return BR_ERR_X509_NOT_TRUSTED;
}

size_t kedge_bearssl_alert(const kedge_bearssl *x509, uint8_t record[KEDGE_BEARSSL_ALERT_SIZE])
{
    uint8_t alert = kedge_status_alert(x509->verdict.status);
    unsigned version;

    if (!x509->is_judged || !x509->is_in_clear || x509->verdict.status == KEDGE_OK)
        return 0;
    version = br_ssl_engine_get_version(x509->engine);
    /* certificate_required is TLS 1.3's (RFC 8446, 6.2); before it the general one stands for it (RFC 5246, 7.4.6). */
    if (alert == KEDGE_ALERT_CERTIFICATE_REQUIRED)
        alert = BR_ALERT_HANDSHAKE_FAILURE;
    record[0] = RECORD_ALERT;
    record[1] = (uint8_t)(version >> 8);
    record[2] = (uint8_t)version;
    record[3] = 0;
    record[4] = 2;
    record[5] = FATAL;
    record[6] = alert != KEDGE_ALERT_NONE ? alert : KEDGE_ALERT_INTERNAL_ERROR;
    return KEDGE_BEARSSL_ALERT_SIZE;
}
