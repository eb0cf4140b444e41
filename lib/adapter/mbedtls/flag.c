/* flag.c - statuses as mbedTLS's verification flags.
 *
 * mbedTLS derives the alert from the flags and offers no other way, so the alert decides which flag it is.
 */
#include <kedge/adapter/mbedtls.h>
#include "common/judge.h"

typedef struct alert_row {
    uint8_t alert;
    uint32_t flag;
} alert_row;

/* What is not in this table is told as MBEDTLS_X509_BADCERT_CN_MISMATCH, the only flag for bad_certificate. */
static const alert_row flags_of_alerts[] = {
    { KEDGE_ALERT_UNSUPPORTED_CERTIFICATE, MBEDTLS_X509_BADCERT_BAD_KEY },
    { KEDGE_ALERT_CERTIFICATE_REVOKED, MBEDTLS_X509_BADCERT_REVOKED },
    { KEDGE_ALERT_CERTIFICATE_EXPIRED, MBEDTLS_X509_BADCERT_EXPIRED },
    { KEDGE_ALERT_CERTIFICATE_UNKNOWN, MBEDTLS_X509_BADCERT_MISSING },
    { KEDGE_ALERT_UNKNOWN_CA, MBEDTLS_X509_BADCERT_NOT_TRUSTED },
    { KEDGE_ALERT_ACCESS_DENIED, MBEDTLS_X509_BADCERT_OTHER },
    { KEDGE_ALERT_INTERNAL_ERROR, MBEDTLS_X509_BADCERT_MISSING },
};

uint32_t kedge_mbedtls_flag(kedge_status status)
{
    const uint8_t alert = kedge_adapter_alert(status);

    if (status == KEDGE_OK)
        return 0;
    if (status == KEDGE_USAGE_REFUSED)
        return MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
    if (status == KEDGE_KEY_USAGE_REFUSED)
        return MBEDTLS_X509_BADCERT_KEY_USAGE;
    for (size_t i = 0; i < sizeof flags_of_alerts / sizeof flags_of_alerts[0]; i++)
        if (flags_of_alerts[i].alert == alert)
            return flags_of_alerts[i].flag;
    return MBEDTLS_X509_BADCERT_CN_MISMATCH;
}
