/* trial.h - chains of several kinds, and judging what has been done to them. */
#ifndef TRIAL_H
#define TRIAL_H

#include <kedge/kedge.h>
#include "forge/forge.h"

/* What the keys of a chain are. */
typedef enum trial_kind {
    TRIAL_RSA,   /* RSA throughout */
    TRIAL_P256,  /* P-256 throughout */
    TRIAL_MIXED, /* a leaf on P-256 below P-384 below RSA */
    TRIAL_KINDS
} trial_kind;

#define TRIAL_LENGTH 3

/* A good chain of three, root last, for host.example. */
typedef struct trial {
    kedge_span chain[TRIAL_LENGTH];
    kedge_trust trust; /* holds the root */
    void *workspace;   /* as large as a chain of `room` certificates needs */
    size_t workspace_size;
} trial;

#define TRIAL_ROOM 8

/** Make a chain.  It lives until forge_forget(). */
void trial_begin(trial *made, trial_kind kind);

/** Ask of `chain` what is true of the good one: whether it is host.example's, at its time, as a server. */
kedge_verdict trial_verify(const trial *made, const kedge_span *chain, size_t count);

/** The default provider, which remembers what has verified: the same job is not computed twice. */
const kedge_crypto *trial_crypto(void);

#endif
