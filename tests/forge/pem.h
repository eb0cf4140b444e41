/* forge/pem.h - certificates as text (RFC 7468). */
#ifndef FORGE_PEM_H
#define FORGE_PEM_H

#include "forge/memory.h"

/** A block: boundaries with `label` around `der` in base64, lines of 64 characters. */
kedge_span forge_pem(const char *label, kedge_span der);
/** One labelled "CERTIFICATE". */
kedge_span forge_pem_certificate(kedge_span der);

#endif
