/* crypto/native/p384_lanes.h - sums of points of P-384, eight at a time. */
#ifndef KEDGE_CRYPTO_NATIVE_P384_LANES_H
#define KEDGE_CRYPTO_NATIVE_P384_LANES_H

#include "crypto/native/cpu.h"
#include "crypto/native/lanes.h"

#ifdef KEDGE_CPU_X86
/** As in kedge_curve_lanes; for a CPU with KEDGE_CPU_IFMA. */
void kedge_p384_lanes_compare(const kedge_curve *curve, kedge_ecdsa_sum *sum, size_t count,
                             kedge_status *answers);
kedge_status kedge_p384_lanes_compare_prepared(const kedge_curve *curve, const void *comb, size_t teeth,
                                              const uint64_t *u1, const uint64_t *u2, const uint64_t *r);
#endif

#endif
