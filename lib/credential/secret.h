/* credential/secret.h - what is secret here, and how it is handled.
 *
 * No branch and no address may depend on a secret.  Conditions on secrets are masks: all ones for true, zero for
 * false.  Where something made of a secret is public after all, because the format shows it to everyone or because
 * the answer is what the caller asked for, kedge_publish() says so at that place, and a comment why.  The test that
 * runs all of this under valgrind, with secrets that count as undefined memory, defines it; else it is nothing.
 */
#ifndef KEDGE_CREDENTIAL_SECRET_H
#define KEDGE_CREDENTIAL_SECRET_H

#include <stddef.h>
#include <stdint.h>

#ifdef KEDGE_CONSTANT_TIME_TEST
void kedge_publish(const void *data, size_t size);
void kedge_conceal(const void *data, size_t size);
#else
/* From here on these bytes are public. */
static inline void kedge_publish(const void *data, size_t size)
{
    (void)data;
    (void)size;
}

/* From here on these bytes are secret. */
static inline void kedge_conceal(const void *data, size_t size)
{
    (void)data;
    (void)size;
}
#endif

/* The same for one value. */
static inline uint32_t kedge_published(uint32_t value)
{
    kedge_publish(&value, sizeof value);
    return value;
}

static inline uint32_t kedge_mask_zero(uint32_t value)
{
    return (uint32_t)(((uint64_t)value - 1) >> 32);
}

static inline uint32_t kedge_mask_less(uint32_t one, uint32_t other)
{
    return (uint32_t)(((uint64_t)one - other) >> 32);
}

/* `yes` where `mask` is all ones, `no` where it is zero. */
static inline uint32_t kedge_select(uint32_t mask, uint32_t yes, uint32_t no)
{
    return (yes & mask) | (no & ~mask);
}

/* A mask: whether two pieces of memory are the same. */
static inline uint32_t kedge_mask_equal(const uint8_t *one, const uint8_t *other, size_t size)
{
    uint32_t difference = 0;

    for (size_t i = 0; i < size; i++)
        difference |= (uint32_t)(one[i] ^ other[i]);
    return kedge_mask_zero(difference);
}

#endif
