/* evidence.c - what is known of revocation: lists and OCSP responses from files. */
#include "evidence.h"
#include "input.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static bool is_crl_label(kedge_span label)
{
    static const char crl[] = "X509 CRL";

    return label.size == sizeof crl - 1 && memcmp(label.data, crl, label.size) == 0;
}

/* Look-ups in a list of many entries go by an index; its memory is the list's own. */
static void make_index(kedge_crl *crl)
{
    const size_t size = kedge_crl_index_size(crl);

    if (size != 0)
        kedge_crl_index(crl, or_die(malloc(size)), size);
}

static void keep_crl(evidence *known, const kedge_crl *crl)
{
    known->crl = or_die(realloc(known->crl, (known->crl_count + 1) * sizeof *known->crl));
    known->crls = or_die(realloc(known->crls, (known->crl_count + 1) * sizeof *known->crls));
    known->crl[known->crl_count++] = *crl;
    for (size_t i = 0; i < known->crl_count; i++)
        known->crls[i] = &known->crl[i];
}

/* Whether it is one element from the first byte to the last, whatever is in it. */
static bool is_element(const uint8_t *der, size_t size)
{
    uint32_t fault;
    kedge_range element;
    kedge_der whole;

    return kedge_der_begin(&whole, der, size, &fault) == KEDGE_OK
           && kedge_der_read_element(&whole, KEDGE_TAG_SEQUENCE, &element) == KEDGE_OK && kedge_der_at_end(&whole);
}

/* Take over `der`, a block of the heap.  A list that is malformed inside is told of, and judged as one that nobody can
 * read: it may have been about any certificate. */
static bool add_crl(evidence *known, uint8_t *der, size_t size, const char *path)
{
    kedge_crl crl;
    uint32_t fault = 0;
    const kedge_status status = kedge_crl_parse(&crl, der, size, &fault);
    bool is_kept = true;

    if (status != KEDGE_OK) {
        complain("%s: not a revocation list: %s, at byte %lu", path, kedge_status_sentence(status),
                 (unsigned long)fault);
        is_kept = is_element(der, size);
        free(der);
    } else {
        make_index(&crl);
    }
    if (is_kept)
        keep_crl(known, &crl);
    return is_kept;
}

static bool add_block(evidence *known, kedge_pem *pem, const kedge_pem_block *block, const char *path)
{
    uint8_t *der;
    size_t size = 0;

    if (!is_crl_label(block->label)) {
        complain("%s: block %lu is not an X509 CRL", path, (unsigned long)pem->block);
        return false;
    }
    der = or_die(malloc(block->decoded_size + 1));
    if (kedge_pem_decode(pem, block, der, block->decoded_size, &size) == KEDGE_OK)
        return add_crl(known, der, size, path);
    complain("%s: block %lu is not base64", path, (unsigned long)pem->block);
    free(der);
    return false;
}

static bool read_pem(evidence *known, const input *in, const char *path)
{
    const size_t before = known->crl_count;
    kedge_pem pem;

    kedge_pem_begin(&pem, in->bytes, in->size, KEDGE_PEM_LAX);
    for (;;) {
        kedge_pem_block block;
        const kedge_status status = kedge_pem_next(&pem, &block);

        if (status == KEDGE_PEM_END)
            break;
        if (status != KEDGE_OK) {
            complain("%s: %s", path, kedge_status_sentence(status));
            return false;
        }
        if (!add_block(known, &pem, &block, path))
            return false;
    }
    if (known->crl_count == before)
        complain("%s: there is no revocation list in it", path);
    return known->crl_count != before;
}

bool evidence_read_crls(evidence *known, const char *path)
{
    input in;
    bool is_read;

    if (!input_read(&in, path))
        return false;
    if (in.bytes[0] == KEDGE_TAG_SEQUENCE)
        return add_crl(known, in.bytes, in.size, path);
    is_read = read_pem(known, &in, path);
    free(in.bytes);
    return is_read;
}

bool evidence_read_response(evidence *known, const char *path)
{
    input in;

    if (!input_read(&in, path))
        return false;
    known->responses = or_die(realloc(known->responses, (known->response_count + 1) * sizeof *known->responses));
    known->responses[known->response_count++] = (kedge_span){ in.bytes, in.size };
    return true;
}

void evidence_free(evidence *known)
{
    for (size_t i = 0; i < known->crl_count; i++) {
        free((void *)(uintptr_t)known->crl[i].index);
        free((void *)(uintptr_t)known->crl[i].der);
    }
    for (size_t i = 0; i < known->response_count; i++)
        free((void *)(uintptr_t)known->responses[i].data);
    free(known->crl);
    free(known->crls);
    free(known->responses);
}
