/* field25519.c - the field of edwards25519, portable. */
#include "crypto/native/field25519.h"

#define PROOF2(name) \
    void proof_##name(fe25519 *r, const fe25519 *a, const fe25519 *b); \
    void proof_##name(fe25519 *r, const fe25519 *a, const fe25519 *b) { fe25519_##name(r, a, b); }
#define PROOF1(name) \
    void proof_##name(fe25519 *r, const fe25519 *a); \
    void proof_##name(fe25519 *r, const fe25519 *a) { fe25519_##name(r, a); }

PROOF2(multiply)
PROOF2(add)
PROOF2(subtract)
PROOF1(square)
