/* flash_store_test.c - tags in flash memory: kept, moved, erased, and whole whenever the power fails. */
#include <criterion/criterion.h>
#include <kedge/credential.h>
#include <kedge/flash_store.h>

#include <stdio.h>
#include <string.h>

#include "forge/memory.h"
#include "unit/credential/flash_medium.h"

static kedge_tag_store opened(const flash_medium *in)
{
    kedge_tag_store store;

    cr_assert_eq(kedge_flash_store_open(&store, &in->flash), KEDGE_OK);
    return store;
}

static flash_medium *formatted(uint32_t block_size, uint32_t block_count)
{
    flash_medium *made = flash_medium_new(block_size, block_count);

    cr_assert_eq(kedge_flash_format(&made->flash), KEDGE_OK);
    return made;
}

/* Contents that are told from one another: `size` octets of one value. */
static kedge_span contents(uint8_t value, size_t size)
{
    uint8_t *octets = forge_allocate(size);

    memset(octets, value, size);
    return (kedge_span){ octets, size };
}

static kedge_status replace(const kedge_tag_store *store, uint32_t tag, uint8_t value, size_t size)
{
    return store->replace(store, tag, contents(value, size));
}

/* The value that a tag's contents repeat; 0 where there is none, -1 where they are damaged or mixed. */
static int value_of(const kedge_tag_store *store, uint32_t tag)
{
    uint8_t octets[1024];
    size_t size;
    const kedge_status status = store->read(store, tag, octets, sizeof octets, &size);

    if (status == KEDGE_TAG_NOT_FOUND)
        return 0;
    for (size_t i = 1; i < size && status == KEDGE_OK; i++)
        if (octets[i] != octets[0])
            return -1;
    return status == KEDGE_OK ? octets[0] : -1;
}

Test(flash_store, what_is_written_is_read_and_listed)
{
    const flash_medium *in = formatted(1024, 2);
    const kedge_tag_store store = opened(in);
    uint8_t octets[64];
    uint32_t tag;
    size_t size;

    cr_expect_eq(store.next(&store, 0, &tag), KEDGE_TAG_NOT_FOUND);
    cr_expect_eq(replace(&store, 9, 1, 40), KEDGE_OK);
    cr_expect_eq(replace(&store, 3, 2, 16), KEDGE_OK);
    cr_expect_eq(replace(&store, 9, 3, 17), KEDGE_OK);
    cr_expect(value_of(&store, 9) == 3 && value_of(&store, 3) == 2 && value_of(&store, 4) == 0);
    cr_expect_eq(store.next(&store, 0, &tag), KEDGE_OK);
    cr_expect_eq(tag, 3);
    cr_expect_eq(store.next(&store, 4, &tag), KEDGE_OK);
    cr_expect_eq(tag, 9);
    cr_expect_eq(store.next(&store, 10, &tag), KEDGE_TAG_NOT_FOUND);
    cr_expect_eq(store.read(&store, 9, octets, 16, &size), KEDGE_MEMORY_TOO_SMALL);
    cr_expect_eq(size, 17);
    cr_expect_eq(store.erase(&store, 9), KEDGE_OK);
    cr_expect_eq(store.erase(&store, 9), KEDGE_TAG_NOT_FOUND);
    cr_expect(value_of(&store, 9) == 0 && value_of(&store, 3) == 2);
    cr_expect_not(in->misused);
    forge_forget();
}

Test(flash_store, a_thousand_writes_go_round_in_two_halves)
{
    const flash_medium *in = formatted(256, 8);
    const kedge_tag_store store = opened(in);

    for (unsigned i = 0; i < 1000; i++) {
        cr_assert_eq(replace(&store, i % 3, (uint8_t)(1 + i % 255), 20 + i % 90), KEDGE_OK, "%u", i);
        cr_assert_eq(value_of(&store, i % 3), (int)(1 + i % 255));
    }
    cr_expect_not(in->misused);
    forge_forget();
}

