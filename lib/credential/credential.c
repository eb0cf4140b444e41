/* credential.c - a security tag, opened for use. */
#include <kedge/credential.h>

#include "credential/tag_image.h"
#include "credential/tag_value.h"

static kedge_status open_tag(kedge_credential *credential, const kedge_tag_store *store, uint32_t iterations_max)
{
    kedge_tag_contents contents;
    kedge_tag_report report;
    size_t size;
    kedge_status status;

    status = store->read(store, credential->tag, credential->memory, credential->memory_size, &size);
    if (status == KEDGE_OK)
        status = kedge_tag_image_read((kedge_span){ credential->memory, size }, credential->tag, &contents);
    if (status == KEDGE_OK)
        status = kedge_tag_key_open(&contents, iterations_max, credential->memory + size,
                                    credential->memory_size - size, &credential->private_key, &report);
    if (status != KEDGE_OK)
        return status;
    credential->roots = contents.slot[KEDGE_SLOT_ROOTS];
    credential->certificates = contents.slot[KEDGE_SLOT_CERTIFICATES];
    credential->psk = contents.slot[KEDGE_SLOT_PSK];
    credential->psk_identity = contents.slot[KEDGE_SLOT_PSK_IDENTITY];
    return KEDGE_OK;
}

kedge_status kedge_credential_open(kedge_credential *credential, const kedge_tag_store *store, uint32_t tag,
                                   uint32_t iterations_max, uint8_t *memory, size_t size)
{
    kedge_status status;

    *credential = (kedge_credential){ .tag = tag, .memory = memory, .memory_size = size };
    status = tag <= KEDGE_TAG_MAX ? open_tag(credential, store, iterations_max) : KEDGE_BAD_ARGUMENT;
    if (status != KEDGE_OK)
        kedge_credential_close(credential);
    return status;
}

void kedge_credential_close(kedge_credential *credential)
{
    kedge_wipe(credential->memory, credential->memory_size);
    kedge_wipe(credential, sizeof *credential);
}

kedge_status kedge_credential_add_roots(const kedge_credential *credential, kedge_trust *trust)
{
    kedge_span rest = credential->roots;
    kedge_span root;
    uint32_t fault;
    kedge_status status = KEDGE_NO_CERTIFICATE;

    while (kedge_certificates_next(&rest, &root)) {
        status = kedge_trust_add_der(trust, root.data, root.size, NULL, &fault);
        if (status != KEDGE_OK)
            return status;
    }
    return status;
}

kedge_status kedge_credential_chain(const kedge_credential *credential, kedge_span *chain, size_t capacity,
                                    size_t *count)
{
    kedge_span rest = credential->certificates;
    kedge_span one;

    *count = 0;
    while (kedge_certificates_next(&rest, &one)) {
        if (*count == capacity)
            return KEDGE_MEMORY_TOO_SMALL;
        chain[(*count)++] = one;
    }
    return *count > 0 ? KEDGE_OK : KEDGE_NO_CERTIFICATE;
}
