/* subjects.h - kedge and its peers, each doing the same from the same bytes.
 *
 * `open` makes ready what a program does once: the trust that holds the root, contexts.  A verification
 * then goes from the DER of a chain to a verdict: every certificate is parsed, the chain built, each
 * signature checked, and host, time and usage (a TLS server) judged.  What is opened lives to the end.
 */
#ifndef KEDGE_BENCH_SUBJECTS_H
#define KEDGE_BENCH_SUBJECTS_H

#include "chains.h"
#include "harness.h"

bench_subject kedge_parsing(const bench_chain *chain);
bench_subject kedge_verification(const bench_chain *chain);

/** d2i_X509() alone leaves extensions and the key for later; the second reads them too. */
bench_subject openssl_parsing(const bench_chain *chain);
bench_subject openssl_parsing_all(const bench_chain *chain);
bench_subject openssl_verification(const bench_chain *chain);
const char *openssl_version(void);

/** BearSSL has but a decoder that finds the key; its x509_minimal reads and judges at once. */
bench_subject bearssl_parsing(const bench_chain *chain);
bench_subject bearssl_verification(const bench_chain *chain);
const char *bearssl_version(void);

#endif
