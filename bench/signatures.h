/* signatures.h - one signature of each algorithm, to be verified. */
#ifndef KEDGE_BENCH_SIGNATURES_H
#define KEDGE_BENCH_SIGNATURES_H

#include <kedge/crypto.h>

typedef struct bench_signature {
    const char *name;                   /**< for a person, such as "P-256 SHA-256" */
    kedge_span subject_public_key_info; /**< the key in DER */
    kedge_algorithm algorithm;
    kedge_span message;
    kedge_span signature;
} bench_signature;

/** The algorithms, in the order of the tables. */
enum {
    BENCH_RSA_2048,
    BENCH_RSA_3072,
    BENCH_RSA_4096,
    BENCH_P256,
    BENCH_P384,
    BENCH_P521,
    BENCH_ED25519,
    BENCH_ED448,
    BENCH_SIGNATURES
};

/** A signature of the algorithm above; with another `number` the key is another, where there is one: RSA has
 *  two of 2048 bits and one of each other size, the Edwards curves have one. */
bench_signature bench_signature_of(unsigned algorithm, unsigned number);

/** Its key, read.  What it points at is of the signature. */
kedge_public_key bench_key_of(const bench_signature *signature);

#endif
