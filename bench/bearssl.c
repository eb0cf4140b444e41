/* bearssl.c - BearSSL, as it is measured. */
#include "subjects.h"

#include <bearssl.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_OF_DAY 86400
#define DAYS_BEFORE_1970 719528 /* from 0000-01-01, as BearSSL counts */

typedef struct name {
    unsigned char bytes[1024];
    size_t size;
} name;

typedef struct state {
    const bench_chain *chain;
    br_x509_decoder_context root; /* holds the anchor's key */
    name root_name;
    br_x509_trust_anchor anchor;
    br_x509_minimal_context minimal;
} state;

static void append(void *data, const void *bytes, size_t size)
{
    name *to = data;

    if (to->size + size > sizeof to->bytes)
        abort();
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
}

static bool parse(void *data)
{
    const bench_chain *chain = data;
    br_x509_decoder_context decoder;

    br_x509_decoder_init(&decoder, NULL, NULL);
    br_x509_decoder_push(&decoder, chain->certificate[0].data, chain->certificate[0].size);
    return br_x509_decoder_get_pkey(&decoder) != NULL;
}

bench_subject bearssl_parsing(const bench_chain *chain)
{
    return (bench_subject){ "BearSSL x509_decoder", parse, (void *)(uintptr_t)chain };
}

static bool verify(void *data)
{
    state *s = data;
    const br_x509_class **engine = &s->minimal.vtable;

    (*engine)->start_chain(engine, s->chain->host);
    for (size_t i = 0; i < s->chain->count; i++) {
        kedge_span der = s->chain->certificate[i];

        (*engine)->start_cert(engine, (uint32_t)der.size);
        (*engine)->append(engine, der.data, der.size);
        (*engine)->end_cert(engine);
    }
    return (*engine)->end_chain(engine) == 0;
}

bench_subject bearssl_verification(const bench_chain *chain)
{
    state *s = calloc(1, sizeof *s);
    const br_x509_pkey *key;

    s->chain = chain;
    br_x509_decoder_init(&s->root, append, &s->root_name);
    br_x509_decoder_push(&s->root, chain->root.data, chain->root.size);
    key = br_x509_decoder_get_pkey(&s->root);
    if (key == NULL)
        abort();
    s->anchor.dn = (br_x500_name){ s->root_name.bytes, s->root_name.size };
    s->anchor.flags = BR_X509_TA_CA;
    s->anchor.pkey = *key;
    br_x509_minimal_init_full(&s->minimal, &s->anchor, 1);
    br_x509_minimal_set_time(&s->minimal, (uint32_t)(chain->time / SECONDS_OF_DAY + DAYS_BEFORE_1970),
                             (uint32_t)(chain->time % SECONDS_OF_DAY));
    return (bench_subject){ "BearSSL x509_minimal", verify, s };
}

const char *bearssl_version(void)
{
    return "BearSSL " BENCH_BEARSSL_VERSION;
}
