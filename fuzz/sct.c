/* sct.c - read anything as a list of timestamps, and the timestamps of anything that parses as a certificate: all
 * of what is read lies in the list, and what is put together lies in the memory. */
#include <kedge/sct.h>

#include "check.h"

static bool is_within(kedge_span whole, kedge_span part)
{
    return part.size == 0
           || (part.data >= whole.data && part.size <= whole.size
               && (size_t)(part.data - whole.data) <= whole.size - part.size);
}

/* Verify under a log that gave the timestamp, for all that anybody knows; nothing verifies. */
static void verify(const kedge_sct *sct, const kedge_certificate *certificate)
{
    static const uint8_t info[] = {
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
        0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04, 0x20, 0x5b, 0x18, 0xc8, 0x3c, 0xc1, 0x8b, 0xb3, 0x31,
        0x08, 0x00, 0xbf, 0xa0, 0x90, 0x57, 0x2b, 0xb7, 0x47, 0x8c, 0x6f, 0xb5, 0x68, 0xb0, 0x8e, 0x90, 0x78, 0xe9,
        0xa0, 0x73, 0xea, 0x4f, 0x28, 0x21, 0x2e, 0x9c, 0xc0, 0xf4, 0x16, 0x1b, 0xaa, 0xf9, 0xd5, 0xd7, 0xa9, 0x80,
        0xc3, 0x4e, 0x2f, 0x52, 0x3c, 0x98, 0x01, 0x25, 0x46, 0x24, 0x25, 0x28, 0x23, 0x77, 0x2d, 0x05, 0xc2, 0x40,
        0x7a,
    };
    const kedge_crypto *crypto = kedge_crypto_default();
    const size_t size = kedge_sct_verify_size(certificate, sct);
    kedge_sct_log log;
    uint32_t fault;
    void *memory = malloc(size);

    CHECK(kedge_sct_log_init(&log, (kedge_span){ info, sizeof info }, 1, crypto, &fault) == KEDGE_OK);
    memcpy(log.id, sct->log_id.data, sizeof log.id);
    for (int source = KEDGE_SCT_EMBEDDED; source <= KEDGE_SCT_TLS; source++) {
        const kedge_status status = kedge_sct_verify(sct, (kedge_sct_source)source, certificate, certificate, &log,
                                                     crypto, memory, size);

        CHECK(status != KEDGE_OK && status != KEDGE_WORKSPACE_TOO_SMALL);
    }
    free(memory);
}

static void read_list(kedge_span bytes, const kedge_certificate *certificate)
{
    kedge_sct_list list;
    kedge_sct sct;
    bool found = true;

    if (kedge_sct_list_begin(&list, bytes) != KEDGE_OK)
        return;
    while (kedge_sct_list_next(&list, &sct, &found) == KEDGE_OK && found) {
        CHECK(is_within(bytes, sct.log_id) && is_within(bytes, sct.extensions) && is_within(bytes, sct.signature));
        CHECK(sct.version != 0 || sct.log_id.size == KEDGE_SCT_LOG_ID_SIZE);
        if (certificate != NULL && sct.version == 0)
            verify(&sct, certificate);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kedge_certificate certificate;
    uint32_t fault;

    read_list((kedge_span){ data, size }, NULL);
    if (kedge_certificate_parse(&certificate, data, size, &fault) == KEDGE_OK)
        read_list(kedge_certificate_sct_list(&certificate), &certificate);
    return 0;
}
