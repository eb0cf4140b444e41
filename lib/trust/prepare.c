/* prepare.c - anchors' keys, prepared once, at provisioning. */
#include "trust/store.h"

kedge_status kedge_trust_prepare(kedge_trust *trust, size_t limit)
{
    for (size_t i = 0; i < trust->anchor_count; i++) {
        kedge_anchor *anchor = &trust->anchors[i];
        const size_t size = kedge_key_prepared_size(trust->crypto, &anchor->certificate.key, limit);
        uint8_t *memory;

        if (anchor->prepared != NULL || size == 0)
            continue;
        memory = kedge_trust_take(trust, size + KEDGE_PREPARED_ALIGN - 1, 1);
        if (memory == NULL)
            return KEDGE_MEMORY_TOO_SMALL;
        memory += (KEDGE_PREPARED_ALIGN - (uintptr_t)memory % KEDGE_PREPARED_ALIGN) % KEDGE_PREPARED_ALIGN;
        /* A key that is no point of its curve is found out when it is used. */
        if (kedge_key_prepare(trust->crypto, &anchor->certificate.key, memory, size) == KEDGE_OK)
            anchor->prepared = memory;
    }
    return KEDGE_OK;
}
