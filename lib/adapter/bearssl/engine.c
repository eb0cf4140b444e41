/* engine.c - an X.509 engine for BearSSL: gathers the chain, has it judged, hands on the key. */
#include <kedge/adapter/bearssl.h>

#include <string.h>

#define RSA_BITS_MAX 4096 /* BearSSL's BR_MAX_RSA_SIZE */

/* The vtable is the first member, so that BearSSL's pointer to it is one to the whole. */
static kedge_bearssl *engine_of(const br_x509_class **ctx)
{
    return (kedge_bearssl *)(void *)ctx;
}

static void start_chain(const br_x509_class **ctx, const char *server_name)
{
    kedge_bearssl *x509 = engine_of(ctx);

    x509->server_name = server_name != NULL && *server_name != '\0' ? server_name : NULL; /* of none BearSSL makes "" */
    x509->used = 0;
    x509->chain_count = 0;
    x509->fault = KEDGE_OK;
    x509->is_judged = false;
    x509->is_in_clear = x509->engine->incrypt == 0;
}

static void start_cert(const br_x509_class **ctx, uint32_t length)
{
    kedge_bearssl *x509 = engine_of(ctx);

    if (x509->fault != KEDGE_OK)
        return;
    if (x509->chain_count == KEDGE_BEARSSL_CERTIFICATES_MAX)
        x509->fault = KEDGE_TOO_MANY_CERTIFICATES;
    else if (length > x509->size - x509->used)
        x509->fault = KEDGE_MEMORY_TOO_SMALL;
    if (x509->fault == KEDGE_OK)
        x509->chain[x509->chain_count++] = (kedge_span){ x509->memory + x509->used, 0 };
}

static void append(const br_x509_class **ctx, const unsigned char *octets, size_t count)
{
    kedge_bearssl *x509 = engine_of(ctx);

    if (x509->fault != KEDGE_OK)
        return;
    if (x509->chain_count == 0 || count > x509->size - x509->used) {
        x509->fault = KEDGE_MEMORY_TOO_SMALL; /* more than was announced */
        return;
    }
    memcpy(x509->memory + x509->used, octets, count);
    x509->used += count;
    x509->chain[x509->chain_count - 1].size += count;
}

static void end_cert(const br_x509_class **ctx)
{
    (void)ctx;
}

static kedge_identity choose_identity(const kedge_bearssl *x509)
{
    if (x509->identity.kind != KEDGE_IDENTITY_UNSET)
        return x509->identity;
    return x509->server_name != NULL ? kedge_identity_dns(x509->server_name) : x509->verifier->request.identity;
}

static kedge_request complete_request(const kedge_bearssl *x509)
{
    kedge_request request = x509->verifier->request;

    request.chain = x509->chain;
    request.chain_count = x509->chain_count;
    request.identity = choose_identity(x509);
    if (request.usage.kind == KEDGE_USAGE_UNSET)
        request.usage = x509->is_client ? kedge_usage_client_auth() : kedge_usage_server_auth();
    if (x509->time.kind != KEDGE_TIME_UNSET)
        request.time = x509->time;
    return request;
}

static kedge_status refuse(kedge_bearssl *x509, kedge_status status)
{
    memset(&x509->verdict, 0, sizeof x509->verdict);
    x509->verdict.status = status;
    x509->verdict.reason = status;
    x509->verdict.certificate = x509->chain_count != 0 ? (int16_t)(x509->chain_count - 1) : KEDGE_INDEX_NONE;
    return status;
}

static kedge_status judge(kedge_bearssl *x509)
{
    const kedge_request request = complete_request(x509);
    const size_t needed = kedge_workspace_size(&request);
    const uintptr_t end = (uintptr_t)(x509->memory + x509->used);
    const size_t padding = (KEDGE_WORKSPACE_ALIGN - end % KEDGE_WORKSPACE_ALIGN) % KEDGE_WORKSPACE_ALIGN;
    const size_t left = x509->size - x509->used;

    if (x509->fault != KEDGE_OK)
        return refuse(x509, x509->fault);
    if (left < padding || left - padding < needed)
        return refuse(x509, KEDGE_MEMORY_TOO_SMALL);
    return kedge_verify(x509->verifier->trust, &request, x509->memory + x509->used + padding, left - padding,
                        &x509->verdict);
}

/* BearSSL's structs have pointers to non-const, through which its public operations never write. */
static unsigned char *part_of(const kedge_public_key *key, kedge_range range)
{
    return (unsigned char *)(uintptr_t)kedge_span_of(key->der, range).data;
}

static int curve_of(kedge_key_type type)
{
    if (type == KEDGE_KEY_P256)
        return BR_EC_secp256r1;
    return type == KEDGE_KEY_P384 ? BR_EC_secp384r1 : BR_EC_secp521r1;
}

