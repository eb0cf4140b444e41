/* sample.c - certificates that are right but for the one thing that a test is about. */
#include "unit/x509/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULT_UNSET UINT32_C(0xfeedbeef)

parsed sample_parse(kedge_span der)
{
    parsed result;
    kedge_span exact = forge_copy(der.data, der.size);

    memset(&result, 0xa5, sizeof result);
    result.fault = FAULT_UNSET;
    result.status = kedge_certificate_parse(&result.certificate, exact.data, exact.size, &result.fault);
    if (result.status != KEDGE_OK)
        cr_assert_leq(result.fault, der.size, "a fault lies within the certificate");
    return result;
}

forge_certificate sample_bare(void)
{
    forge_certificate certificate = forge_root("Sample");

    forge_drop_all(&certificate);
    certificate.serial_number = forge_hex("01");
    certificate.raw.signature = forge_bit_string(forge_hex("5a5a"), 0);
    return certificate;
}

forge_certificate sample_with(forge_extension extension)
{
    forge_certificate certificate = sample_bare();

    forge_put(&certificate, extension);
    return certificate;
}

kedge_certificate sample_accept(const forge_certificate *certificate)
{
    parsed result = sample_parse(forge_sign(certificate));

    cr_assert_eq(result.status, KEDGE_OK, "%s at %u", kedge_status_name(result.status),
                 (unsigned)result.fault);
    return result.certificate;
}

static bool holds_at(kedge_span whole, kedge_span part, size_t at)
{
    return at + part.size <= whole.size && memcmp(whole.data + at, part.data, part.size) == 0;
}

size_t sample_find(kedge_span whole, kedge_span part)
{
    size_t found = whole.size;

    for (size_t at = 0; at < whole.size; at++) {
        if (!holds_at(whole, part, at))
            continue;
        cr_assert_eq(found, whole.size, "the part stands in the encoding twice");
        found = at;
    }
    cr_assert_lt(found, whole.size, "the part does not stand in the encoding");
    return found;
}

void sample_refuse(const forge_certificate *certificate, kedge_status status, kedge_span part,
                   uint32_t offset)
{
    kedge_span der = forge_sign(certificate);
    parsed result = sample_parse(der);
    size_t start = sample_find(der, part);

    cr_assert_eq(result.status, status, "%s at %u", kedge_status_name(result.status), (unsigned)result.fault);
    cr_assert_eq(result.fault, start + offset, "at %d, not at %u", (int)result.fault - (int)start,
                 (unsigned)offset);
}

static forge_certificate with_value(kedge_extension extension, const char *value)
{
    return sample_with(forge_any_extension(forge_extension_oid(extension), false, forge_hex(value)));
}

void sample_judge_list(kedge_extension extension, const value_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        forge_certificate certificate = with_value(extension, cases[i].value);
        kedge_span whole = forge_sign(&certificate);
        kedge_span element = forge_extension_der(&certificate.extension[0]);
        size_t start = sample_find(whole, element) + element.size - forge_hex(cases[i].value).size;
        parsed result = sample_parse(whole);

        cr_assert_eq(result.status, cases[i].status, "%s: %s", cases[i].what,
                     kedge_status_name(result.status));
        if (result.status != KEDGE_OK)
            cr_assert_eq(result.fault, start + cases[i].offset, "%s: at %d, not at %u", cases[i].what,
                         (int)result.fault - (int)start, (unsigned)cases[i].offset);
    }
}

kedge_certificate sample_value(kedge_extension extension, const char *value)
{
    forge_certificate certificate = with_value(extension, value);
    kedge_certificate parsed_certificate = sample_accept(&certificate);

    cr_assert(kedge_certificate_has(&parsed_certificate, extension));
    return parsed_certificate;
}

static kedge_span read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes;
    long size;

    if (file == NULL)
        return FORGE_ABSENT;
    cr_assert_eq(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    cr_assert_gt(size, 0);
    rewind(file);
    bytes = forge_allocate((size_t)size);
    cr_assert_eq(fread(bytes, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return (kedge_span){ bytes, (size_t)size };
}

kedge_span sample_real(const char *path, uint32_t ordinal)
{
    kedge_span text = read_file(path);
    kedge_pem pem;
    kedge_pem_block block;
    uint8_t *room;
    size_t size;

    if (text.size == 0)
        return FORGE_ABSENT;
    kedge_pem_begin(&pem, text.data, text.size, KEDGE_PEM_LAX);
    do {
        if (kedge_pem_next(&pem, &block) != KEDGE_OK)
            return FORGE_ABSENT;
    } while (pem.block <= ordinal);
    room = forge_allocate(block.decoded_size);
    cr_assert_eq(kedge_pem_decode(&pem, &block, room, block.decoded_size, &size), KEDGE_OK);
    return forge_copy(room, size);
}
