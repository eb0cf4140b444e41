/* suites/mutant.h - chains with something wrong in them, or not: forged ones, spoilt and put together with
 * parts of real ones. */
#ifndef SUITES_MUTANT_H
#define SUITES_MUTANT_H

#include <kedge/kedge.h>

#define MUTANT_HOST "host.example"
#define MUTANT_LENGTH_MAX 4

/** A chain, the certificate in question first, and the one anchor to trust. */
typedef struct mutant {
    kedge_span chain[MUTANT_LENGTH_MAX];
    size_t count;
    kedge_span anchor;
    char story[200]; /**< what was done to it */
} mutant;

/** Real certificates, whose parts are used: a PEM file.  Their memory is never freed. */
void mutant_add_real(const char *path);

/** Make chain `number` of the series `seed`: the same in every run.  It lives until forge_forget(). */
void mutant_make(uint64_t seed, uint64_t number, mutant *made);

#endif
