/* directory_store_test.c - security tags in a real directory. */
#include <criterion/criterion.h>
#include <kedge/credential.h>
#include <kedge/directory_store.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char above[64], folder[96];

static void make_folder(void)
{
    strcpy(above, "/tmp/kedge-store-XXXXXX");
    cr_assert(mkdtemp(above) != NULL);
    snprintf(folder, sizeof folder, "%s/tags", above);
}

static void remove_folder(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", above);
    if (system(command) != 0)
        abort();
}

TestSuite(directory_store, .init = make_folder, .fini = remove_folder);

static kedge_directory_store store;

static void open_store(kedge_directory_use use)
{
    cr_assert_eq(kedge_directory_store_open(&store, folder, use), KEDGE_OK, "%s", store.problem);
}

static kedge_status write_psk(uint32_t tag, const char *psk)
{
    kedge_tag_change change = { .time = kedge_time_waived() };
    kedge_tag_report report;
    uint8_t memory[1024];

    change.value[KEDGE_SLOT_PSK] = (kedge_span){ (const uint8_t *)psk, strlen(psk) };
    return kedge_tag_write(&store.store, tag, &change, memory, sizeof memory, &report);
}

static kedge_status read_psk(uint32_t tag)
{
    uint8_t memory[1024];
    kedge_credential own;
    const kedge_status status = kedge_credential_open(&own, &store.store, tag, 0, memory, sizeof memory);

    kedge_credential_close(&own);
    return status;
}

/* A path within the store; it lives until the next call. */
static const char *path(const char *name)
{
    static char made[128];

    snprintf(made, sizeof made, "%s/%s", folder, name);
    return made;
}

static mode_t mode_of(const char *name)
{
    struct stat about;

    cr_assert_eq(stat(name, &about), 0);
    return about.st_mode & 07777;
}

Test(directory_store, tags_are_written_listed_and_deleted_in_files_of_the_owners_alone)
{
    uint32_t tag;

    umask(0);
    open_store(KEDGE_DIRECTORY_WRITE);
    cr_expect_eq(write_psk(42, "key"), KEDGE_OK);
    cr_expect_eq(write_psk(7, "key"), KEDGE_OK);
    cr_expect_eq(write_psk(7, "another key"), KEDGE_OK);
    cr_expect_eq(mode_of(folder), 0700);
    cr_expect_eq(mode_of(path("42.tag")), 0600);
    cr_expect_eq(mode_of(path("lock")), 0600);
    cr_expect_neq(access(path("42.new"), F_OK), 0);
    kedge_directory_store_close(&store);
    open_store(KEDGE_DIRECTORY_READ);
    cr_expect(kedge_tag_next(&store.store, 0, &tag) == KEDGE_OK && tag == 7);
    cr_expect(kedge_tag_next(&store.store, 8, &tag) == KEDGE_OK && tag == 42);
    cr_expect_eq(kedge_tag_next(&store.store, 43, &tag), KEDGE_TAG_NOT_FOUND);
    cr_expect(read_psk(7) == KEDGE_OK && read_psk(8) == KEDGE_TAG_NOT_FOUND);
    cr_expect_eq(write_psk(1, "key"), KEDGE_STORE_FAILED); /* to be read only */
    cr_expect_eq(kedge_tag_delete(&store.store, 7), KEDGE_STORE_FAILED);
    kedge_directory_store_close(&store);
    open_store(KEDGE_DIRECTORY_WRITE);
    cr_expect_eq(kedge_tag_delete(&store.store, 7), KEDGE_OK);
    cr_expect_eq(kedge_tag_delete(&store.store, 7), KEDGE_TAG_NOT_FOUND);
    kedge_directory_store_close(&store);
    kedge_directory_store_close(&store);
}

Test(directory_store, a_directory_that_is_not_there_is_made_to_be_written_alone)
{
    cr_expect_eq(kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_READ), KEDGE_STORE_UNFORMATTED);
    cr_expect_neq(access(folder, F_OK), 0);
    snprintf(folder, sizeof folder, "%s/no/tags", above);
    cr_expect_eq(kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_WRITE), KEDGE_STORE_FAILED);
    cr_expect(strstr(store.problem, "cannot be made") != NULL, "%s", store.problem);
}

Test(directory_store, a_directory_open_to_others_is_refused)
{
    static const mode_t modes[] = { 0701, 0710, 0740, 0770, 0777 };

    cr_assert_eq(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        cr_assert_eq(chmod(folder, modes[i]), 0);
        cr_expect_eq(kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_READ), KEDGE_STORE_EXPOSED);
        cr_expect(strstr(store.problem, "0700") != NULL);
        cr_expect_eq(kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_WRITE), KEDGE_STORE_EXPOSED);
    }
}

Test(directory_store, what_is_no_directory_is_refused)
{
    char link[128];
    FILE *file;

    cr_assert_eq(mkdir(folder, 0700), 0);
    snprintf(link, sizeof link, "%s/link", above);
    cr_assert_eq(symlink(folder, link), 0);
    cr_expect_eq(kedge_directory_store_open(&store, link, KEDGE_DIRECTORY_READ), KEDGE_STORE_EXPOSED);
    cr_expect_eq(kedge_directory_store_open(&store, link, KEDGE_DIRECTORY_WRITE), KEDGE_STORE_EXPOSED);
    cr_assert((file = fopen(path("file"), "w")) != NULL);
    fclose(file);
    cr_expect_eq(kedge_directory_store_open(&store, path("file"), KEDGE_DIRECTORY_READ), KEDGE_STORE_EXPOSED);
}

