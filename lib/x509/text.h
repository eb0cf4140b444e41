/* text.h - the character strings of names: which characters a type has, and how two compare
 * (X.680, 41; RFC 5280, 7.1). */
#ifndef KEDGE_X509_TEXT_H
#define KEDGE_X509_TEXT_H

#include <kedge/der.h>

/* What reading answers at the end of a string; no code point has this value. */
#define KEDGE_TEXT_END UINT32_C(0xffffffff)

/* A position in a string that is read code point by code point. */
typedef struct kedge_text {
    const uint8_t *next;
    const uint8_t *end;
    uint8_t tag;
} kedge_text;

/* Check that the contents octets `value` of a string of type `tag` are characters of that type and none of
 * them is NUL, which would cut a name short where it is handled as a C string.  Types that are no character
 * strings, and TeletexString, whose character sets nobody agrees on, pass.
 * KEDGE_DEVIATION_NAME_STRING is set in `*deviations` where it applies.
 * Answers KEDGE_OK or KEDGE_DER_BAD_STRING. */
kedge_status kedge_text_check(const kedge_der *der, uint8_t tag, kedge_range value, uint32_t *deviations);

/* Whether strings of this type are compared as Unicode text (kedge/name.h). */
bool kedge_text_is_comparable(uint8_t tag);

/* Whether this type is one of a DirectoryString's, which holds one character at least (RFC 5280, A.1). */
bool kedge_text_is_directory_string(uint8_t tag);

/* Whether kedge_text_next() can read this type. */
bool kedge_text_is_readable(uint8_t tag);

/* Begin to read a checked string. */
kedge_text kedge_text_begin(uint8_t tag, kedge_span value);

/* The next code point as it stands, or KEDGE_TEXT_END. */
uint32_t kedge_text_next(kedge_text *text);

/* Whether two checked strings of comparable types are the same text after folding. */
bool kedge_text_equal(uint8_t one_tag, kedge_span one, uint8_t other_tag, kedge_span other);

/* A hash in the making. */
typedef struct kedge_text_hash {
    uint64_t mixed;   /* of all whole words so far */
    uint64_t word;    /* the symbols since then */
    uint32_t count;   /* of the symbols since kedge_text_hash_align() */
} kedge_text_hash;

static inline void kedge_text_hash_mix(kedge_text_hash *hash)
{
    hash->mixed = (hash->mixed ^ hash->word) * UINT64_C(0x9e3779b97f4a7c15);
    hash->mixed ^= hash->mixed >> 29;
    hash->word = 0;
}

static inline void kedge_text_hash_add(kedge_text_hash *hash, uint32_t symbol)
{
    hash->word = hash->word << 8 ^ symbol;
    if ((++hash->count & 7) == 0)
        kedge_text_hash_mix(hash);
}

/* Begin a new word, so that a text's words do not depend on what stood before it. */
static inline void kedge_text_hash_align(kedge_text_hash *hash)
{
    kedge_text_hash_mix(hash);
    hash->count = 0;
}

static inline uint64_t kedge_text_hash_end(kedge_text_hash *hash)
{
    hash->word ^= (uint64_t)hash->count << 56;
    kedge_text_hash_mix(hash);
    kedge_text_hash_mix(hash);
    return hash->mixed;
}

/* Add a checked string of a comparable type to an aligned hash: equal texts add the same. */
void kedge_text_hash_text(kedge_text_hash *hash, uint8_t tag, kedge_span value);

#endif
