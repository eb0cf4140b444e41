/* anchors.c - the trust, made of the files that the command line names. */
#include "anchors.h"
#include "input.h"
#include "text.h"

#include <stdlib.h>

bool anchors_read(anchors *all, const char *path)
{
    return input_is_folder(path) ? certificates_read_folder(&all->files, path)
                                 : certificates_read(&all->files, path);
}

static bool add(anchors *all, const loaded_certificate *item)
{
    uint32_t fault = 0;
    const kedge_status status = kedge_trust_add_der(&all->trust, item->der, item->size, NULL, &fault);

    if (status != KEDGE_OK)
        complain_status(item->file, item->block, status, fault);
    return status == KEDGE_OK;
}

bool anchors_build(anchors *all)
{
    const size_t size = kedge_trust_size(all->files.count, 0);
    kedge_status status;

    /* malloc() aligns to KEDGE_TRUST_ALIGN where max_align_t does; aligned_alloc() does everywhere. */
    all->memory = or_die(aligned_alloc(KEDGE_TRUST_ALIGN, (size + KEDGE_TRUST_ALIGN) / KEDGE_TRUST_ALIGN
                                                              * KEDGE_TRUST_ALIGN));
    status = kedge_trust_init(&all->trust, all->memory, size, kedge_crypto_default());
    if (status != KEDGE_OK) {
        complain("the trust: %s", kedge_status_sentence(status));
        return false;
    }
    for (size_t i = 0; i < all->files.count; i++)
        if (!add(all, &all->files.items[i]) && !all->files.skips_damaged)
            return false;
    if (kedge_trust_count(&all->trust) == 0)
        complain("no trust anchor could be read");
    return kedge_trust_count(&all->trust) != 0;
}

void anchors_free(anchors *all)
{
    certificates_free(&all->files);
    free(all->memory);
}
