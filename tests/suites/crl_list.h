/* suites/crl_list.h - revocation lists of a suite, parsed. */
#ifndef SUITES_CRL_LIST_H
#define SUITES_CRL_LIST_H

#include <kedge/kedge.h>
#include "der_list.h"

/** Zeroed: empty. */
typedef struct crl_list {
    der_list der;
    kedge_crl *parsed;           /**< of each; one that does not parse stays what kedge_crl_parse() makes of it */
    const kedge_crl **pointers;  /**< as a request wants them */
} crl_list;

/** Parse what was added to `der`; a list of more than one entry is indexed too. */
void crl_list_parse(crl_list *list);
void crl_list_free(crl_list *list);

#endif
