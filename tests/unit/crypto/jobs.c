/* jobs.c - signatures of the tests, judged by every provider. */
#include "unit/crypto/jobs.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static bool is_unsupported(kedge_status status)
{
    return status == KEDGE_UNSUPPORTED_ALGORITHM || status == KEDGE_UNSUPPORTED_KEY;
}

kedge_status test_verify(kedge_algorithm algorithm, const kedge_public_key *key, kedge_span message,
                         kedge_span signature)
{
    const kedge_signature_job job = {
        .algorithm = algorithm, .key = key, .message = message, .signature = signature
    };
    kedge_status first = KEDGE_BAD_ARGUMENT;
    const kedge_crypto *crypto;

    /* A provider may do less than another; what it does, it does alike. */
    for (size_t i = 0; (crypto = test_provider(i)) != NULL; i++) {
        const kedge_status status = crypto->verify(crypto, &job);

        if (first == KEDGE_BAD_ARGUMENT || is_unsupported(first))
            first = status;
        else if (!is_unsupported(status))
            cr_assert_eq(status, first, "%s: %s", crypto->name, kedge_status_name(status));
    }
    return first;
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

kedge_span test_hex(const char *digits)
{
    const size_t size = strlen(digits) / 2;
    uint8_t *data = malloc(size + (size == 0));

    for (size_t i = 0; i < size; i++)
        data[i] = (uint8_t)(nibble(digits[2 * i]) << 4 | nibble(digits[2 * i + 1]));
    return (kedge_span){ data, size };
}

kedge_span test_copy(const void *data, size_t size)
{
    uint8_t *copy = malloc(size + (size == 0));

    memcpy(copy, data, size);
    return (kedge_span){ copy, size };
}

void test_free(kedge_span span)
{
    free((uint8_t *)span.data);
}

kedge_public_key test_point_key(kedge_key_type type, uint16_t bits, kedge_span point)
{
    return (kedge_public_key){
        .der = point.data, .point = { 0, (uint32_t)point.size }, .bits = bits, .type = (uint8_t)type
    };
}
