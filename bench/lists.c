/* lists.c - what a revocation list of a million entries costs: memory, and the time to parse, to index and to look up. */
#include <kedge/kedge.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "forge/forge.h"

#define ENTRIES 1000000u
#define LOOK_UPS 1000000u
#define ROUNDS 3
#define SERIAL_SIZE 16
#define ENTRY_SIZE (2 + 2 + SERIAL_SIZE + 15)
#define LOOK_UP_NS_MAX 2000.0

static double now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* splitmix64: numbers that look like a CA's, and are the same in every run. */
static uint64_t scatter(uint64_t n)
{
    n += UINT64_C(0x9e3779b97f4a7c15) * (n + 1);
    n = (n ^ n >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ n >> 27) * UINT64_C(0x94d049bb133111eb);
    return n ^ n >> 31;
}

/* The `n`th serial number: positive, in its shortest form. */
static void put_serial(uint8_t serial[SERIAL_SIZE], uint32_t n)
{
    const uint64_t word[2] = { scatter(n), scatter(n + UINT64_C(0x100000000)) };

    for (size_t i = 0; i < SERIAL_SIZE; i++)
        serial[i] = (uint8_t)(word[i / 8] >> (i % 8 * 8));
    serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40);
}

static kedge_span make_list(void)
{
    static const uint8_t date[] = { KEDGE_TAG_UTC_TIME, 13, '2', '5', '0', '1', '0', '1', '0', '0', '0', '0', '0', '0', 'Z' };
    const forge_certificate ca = forge_root("CA");
    forge_crl crl = forge_crl_of(&ca);
    uint8_t *entries = forge_allocate((size_t)ENTRIES * ENTRY_SIZE);

    for (uint32_t i = 0; i < ENTRIES; i++) {
        uint8_t *entry = entries + (size_t)i * ENTRY_SIZE;

        entry[0] = KEDGE_TAG_SEQUENCE;
        entry[1] = ENTRY_SIZE - 2;
        entry[2] = KEDGE_TAG_INTEGER;
        entry[3] = SERIAL_SIZE;
        put_serial(entry + 4, i);
        for (size_t j = 0; j < sizeof date; j++)
            entry[4 + SERIAL_SIZE + j] = date[j];
    }
    crl.raw_revoked = forge_sequence((kedge_span){ entries, (size_t)ENTRIES * ENTRY_SIZE });
    return forge_sign_crl(&crl);
}

static double least(double one, double other)
{
    return one == 0 || other < one ? other : one;
}

/* Nanoseconds for one look-up; every second one finds nothing.  0 where one ends as it should not. */
static double look_up(const kedge_crl *crl, uint32_t count)
{
    const kedge_span issuer = kedge_span_of(crl->der, crl->issuer);
    const double start = now_ns();

    for (uint32_t i = 0; i < count; i++) {
        uint8_t serial[SERIAL_SIZE];
        kedge_crl_entry entry;

        put_serial(serial, (uint32_t)(scatter(i) % ENTRIES) + (i % 2) * ENTRIES);
        if (kedge_crl_find(crl, issuer, (kedge_span){ serial, sizeof serial }, &entry) != (i % 2 == 0))
            return 0;
    }
    return (now_ns() - start) / count;
}

int main(void)
{
    const kedge_span der = make_list();
    double parsing = 0;
    double indexing = 0;
    double finding = 0;
    double walking = 0;
    kedge_crl crl;
    void *memory = NULL;
    uint32_t fault;

    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ns();

        if (kedge_crl_parse(&crl, der.data, der.size, &fault) != KEDGE_OK)
            return 1;
        parsing = least(parsing, now_ns() - start);
        walking = least(walking, look_up(&crl, 2));
        if (memory == NULL && (memory = malloc(kedge_crl_index_size(&crl))) == NULL)
            return 1;
        start = now_ns();
        if (kedge_crl_index(&crl, memory, kedge_crl_index_size(&crl)) != KEDGE_OK)
            return 1;
        indexing = least(indexing, now_ns() - start);
        finding = least(finding, look_up(&crl, LOOK_UPS));
    }
    printf("entries                    %10u\n", crl.revoked_count);
    printf("list, bytes                %10zu\n", der.size);
    printf("index, bytes (peak)        %10zu\n", kedge_crl_index_size(&crl));
    printf("parse, ms                  %10.1f\n", parsing / 1e6);
    printf("index, ms                  %10.1f\n", indexing / 1e6);
    printf("look up, ns                %10.0f\n", finding);
    printf("look up, no index, ns      %10.0f\n", walking);
    free(memory);
    forge_forget();
    return finding > 0 && finding < LOOK_UP_NS_MAX && walking > 0 ? 0 : 1;
}
