/* certificates.c - certificates out of files, PEM or DER. */
#include "certificates.h"
#include "input.h"
#include "text.h"

#include <kedge/kedge.h>

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void add(certificates *list, uint8_t *der, size_t size, const char *file, uint32_t block)
{
    loaded_certificate item = { der, size, or_die(strdup(file)), block };

    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 8 : list->capacity * 2;
        list->items = or_die(realloc(list->items, list->capacity * sizeof item));
    }
    list->items[list->count++] = item;
}

/* Containers that are taken for certificates by mistake begin with another element than one does:
 * SEQUENCE { SEQUENCE { tbsCertificate... }, ... } (RFC 5280, 4.1). */
static const char *other_container(const uint8_t *bytes, size_t size)
{
    uint32_t fault;
    kedge_der der, inner;
    uint8_t tag[3] = { 0, 0, 0 };
    kedge_range content, first = { 0, 0 };

    if (kedge_der_begin(&der, bytes, size, &fault) != KEDGE_OK
        || kedge_der_enter(&der, KEDGE_TAG_SEQUENCE, &inner) != KEDGE_OK)
        return NULL;
    for (int i = 0; i < 3 && !kedge_der_at_end(&inner); i++) {
        if (kedge_der_read_any(&inner, &tag[i], &content) != KEDGE_OK)
            return NULL;
        if (i == 0)
            first = content;
    }
    /* PKCS#8, RSAPrivateKey and ECPrivateKey begin with their version; so does PKCS#12, with 3. */
    if (tag[0] == KEDGE_TAG_INTEGER && first.size == 1 && bytes[first.offset] <= 1
        && (tag[1] == KEDGE_TAG_SEQUENCE || tag[1] == KEDGE_TAG_INTEGER || tag[1] == KEDGE_TAG_OCTET_STRING))
        return "a private key, not a certificate";
    if (tag[0] == KEDGE_TAG_INTEGER && first.size == 1 && bytes[first.offset] == 3)
        return "a PKCS#12 container, not a certificate";
    if (tag[0] == KEDGE_TAG_OID)
        return "a PKCS#7 or CMS container, not a certificate";
    if (tag[0] == KEDGE_TAG_SEQUENCE && tag[1] == KEDGE_TAG_OCTET_STRING && tag[2] == 0)
        return "an encrypted private key, not a certificate";
    if (tag[0] == KEDGE_TAG_SEQUENCE && tag[1] == KEDGE_TAG_BIT_STRING && tag[2] == 0)
        return "a public key, not a certificate";
    return NULL;
}

/* The size of the SEQUENCE that `bytes` begin with, or why it is none. */
static kedge_status outer_size(const uint8_t *bytes, size_t size, size_t *outer, uint32_t *fault)
{
    kedge_der der;
    kedge_range element;
    kedge_status status;

    *fault = 0;
    status = kedge_der_begin(&der, bytes, size, fault);
    if (status == KEDGE_OK)
        status = kedge_der_read_element(&der, KEDGE_TAG_SEQUENCE, &element);
    if (status == KEDGE_OK)
        *outer = element.size;
    return status;
}

/* Whether the bytes are one SEQUENCE and nothing else that is known; complains where not. */
static bool is_certificate_like(const uint8_t *bytes, size_t size, const char *file, uint32_t block)
{
    uint32_t fault;
    size_t outer = 0;
    const char *other;
    const kedge_status status = outer_size(bytes, size, &outer, &fault);

    if (status != KEDGE_OK) {
        complain_status(file, block, status, fault);
        return false;
    }
    if (outer != size) {
        complain_status(file, block, KEDGE_DER_TRAILING_DATA, outer);
        return false;
    }
    other = other_container(bytes, size);
    if (other != NULL)
        complain_of(file, block, "%s", other);
    return other == NULL;
}

/* Whether the content of a block may be added; complains where not. */
static bool is_acceptable(const certificates *list, const uint8_t *bytes, size_t size, const char *path,
                          uint32_t block)
{
    const char *other;

    if (!list->admits_dead || list->count == 0)
        return is_certificate_like(bytes, size, path, block);
    other = other_container(bytes, size);
    if (other != NULL)
        complain_of(path, block, "%s", other);
    return other == NULL;
}

static bool is_labelled(const kedge_pem_block *block, const char *label)
{
    return block->label.size == strlen(label) && memcmp(block->label.data, label, block->label.size) == 0;
}