Test(flash_store, what_does_not_fit_is_refused_and_nothing_is_lost)
{
    const flash_medium *in = formatted(256, 2);
    const kedge_tag_store store = opened(in);

    cr_expect_eq(replace(&store, 1, 1, 256 - 16 - 32 + 1), KEDGE_STORE_FULL);
    cr_expect_eq(replace(&store, 1, 1, 100), KEDGE_OK);
    cr_expect_eq(replace(&store, 2, 2, 80), KEDGE_STORE_FULL);
    cr_expect_eq(replace(&store, 2, 2, 64), KEDGE_OK);
    cr_expect(value_of(&store, 1) == 1 && value_of(&store, 2) == 2);
    cr_expect_eq(store.replace(&store, 1, (kedge_span){ NULL, SIZE_MAX }), KEDGE_STORE_FULL);
    cr_expect_not(in->misused);
    forge_forget();
}

Test(flash_store, what_was_deleted_is_gone_from_the_medium)
{
    const flash_medium *in = formatted(512, 2);
    const kedge_tag_store store = opened(in);

    cr_assert_eq(store.replace(&store, 1, forge_copy("a secret to be forgotten", 24)), KEDGE_OK);
    cr_assert_eq(replace(&store, 2, 2, 20), KEDGE_OK);
    cr_expect(memmem(in->medium, in->size, "a secret", 8) != NULL);
    cr_assert_eq(store.erase(&store, 1), KEDGE_OK);
    cr_expect(memmem(in->medium, in->size, "a secret", 8) == NULL);
    cr_expect_eq(value_of(&store, 2), 2);
    forge_forget();
}

Test(flash_store, a_flash_that_cannot_be_one_is_refused)
{
    kedge_tag_store store;
    kedge_flash flash = flash_medium_new(512, 4)->flash;
    kedge_flash wrong[9];

    for (size_t i = 0; i < 9; i++)
        wrong[i] = flash;
    wrong[0].read = NULL;
    wrong[1].program = NULL;
    wrong[2].erase = NULL;
    wrong[3].block_size = 0;
    wrong[4].block_size = 500;
    wrong[5].block_count = 3;
    wrong[6].block_count = 0;
    wrong[7].block_count = UINT32_MAX - 1;
    wrong[8].block_size = 16;
    for (size_t i = 0; i < 9; i++) {
        cr_expect_eq(kedge_flash_format(&wrong[i]), KEDGE_BAD_ARGUMENT, "%zu", i);
        cr_expect_eq(kedge_flash_store_open(&store, &wrong[i]), KEDGE_BAD_ARGUMENT, "%zu", i);
    }
    cr_expect_eq(kedge_flash_format(NULL), KEDGE_BAD_ARGUMENT);
    cr_expect_eq(kedge_flash_store_open(&store, &flash), KEDGE_STORE_UNFORMATTED);
    flash.sync = NULL; /* one that needs none */
    cr_expect_eq(kedge_flash_format(&flash), KEDGE_OK);
    cr_expect_eq(kedge_flash_store_open(&store, &flash), KEDGE_OK);
    forge_forget();
}

/* Each bit of a committed record: its contents are named as damaged, its lines make the store refuse as a whole or
 * not know the record where it is the last; never is there another value. */
Test(flash_store, damage_is_named_and_never_another_value)
{
    flash_medium *in = formatted(512, 2);
    kedge_tag_store store = opened(in);
    uint8_t octets[64];
    size_t size;

    cr_assert_eq(replace(&store, 1, 1, 32), KEDGE_OK);
    cr_assert_eq(replace(&store, 1, 2, 32), KEDGE_OK);
    cr_assert_eq(replace(&store, 2, 3, 32), KEDGE_OK);
    for (uint32_t at = 16 + 64; at < 16 + 128; at++) { /* the second record */
        kedge_status status;

        in->seen[at] ^= 0x10;
        status = kedge_flash_store_open(&store, &in->flash);
        if (at < 16 + 64 + 16)
            cr_expect_eq(status, KEDGE_TAG_CORRUPT, "%u", at);
        else
            cr_expect_eq(status, KEDGE_OK, "%u", at);
        if (at >= 16 + 64 + 16 && at < 16 + 128 - 16)
            cr_expect_eq(store.read(&store, 1, octets, sizeof octets, &size), KEDGE_TAG_CORRUPT);
        if (status == KEDGE_OK)
            cr_expect_eq(value_of(&store, 2), 3);
        in->seen[at] ^= 0x10;
    }
    forge_forget();
}