/* The key as BearSSL has it; false where it has no such. */
static bool set_key(br_x509_pkey *out, const kedge_public_key *key)
{
    switch ((kedge_key_type)key->type) {
    case KEDGE_KEY_RSA:
        out->key_type = BR_KEYTYPE_RSA;
        out->key.rsa = (br_rsa_public_key){ part_of(key, key->modulus), key->modulus.size,
                                            part_of(key, key->exponent), key->exponent.size };
        return key->bits <= RSA_BITS_MAX;
    case KEDGE_KEY_P256:
    case KEDGE_KEY_P384:
    case KEDGE_KEY_P521:
        out->key_type = BR_KEYTYPE_EC;
        out->key.ec = (br_ec_public_key){ curve_of((kedge_key_type)key->type), part_of(key, key->point),
                                          key->point.size };
        return true;
    case KEDGE_KEY_ED25519:
    case KEDGE_KEY_ED448:
    case KEDGE_KEY_EC_UNKNOWN:
    case KEDGE_KEY_UNKNOWN:
    case KEDGE_KEY_TYPE_COUNT:
        break;
    }
    return false;
}

/* Read the key where the verdict says that it is. */
static bool read_key(kedge_bearssl *x509)
{
    const kedge_span encoding = kedge_span_of(x509->chain[0].data, x509->verdict.subject_public_key_info);
    kedge_public_key key;
    kedge_der der;
    uint32_t fault;

    return kedge_der_begin(&der, encoding.data, encoding.size, &fault) == KEDGE_OK
        && kedge_public_key_read(&der, &key) == KEDGE_OK && set_key(&x509->key, &key);
}

static unsigned end_chain(const br_x509_class **ctx)
{
    kedge_bearssl *x509 = engine_of(ctx);
    kedge_status status = judge(x509);

    if (status == KEDGE_OK && !read_key(x509)) {
        status = refuse(x509, KEDGE_UNSUPPORTED_KEY);
        x509->verdict.certificate = 0;
    }
    x509->is_judged = true;
    x509->server_name = NULL;
    return kedge_bearssl_error(status);
}

static const br_x509_pkey *get_pkey(const br_x509_class *const *ctx, unsigned *usages)
{
    const kedge_bearssl *x509 = (const kedge_bearssl *)(const void *)ctx;
    const unsigned key_usage = x509->verdict.key_usage;

    if (!x509->is_judged || x509->verdict.status != KEDGE_OK)
        return NULL;
    if (usages != NULL) {
        *usages = 0;
        if (key_usage & KEDGE_KU_DIGITAL_SIGNATURE)
            *usages |= BR_KEYTYPE_SIGN;
        if (key_usage & (KEDGE_KU_KEY_ENCIPHERMENT | KEDGE_KU_KEY_AGREEMENT))
            *usages |= BR_KEYTYPE_KEYX;
    }
    return &x509->key;
}

static const br_x509_class engine_class = {
    sizeof(kedge_bearssl), start_chain, start_cert, append, end_cert, end_chain, get_pkey
};

static bool use(br_ssl_engine_context *engine, kedge_bearssl *x509, const kedge_verifier *verifier, void *memory,
                size_t size)
{
    if (x509 == NULL || verifier == NULL || verifier->trust == NULL || verifier->request.policy == NULL
        || memory == NULL)
        return false;
    memset(x509, 0, sizeof *x509);
    x509->vtable = &engine_class;
    x509->engine = engine;
    x509->verifier = verifier;
    x509->memory = memory;
    x509->size = size;
    br_ssl_engine_set_x509(engine, &x509->vtable);
    return true;
}

bool kedge_bearssl_use_client(br_ssl_client_context *client, kedge_bearssl *x509, const kedge_verifier *verifier,
                              void *memory, size_t size)
{
    return client != NULL && use(&client->eng, x509, verifier, memory, size);
}

bool kedge_bearssl_use_server(br_ssl_server_context *server, kedge_bearssl *x509, const kedge_verifier *verifier,
                              const br_x500_name *names, size_t name_count, void *memory, size_t size)
{
    if (server == NULL || names == NULL || name_count == 0 || !use(&server->eng, x509, verifier, memory, size))
        return false;
    x509->is_client = true;
    if (server->eng.irsavrfy == 0)
        br_ssl_engine_set_default_rsavrfy(&server->eng);
    if (server->eng.iecdsa == 0)
        br_ssl_engine_set_default_ecdsa(&server->eng);
    br_ssl_server_set_trust_anchor_names(server, names, name_count);
    return true;
}

size_t kedge_bearssl_names(const kedge_trust *trust, br_x500_name *names, size_t capacity)
{
    const size_t count = kedge_trust_count(trust);

    for (size_t i = 0; i < count && i < capacity; i++) {
        const kedge_certificate *certificate = &kedge_trust_at(trust, i)->certificate;
        const kedge_span subject = kedge_span_of(certificate->der, certificate->subject);

        names[i] = (br_x500_name){ (unsigned char *)(uintptr_t)subject.data, subject.size };
    }
    return count;
}

void kedge_bearssl_set_identity(kedge_bearssl *x509, const kedge_identity *identity)
{
    x509->identity = *identity;
}

void kedge_bearssl_set_time(kedge_bearssl *x509, kedge_time time)
{
    x509->time = time;
}

bool kedge_bearssl_verdict(const kedge_bearssl *x509, kedge_verdict *verdict)
{
    if (!x509->is_judged)
        return false;
    *verdict = x509->verdict;
    return true;
}
