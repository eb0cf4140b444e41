/* peer.h - what every measured library does, from the same files, so that one program can drive each.
 *
 * A peer is a table of functions.  `open_` makes ready what a program does once; what is timed goes from bytes to an
 * answer.  The files are written by kedge_inputs; peer.c reads them, times the functions and prints lines
 *
 *     ROW <tab> nanoseconds (median of the batches) <tab> the smallest
 *
 * which bench/compare gathers over rounds.
 */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct peer_bytes {
    unsigned char *data;
    size_t size;
} peer_bytes;

typedef enum peer_algorithm {
    PEER_RSA_2048,
    PEER_RSA_3072,
    PEER_RSA_4096,
    PEER_P256,
    PEER_P384,
    PEER_P521,
    PEER_ED25519,
    PEER_ALGORITHMS
} peer_algorithm;

/** One signature: RSA (PKCS#1 v1.5) and P-256 with SHA-256, P-384 with SHA-384, P-521 with SHA-512. */
typedef struct peer_signature {
    peer_algorithm algorithm;
    peer_bytes key;       /**< SubjectPublicKeyInfo */
    peer_bytes message;
    peer_bytes signature; /**< as in a certificate: DER for ECDSA */
} peer_signature;

#define PEER_CERTIFICATES_MAX 128
#define PEER_ROOTS_MAX 160

typedef struct peer_chain {
    const char *host;
    int64_t time;
    bool is_valid;        /**< else it is right to refuse it */
    peer_bytes certificate[PEER_CERTIFICATES_MAX]; /**< DER, the host's first */
    size_t count;
    peer_bytes root[PEER_ROOTS_MAX];
    size_t root_count;
} peer_chain;

/** Remembering between verifications: nothing, keys prepared, keys prepared and links between CAs. */
typedef enum peer_memory {
    PEER_COLD,
    PEER_WARM,
    PEER_LINKED
} peer_memory;

#define PEER_BATCH_MAX 64

typedef enum peer_hash {
    PEER_SHA256,
    PEER_SHA384,
    PEER_SHA512,
    PEER_HASHES
} peer_hash;

#define PEER_DIGEST_MAX 64

typedef struct peer {
    const char *name;
    const char *(*version)(void);
    /** The state for verifying `count` signatures at a time; NULL where this library does not.  `is_prepared`: the
     *  key is parsed and prepared here, else as part of what is timed. */
    void *(*open_signatures)(const peer_signature *signature, size_t count, bool is_prepared);
    bool (*verify)(void *state);
    /** Whether `verify` can take more than one signature at a time. */
    bool has_batches;
    /** The state for judging a chain; NULL where the library does not offer that.  `judge` says whether the chain is
     *  accepted. */
    void *(*open_chain)(const peer_chain *chain, peer_memory memory);
    bool (*judge)(void *state);
    /** Parse the chain's first certificate; NULL where the library cannot. */
    bool (*parse)(const peer_chain *chain);
    /** A digest of a message; NULL where the library has none. */
    void (*digest)(peer_hash hash, const unsigned char *data, size_t size, unsigned char digest[PEER_DIGEST_MAX]);
    /** The state for judging a chain without hashes and signatures, which cost nothing; NULL where the library
     *  does not let these be replaced. */
    void *(*open_overhead)(const peer_chain *chain);
} peer;

/** The program's peer. */
extern const peer peer_measured;

#endif
