/* field448.c - the field of edwards448, portable. */
#include "crypto/native/field448.h"
#include "crypto/native/field448.c"
