/* error.c - which of wolfSSL's own findings kedge's verdict takes the place of. */
#include "error.h"

#include <wolfssl/options.h>
#include <wolfssl/ssl.h>
#include <wolfssl/error-ssl.h>
#include <wolfssl/wolfcrypt/error-crypt.h>

/* With OPENSSL_COMPATIBLE_DEFAULTS some of them come as X509_V_ERR codes, which are positive. */
static const int judgements[] = {
    0,
    ASN_NO_SIGNER_E,
    ASN_SELF_SIGNED_E,
    ASN_BEFORE_DATE_E,
    ASN_AFTER_DATE_E,
    ASN_SIG_CONFIRM_E,
    ASN_SIG_OID_E,
    ASN_SIG_HASH_E,
    ASN_SIG_KEY_E,
    ASN_NAME_INVALID_E,
    ASN_PATHLEN_SIZE_E,
    ASN_PATHLEN_INV_E,
    EXTKEYUSE_AUTH_E,
    KEYUSE_SIGNATURE_E,
    KEYUSE_ENCIPHER_E,
    KEYUSAGE_E,
    EXTKEYUSAGE_E,
    DOMAIN_NAME_MISMATCH,
    IPADDR_MISMATCH,
    RSA_KEY_SIZE_E,
    ECC_KEY_SIZE_E,
    MAX_CHAIN_ERROR,
    CRL_MISSING,
    CRL_CERT_REVOKED,
    CRL_CERT_DATE_ERR,
    X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD,
    X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD,
    X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
    X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
    X509_V_ERR_PATH_LENGTH_EXCEEDED,
    X509_V_ERR_CERT_SIGNATURE_FAILURE,
};

bool kedge_wolfssl_is_judgement(int error)
{
    for (size_t i = 0; i < sizeof judgements / sizeof judgements[0]; i++)
        if (judgements[i] == error)
            return true;
    return false;
}
