/* forge/crl.h - a certificate revocation list as a struct of fields, to be spoilt and signed (RFC 5280, 5).
 *
 *     forge_crl crl = forge_crl_of(&ca);
 *     forge_revoke(&crl, &leaf);
 *     kedge_span list = forge_sign_crl(&crl);
 *
 * What is made is right until a test changes it: of version 2, issued a day before FORGE_NOW for ten days, with
 * authorityKeyIdentifier and cRLNumber 1.
 */
#ifndef FORGE_CRL_H
#define FORGE_CRL_H

#include <kedge/crl.h>
#include "forge/certificate.h"

#define FORGE_CRL_EXTENSIONS_MAX 16
#define FORGE_CRL_ENTRIES_MAX 64

typedef struct forge_crl_entry {
    kedge_span serial_number;       /* contents octets */
    int64_t revocation_date;
    kedge_span extensions;          /* Extension elements, one after the other; empty for none */
    kedge_span raw;                 /* where not empty: the whole entry */
} forge_crl_entry;

typedef struct forge_crl {
    const forge_key *key;           /* that signs */
    unsigned version;               /* 1 or 2 */
    kedge_span issuer;              /* a Name */
    int64_t this_update;
    int64_t next_update;            /* 0: none */
    kedge_hash hash;
    forge_crl_entry entry[FORGE_CRL_ENTRIES_MAX];
    size_t entry_count;
    forge_extension extension[FORGE_CRL_EXTENSIONS_MAX];
    size_t extension_count;
    kedge_span raw_version;         /* as in forge_raw */
    kedge_span raw_inner_algorithm;
    kedge_span raw_outer_algorithm;
    kedge_span raw_revoked;
    kedge_span raw_extensions;
    kedge_span raw_signature;
} forge_crl;

/** An empty list of `issuer`. */
forge_crl forge_crl_of(const forge_certificate *issuer);

/** Add an entry for a certificate, or for a serial number; the entry may be changed. */
forge_crl_entry *forge_revoke(forge_crl *crl, const forge_certificate *certificate);
forge_crl_entry *forge_revoke_serial(forge_crl *crl, kedge_span serial_number);

/** @return the contents octets of a certificate's serial number. */
kedge_span forge_serial_of(const forge_certificate *certificate);

/** Put an extension in the place of the one with the same identifier, or at the end; put it at the end. */
void forge_crl_put(forge_crl *crl, forge_extension extension);
void forge_crl_put_again(forge_crl *crl, forge_extension extension);

/* Extensions of lists (RFC 5280, 5.2) and of entries (5.3), critical as the profile has them. */
#define FORGE_CRL_NUMBER "2.5.29.20"
#define FORGE_DELTA_CRL_INDICATOR "2.5.29.27"
#define FORGE_ISSUING_DISTRIBUTION_POINT "2.5.29.28"
#define FORGE_CRL_REASON "2.5.29.21"
#define FORGE_INVALIDITY_DATE "2.5.29.24"
#define FORGE_CERTIFICATE_ISSUER "2.5.29.29"
forge_extension forge_crl_number(int64_t number);
forge_extension forge_delta_crl_indicator(int64_t base);
/** `fields` are the elements within the SEQUENCE. */
forge_extension forge_issuing_distribution_point(kedge_span fields);
forge_extension forge_crl_reason(unsigned reason);
forge_extension forge_certificate_issuer(kedge_span name);

/** Fields of DistributionPoint and IssuingDistributionPoint: the name [0] from GeneralNames, or from the
 *  attributes of an RDN; reasons under a tag; a flag. */
kedge_span forge_point_full_name(kedge_span general_names);
kedge_span forge_point_relative_name(kedge_span attributes);
kedge_span forge_reason_flags(unsigned tag, unsigned reasons);
kedge_span forge_flag(unsigned tag);

/** @return the list, signed, in a heap block of its exact size. */
kedge_span forge_sign_crl(const forge_crl *crl);

#endif