Test(flash_store, a_damaged_tag_survives_a_move_as_damaged_and_can_be_replaced)
{
    flash_medium *in = formatted(512, 2);
    const kedge_tag_store store = opened(in);
    uint32_t tag;

    cr_assert_eq(replace(&store, 1, 1, 32), KEDGE_OK);
    in->seen[40] ^= 1;
    for (unsigned i = 0; i < 20; i++)
        cr_assert_eq(replace(&store, 2, (uint8_t)(1 + i), 32), KEDGE_OK);
    cr_expect_eq(value_of(&store, 1), -1);
    cr_expect(store.next(&store, 0, &tag) == KEDGE_OK && tag == 1);
    cr_expect_eq(replace(&store, 1, 7, 32), KEDGE_OK);
    cr_expect_eq(value_of(&store, 1), 7);
    forge_forget();
}

/* One operation on a store with three tags in it. */
typedef struct operation {
    const char *name;
    uint32_t tag;
    int value;   /* 0 erases */
    size_t size;
    int before;  /* its value before */
} operation;

static const operation operations[] = {
    { "replace", 1, 9, 40, 1 },   { "add", 4, 9, 40, 0 },         { "erase", 2, 0, 0, 2 },
    { "replace by more", 3, 9, 200, 3 }, { "add the last that fits", 5, 9, 160, 0 },
};

static kedge_status run(const kedge_tag_store *store, const operation *what)
{
    return what->value != 0 ? replace(store, what->tag, (uint8_t)what->value, what->size)
                            : store->erase(store, what->tag);
}

static flash_medium *prepared(void)
{
    flash_medium *made = formatted(256, 4); /* halves of 512 bytes */
    const kedge_tag_store store = opened(made);

    for (uint32_t tag = 1; tag <= 3; tag++)
        cr_assert_eq(replace(&store, tag, (uint8_t)tag, 32), KEDGE_OK);
    return made;
}

/* After the power has failed: old or new, of this tag; the others as they were; and the store goes on. */
static void expect_whole(flash_medium *in, const operation *what, bool is_done, uint32_t step, uint32_t seed)
{
    kedge_tag_store store;
    int value;

    flash_medium_restart(in, seed);
    cr_assert_eq(kedge_flash_store_open(&store, &in->flash), KEDGE_OK, "%s, step %u, seed %u", what->name, step, seed);
    value = value_of(&store, what->tag);
    cr_assert(value == what->value || (!is_done && value == what->before), "%s, step %u, seed %u: %d", what->name,
              step, seed, value);
    for (uint32_t tag = 1; tag <= 3; tag++)
        cr_assert(tag == what->tag || value_of(&store, tag) == (int)tag, "%s, step %u, seed %u", what->name, step,
                  seed);
    cr_assert_eq(run(&store, &operations[0]), KEDGE_OK, "%s, step %u, seed %u", what->name, step, seed);
    cr_assert_eq(value_of(&store, 1), 9);
    cr_assert_not(in->misused);
}

Test(flash_store, whenever_the_power_fails_the_old_value_is_there_or_the_new_one, .timeout = 120)
{
    unsigned failures = 0;

    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        for (uint32_t seed = 0; seed < 40; seed++) {
            bool is_done = false;

            for (uint32_t step = 0; !is_done; step++) {
                flash_medium *in = prepared();
                const kedge_tag_store store = opened(in);

                in->random = seed + 1000 * step + 1;
                flash_medium_fail_after(in, step);
                is_done = run(&store, &operations[i]) == KEDGE_OK;
                failures += !is_done;
                expect_whole(in, &operations[i], is_done, step, seed);
                forge_forget();
            }
        }
    cr_expect(failures > 1000, "%u", failures); /* that there was something to survive */
}

