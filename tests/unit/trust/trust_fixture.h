/* trust_fixture.h - what the tests of lib/trust share. */
#ifndef UNIT_TRUST_FIXTURE_H
#define UNIT_TRUST_FIXTURE_H

#include <criterion/criterion.h>
#include <kedge/kedge.h>
#include "forge/forge.h"

#include <stdlib.h>
#include <string.h>

/* A block of `size` bytes aligned as a trust wants it, between guards that must stay as they are. */
typedef struct guarded {
    uint8_t *whole;
    uint8_t *memory;
    size_t size;
} guarded;

#define GUARD_BYTES 64
#define GUARD_VALUE 0xa5

static inline guarded guarded_new(size_t size)
{
    size_t bytes = (size + 3 * GUARD_BYTES - 1) / GUARD_BYTES * GUARD_BYTES;
    guarded block = { aligned_alloc(GUARD_BYTES, bytes), NULL, size };

    cr_assert_not_null(block.whole);
    memset(block.whole, GUARD_VALUE, size + 2 * GUARD_BYTES);
    block.memory = block.whole + GUARD_BYTES;
    return block;
}

static inline void guarded_check_and_free(guarded *block)
{
    for (size_t i = 0; i < GUARD_BYTES; i++) {
        cr_assert_eq(block->whole[i], GUARD_VALUE, "written %zu bytes before %zu", GUARD_BYTES - i,
                     block->size);
        cr_assert_eq(block->memory[block->size + i], GUARD_VALUE, "written %zu bytes after %zu", i,
                     block->size);
    }
    free(block->whole);
}

/* An empty trust with room for `anchors` copied ones of ordinary size. */
static inline kedge_trust new_trust(size_t anchors)
{
    size_t size = kedge_trust_size(anchors, anchors * 1024);
    void *memory = forge_allocate(size);
    kedge_trust trust;

    cr_assert_eq(kedge_trust_init(&trust, memory, size, kedge_crypto_default()), KEDGE_OK);
    return trust;
}

static inline kedge_span root_der(const char *common_name)
{
    forge_certificate root = forge_root(common_name);

    return forge_sign(&root);
}

static inline kedge_status add(kedge_trust *trust, kedge_span der)
{
    uint32_t fault = 0;

    return kedge_trust_add_der(trust, der.data, der.size, NULL, &fault);
}

static inline const kedge_anchor *find_name(const kedge_trust *trust, kedge_span name,
                                            const kedge_anchor *previous)
{
    return kedge_trust_find(trust, name, kedge_name_hash(name), previous);
}

static inline const kedge_anchor *find_common_name(const kedge_trust *trust, const char *common_name)
{
    return find_name(trust, forge_common_name(common_name), NULL);
}

static inline kedge_certificate parsed(kedge_span der)
{
    kedge_certificate certificate;
    uint32_t fault = 0;

    cr_assert_eq(kedge_certificate_parse(&certificate, der.data, der.size, &fault), KEDGE_OK);
    return certificate;
}

static inline bool same_bytes(kedge_span one, kedge_span other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

#endif
