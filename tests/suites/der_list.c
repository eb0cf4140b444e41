/* der_list.c - certificates of a suite, out of its PEM texts. */
#include "der_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *suite_allocate(size_t size)
{
    void *memory = malloc(size);

    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static void append(der_list *list, const uint8_t *data, size_t size)
{
    kedge_span *grown = suite_allocate((list->count + 1) * sizeof *grown);
    uint8_t *exact = suite_allocate(size);

    if (list->count != 0)
        memcpy(grown, list->item, list->count * sizeof *grown);
    if (size != 0)
        memcpy(exact, data, size);
    grown[list->count].data = exact;
    grown[list->count].size = size;
    free(list->item);
    list->item = grown;
    list->count++;
}

static kedge_status append_block(der_list *list, kedge_pem *pem, const kedge_pem_block *block)
{
    uint8_t *decoded = suite_allocate(block->decoded_size);
    size_t size = 0;
    kedge_status status = kedge_pem_decode(pem, block, decoded, block->decoded_size, &size);

    if (status == KEDGE_OK)
        append(list, decoded, size);
    free(decoded);
    return status;
}

kedge_status der_list_add_pem(der_list *list, const char *text)
{
    size_t before = list->count;
    kedge_pem_block block;
    kedge_status status;
    kedge_pem pem;

    kedge_pem_begin(&pem, (const uint8_t *)text, strlen(text), KEDGE_PEM_LAX);
    for (;;) {
        status = kedge_pem_next(&pem, &block);
        if (status == KEDGE_PEM_END)
            return list->count == before ? KEDGE_NO_CERTIFICATE : KEDGE_OK;
        if (status == KEDGE_OK)
            status = append_block(list, &pem, &block);
        if (status != KEDGE_OK)
            return status;
    }
}

void der_list_free(der_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free((void *)(uintptr_t)list->item[i].data);
    free(list->item);
    list->item = NULL;
    list->count = 0;
}
