/* possession_test.c - proofs of possession in handshakes of OpenSSL's: what OpenSSL signs kedge checks, and what kedge
 * signs OpenSSL checks (RFC 8446, 4.4.3; RFC 5246, 7.4.8). */
#define OPENSSL_SUPPRESS_DEPRECATED /* EC_KEY_METHOD is: it is the shortest way to sign in OpenSSL's place */
#include "memory_pair.h"

#include <kedge/possession.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#define CERTIFICATE_VERIFY 15
#define TRANSCRIPT_MAX 65536

static EVP_PKEY *load(const char *name)
{
    char path[512];
    FILE *file;
    EVP_PKEY *key;

    snprintf(path, sizeof path, "%s/%s", KEYS, name);
    file = fopen(path, "r");
    cr_assert_not_null(file);
    key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    fclose(file);
    cr_assert_not_null(key);
    return key;
}

static X509 *certify(EVP_PKEY *key)
{
    X509 *made = X509_new();

    cr_assert_not_null(made);
    X509_set_version(made, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, (const unsigned char *)HOST, -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(made));
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, key);
    cr_assert_neq(X509_sign(made, key, EVP_sha256()), 0);
    return made;
}

/* What one end heard and said, and what kedge makes of the proofs in it. */
typedef struct witness {
    kedge_public_key key;       /* both ends have the same */
    const kedge_private_key *private_key;
    int version;
    bool is_384;                /* the cipher suite's hash */
    uint8_t transcript[TRANSCRIPT_MAX];
    size_t size;
    unsigned proofs;            /* CertificateVerify messages seen */
    unsigned same;              /* of them signed by kedge to the same octets */
} witness;

static void check_proof(witness *in, const uint8_t *body, size_t size, kedge_tls_end end)
{
    const kedge_span signature = { body + 4, size - 4 };
    const kedge_span messages = { in->transcript, in->size };
    kedge_possession what = { in->version == TLS1_3_VERSION ? KEDGE_TLS_1_3 : KEDGE_TLS_1_2, end,
                              (uint16_t)(body[0] << 8 | body[1]), messages };
    uint8_t own[KEDGE_SIGNATURE_SIZE_MAX];
    size_t own_size;

    cr_assert_eq(size, (size_t)(4 + (body[2] << 8 | body[3])));
    if (what.version == KEDGE_TLS_1_3)
        what.transcript = forge_digest(in->is_384 ? KEDGE_HASH_SHA384 : KEDGE_HASH_SHA256, messages);
    cr_expect_eq(kedge_possession_check(kedge_crypto_default(), &in->key, &what, signature), KEDGE_OK, "%04x",
                 what.scheme);
    what.end = end == KEDGE_TLS_CLIENT ? KEDGE_TLS_SERVER : KEDGE_TLS_CLIENT;
    cr_expect_neq(kedge_possession_check(kedge_crypto_default(), &in->key, &what, signature), KEDGE_OK);
    what.end = end;
    if (what.scheme != KEDGE_TLS_RSA_PKCS1_SHA256 && what.scheme != KEDGE_TLS_RSA_PKCS1_SHA512)
        return; /* others have a salt or a nonce by chance */
    cr_assert_eq(kedge_possession_sign(in->private_key, &what, NULL, own, sizeof own, &own_size), KEDGE_OK);
    in->same += own_size == signature.size && memcmp(own, signature.data, own_size) == 0;
}

static void hear(int is_sent, int version, int type, const void *octets, size_t size, SSL *ssl, void *context)
{
    witness *in = context;

    (void)version;
    (void)ssl;
    if (type != SSL3_RT_HANDSHAKE || size < 4)
        return;
    if (*(const uint8_t *)octets == CERTIFICATE_VERIFY) {
        in->proofs++;
        check_proof(in, (const uint8_t *)octets + 4, size - 4, is_sent != 0 ? KEDGE_TLS_CLIENT : KEDGE_TLS_SERVER);
    }
    cr_assert(size <= sizeof in->transcript - in->size);
    memcpy(in->transcript + in->size, octets, size);
    in->size += size;
}

static int accept_all(int is_good, X509_STORE_CTX *about)
{
    (void)is_good;
    (void)about;
    return 1;
}

static SSL_CTX *make_context(const SSL_METHOD *method, X509 *certificate, EVP_PKEY *key, int version)
{
    SSL_CTX *made = SSL_CTX_new(method);

    cr_assert_not_null(made);
    cr_assert_eq(SSL_CTX_use_certificate(made, certificate), 1);
    cr_assert_eq(SSL_CTX_use_PrivateKey(made, key), 1);
    cr_assert(SSL_CTX_set_min_proto_version(made, version) == 1 && SSL_CTX_set_max_proto_version(made, version) == 1);
    return made;
}

/* A handshake in which both ends prove possession, seen by the client. */
static void run(witness *in, X509 *certificate, EVP_PKEY *server_key, EVP_PKEY *client_key, const char *schemes)
{
    pair contexts = { make_context(TLS_client_method(), certificate, client_key, in->version),
                      make_context(TLS_server_method(), certificate, server_key, in->version) };
    connection ends;
    int alert;

    SSL_CTX_set_verify(contexts.server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_all);
    cr_assert_eq(SSL_CTX_set_ciphersuites(contexts.client, in->is_384 ? "TLS_AES_256_GCM_SHA384"
                                                                      : "TLS_AES_128_GCM_SHA256"), 1);
    if (schemes != NULL)
        cr_assert_eq(SSL_CTX_set1_sigalgs_list(contexts.client, schemes)
                     + SSL_CTX_set1_sigalgs_list(contexts.server, schemes), 2);
    SSL_CTX_set_msg_callback(contexts.client, hear);
    SSL_CTX_set_msg_callback_arg(contexts.client, in);
    ends = connect_ends(&contexts);
    cr_expect(shake_hands(&ends, &alert), "alert %d", alert);
    connection_free(&ends);
    pair_free(&contexts);
}

