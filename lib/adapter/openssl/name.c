/* name.c - the names that OpenSSL was told to look for. */
#include "slot.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

void kedge_openssl_name_read(SSL *ssl, kedge_openssl_name *name)
{
    X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);
    const char *host = X509_VERIFY_PARAM_get0_host(parameters, 0);
    const char *email = X509_VERIFY_PARAM_get0_email(parameters);

    memset(name, 0, sizeof *name);
    if (host != NULL) {
        name->identity = kedge_identity_dns(host);
        name->count += X509_VERIFY_PARAM_get0_host(parameters, 1) == NULL ? 1 : 2;
    }
    if (email != NULL) {
        name->identity = kedge_identity_email(email);
        name->count++;
    }
    ERR_set_mark(); /* that there is no address is an error to OpenSSL, which others would find in its queue */
    name->address_text = X509_VERIFY_PARAM_get1_ip_asc(parameters);
    ERR_pop_to_mark();
    if (name->address_text != NULL) {
        name->address = a2i_IPADDRESS(name->address_text);
        name->identity = kedge_identity_ip(NULL, 0); /* malformed, which is refused, for want of memory */
        if (name->address != NULL)
            name->identity = kedge_identity_ip(ASN1_STRING_get0_data(name->address),
                                               (size_t)ASN1_STRING_length(name->address));
        name->count++;
    }
}

void kedge_openssl_name_free(kedge_openssl_name *name)
{
    OPENSSL_free(name->address_text);
    ASN1_OCTET_STRING_free(name->address);
}
