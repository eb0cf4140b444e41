/* kedge/tag.h - security tags: numbered sets of credentials, kept by a store.
 *
 * A tag is a number from 0 to KEDGE_TAG_MAX and has slots: root certificates to believe, the client's own certificate
 * with its chain, its private key and the password that opens it, and a pre-shared key with its identity.  A program
 * names its credentials by the tag; who makes the device writes them once.
 *
 * What is written is checked first, all of it together: certificates parse and are within their dates, the private key
 * opens and is that of the certificate.  A write of several slots is one: a store has the old tag or the new one, never
 * a mixture, whenever the power fails.  Private parts (private key, password, pre-shared key) are never read out again;
 * a program opens them for use (kedge/credential.h).
 *
 * A store keeps one image for each tag; it is a struct of four functions, and two are ready: kedge/flash_store.h for
 * devices, kedge/directory_store.h for hosts.  Each image says its tag and ends with its own SHA-256, so that a damaged
 * one is told from a whole one, named, and never used in part.  Neither store encrypts: who reads the storage has its
 * keys.  A private key may be encrypted, but its password, where that is stored too, stands beside it.
 *
 * Thread safety: functions touch nothing but their arguments; that two do not write to one store at once is for the
 * store to see to, or for the caller.
 */
#ifndef KEDGE_TAG_H
#define KEDGE_TAG_H

#include <kedge/certificate.h>
#include <kedge/private_key.h>
#include <kedge/time.h>

#define KEDGE_TAG_MAX UINT32_C(2147483647)

/** The slots of a tag. */
typedef enum kedge_tag_slot {
    KEDGE_SLOT_ROOTS,        /**< certificates to believe, one or more */
    KEDGE_SLOT_CERTIFICATES, /**< the client's own certificate, then its chain */
    KEDGE_SLOT_PRIVATE_KEY,  /**< of that certificate; private */
    KEDGE_SLOT_PASSWORD,     /**< that opens the private key; private */
    KEDGE_SLOT_PSK,          /**< a pre-shared key; private */
    KEDGE_SLOT_PSK_IDENTITY, /**< what the peer knows that key by */
    KEDGE_SLOT_COUNT
} kedge_tag_slot;

/** @return a short name: "roots", "certificates", "private key", "password", "psk", "psk identity". */
const char *kedge_tag_slot_name(kedge_tag_slot slot);

/** @return whether a slot is never read out. */
bool kedge_tag_slot_is_private(kedge_tag_slot slot);

/** Where tags are kept: an image of octets for each number.  `replace` and `erase` are each done or not done,
 *  whatever happens meanwhile, and are done for good when they return KEDGE_OK. */
typedef struct kedge_tag_store {
    /** Read an image.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND; KEDGE_TAG_CORRUPT; KEDGE_MEMORY_TOO_SMALL (`size` then
     *  says how many octets it has); KEDGE_STORE_FAILED. */
    kedge_status (*read)(const struct kedge_tag_store *store, uint32_t tag, uint8_t *image, size_t capacity,
                         size_t *size);
    /** Put an image in the place of another, or of none.  @return KEDGE_OK; KEDGE_STORE_FULL; KEDGE_STORE_FAILED. */
    kedge_status (*replace)(const struct kedge_tag_store *store, uint32_t tag, kedge_span image);
    /** Erase an image, damaged or not.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND; KEDGE_STORE_FULL;
     *  KEDGE_STORE_FAILED. */
    kedge_status (*erase)(const struct kedge_tag_store *store, uint32_t tag);
    /** Find the lowest tag that is no less than `from`, damaged ones too.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND where
     *  there is none; KEDGE_STORE_FAILED. */
    kedge_status (*next)(const struct kedge_tag_store *store, uint32_t from, uint32_t *tag);
    void *context; /**< the store's own */
} kedge_tag_store;

/** Further demands, as bits of kedge_tag_change.flags. */
enum {
    KEDGE_TAG_DATES_BIND = 1 << 0 /**< a certificate outside its dates is refused, not only warned of */
};

/** What to change of a tag.  Zeroed, nothing, at no time: refused. */
typedef struct kedge_tag_change {
    kedge_span value[KEDGE_SLOT_COUNT]; /**< new contents: certificates in PEM, or in DER one after another; a private
                                             key as kedge_private_key_open() reads it; others as they are, 1 to 65535
                                             octets.  `data` NULL leaves the slot as it is */
    uint32_t clear;          /**< bits 1 << slot: to be emptied */
    kedge_time time;         /**< at which certificates have to be within their dates */
    uint32_t flags;
    uint32_t iterations_max; /**< as in kedge_private_key_options */
} kedge_tag_change;