/* Make a witness for the key in keys/NAME. */
static witness *witness_new(const char *name, EVP_PKEY *key, int version, bool is_384)
{
    witness *made = forge_allocate(sizeof *made);
    kedge_private_key *opened = forge_allocate(sizeof *opened);
    unsigned char *der = NULL, *spki = NULL;
    const int size = i2d_PrivateKey(key, &der);
    const int spki_size = i2d_PUBKEY(key, &spki);
    const kedge_span kept = forge_copy(spki, (size_t)spki_size);
    kedge_der reader;
    uint32_t fault;

    cr_assert_eq(kedge_private_key_open(opened, (kedge_span){ der, (size_t)size }, NULL, forge_allocate((size_t)size),
                                        (size_t)size, &fault), KEDGE_OK, "%s", name);
    cr_assert_eq(kedge_der_begin(&reader, kept.data, kept.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_public_key_read(&reader, &made->key), KEDGE_OK);
    made->private_key = opened;
    made->version = version;
    made->is_384 = is_384;
    OPENSSL_free(der);
    OPENSSL_free(spki);
    return made;
}

static const char *const names[] = { "p256.pem", "p384.pem", "p521.pem", "rsa2048.pem" };

Test(possession, what_openssl_proves_is_checked_in_both_versions)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        EVP_PKEY *key = load(names[i]);
        X509 *certificate = certify(key);
        witness *in = witness_new(names[i], key, TLS1_2_VERSION, false);

        run(in, certificate, key, key, NULL);
        cr_expect_eq(in->proofs, 1, "%s", names[i]); /* the client's: the server signs another message */
        for (int is_384 = 0; is_384 < 2; is_384++) {
            in = witness_new(names[i], key, TLS1_3_VERSION, is_384 != 0);
            run(in, certificate, key, key, NULL);
            cr_expect_eq(in->proofs, 2, "%s", names[i]);
        }
        X509_free(certificate);
        EVP_PKEY_free(key);
        forge_forget();
    }
}

/* PKCS#1 v1.5 has no chance in it: there is one signature. */
Test(possession, what_openssl_signs_without_chance_kedge_signs_too)
{
    static const char *const schemes[] = { "RSA+SHA256", "RSA+SHA512" };

    for (size_t i = 0; i < 2; i++) {
        EVP_PKEY *key = load("rsa2048.pem");
        X509 *certificate = certify(key);
        witness *in = witness_new("rsa2048.pem", key, TLS1_2_VERSION, false);

        run(in, certificate, key, key, schemes[i]);
        cr_expect_eq(in->same, 1);
        X509_free(certificate);
        EVP_PKEY_free(key);
        forge_forget();
    }
}

static const kedge_private_key *signer;
static unsigned signatures;

static int sign(int type, const unsigned char *digest, int size, unsigned char *signature, unsigned int *written,
                const BIGNUM *inverse, const BIGNUM *r, EC_KEY *key)
{
    kedge_algorithm algorithm = { .scheme = KEDGE_SCHEME_ECDSA };
    size_t made;

    (void)type;
    (void)inverse;
    (void)r;
    (void)key;
    algorithm.hash = size == 32 ? KEDGE_HASH_SHA256 : size == 48 ? KEDGE_HASH_SHA384 : KEDGE_HASH_SHA512;
    if (kedge_private_key_sign(signer, &algorithm, digest, NULL, signature, KEDGE_SIGNATURE_SIZE_MAX, &made) != KEDGE_OK)
        return 0;
    *written = (unsigned int)made;
    signatures++;
    return 1;
}

/* The public half of a key, which signs by kedge. */
static EVP_PKEY *signed_by_kedge(EVP_PKEY *key, EC_KEY_METHOD *method)
{
    EC_KEY *half = EC_KEY_new();
    EVP_PKEY *made = EVP_PKEY_new();
    const EC_KEY *whole = EVP_PKEY_get0_EC_KEY(key);

    cr_assert(half != NULL && made != NULL && whole != NULL);
    cr_assert_eq(EC_KEY_set_group(half, EC_KEY_get0_group(whole)), 1);
    cr_assert_eq(EC_KEY_set_public_key(half, EC_KEY_get0_public_key(whole)), 1);
    cr_assert_eq(EC_KEY_set_method(half, method), 1);
    cr_assert_eq(EVP_PKEY_assign_EC_KEY(made, half), 1);
    return made;
}

Test(possession, what_kedge_proves_openssl_accepts_in_both_versions)
{
    static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
    EC_KEY_METHOD *method = EC_KEY_METHOD_new(EC_KEY_OpenSSL());

    EC_KEY_METHOD_set_sign(method, sign, NULL, NULL);
    for (size_t i = 0; i < 6; i++) {
        EVP_PKEY *key = load(names[i / 2]);
        EVP_PKEY *half = signed_by_kedge(key, method);
        X509 *certificate = certify(key);
        witness *in = witness_new(names[i / 2], key, versions[i % 2], false);

        signer = in->private_key;
        signatures = 0;
        run(in, certificate, key, half, NULL);
        cr_expect_eq(signatures, 1, "%s", names[i / 2]);
        X509_free(certificate);
        EVP_PKEY_free(half);
        EVP_PKEY_free(key);
        forge_forget();
    }
    EC_KEY_METHOD_free(method);
}
