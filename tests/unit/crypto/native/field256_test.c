/* field256_test.c - arithmetic modulo the prime of P-256. */
#include "crypto/native/field256.h"

#define SUITE field256
#define FE(name) fe256_##name
#define FE_TYPE fe256
#define LIMBS 4
#include "unit/crypto/native/montgomery_field.h"
