/* unit/crypto/jobs.h - signatures of the tests, judged by every provider. */
#ifndef UNIT_CRYPTO_JOBS_H
#define UNIT_CRYPTO_JOBS_H

#include "providers/providers.h"

/** The message that the tests sign, unless they say otherwise. */
#define TEST_MESSAGE ((kedge_span){ (const uint8_t *)"kedge", 5 })

/** Verify under every provider and return the status, which must be the same for all of them. */
kedge_status test_verify(kedge_algorithm algorithm, const kedge_public_key *key, kedge_span message,
                         kedge_span signature);

/** Decode hex digits into a heap buffer of the exact size, so that reading past its end shows. */
kedge_span test_hex(const char *digits);

/** Copy into a heap buffer of the exact size. */
kedge_span test_copy(const void *data, size_t size);

/** Free what the two above return. */
void test_free(kedge_span span);

/** A key of `type` whose point is all of `point`, which is borrowed. */
kedge_public_key test_point_key(kedge_key_type type, uint16_t bits, kedge_span point);

#endif
