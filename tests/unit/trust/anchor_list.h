/* anchor_list.h - writes the entries of a TrustAnchorList (RFC 5914). */
#ifndef UNIT_TRUST_ANCHOR_LIST_H
#define UNIT_TRUST_ANCHOR_LIST_H

#include "trust_fixture.h"

/* The fields of a TrustAnchorInfo, each the whole element, absent where empty. */
typedef struct anchor_info {
    kedge_span version;
    kedge_span key;
    kedge_span key_id;
    kedge_span title;
    kedge_span path;       /* CertPathControls */
    kedge_span extensions; /* with its EXPLICIT tag [1] */
    kedge_span title_language;
} anchor_info;

/* An element with another identifier octet: an IMPLICIT tag. */
static inline kedge_span retagged(unsigned tag, kedge_span element)
{
    uint8_t *copy = forge_allocate(element.size);

    memcpy(copy, element.data, element.size);
    copy[0] = (uint8_t)tag;
    return (kedge_span){ copy, element.size };
}

/* The name and key of a root, and nothing else. */
static inline anchor_info info_of(const forge_certificate *root)
{
    return (anchor_info){ .key = root->key->subject_public_key_info,
                          .key_id = forge_octet_string(forge_key_identifier(root->key)),
                          .path = forge_sequence(root->subject) };
}

static inline kedge_span info_choice(const anchor_info *info)
{
    return forge_explicit(2, forge_sequence(info->version, info->key, info->key_id, info->title, info->path,
                                            info->extensions, info->title_language));
}

/* A list of the entry alone. */
static inline kedge_span list_of_info(const anchor_info *info)
{
    return forge_sequence(info_choice(info));
}

static inline kedge_span info_extensions(const forge_extension *one)
{
    return forge_explicit(1, forge_sequence(forge_extension_der(one)));
}

#endif
