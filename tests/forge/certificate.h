/* forge/certificate.h - a certificate as a struct of fields, to be spoilt and signed.
 *
 *     forge_certificate root = forge_root("Root");
 *     forge_certificate ca = forge_ca("CA", &root);
 *     forge_certificate leaf = forge_leaf("host.example", &ca);
 *     leaf.not_after = FORGE_NOW - 1;
 *     forge_put(&leaf, forge_key_usage(KEDGE_KU_CRL_SIGN));
 *     kedge_span chain[] = { forge_sign(&leaf), forge_sign(&ca) };
 *
 * What is made is right under every ready policy until a test changes it, and the same bytes in every
 * run.  A child copies its issuer's name and key when it is made: change an issuer before.
 */
#ifndef FORGE_CERTIFICATE_H
#define FORGE_CERTIFICATE_H

#include "forge/extension.h"
#include "forge/key.h"

/** The time at which forged certificates are valid: 2026-01-01T00:00:00Z. */
#define FORGE_NOW INT64_C(1767225600)
#define FORGE_DAY INT64_C(86400)

#define FORGE_EXTENSIONS_MAX 32

/** Whole elements that take the place of what would be written; empty ones do not.  An element is left out
 *  by FORGE_NOTHING. */
typedef struct forge_raw {
    kedge_span version;                  /* with its EXPLICIT tag [0] */
    kedge_span serial_number;
    kedge_span inner_algorithm;          /* TBSCertificate.signature */
    kedge_span issuer;
    kedge_span validity;
    kedge_span subject;
    kedge_span subject_public_key_info;
    kedge_span issuer_unique_id;         /* [1] and [2]: absent unless given */
    kedge_span subject_unique_id;
    kedge_span extensions;               /* with its EXPLICIT tag [3] */
    kedge_span tbs_certificate;
    kedge_span outer_algorithm;
    kedge_span signature;                /* the BIT STRING */
} forge_raw;

extern const kedge_span forge_nothing;
#define FORGE_NOTHING forge_nothing

typedef struct forge_certificate {
    const forge_key *key;         /* the subject's */
    const forge_key *issuer_key;  /* NULL: self-signed, with `key` */
    const forge_key *signer;      /* NULL: issuer_key; another signs what will not verify */
    unsigned version;             /* 1 to 3; extensions are written from 3 on */
    kedge_span serial_number;     /* contents octets; empty: made from the fields */
    kedge_span issuer;            /* a Name; empty: self-issued */
    kedge_span subject;           /* a Name */
    int64_t not_before;
    int64_t not_after;
    kedge_hash hash;              /* that the signature is made with */
    forge_extension extension[FORGE_EXTENSIONS_MAX];
    size_t extension_count;
    forge_raw raw;
} forge_certificate;

/** A self-signed CA, its key on P-256 and derived from its name. */
forge_certificate forge_root(const char *common_name);
/** A CA below `issuer`. */
forge_certificate forge_ca(const char *common_name, const forge_certificate *issuer);
/** A TLS server's certificate with one dNSName, which is its common name too. */
forge_certificate forge_leaf(const char *host, const forge_certificate *issuer);
/** The same with another key.  Key identifiers follow by themselves. */
forge_certificate forge_root_with_key(const char *common_name, const forge_key *key);
forge_certificate forge_ca_with_key(const char *common_name, const forge_certificate *issuer,
                                    const forge_key *key);
forge_certificate forge_leaf_with_key(const char *host, const forge_certificate *issuer,
                                      const forge_key *key);
/** The certificate that `issuer` would give for the same subject and key: a cross-sign. */
forge_certificate forge_cross_sign(const forge_certificate *certificate, const forge_certificate *issuer);

/** Put an extension in the place of the one with the same identifier, or at the end. */
void forge_put(forge_certificate *certificate, forge_extension extension);
/** Put it at the end, even where it is there already. */
void forge_put_again(forge_certificate *certificate, forge_extension extension);
/** Take an extension out, wherever it is. */
void forge_drop(forge_certificate *certificate, kedge_extension extension);
/** Take all extensions out. */
void forge_drop_all(forge_certificate *certificate);

/** @return the key identifier of `key`: SHA-1 of its BIT STRING (RFC 5280, 4.2.1.2 (1)). */
kedge_span forge_key_identifier(const forge_key *key);

/** @return the certificate, signed, in a heap block of its exact size. */
kedge_span forge_sign(const forge_certificate *certificate);
/** @return what forge_sign() signs. */
kedge_span forge_tbs_certificate(const forge_certificate *certificate);

#endif