Test(directory_store, another_users_directory_is_refused)
{
    if (geteuid() != 0)
        cr_skip_test("only root can make another user's directory");
    cr_assert_eq(mkdir(folder, 0700), 0);
    cr_assert_eq(chown(folder, 12345, 12345), 0);
    cr_expect_eq(kedge_directory_store_open(&store, folder, KEDGE_DIRECTORY_WRITE), KEDGE_STORE_EXPOSED);
    cr_expect(strstr(store.problem, "another user") != NULL);
}

Test(directory_store, files_that_are_not_the_owners_alone_are_refused)
{
    open_store(KEDGE_DIRECTORY_WRITE);
    cr_assert_eq(write_psk(1, "key"), KEDGE_OK);
    cr_assert_eq(chmod(path("1.tag"), 0640), 0);
    cr_expect_eq(read_psk(1), KEDGE_STORE_EXPOSED);
    cr_expect(strstr(store.problem, "'1.tag'") != NULL, "%s", store.problem);
    cr_assert_eq(chmod(path("1.tag"), 0600), 0);
    cr_expect_eq(read_psk(1), KEDGE_OK);
    {
        char other[128];

        snprintf(other, sizeof other, "%s/other", above);
        cr_assert_eq(link(path("1.tag"), other), 0);
        cr_expect_eq(read_psk(1), KEDGE_STORE_EXPOSED); /* it has another name */
        cr_assert_eq(unlink(other), 0);
    }
    cr_assert_eq(symlink("1.tag", path("2.tag")), 0);
    cr_expect_eq(read_psk(2), KEDGE_STORE_EXPOSED);
    cr_expect(strstr(store.problem, "symbolic link") != NULL, "%s", store.problem);
    cr_assert_eq(mkfifo(path("3.tag"), 0600), 0);
    cr_expect_eq(read_psk(3), KEDGE_STORE_EXPOSED); /* at once: nobody waits for a writer */
    cr_assert_eq(mkdir(path("4.tag"), 0700), 0);
    cr_expect_eq(read_psk(4), KEDGE_STORE_EXPOSED);
    kedge_directory_store_close(&store);
}

/* Links and leftovers in the place of the temporary file are removed, never followed. */
Test(directory_store, what_stands_in_the_way_of_a_write_is_not_followed)
{
    char victim[128];
    FILE *file;

    open_store(KEDGE_DIRECTORY_WRITE);
    snprintf(victim, sizeof victim, "%s/victim", above);
    cr_assert((file = fopen(victim, "w")) != NULL);
    fclose(file);
    cr_assert_eq(symlink(victim, path("1.new")), 0);
    cr_expect_eq(write_psk(1, "key"), KEDGE_OK);
    cr_expect_eq(read_psk(1), KEDGE_OK);
    {
        struct stat about;

        cr_assert_eq(stat(victim, &about), 0);
        cr_expect_eq(about.st_size, 0);
    }
    cr_assert_eq(mkdir(path("2.new"), 0700), 0);
    cr_expect_eq(write_psk(2, "key"), KEDGE_STORE_FAILED);
    kedge_directory_store_close(&store);
}

Test(directory_store, names_that_are_none_of_its_own_are_passed_over)
{
    static const char *const names[] = { "x.tag", "01.tag", ".tag", "1.tags", "2147483648.tag", "99999999999.tag",
                                         "3.new", "-1.tag", "4" };
    uint32_t tag;

    open_store(KEDGE_DIRECTORY_WRITE);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        FILE *file = fopen(path(names[i]), "w");

        cr_assert(file != NULL);
        fclose(file);
    }
    cr_expect_eq(kedge_tag_next(&store.store, 0, &tag), KEDGE_TAG_NOT_FOUND);
    cr_assert_eq(write_psk(2147483647, "key"), KEDGE_OK);
    cr_expect(kedge_tag_next(&store.store, 0, &tag) == KEDGE_OK && tag == 2147483647);
    kedge_directory_store_close(&store);
}

/* The lock is of whoever opened it: a second opening in one process is as good as one in another. */
Test(directory_store, one_writes_at_a_time)
{
    kedge_directory_store other;

    open_store(KEDGE_DIRECTORY_WRITE);
    cr_expect_eq(kedge_directory_store_open(&other, folder, KEDGE_DIRECTORY_WRITE), KEDGE_STORE_BUSY);
    cr_expect(strstr(other.problem, "another process") != NULL, "%s", other.problem);
    cr_expect_eq(kedge_directory_store_open(&other, folder, KEDGE_DIRECTORY_READ), KEDGE_OK);
    kedge_directory_store_close(&other);
    kedge_directory_store_close(&store);
    open_store(KEDGE_DIRECTORY_WRITE);
    kedge_directory_store_close(&store);
}

Test(directory_store, an_empty_or_foreign_file_is_a_damaged_tag)
{
    FILE *file;

    open_store(KEDGE_DIRECTORY_WRITE);
    umask(077);
    cr_assert((file = fopen(path("5.tag"), "w")) != NULL);
    fclose(file);
    cr_expect_eq(read_psk(5), KEDGE_TAG_CORRUPT);
    cr_expect_eq(write_psk(5, "key"), KEDGE_TAG_CORRUPT);
    cr_expect_eq(kedge_tag_delete(&store.store, 5), KEDGE_OK);
    cr_expect_eq(write_psk(5, "key"), KEDGE_OK);
    kedge_directory_store_close(&store);
}
