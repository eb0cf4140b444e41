/* bearssl.c - BearSSL's x509_minimal. */
#include <bearssl.h>
#include <stdlib.h>
#include <string.h>
#include "peer.h"

#define SECONDS_OF_DAY 86400
#define DAYS_BEFORE_1970 719528 /* from 0000-01-01, as BearSSL counts */

static const char *version(void)
{
    return BENCH_BEARSSL_VERSION;
}

typedef struct root {
    br_x509_decoder_context decoder; /* holds the key */
    unsigned char name[512];
    size_t name_size;
} root;

typedef struct judging {
    const peer_chain *chain;
    br_x509_trust_anchor anchor[PEER_ROOTS_MAX];
    br_x509_minimal_context minimal;
} judging;

static void append(void *data, const void *bytes, size_t size)
{
    root *to = data;

    if (to->name_size + size > sizeof to->name)
        abort();
    memcpy(to->name + to->name_size, bytes, size);
    to->name_size += size;
}

static bool add_root(br_x509_trust_anchor *anchor, peer_bytes der)
{
    root *r = calloc(1, sizeof *r);
    const br_x509_pkey *key;

    if (r == NULL)
        return false;
    br_x509_decoder_init(&r->decoder, append, r);
    br_x509_decoder_push(&r->decoder, der.data, der.size);
    key = br_x509_decoder_get_pkey(&r->decoder);
    if (key == NULL)
        return false;
    anchor->dn = (br_x500_name){ r->name, r->name_size };
    anchor->flags = BR_X509_TA_CA;
    anchor->pkey = *key;
    return true;
}

/* It takes a chain in order and searches no path, so it has none to give up. */
static void *open_chain(const peer_chain *chain, peer_memory memory)
{
    judging *s = calloc(1, sizeof *s);

    if (s == NULL || memory != PEER_COLD || !chain->is_valid)
        return NULL;
    s->chain = chain;
    for (size_t i = 0; i < chain->root_count; i++)
        if (!add_root(&s->anchor[i], chain->root[i]))
            return NULL;
    br_x509_minimal_init_full(&s->minimal, s->anchor, chain->root_count);
    br_x509_minimal_set_time(&s->minimal, (uint32_t)(chain->time / SECONDS_OF_DAY + DAYS_BEFORE_1970),
                             (uint32_t)(chain->time % SECONDS_OF_DAY));
    return s;
}

static bool judge(void *state)
{
    judging *s = state;
    const br_x509_class **engine = &s->minimal.vtable;

    (*engine)->start_chain(engine, s->chain->host);
    for (size_t i = 0; i < s->chain->count; i++) {
        (*engine)->start_cert(engine, (uint32_t)s->chain->certificate[i].size);
        (*engine)->append(engine, s->chain->certificate[i].data, s->chain->certificate[i].size);
        (*engine)->end_cert(engine);
    }
    return (*engine)->end_chain(engine) == 0;
}

/* But a decoder that finds the key: x509_minimal reads and judges at once. */
static bool parse(const peer_chain *chain)
{
    br_x509_decoder_context decoder;

    br_x509_decoder_init(&decoder, NULL, NULL);
    br_x509_decoder_push(&decoder, chain->certificate[0].data, chain->certificate[0].size);
    return br_x509_decoder_get_pkey(&decoder) != NULL;
}

static void digest(peer_hash hash, const unsigned char *data, size_t size, unsigned char result[PEER_DIGEST_MAX])
{
    union {
        br_sha256_context sha256;
        br_sha384_context sha384;
        br_sha512_context sha512;
    } context;

    switch (hash) {
    case PEER_SHA256:
        br_sha256_init(&context.sha256);
        br_sha256_update(&context.sha256, data, size);
        br_sha256_out(&context.sha256, result);
        break;
    case PEER_SHA384:
        br_sha384_init(&context.sha384);
        br_sha384_update(&context.sha384, data, size);
        br_sha384_out(&context.sha384, result);
        break;
    default:
        br_sha512_init(&context.sha512);
        br_sha512_update(&context.sha512, data, size);
        br_sha512_out(&context.sha512, result);
        break;
    }
}

const peer peer_measured = { "BearSSL", version, NULL, NULL, false, open_chain, judge, parse, digest, NULL };
