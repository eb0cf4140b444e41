/* sample.h - certificates that are right but for the one thing that a test is about. */
#ifndef KEDGE_TESTS_UNIT_X509_SAMPLE_H
#define KEDGE_TESTS_UNIT_X509_SAMPLE_H

#include <criterion/criterion.h>
#include <kedge/kedge.h>
#include "forge/forge.h"

/* What parsing said. */
typedef struct parsed {
    kedge_status status;
    uint32_t fault;
    kedge_certificate certificate;
} parsed;

/* Parse `size` bytes from a heap block of exactly that size, which is left allocated. */
parsed sample_parse(kedge_span der);

/* A self-issued v3 certificate without extensions, whose signature is made up. */
forge_certificate sample_bare(void);
/* The same with one extension. */
forge_certificate sample_with(forge_extension extension);

/* Parse what must parse. */
kedge_certificate sample_accept(const forge_certificate *certificate);
/* Parse what must not: `part` stands in the encoding once, and the fault lies `offset` bytes after its
 * start. */
void sample_refuse(const forge_certificate *certificate, kedge_status status, kedge_span part,
                   uint32_t offset);

/* A value of an extension in hexadecimal digits, and what becomes of it. */
typedef struct value_case {
    const char *what;
    const char *value;
    kedge_status status;
    uint32_t offset;      /* of the fault, from the value's first byte */
} value_case;

/* Every value of `cases` is judged as its row says when it stands in `extension`. */
#define sample_judge(extension, cases) sample_judge_list(extension, cases, sizeof(cases) / sizeof(cases)[0])
void sample_judge_list(kedge_extension extension, const value_case *cases, size_t count);

/* Parse a certificate whose only extension has this value, which must be accepted. */
kedge_certificate sample_value(kedge_extension extension, const char *value);

/* The offset at which `part` stands in `whole`, once. */
size_t sample_find(kedge_span whole, kedge_span part);

/* A certificate of a PEM file in an exact heap block; `ordinal` counts from 0.  Empty where there is none. */
kedge_span sample_real(const char *path, uint32_t ordinal);

#endif
