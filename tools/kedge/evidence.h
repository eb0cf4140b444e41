/* evidence.h - what is known of revocation: lists and OCSP responses from files. */
#ifndef KEDGE_EVIDENCE_H
#define KEDGE_EVIDENCE_H

#include <kedge/kedge.h>

/* Zeroed to begin with; released by evidence_free(). */
typedef struct evidence {
    kedge_crl *crl;
    const kedge_crl **crls;   /* as a request wants them */
    size_t crl_count;
    kedge_span *responses;
    size_t response_count;
} evidence;

/* Read the lists of a file: DER, or PEM blocks "X509 CRL".  False after a complaint: it cannot be read, or one of
 * them does not parse. */
bool evidence_read_crls(evidence *known, const char *path);

/* Read a file that is one OCSP response in DER; whether it parses is for the verification to say. */
bool evidence_read_response(evidence *known, const char *path);

void evidence_free(evidence *known);

#endif
