/* judges.c - one question, put to three libraries. */
#include "suites/judges.h"
#include "forge/forge.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static void refuse(judgement *answer, const char *reason)
{
    answer->accepts = false;
    snprintf(answer->reason, sizeof answer->reason, "%s", reason);
}

static void refuse_by_status(judgement *answer, kedge_status status)
{
    const char *how = kedge_status_classify(status) == KEDGE_CLASS_INPUT ? "unreadable, " : "";

    answer->accepts = false;
    snprintf(answer->reason, sizeof answer->reason, "%s%s", how, kedge_status_name(status));
}

/* --- kedge --- */

void judge_with_kedge(const mutant *asked, judgement *answer)
{
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    const size_t trust_size = kedge_trust_size(1, 0);
    kedge_trust trust;
    kedge_verdict verdict;
    kedge_status status;
    uint32_t fault;
    size_t size;

    *answer = (judgement){ .accepts = true };
    request.identity = kedge_identity_dns(MUTANT_HOST);
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = asked->chain;
    request.chain_count = asked->count;
    size = kedge_workspace_size(&request);
    status = kedge_trust_init(&trust, forge_allocate(trust_size), trust_size, kedge_crypto_default());
    if (status == KEDGE_OK)
        status = kedge_trust_add_der(&trust, asked->anchor.data, asked->anchor.size, NULL, &fault);
    if (status != KEDGE_OK) {
        refuse_by_status(answer, status);
        return;
    }
    status = kedge_verify(&trust, &request, forge_allocate(size), size, &verdict);
    if (status != KEDGE_OK)
        refuse_by_status(answer, status == KEDGE_NOT_AUTHENTICATED ? verdict.reason : status);
}

/* --- OpenSSL --- */

static X509 *read_x509(kedge_span der)
{
    const unsigned char *at = der.data;
    X509 *certificate = d2i_X509(NULL, &at, (long)der.size);

    if (certificate != NULL && at != der.data + der.size) {
        X509_free(certificate);
        certificate = NULL;
    }
    return certificate;
}

static void ask_openssl(X509_STORE *store, STACK_OF(X509) *chain, judgement *answer)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_VERIFY_PARAM *asked;

    X509_STORE_CTX_init(context, store, sk_X509_value(chain, 0), chain);
    asked = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_purpose(asked, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_time(asked, FORGE_NOW);
    X509_VERIFY_PARAM_set_auth_level(asked, 2);
    X509_VERIFY_PARAM_set_hostflags(asked, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    X509_VERIFY_PARAM_set_flags(asked, X509_V_FLAG_POLICY_CHECK | X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set1_host(asked, MUTANT_HOST, 0);
    if (X509_verify_cert(context) != 1)
        refuse(answer, X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
    X509_STORE_CTX_free(context);
}

void judge_with_openssl(const mutant *asked, judgement *answer)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    X509_STORE *store = X509_STORE_new();
    X509 *anchor = read_x509(asked->anchor);

    *answer = (judgement){ .accepts = true };
    for (size_t i = 0; i < asked->count; i++) {
        X509 *certificate = read_x509(asked->chain[i]);

        if (certificate != NULL)
            sk_X509_push(chain, certificate);
        else if (i == 0)
            refuse(answer, "unreadable");
    }
    if (anchor == NULL)
        refuse(answer, "unreadable");
    if (answer->accepts && X509_STORE_add_cert(store, anchor) == 1)
        ask_openssl(store, chain, answer);
    X509_free(anchor);
    sk_X509_pop_free(chain, X509_free);
    X509_STORE_free(store);
    ERR_clear_error();
}

/* --- GnuTLS --- */

static time_t now(time_t *seconds)
{
    if (seconds != NULL)
        *seconds = (time_t)FORGE_NOW;
    return (time_t)FORGE_NOW;
}

static gnutls_x509_crt_t read_crt(kedge_span der)
{
    const gnutls_datum_t datum = { (unsigned char *)(uintptr_t)der.data, (unsigned)der.size };
    gnutls_x509_crt_t certificate;

    gnutls_x509_crt_init(&certificate);
    if (gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_DER) == 0)
        return certificate;
    gnutls_x509_crt_deinit(certificate);
    return NULL;
}

static const struct {
    unsigned bit;
    const char *name;
} gnutls_bits[] = {
    { GNUTLS_CERT_SIGNER_NOT_FOUND, "signer not found" },
    { GNUTLS_CERT_SIGNER_NOT_CA, "signer not CA" },
    { GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "constraints" },
    { GNUTLS_CERT_INSECURE_ALGORITHM, "insecure algorithm" },
    { GNUTLS_CERT_NOT_ACTIVATED, "not activated" },
    { GNUTLS_CERT_EXPIRED, "expired" },
    { GNUTLS_CERT_SIGNATURE_FAILURE, "signature" },
    { GNUTLS_CERT_UNEXPECTED_OWNER, "unexpected owner" },
    { GNUTLS_CERT_PURPOSE_MISMATCH, "purpose" },
    { GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "unknown critical" },
    { GNUTLS_CERT_INVALID, "invalid" },
};

static void name_bits(unsigned status, judgement *answer)
{
    for (size_t i = 0; i < sizeof gnutls_bits / sizeof gnutls_bits[0]; i++)
        if ((status & gnutls_bits[i].bit) != 0) {
            refuse(answer, gnutls_bits[i].name);
            return;
        }
    refuse(answer, "another reason");
}

static void ask_gnutls(gnutls_x509_crt_t anchor, gnutls_x509_crt_t *chain, unsigned count, judgement *answer)
{
    gnutls_typed_vdata_st asked[] = {
        { .type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *)(uintptr_t)MUTANT_HOST },
        { .type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_SERVER },
    };
    const unsigned at_least_112_bits = GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_MEDIUM);
    gnutls_x509_trust_list_t list;
    unsigned status = 0;
    int result;

    gnutls_x509_trust_list_init(&list, 0);
    gnutls_x509_trust_list_add_cas(list, &anchor, 1, 0);
    result = gnutls_x509_trust_list_verify_crt2(list, chain, count, asked, 2, at_least_112_bits, &status, NULL);
    if (result < 0)
        refuse(answer, gnutls_strerror(result));
    else if (status != 0)
        name_bits(status, answer);
    gnutls_x509_trust_list_deinit(list, 0);
}

void judge_with_gnutls(const mutant *asked, judgement *answer)
{
    gnutls_x509_crt_t anchor = read_crt(asked->anchor);
    gnutls_x509_crt_t chain[MUTANT_LENGTH_MAX];
    unsigned count = 0;

    *answer = (judgement){ .accepts = true };
    gnutls_global_set_time_function(now);
    for (size_t i = 0; i < asked->count; i++) {
        chain[count] = read_crt(asked->chain[i]);
        if (chain[count] != NULL)
            count++;
        else if (i == 0)
            refuse(answer, "unreadable");
    }
    if (anchor == NULL)
        refuse(answer, "unreadable");
    if (answer->accepts)
        ask_gnutls(anchor, chain, count, answer);
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(chain[i]);
    if (anchor != NULL)
        gnutls_x509_crt_deinit(anchor);
}
