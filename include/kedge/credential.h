/* kedge/credential.h - a security tag, opened for use.
 *
 *     static uint8_t memory[KEDGE_TAG_MEMORY(8192)];
 *     kedge_credential own;
 *
 *     if (kedge_credential_open(&own, store, 42, 0, memory, sizeof memory) != KEDGE_OK) ...
 *     kedge_credential_add_roots(&own, &trust);            // whom to believe
 *     kedge_credential_chain(&own, chain, 8, &count);      // what to present
 *     kedge_possession_sign(&own.private_key, ...);        // and to prove
 *     kedge_credential_close(&own);
 *
 * Everything lies in the caller's memory, private parts in the clear, until kedge_credential_close() wipes it.
 * Thread safety: an opened credential is only read.
 */
#ifndef KEDGE_CREDENTIAL_H
#define KEDGE_CREDENTIAL_H

#include <kedge/tag.h>
#include <kedge/trust.h>

/** An opened tag.  Spans are places in the memory given; empty where the tag has none. */
typedef struct kedge_credential {
    uint32_t tag;
    kedge_span roots;              /**< certificates in DER, one after another */
    kedge_span certificates;       /**< the client's own first */
    kedge_private_key private_key; /**< `type` KEDGE_KEY_UNKNOWN where there is none */
    kedge_span psk;
    kedge_span psk_identity;
    uint8_t *memory;               /**< what kedge_credential_close() wipes */
    size_t memory_size;
} kedge_credential;

/**
 * Open a tag: its private key is decrypted and checked to be that of the certificate.  Dates are not judged.
 *
 * @param iterations_max  as in kedge_private_key_options; 0 for the default.
 * @param memory  `size` bytes, used until kedge_credential_close(); wiped where the call fails.
 * @return KEDGE_OK; KEDGE_TAG_NOT_FOUND; KEDGE_TAG_CORRUPT; KEDGE_MEMORY_TOO_SMALL; as kedge_private_key_open();
 *         KEDGE_PRIVATE_KEY_MISMATCH; KEDGE_STORE_FAILED.
 */
kedge_status kedge_credential_open(kedge_credential *credential, const kedge_tag_store *store, uint32_t tag,
                                   uint32_t iterations_max, uint8_t *memory, size_t size);

/** Overwrite an opened credential with zeros. */
void kedge_credential_close(kedge_credential *credential);

/** Take the first certificate off a series of them.
 *  @param rest  the series; receives what follows.
 *  @return false where none is left, or no whole element. */
bool kedge_certificates_next(kedge_span *rest, kedge_span *certificate);

/** Add the roots to a trust, which borrows them: the credential must live as long.
 *  @return as kedge_trust_add_der(); KEDGE_NO_CERTIFICATE where the tag has no roots. */
kedge_status kedge_credential_add_roots(const kedge_credential *credential, kedge_trust *trust);

/** List the certificates to present, the client's own first.
 *  @param chain  room for `capacity` spans.
 *  @return KEDGE_OK; KEDGE_NO_CERTIFICATE where there is none; KEDGE_MEMORY_TOO_SMALL. */
kedge_status kedge_credential_chain(const kedge_credential *credential, kedge_span *chain, size_t capacity,
                                    size_t *count);

#endif