/* The power fails again while the store recovers from the last time, many times over. */
Test(flash_store, failures_upon_failures_leave_one_of_the_values_written, .timeout = 120)
{
    for (uint32_t seed = 0; seed < 30; seed++) {
        flash_medium *in = formatted(256, 4);
        int old[3] = { 0, 0, 0 };

        for (uint32_t round = 0; round < 60; round++) {
            const uint32_t tag = (seed + round) % 3;
            const int value = (int)(1 + round);
            kedge_tag_store store;
            kedge_status status;
            int now;

            cr_assert_eq(kedge_flash_store_open(&store, &in->flash), KEDGE_OK);
            flash_medium_fail_after(in, (seed * 7 + round * 5) % 13);
            status = replace(&store, tag, (uint8_t)value, 16 + round % 64);
            flash_medium_restart(in, seed + 100 * round);
            cr_assert_eq(kedge_flash_store_open(&store, &in->flash), KEDGE_OK);
            now = value_of(&store, tag);
            cr_assert(now == value || (status != KEDGE_OK && now == old[tag]), "seed %u, round %u", seed, round);
            old[tag] = now;
            for (uint32_t other = 0; other < 3; other++)
                cr_assert_eq(value_of(&store, other), old[other], "seed %u, round %u", seed, round);
            cr_assert_not(in->misused);
        }
        forge_forget();
    }
}

/* The same for the format: it is done, or the flash says that it holds no store. */
Test(flash_store, a_format_that_was_cut_off_is_no_store)
{
    for (uint32_t seed = 0; seed < 40; seed++)
        for (uint32_t step = 0; step < 8; step++) {
            flash_medium *in = prepared();
            kedge_tag_store store;
            kedge_status status;

            in->random = seed + 77 * step + 1;
            flash_medium_fail_after(in, step);
            status = kedge_flash_format(&in->flash);
            flash_medium_restart(in, seed);
            if (status == KEDGE_OK)
                cr_assert_eq(kedge_flash_store_open(&store, &in->flash), KEDGE_OK);
            cr_assert_eq(kedge_flash_format(&in->flash), KEDGE_OK);
            store = opened(in);
            cr_assert_eq(value_of(&store, 1), 0);
            forge_forget();
        }
}

/* Hardware that fails at every access in turn. */
Test(flash_store, failing_hardware_is_told)
{
    flash_medium *in = prepared();
    kedge_tag_store store = opened(in);
    uint8_t octets[64];
    uint32_t tag;
    size_t size;

    in->has_failed = true;
    cr_expect_eq(store.read(&store, 1, octets, sizeof octets, &size), KEDGE_STORE_FAILED);
    cr_expect_eq(store.next(&store, 0, &tag), KEDGE_STORE_FAILED);
    cr_expect_eq(replace(&store, 1, 1, 16), KEDGE_STORE_FAILED);
    cr_expect_eq(store.erase(&store, 1), KEDGE_STORE_FAILED);
    cr_expect_eq(kedge_flash_format(&in->flash), KEDGE_STORE_FAILED);
    cr_expect_eq(kedge_flash_store_open(&store, &in->flash), KEDGE_STORE_FAILED);
    forge_forget();
}

/* An act upon a store, to be tried with every read of it failing in turn. */
static kedge_status read_one(const kedge_tag_store *store)
{
    uint8_t octets[64];
    size_t size;

    return store->read(store, 1, octets, sizeof octets, &size);
}

static kedge_status find_next(const kedge_tag_store *store)
{
    uint32_t tag;

    return store->next(store, 0, &tag);
}

static kedge_status replace_one(const kedge_tag_store *store)
{
    return replace(store, 1, 9, 40);
}

static kedge_status replace_by_more(const kedge_tag_store *store)
{
    return replace(store, 1, 9, 290); /* which needs the other half */
}

static kedge_status erase_one(const kedge_tag_store *store)
{
    return store->erase(store, 1);
}

static kedge_status open_again(const kedge_tag_store *store)
{
    kedge_tag_store again;

    return kedge_flash_store_open(&again, store->context);
}

Test(flash_store, a_read_that_fails_is_told_whichever_it_is)
{
    static kedge_status (*const acts[])(const kedge_tag_store *store) = {
        read_one, find_next, replace_one, replace_by_more, erase_one, open_again
    };

    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        kedge_status status = KEDGE_STORE_FAILED;

        for (uint32_t reads = 0; status != KEDGE_OK; reads++) {
            flash_medium *in = prepared();
            const kedge_tag_store store = opened(in);

            in->reads_left = reads;
            status = acts[i](&store);
            cr_assert(status == KEDGE_OK || status == KEDGE_STORE_FAILED, "%zu, %u: %s", i, reads,
                      kedge_status_name(status));
            in->reads_left = UINT32_MAX;
            cr_expect(value_of(&store, 2) == 2 && value_of(&store, 3) == 3);
            forge_forget();
        }
    }
}
