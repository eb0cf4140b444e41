/* key_files.c - the test keys of keys/. */
#include "unit/credential/key_files.h"

#include <criterion/criterion.h>
#include <kedge/pem.h>

#include <stdio.h>
#include <string.h>

#include "forge/memory.h"

kedge_span key_text(const char *name)
{
    char path[512];
    uint8_t bytes[16384];
    size_t size;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", KEYS, name);
    file = fopen(path, "rb");
    cr_assert(file != NULL, "%s", path);
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    cr_assert(size > 0 && size < sizeof bytes);
    return forge_copy(bytes, size);
}

kedge_span key_der(kedge_span text)
{
    uint8_t bytes[16384];
    kedge_pem pem;
    kedge_pem_block block;
    size_t size;

    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_LAX);
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_OK);
    cr_assert_eq(kedge_pem_decode(&pem, &block, bytes, sizeof bytes, &size), KEDGE_OK);
    return forge_copy(bytes, size);
}

kedge_public_key key_public(const char *name)
{
    kedge_span der = key_der(key_text(name));
    kedge_public_key key;
    kedge_der reader;
    uint32_t fault;

    cr_assert_eq(kedge_der_begin(&reader, der.data, der.size, &fault), KEDGE_OK);
    cr_assert_eq(kedge_public_key_read(&reader, &key), KEDGE_OK);
    return key;
}

kedge_status key_open_with(kedge_private_key *key, kedge_span encoding, const char *password)
{
    kedge_private_key_options options = { .iterations_max = 0 };
    uint32_t fault;

    if (password != NULL)
        options.password = forge_copy(password, strlen(password));
    return kedge_private_key_open(key, encoding, &options, forge_allocate(encoding.size), encoding.size, &fault);
}

kedge_private_key key_opened(const char *name, const char *password)
{
    kedge_private_key key;
    kedge_status status = key_open_with(&key, key_text(name), password);

    cr_assert_eq(status, KEDGE_OK, "%s: %s", name, kedge_status_name(status));
    return key;
}
