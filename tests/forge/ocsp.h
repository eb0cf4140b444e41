/* forge/ocsp.h - an OCSP response as a struct of fields, to be spoilt and signed (RFC 6960, 4.2.1).
 *
 *     forge_ocsp ocsp = forge_ocsp_of(&leaf, &ca);
 *     ocsp.status = KEDGE_OCSP_REVOKED;
 *     kedge_span response = forge_sign_ocsp(&ocsp);
 *
 * What is made is right until a test changes it: signed by the issuer, known by its name, good, with SHA-1.
 */
#ifndef FORGE_OCSP_H
#define FORGE_OCSP_H

#include <kedge/ocsp.h>
#include "forge/crl.h"

typedef struct forge_ocsp {
    const forge_key *key;            /* that signs */
    kedge_span responder_name;       /* a Name; empty: known by its key */
    kedge_hash id_hash;              /* of the next two */
    kedge_span issuer_name;          /* whose hash is given */
    kedge_span issuer_key;           /* the same: what the BIT STRING holds */
    kedge_span serial_number;        /* contents octets */
    kedge_ocsp_certificate_status status;
    int64_t revocation_time;
    int reason;                      /* FORGE_NONE: not given */
    int64_t this_update;
    int64_t next_update;             /* 0: none */
    kedge_span more_responses;       /* SingleResponses after the one that is made */
    kedge_span single_extensions;    /* Extension elements, one after the other; empty for none */
    kedge_span response_extensions;
    kedge_span certificates;         /* Certificates, one after the other */
    kedge_span raw_certificate_id;   /* as in forge_raw */
    kedge_span raw_status;
    kedge_span raw_responder;
    kedge_span raw_tbs;
    kedge_span raw_signature;
} forge_ocsp;

forge_ocsp forge_ocsp_of(const forge_certificate *certificate, const forge_certificate *issuer);

/** A certificate that `issuer` gives to a responder, with a key of its own: with id-kp-OCSPSigning and
 *  id-pkix-ocsp-nocheck. */
forge_certificate forge_responder(const char *common_name, const forge_certificate *issuer);

/** Let it be signed by such a responder, whose certificate comes with it. */
void forge_ocsp_delegate(forge_ocsp *ocsp, const forge_certificate *responder);

forge_extension forge_ocsp_nonce(kedge_span nonce);

/** @return the SingleResponse alone; the response, signed; one without any answer. */
kedge_span forge_ocsp_single(const forge_ocsp *ocsp);
kedge_span forge_sign_ocsp(const forge_ocsp *ocsp);
kedge_span forge_ocsp_error(unsigned response_status);

#endif
