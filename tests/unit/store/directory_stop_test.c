/* directory_stop_test.c - the directory store on a machine that stops: each tag is the old one or the new one. */
#include <criterion/criterion.h>
#include <kedge/credential.h>

#include <errno.h>
#include <string.h>

#include "forge/memory.h"
#include "unit/store/stopping_files.h"

static kedge_status write_psk(const kedge_directory_store *in, uint32_t tag, uint8_t value)
{
    kedge_tag_change change = { .time = kedge_time_waived() };
    kedge_tag_report report;
    uint8_t psk[150], memory[1024];

    memset(psk, value, sizeof psk);
    change.value[KEDGE_SLOT_PSK] = (kedge_span){ psk, sizeof psk };
    return kedge_tag_write(&in->store, tag, &change, memory, sizeof memory, &report);
}

/* The octet that a tag's key repeats; 0 where there is no tag, -1 where anything else is wrong. */
static int value_of(const kedge_directory_store *in, uint32_t tag)
{
    uint8_t memory[1024];
    kedge_credential own;
    int value = -1;
    const kedge_status status = kedge_credential_open(&own, &in->store, tag, 0, memory, sizeof memory);

    if (status == KEDGE_TAG_NOT_FOUND)
        return 0;
    if (status != KEDGE_OK)
        return -1;
    if (own.psk.size == 150 && own.psk.data[0] == own.psk.data[149])
        value = own.psk.data[0];
    kedge_credential_close(&own);
    return value;
}

typedef struct operation {
    uint32_t tag;
    int value;  /* 0 deletes */
    int before;
} operation;

static const operation operations[] = { { 1, 9, 1 }, { 3, 9, 0 }, { 2, 0, 2 } };

static kedge_status run(const kedge_directory_store *in, const operation *what)
{
    return what->value != 0 ? write_psk(in, what->tag, (uint8_t)what->value)
                            : kedge_tag_delete(&in->store, what->tag);
}

static stopping_machine *prepared(kedge_directory_store *store)
{
    stopping_machine *made = stopping_machine_new();

    stopping_machine_open(made, store);
    cr_assert_eq(write_psk(store, 1, 1), KEDGE_OK);
    cr_assert_eq(write_psk(store, 2, 2), KEDGE_OK);
    return made;
}

Test(directory_stop, whenever_the_machine_stops_the_old_value_is_there_or_the_new_one)
{
    unsigned stops = 0;

    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        for (uint32_t seed = 0; seed < 100; seed++) {
            bool is_done = false;

            for (uint32_t step = 0; !is_done; step++) {
                const operation *what = &operations[i];
                kedge_directory_store store;
                stopping_machine *in = prepared(&store);
                int value;

                in->random = seed + 1000 * step + 1;
                in->steps_left = step;
                is_done = run(&store, what) == KEDGE_OK;
                stops += !is_done;
                stopping_machine_restart(in, seed);
                stopping_machine_open(in, &store);
                value = value_of(&store, what->tag);
                cr_assert(value == what->value || (!is_done && value == what->before), "%zu, step %u, seed %u: %d", i,
                          step, seed, value);
                for (uint32_t tag = 1; tag <= 2; tag++)
                    cr_assert(tag == what->tag || value_of(&store, tag) == (int)tag);
                cr_assert_eq(write_psk(&store, 1, 7), KEDGE_OK);
                cr_assert_eq(value_of(&store, 1), 7);
                forge_forget();
            }
        }
    cr_expect(stops > 1000, "%u", stops);
}

/* The machine goes on, and something fails for another reason: nothing is half done. */
Test(directory_stop, whatever_fails_the_old_value_stays)
{
    static const struct { int error; kedge_status status; } errors[] = {
        { EIO, KEDGE_STORE_FAILED }, { ENOSPC, KEDGE_STORE_FULL }, { EDQUOT, KEDGE_STORE_FULL },
    };

    for (size_t i = 0; i < 3; i++) {
        kedge_directory_store store;
        stopping_machine *in = prepared(&store);

        in->error = errors[i].error;
        cr_expect_eq(write_psk(&store, 1, 9), errors[i].status); /* reading it first */
        cr_expect_eq(value_of(&store, 1), 1);
        in->error = errors[i].error;
        cr_expect_eq(write_psk(&store, 3, 9), errors[i].status);
        cr_expect(strstr(store.problem, "3.new") != NULL, "%s", store.problem);
        cr_expect_eq(value_of(&store, 3), 0);
        in->error = errors[i].error;
        cr_expect_eq(kedge_tag_delete(&store.store, 2), errors[i].status);
        cr_expect_eq(value_of(&store, 2), 2);
        forge_forget();
    }
}

Test(directory_stop, interrupted_system_calls_are_made_again)
{
    kedge_directory_store store;
    stopping_machine *in = prepared(&store);

    in->error = EINTR;
    cr_expect_eq(value_of(&store, 1), 1);
    forge_forget();
}

Test(directory_stop, a_file_cut_off_or_damaged_is_named_and_not_used)
{
    kedge_directory_store store;
    stopping_machine *in = prepared(&store);
    uint8_t memory[1024];
    kedge_credential own;
    uint32_t tag;

    in->file[0].seen[30] ^= 1;
    cr_expect_eq(kedge_credential_open(&own, &store.store, 1, 0, memory, sizeof memory), KEDGE_TAG_CORRUPT);
    in->file[1].seen_size--;
    cr_expect_eq(kedge_credential_open(&own, &store.store, 2, 0, memory, sizeof memory), KEDGE_TAG_CORRUPT);
    cr_expect(kedge_tag_next(&store.store, 0, &tag) == KEDGE_OK && tag == 1); /* still listed */
    in->file[0].is_exposed = true;
    cr_expect_eq(kedge_credential_open(&own, &store.store, 1, 0, memory, sizeof memory), KEDGE_STORE_EXPOSED);
    forge_forget();
}
