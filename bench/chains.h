/* chains.h - what is measured: real chains, and forged ones whose keys are all of one kind. */
#ifndef KEDGE_BENCH_CHAINS_H
#define KEDGE_BENCH_CHAINS_H

#include <kedge/span.h>
#include <stdbool.h>

typedef struct bench_chain {
    const char *name;           /**< for a person */
    const char *host;           /**< that the first certificate is valid for */
    int64_t time;               /**< at which it is valid */
    kedge_span certificate[8];  /**< in DER, the host's first */
    size_t count;
    kedge_span root;            /**< the anchor's certificate */
} bench_chain;

/** Host, two CAs and a root, three signatures: all keys RSA of 2048 bits, or all on P-256. */
bench_chain bench_chain_rsa(void);
bench_chain bench_chain_p256(void);

/** The chain in FOLDER/chain.pem below FOLDER/root.pem.  Ends the program where they cannot be read. */
bench_chain bench_chain_real(const char *name, const char *folder, const char *host, int64_t time);

#endif
