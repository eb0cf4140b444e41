/* published.h - a slot that one thread fills and all may then read.
 *
 * The state goes from empty to busy by the one that fills it, and from there to ready, with everything that was
 * written before (release, acquire), or to spoilt; never back, but by a reset that nobody else sees.
 */
#ifndef KEDGE_TRUST_PUBLISHED_H
#define KEDGE_TRUST_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    KEDGE_SLOT_EMPTY,
    KEDGE_SLOT_BUSY,
    KEDGE_SLOT_READY,
    KEDGE_SLOT_SPOILT
};

/* How many slots after its own a key may stand in. */
#define KEDGE_SLOT_PROBES 8

#ifdef KEDGE_ATOMICS

#include <stdatomic.h>

typedef atomic_uint kedge_slot_state;
typedef atomic_size_t kedge_slot_counter;

static inline unsigned kedge_slot_read(const kedge_slot_state *state)
{
    return atomic_load_explicit(state, memory_order_acquire);
}

static inline void kedge_slot_write(kedge_slot_state *state, unsigned value)
{
    atomic_store_explicit(state, value, memory_order_release);
}

static inline bool kedge_slot_claim(kedge_slot_state *state)
{
    unsigned expected = KEDGE_SLOT_EMPTY;

    return atomic_compare_exchange_strong_explicit(state, &expected, KEDGE_SLOT_BUSY, memory_order_acquire,
                                                   memory_order_relaxed);
}

/* Add `step` and answer what was there before. */
static inline size_t kedge_slot_count(kedge_slot_counter *counter, size_t step)
{
    return atomic_fetch_add_explicit(counter, step, memory_order_relaxed);
}

#else

typedef unsigned kedge_slot_state;
typedef size_t kedge_slot_counter;

static inline unsigned kedge_slot_read(const kedge_slot_state *state)
{
    return *state;
}

static inline void kedge_slot_write(kedge_slot_state *state, unsigned value)
{
    *state = value;
}

static inline bool kedge_slot_claim(kedge_slot_state *state)
{
    if (*state != KEDGE_SLOT_EMPTY)
        return false;
    *state = KEDGE_SLOT_BUSY;
    return true;
}

static inline size_t kedge_slot_count(kedge_slot_counter *counter, size_t step)
{
    const size_t before = *counter;

    *counter += step;
    return before;
}

#endif

/* The largest power of two that is at most `number`, which is at least 1. */
static inline size_t kedge_slot_power_of_two(size_t number)
{
    size_t power = 1;

    while (power <= number / 2)
        power *= 2;
    return power;
}

#endif
