/* field384_test.c - arithmetic modulo the prime of P-384. */
#include "crypto/native/field384.h"

#define SUITE field384
#define FE(name) fe384_##name
#define FE_TYPE fe384
#define LIMBS 6
#include "unit/crypto/native/montgomery_field.h"
