/* pem.c - read anything as PEM, strictly and laxly: what is decoded, encoded again, is the same text. */
#include <kedge/pem.h>

#include "check.h"

static void check_again(kedge_span base64, const uint8_t *bytes, size_t size)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t sextets = (size * 8 + 5) / 6;
    size_t at = 0;

    for (size_t i = 0; i < base64.size; i++) {
        size_t byte = at * 6 / 8;
        unsigned pair = (byte < size ? bytes[byte] : 0u) << 8 | (byte + 1 < size ? bytes[byte + 1] : 0u);

        if (base64.data[i] == ' ' || (base64.data[i] >= '\t' && base64.data[i] <= '\r'))
            continue;
        CHECK(base64.data[i] == (at < sextets ? alphabet[pair >> (10 - at * 6 % 8) & 0x3f] : '='));
        at++;
    }
    CHECK(at == (size + 2) / 3 * 4);
}

static bool decode(kedge_pem pem, const kedge_pem_block *block, kedge_pem_form form)
{
    uint8_t *output = malloc(block->decoded_size);
    size_t written = 0;
    kedge_status status;

    pem.form = form;
    status = kedge_pem_decode(&pem, block, output, block->decoded_size, &written);
    CHECK(status == KEDGE_OK || status == KEDGE_PEM_BAD_BASE64);
    CHECK(status == KEDGE_OK || pem.fault <= pem.size);
    if (status == KEDGE_OK)
        check_again(block->base64, output, written);
    if (status == KEDGE_OK && written > 0)
        CHECK(kedge_pem_decode(&pem, block, output, written - 1, &written) == KEDGE_MEMORY_TOO_SMALL);
    free(output);
    return status == KEDGE_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int form = KEDGE_PEM_STRICT; form <= KEDGE_PEM_LAX; form++) {
        kedge_pem pem;
        kedge_pem_block block;
        kedge_status status;
        size_t position = 0;

        kedge_pem_begin(&pem, data, size, (kedge_pem_form)form);
        while ((status = kedge_pem_next(&pem, &block)) != KEDGE_PEM_END) {
            CHECK(pem.position > position && pem.position <= size);
            position = pem.position;
            CHECK(status == KEDGE_OK || (status == KEDGE_PEM_BAD_BOUNDARY && pem.fault < size));
            if (status != KEDGE_OK)
                continue;
            CHECK(!kedge_pem_is_certificate(block.label) || !kedge_pem_is_private_key(block.label));
            if (decode(pem, &block, KEDGE_PEM_STRICT))
                CHECK(decode(pem, &block, KEDGE_PEM_LAX));
            else
                (void)decode(pem, &block, KEDGE_PEM_LAX);
        }
        CHECK(pem.position == size);
    }
    return 0;
}
