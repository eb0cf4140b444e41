/* general_names.h - GeneralNames as text (RFC 5280, 4.2.1.6). */
#ifndef KEDGE_GENERAL_NAMES_H
#define KEDGE_GENERAL_NAMES_H

#include <kedge/name.h>

#include <jansson.h>

/* One GeneralName of the encoding at `der`, such as "DNS:example.org"; as a constraint an address has a
 * mask (RFC 5280, 4.2.1.10). */
json_t *general_name_json(const uint8_t *der, const kedge_general_name *name, bool is_constraint);

/* All names at the cursor. */
json_t *general_names_json(kedge_der *names);

#endif
