/* flash_medium.c - flash memory whose power fails at a chosen step. */
#include "unit/credential/flash_medium.h"

#include <string.h>

#include "forge/memory.h"

static uint32_t chance(flash_medium *in)
{
    in->random ^= in->random << 13;
    in->random ^= in->random >> 17;
    in->random ^= in->random << 5;
    return in->random;
}

static void apply(uint8_t *to, bool is_erase, uint32_t offset, const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[offset + i] = is_erase ? 0xff : (uint8_t)(to[offset + i] & octets[i]);
}

/* The pieces that were on their way: each by chance, and the later ones perhaps before the earlier. */
static void fail_power(flash_medium *in)
{
    in->has_failed = true;
    for (size_t i = 0; i < in->pending_count; i++) {
        const size_t size = in->pending[i].size;
        const uint32_t fate = chance(in) % 4;
        const size_t begin = fate == 3 ? chance(in) % size : 0; /* torn at its beginning, or at its end */
        const size_t end = fate == 2 ? chance(in) % size : size;

        if (fate != 0 && begin < end)
            apply(in->medium, in->pending[i].is_erase, in->pending[i].offset + (uint32_t)begin,
                  in->pending[i].is_erase ? NULL : in->pending[i].octets + begin, end - begin);
    }
    in->pending_count = 0;
}

static bool step(flash_medium *in)
{
    if (in->has_failed)
        return false;
    if (in->steps_left == UINT32_MAX)
        return true;
    if (in->steps_left-- > 0)
        return true;
    fail_power(in);
    return false;
}

static void put(flash_medium *in, bool is_erase, uint32_t offset, const uint8_t *octets, size_t size)
{
    apply(in->seen, is_erase, offset, octets, size);
    if (in->pending_count == sizeof in->pending / sizeof in->pending[0])
        forge_fail("too much is not synchronised");
    in->pending[in->pending_count].is_erase = is_erase;
    in->pending[in->pending_count].offset = offset;
    in->pending[in->pending_count].size = size;
    in->pending[in->pending_count].octets = is_erase ? NULL : (uint8_t *)(uintptr_t)forge_copy(octets, size).data;
    in->pending_count++;
}

static bool read(void *context, uint32_t offset, uint8_t *octets, size_t size)
{
    flash_medium *in = context;

    if (in->has_failed || size > in->size || offset > in->size - size || in->reads_left == 0)
        return false;
    if (in->reads_left != UINT32_MAX)
        in->reads_left--;
    memcpy(octets, in->seen + offset, size);
    return true;
}

/* A step that the power fails in has begun: it is among what may be done in part. */
static bool program(void *context, uint32_t offset, const uint8_t *octets, size_t size)
{
    flash_medium *in = context;

    if (in->has_failed)
        return false;
    if (size % KEDGE_FLASH_UNIT != 0 || offset % KEDGE_FLASH_UNIT != 0 || size > in->size || offset > in->size - size) {
        in->misused = true;
        return false;
    }
    for (size_t i = 0; i < size; i++)
        in->misused |= in->seen[offset + i] != 0xff;
    put(in, false, offset, octets, size);
    return step(in);
}

static bool erase(void *context, uint32_t block)
{
    flash_medium *in = context;

    if (in->has_failed)
        return false;
    put(in, true, block * in->flash.block_size, NULL, in->flash.block_size);
    return step(in);
}

static bool sync(void *context)
{
    flash_medium *in = context;

    if (!step(in))
        return false;
    memcpy(in->medium, in->seen, in->size);
    in->pending_count = 0;
    return true;
}

flash_medium *flash_medium_new(uint32_t block_size, uint32_t block_count)
{
    flash_medium *made = forge_allocate(sizeof *made);

    made->size = (size_t)block_size * block_count;
    made->seen = forge_allocate(made->size);
    made->medium = forge_allocate(made->size);
    memset(made->medium, 0x5a, made->size);
    memset(made->seen, 0x5a, made->size);
    made->flash = (kedge_flash){ read, program, erase, sync, made, block_size, block_count };
    made->steps_left = made->reads_left = UINT32_MAX;
    made->random = 1;
    return made;
}

void flash_medium_fail_after(flash_medium *in, uint32_t steps)
{
    in->steps_left = steps;
}

void flash_medium_restart(flash_medium *in, uint32_t seed)
{
    if (!in->has_failed)
        fail_power(in);
    memcpy(in->seen, in->medium, in->size);
    in->has_failed = false;
    in->steps_left = UINT32_MAX;
    in->random = seed * 2654435761u + 1;
}
