/* kill.c - kill FOLDER COUNT: a writer is killed at COUNT random moments; each time the store has the last value that
 * the writer finished, or the one that it was writing.
 *
 * The writer tells through shared memory how far it is; it can do no more than that, being killed by SIGKILL.
 */
#include <kedge/credential.h>
#include <kedge/directory_store.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TAG 42
#define MEMORY 65536

static uint8_t memory[MEMORY];

static void give_up(const char *what)
{
    printf("%s\n", what);
    exit(1);
}

/* A tag whose key is its number over and over, so that a mixture would show. */
static kedge_status write_number(const kedge_directory_store *in, uint32_t number)
{
    kedge_tag_change change = { .time = kedge_time_waived() };
    kedge_tag_report report;
    uint32_t psk[1000];

    for (size_t i = 0; i < sizeof psk / sizeof psk[0]; i++)
        psk[i] = number;
    change.value[KEDGE_SLOT_PSK] = (kedge_span){ (const uint8_t *)psk, sizeof psk };
    return kedge_tag_write(&in->store, TAG, &change, memory, sizeof memory, &report);
}

static uint32_t read_number(const kedge_directory_store *in)
{
    kedge_credential own;
    uint32_t psk[1000];
    const kedge_status status = kedge_credential_open(&own, &in->store, TAG, 0, memory, sizeof memory);

    if (status == KEDGE_TAG_NOT_FOUND)
        return 0;
    if (status != KEDGE_OK || own.psk.size != sizeof psk) {
        printf("%s, %s\n", kedge_status_name(status), in->problem);
        exit(1);
    }
    memcpy(psk, own.psk.data, sizeof psk);
    for (size_t i = 1; i < sizeof psk / sizeof psk[0]; i++)
        if (psk[i] != psk[0])
            give_up("a mixture of two values");
    return psk[0];
}

static void write_on(const char *folder, volatile uint32_t *finished)
{
    kedge_directory_store store;

    if (kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_WRITE) != KEDGE_OK)
        give_up(store.problem);
    for (;;) {
        const uint32_t next = *finished + 1;

        if (write_number(&store, next) != KEDGE_OK)
            give_up(store.problem);
        *finished = next;
    }
}

static void wait_a_while(unsigned *random)
{
    struct timespec time = { 0, 0 };

    *random = *random * 1103515245u + 12345u;
    time.tv_nsec = (long)(*random >> 8) % 3000000;
    nanosleep(&time, NULL);
}

/* @return whether the writer was in the midst of a write that had begun to show. */
static bool kill_once(const char *folder, volatile uint32_t *finished, unsigned *random)
{
    kedge_directory_store store;
    uint32_t number;
    int status;
    const pid_t writer = fork();

    if (writer < 0)
        give_up("cannot fork");
    if (writer == 0)
        write_on(folder, finished);
    wait_a_while(random);
    kill(writer, SIGKILL);
    if (waitpid(writer, &status, 0) != writer || !WIFSIGNALED(status))
        give_up("the writer ended by itself");
    if (kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_WRITE) != KEDGE_OK)
        give_up(store.problem);
    number = read_number(&store);
    if (number != *finished && number != *finished + 1) {
        printf("%u is there, %u was finished\n", (unsigned)number, (unsigned)*finished);
        exit(1);
    }
    kedge_directory_store_close(&store);
    status = number != *finished;
    *finished = number;
    return status != 0;
}

int main(int argc, char **argv)
{
    volatile uint32_t *finished = mmap(NULL, sizeof *finished, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    unsigned random = 1, shown = 0;
    const unsigned count = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;

    if (count == 0 || finished == MAP_FAILED)
        give_up("usage: kill FOLDER COUNT");
    for (unsigned i = 0; i < count; i++)
        shown += kill_once(argv[1], finished, &random);
    printf("killed %u times, %u values written, %u of them found before the writer could tell\n", count,
           (unsigned)*finished, shown);
    return 0;
}
