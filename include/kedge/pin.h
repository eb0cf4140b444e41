/* kedge/pin.h - public keys that are known beforehand: pins, and raw public keys (RFC 7250).
 *
 * A pin is the SHA-256 of a SubjectPublicKeyInfo.  A peer may be believed because its key is pinned: a raw public key
 * has nothing else, and a manufacturer's self-signed certificate often has nothing better.  The three ways to believe
 * a peer without a certification authority:
 *  - its certificate is known, byte for byte: make it an anchor with KEDGE_ANCHOR_LEAF (kedge/trust.h);
 *  - its name and key are known: kedge_trust_add_name_and_key(), with the same term;
 *  - its key is known: kedge_raw_key_verify(), for a raw public key as for that of a certificate.
 * And where certification authorities are believed, a pin can demand a key beside: kedge_path_has_pin() in the hook
 * `accept` of a request (kedge/verify.h).
 *
 * In all of these the peer has yet to prove that it has the private key: TLS stacks do that in the handshake, and
 * kedge_possession_check() does it for others.
 *
 * Thread safety: functions touch nothing but their arguments.
 */
#ifndef KEDGE_PIN_H
#define KEDGE_PIN_H

#include <kedge/policy.h>
#include <kedge/verify.h>

/** SHA-256 of a SubjectPublicKeyInfo, the whole element. */
typedef struct kedge_pin {
    uint8_t digest[KEDGE_SHA256_SIZE];
} kedge_pin;

/** Make the pin of a key, or of a certificate's (kedge_certificate.key).
 *  @return KEDGE_OK, or as the provider's digest function. */
kedge_status kedge_pin_make(const kedge_crypto *crypto, const kedge_public_key *key, kedge_pin *pin);

/**
 * Judge a raw public key (RFC 7250): it is well-formed, allowed by the policy, and pinned.
 *
 * @param policy   says which types and sizes of keys are allowed.
 * @param spki     a SubjectPublicKeyInfo in DER and nothing after it; borrowed as long as `key` is used.
 * @param pins     `count` of them; none is KEDGE_KEY_NOT_PINNED.
 * @param key      receives the key, for kedge_possession_check(); meaningful where KEDGE_OK.
 * @param matched  receives which pin it was; may be NULL.
 * @return KEDGE_OK; KEDGE_KEY_NOT_PINNED; KEDGE_POLICY_NOT_GIVEN; KEDGE_KEY_REFUSED; KEDGE_DER_TRAILING_DATA; as
 *         kedge_public_key_read() and kedge_pin_make().
 */
kedge_status kedge_raw_key_verify(const kedge_crypto *crypto, const kedge_policy *policy, kedge_span spki,
                                  const kedge_pin *pins, size_t count, kedge_public_key *key, size_t *matched);

/** Whether any certificate of a path has a pinned key: for the hook `accept`.
 *  @return KEDGE_OK; KEDGE_KEY_NOT_PINNED; or as kedge_pin_make(). */
kedge_status kedge_path_has_pin(const kedge_path *path, const kedge_pin *pins, size_t count);

#endif
