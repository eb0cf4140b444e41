/* extensions.h - the values of extensions, decoded (RFC 5280, 4.2). */
#ifndef KEDGE_EXTENSIONS_H
#define KEDGE_EXTENSIONS_H

#include <kedge/certificate.h>

#include <jansson.h>

/* The value of one extension as JSON: a string, a list or an object; its bytes where kedge does not know
 * the extension. */
json_t *extension_value_json(const kedge_certificate *certificate, const kedge_extension_view *view);

#endif