/* Read the block found last. */
static bool read_block(certificates *list, kedge_pem *pem, const kedge_pem_block *block, const char *path)
{
    uint8_t *der;
    size_t size = 0;
    kedge_status status;

    if (kedge_pem_is_private_key(block->label)) {
        complain_of(path, pem->block, "a private key, not a certificate");
        return false;
    }
    if (is_labelled(block, "EC PARAMETERS")) /* the private key that it announces is complained of */
        return true;
    if (!kedge_pem_is_certificate(block->label)) {
        char label[65] = "";

        memcpy(label, block->label.data, block->label.size < 64 ? block->label.size : 64);
        for (char *c = label; *c != '\0'; c++)
            *c = isprint((unsigned char)*c) ? *c : '?';
        complain_of(path, pem->block, "not a certificate but '%s'", label);
        return false;
    }
    der = or_die(malloc(block->decoded_size + 1));
    status = kedge_pem_decode(pem, block, der, block->decoded_size, &size);
    if (status != KEDGE_OK) {
        complain_status(path, pem->block, status, pem->fault);
        free(der);
        return false;
    }
    if (size == 0) {
        complain_of(path, pem->block, "empty: there is no certificate in it");
        free(der);
        return false;
    }
    if (!is_acceptable(list, der, size, path, pem->block)) {
        free(der);
        return false;
    }
    add(list, der, size, path, pem->block);
    return true;
}

static bool read_pem(certificates *list, const input *in, const char *path)
{
    const size_t before = list->count;
    kedge_pem pem;

    kedge_pem_begin(&pem, in->bytes, in->size, KEDGE_PEM_LAX);
    for (;;) {
        kedge_pem_block block;
        const kedge_status status = kedge_pem_next(&pem, &block);

        if (status == KEDGE_PEM_END)
            break;
        if (status != KEDGE_OK)
            complain_status(path, pem.block, status, pem.fault);
        else if (read_block(list, &pem, &block, path))
            continue;
        if (!list->skips_damaged)
            return false;
    }
    if (list->count == before)
        complain_of(path, 0, "there is no certificate in it");
    return list->count > before;
}

static bool has_boundary(const input *in)
{
    static const char begin[] = "-----BEGIN ";
    const size_t length = sizeof begin - 1;

    for (size_t i = 0; i + length <= in->size; i++) {
        const uint8_t *dash = memchr(in->bytes + i, '-', in->size - i - length + 1);

        if (dash == NULL)
            return false;
        i = (size_t)(dash - in->bytes);
        if (memcmp(dash, begin, length) == 0)
            return true;
    }
    return false;
}

static bool read_der(certificates *list, const input *in, const char *path)
{
    uint8_t *der;

    if (!is_certificate_like(in->bytes, in->size, path, 0))
        return false;
    der = or_die(malloc(in->size));
    memcpy(der, in->bytes, in->size);
    add(list, der, in->size, path, 0);
    return true;
}

/* One SEQUENCE from the first byte to the last is DER, whatever text it holds; a text may begin with
 * the digit 0, which is a SEQUENCE's identifier octet. */
static bool read_bytes(certificates *list, const input *in, const char *path)
{
    uint32_t fault;
    size_t outer = 0;

    if (outer_size(in->bytes, in->size, &outer, &fault) == KEDGE_OK && outer == in->size)
        return read_der(list, in, path);
    if (has_boundary(in))
        return read_pem(list, in, path);
    if (in->bytes[0] == KEDGE_TAG_SEQUENCE)
        return read_der(list, in, path);
    complain_of(path, 0, "neither PEM nor DER: there is no certificate in it");
    return false;
}

bool certificates_read(certificates *list, const char *path)
{
    input in;
    bool done;

    if (!input_read(&in, path))
        return false;
    done = read_bytes(list, &in, path);
    free(in.bytes);
    return done;
}

/* Names that certificate files have: by suffix, or as c_rehash makes them ("5443e9e3.0"). */
static bool is_certificate_name(const char *name)
{
    static const char *const suffixes[] = { ".pem", ".crt", ".cer", ".der" };
    const size_t size = strlen(name);

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (size > 4 && strcmp(name + size - 4, suffixes[i]) == 0)
            return true;
    return size == 10 && strspn(name, "0123456789abcdef") == 8 && name[8] == '.'
           && isdigit((unsigned char)name[9]);
}

static int is_certificate_entry(const struct dirent *entry)
{
    return is_certificate_name(entry->d_name);
}

bool certificates_read_folder(certificates *list, const char *path)
{
    const size_t before = list->count;
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, is_certificate_entry, alphasort);
    bool done = true;

    if (count < 0) {
        complain_of(path, 0, "cannot be read: it is no directory, or not ours to read");
        return false;
    }
    for (int i = 0; i < count; i++) {
        const size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
        char *file = or_die(malloc(size));

        snprintf(file, size, "%s/%s", path, entries[i]->d_name);
        if (done && !input_is_folder(file))
            done = certificates_read(list, file) || list->skips_damaged;
        free(file);
        free(entries[i]);
    }
    free(entries);
    if (done && list->count == before) {
        complain_of(path, 0, "holds no certificate file (.pem, .crt, .cer, .der)");
        return false;
    }
    return done;
}

void certificates_add(certificates *list, const uint8_t *der, size_t size, const char *file, uint32_t block)
{
    uint8_t *copy = or_die(malloc(size));

    memcpy(copy, der, size);
    add(list, copy, size, file, block);
}

void certificates_free(certificates *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].der);
        free(list->items[i].file);
    }
    free(list->items);
}
