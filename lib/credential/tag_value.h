/* credential/tag_value.h - what is given for a slot, as it is stored; and what is stored, checked. */
#ifndef KEDGE_CREDENTIAL_TAG_VALUE_H
#define KEDGE_CREDENTIAL_TAG_VALUE_H

#include "credential/tag_image.h"

/** Write what is given for a slot: certificates in DER one after another, a private key in DER unless only its text
 *  says how it is encrypted, others as they are.  `report` says what is wrong. */
kedge_status kedge_tag_value_write(kedge_tag_writer *to, kedge_tag_slot slot, kedge_span value,
                                   kedge_tag_report *report);

/** Check what a tag would hold.
 *
 *  @param memory  `size` bytes for the private key; wiped. */
kedge_status kedge_tag_contents_check(const kedge_tag_contents *contents, const kedge_tag_change *change,
                                      uint8_t *memory, size_t size, kedge_tag_report *report);

/** Open the private key of a tag, and ask whether it is that of its certificate.  `key` is zeroed where there is
 *  none. */
kedge_status kedge_tag_key_open(const kedge_tag_contents *contents, uint32_t iterations_max, uint8_t *memory,
                                size_t size, kedge_private_key *key, kedge_tag_report *report);

#endif