/** What became of a write or a check. */
typedef struct kedge_tag_report {
    kedge_status status;     /**< as the function returns it */
    kedge_tag_slot slot;     /**< that it is about; KEDGE_SLOT_COUNT for none */
    uint32_t certificate;    /**< its certificate, the first is 0, where the slot has any */
    uint32_t offset;         /**< of the octet at fault in that certificate or key; in the text for what is wrong with
                                  PEM */
    uint32_t not_yet_valid;  /**< warnings: bits 1 << slot, where a certificate is not yet valid */
    uint32_t expired;        /**< the same, has expired */
} kedge_tag_report;

/** Memory that writing, checking and opening a tag take where its image and what is written have up to `bytes` bytes
 *  together: the old image, the new one, and the key. */
#define KEDGE_TAG_MEMORY(bytes) (3 * (size_t)(bytes) + 256)

/**
 * Change a tag, or make it.  A tag without contents is erased.
 *
 * @param memory  `size` bytes of scratch memory, wiped before the function returns.
 * @param report  filled in on every return.
 * @return KEDGE_OK; KEDGE_BAD_ARGUMENT (a number above KEDGE_TAG_MAX, a slot both given and cleared, contents of a
 *         size that they cannot have); KEDGE_TIME_NOT_GIVEN; KEDGE_MEMORY_TOO_SMALL; what kedge_certificate_parse(),
 *         kedge_pem_next() and kedge_private_key_open() say of the contents; KEDGE_NO_CERTIFICATE;
 *         KEDGE_PRIVATE_KEY_MISMATCH; with KEDGE_TAG_DATES_BIND KEDGE_EXPIRED and KEDGE_NOT_YET_VALID; as the store's
 *         functions.
 */
kedge_status kedge_tag_write(const kedge_tag_store *store, uint32_t tag, const kedge_tag_change *change,
                             uint8_t *memory, size_t size, kedge_tag_report *report);

/** Check what is stored, as kedge_tag_write() would.  `change` says the time, flags and iterations. */
kedge_status kedge_tag_check(const kedge_tag_store *store, uint32_t tag, const kedge_tag_change *change,
                             uint8_t *memory, size_t size, kedge_tag_report *report);

/** Erase a tag, damaged or not.  @return KEDGE_OK, KEDGE_TAG_NOT_FOUND, or as the store's function. */
kedge_status kedge_tag_delete(const kedge_tag_store *store, uint32_t tag);

/** Find the lowest tag that is no less than `from`.  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND after the last. */
kedge_status kedge_tag_next(const kedge_tag_store *store, uint32_t from, uint32_t *tag);

/** What a slot holds. */
typedef struct kedge_tag_slot_summary {
    bool is_present;
    bool has_digest;                   /**< passwords and pre-shared keys have none: it would let others try guesses */
    uint32_t size;                     /**< bytes as they are stored */
    uint8_t digest[KEDGE_SHA256_SIZE]; /**< SHA-256 of these: of certificates in DER, of a key in DER too unless its
                                            encryption is the traditional one */
} kedge_tag_slot_summary;

typedef struct kedge_tag_summary {
    uint32_t tag;
    kedge_tag_slot_summary slot[KEDGE_SLOT_COUNT];
} kedge_tag_summary;

/** Describe a tag.
 *  @param memory  `size` bytes of scratch memory, no fewer than the image has; wiped.
 *  @return KEDGE_OK; KEDGE_TAG_NOT_FOUND; KEDGE_TAG_CORRUPT; KEDGE_MEMORY_TOO_SMALL; KEDGE_STORE_FAILED. */
kedge_status kedge_tag_describe(const kedge_tag_store *store, uint32_t tag, uint8_t *memory, size_t size,
                                kedge_tag_summary *summary);

/** Read what is not private of a tag.
 *  @param memory  `size` bytes, no fewer than the image has; keeps nothing but the value.
 *  @param value   receives the value's place in `memory`: certificates in DER, one after another.
 *  @return as kedge_tag_describe(); KEDGE_TAG_SLOT_PRIVATE; KEDGE_TAG_SLOT_EMPTY; KEDGE_BAD_ARGUMENT. */
kedge_status kedge_tag_read(const kedge_tag_store *store, uint32_t tag, kedge_tag_slot slot, uint8_t *memory,
                            size_t size, kedge_span *value);

#endif
