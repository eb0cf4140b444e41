/* flash_medium.h - flash memory whose power fails at a chosen step.
 *
 * What is programmed or erased is seen by reads at once, and reaches the medium when it is synchronised.  When the
 * power fails, each piece that was not yet synchronised is lost, or done, or done in part, by chance and in any order.
 */
#ifndef KEDGE_TEST_FLASH_MEDIUM_H
#define KEDGE_TEST_FLASH_MEDIUM_H

#include <kedge/flash_store.h>

typedef struct flash_medium {
    kedge_flash flash;
    uint8_t *seen;         /* what reads see */
    uint8_t *medium;       /* what has reached the medium */
    size_t size;
    struct { bool is_erase; uint32_t offset; size_t size; uint8_t *octets; } pending[64];
    size_t pending_count;
    uint32_t steps_left;   /* steps until the power fails; a step is a program, an erase or a sync */
    uint32_t reads_left;   /* reads until one fails, and no more after it; UINT32_MAX for never */
    bool has_failed;       /* it has: nothing works any more */
    bool misused;          /* something was programmed that was not erased, or not in units */
    uint32_t random;       /* what chance is made of */
} flash_medium;

/** A medium of garbage, which lives until forge_forget(). */
flash_medium *flash_medium_new(uint32_t block_size, uint32_t block_count);

/** Have the power fail at the step after `steps` more; UINT32_MAX for never. */
void flash_medium_fail_after(flash_medium *in, uint32_t steps);

/** Switch the power on again. */
void flash_medium_restart(flash_medium *in, uint32_t seed);

#endif
