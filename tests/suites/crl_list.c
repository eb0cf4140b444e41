/* crl_list.c - revocation lists of a suite, parsed. */
#include "crl_list.h"

#include <stdlib.h>

/* Lists of several entries are looked up by index, the others by walking: so the suites see both. */
static void make_index(kedge_crl *crl)
{
    if (crl->revoked_count > 1)
        kedge_crl_index(crl, suite_allocate(kedge_crl_index_size(crl)), kedge_crl_index_size(crl));
}

void crl_list_parse(crl_list *list)
{
    const size_t count = list->der.count;

    list->parsed = suite_allocate((count + 1) * sizeof *list->parsed);
    list->pointers = suite_allocate((count + 1) * sizeof *list->pointers);
    for (size_t i = 0; i < count; i++) {
        uint32_t fault;

        list->pointers[i] = &list->parsed[i];
        if (kedge_crl_parse(&list->parsed[i], list->der.item[i].data, list->der.item[i].size, &fault) == KEDGE_OK)
            make_index(&list->parsed[i]);
    }
}

void crl_list_free(crl_list *list)
{
    for (size_t i = 0; list->parsed != NULL && i < list->der.count; i++)
        free((void *)(uintptr_t)list->parsed[i].index);
    free(list->parsed);
    free(list->pointers);
    der_list_free(&list->der);
}
