/* check.h - what must hold whatever the input; where it does not, the fuzzer keeps the input. */
#ifndef KEDGE_FUZZ_CHECK_H
#define KEDGE_FUZZ_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

/* The entry that libFuzzer calls; `data` is a heap block of exactly `size` bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
