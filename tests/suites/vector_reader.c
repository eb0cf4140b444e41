/* vector_reader.c - words, numbers and PEM files of the vectors' manifest. */
#include "suites/vector_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "forge/forge.h"

_Noreturn void vector_fail(const char *what, const char *text)
{
    fprintf(stderr, "manifest: %s: %s\n", what, text);
    exit(1);
}

const char *vector_keep_text(const char *text)
{
    return (const char *)forge_copy(text, strlen(text) + 1).data;
}

kedge_span vector_read_file(const char *folder, const char *name)
{
    char path[1024];
    FILE *file;
    uint8_t *bytes;
    long size;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
        vector_fail("cannot be opened", path);
    rewind(file);
    bytes = forge_allocate((size_t)size);
    if (fread(bytes, 1, (size_t)size, file) != (size_t)size || fclose(file) != 0)
        vector_fail("cannot be read", path);
    return (kedge_span){ bytes, (size_t)size };
}

static bool is_labelled(kedge_span found, const char *label)
{
    return found.size == strlen(label) && memcmp(found.data, label, found.size) == 0;
}

void vector_read_blocks(const char *folder, const char *name, const char *const *labels, size_t label_count,
                        vector_blocks *blocks, size_t *label)
{
    const kedge_span text = vector_read_file(folder, name);
    kedge_pem pem;
    kedge_pem_block block;

    blocks->count = 0;
    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_STRICT);
    while (kedge_pem_next(&pem, &block) == KEDGE_OK) {
        uint8_t der[8192];
        size_t size;

        for (*label = 0; *label < label_count && !is_labelled(block.label, labels[*label]);)
            ++*label;
        if (blocks->count == VECTOR_CHAIN_MAX || *label == label_count
            || kedge_pem_decode(&pem, &block, der, sizeof der, &size) != KEDGE_OK)
            vector_fail("is not PEM as expected", name);
        blocks->block[blocks->count++] = forge_copy(der, size);
    }
}

kedge_status vector_read_status(const char *name)
{
    for (int status = 0; status < KEDGE_STATUS_COUNT; status++)
        if (strcmp(kedge_status_name((kedge_status)status), name) == 0)
            return (kedge_status)status;
    vector_fail("no such status", name);
}

int vector_read_place(const char *text)
{
    return strcmp(text, "anchor") == 0 ? KEDGE_INDEX_ANCHOR : atoi(text);
}

int64_t vector_read_moment(const char *text)
{
    int year;
    unsigned month, day, hour, minute, second;

    if (sscanf(text, "%4d-%2u-%2uT%2u:%2u:%2uZ", &year, &month, &day, &hour, &minute, &second) != 6)
        vector_fail("not a moment", text);
    return forge_seconds(year, month, day, hour, minute, second);
}

bool vector_read_flag(const char *text)
{
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        vector_fail("neither yes nor no", text);
    return strcmp(text, "yes") == 0;
}

/* Take the next word off a line; NULL at its end. */
char *vector_next_word(char **line)
{
    char *word = *line + strspn(*line, " ");

    if (*word == '\0')
        return NULL;
    *line = word + strcspn(word, " ");
    if (**line != '\0')
        *(*line)++ = '\0';
    return word;
}

/* The value of "key=value" where `word` has this key, else NULL. */
const char *vector_value_of(const char *word, const char *key)
{
    size_t size = strlen(key);

    return strncmp(word, key, size) == 0 && word[size] == '=' ? word + size + 1 : NULL;
}
