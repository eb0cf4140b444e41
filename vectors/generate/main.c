/* main.c - writes all vectors into a folder: `vectors_generate FOLDER`. */
#include "main.h"

#include <stdio.h>
#include "vector.h"

static void (*const rules[])(void) = {
    emit_signature,
    emit_algorithm_policy,
    emit_chain,
    emit_anchor,
    emit_name,
    emit_version,
    emit_validity,
    emit_basic_constraints,
    emit_path_length,
    emit_key_usage,
    emit_extended_key_usage,
    emit_critical_extensions,
    emit_key_identifiers,
    emit_identity,
    emit_name_constraints,
    emit_certificate_policy,
    emit_distrust,
    emit_anchor_constraints,
    emit_application,
    emit_revocation,
    emit_ocsp,
    emit_timestamps,
    emit_conformance,
    emit_der,
};

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    vectors_begin(argv[1]);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        rules[i]();
        forge_forget();
    }
    vectors_end();
    return 0;
}
