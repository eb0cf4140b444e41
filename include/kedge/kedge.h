/* kedge/kedge.h - all of kedge's core: X.509 chain validation (RFC 5280) without heap, clock or I/O. */
#ifndef KEDGE_H
#define KEDGE_H

#include <kedge/cache.h>
#include <kedge/certificate.h>
#include <kedge/client.h>
#include <kedge/conformance.h>
#include <kedge/credential.h>
#include <kedge/crl.h>
#include <kedge/crypto.h>
#include <kedge/der.h>
#include <kedge/flash_store.h>
#include <kedge/identity.h>
#include <kedge/name.h>
#include <kedge/ocsp.h>
#include <kedge/pem.h>
#include <kedge/pin.h>
#include <kedge/policy.h>
#include <kedge/possession.h>
#include <kedge/private_key.h>
#include <kedge/sct.h>
#include <kedge/span.h>
#include <kedge/status.h>
#include <kedge/tag.h>
#include <kedge/time.h>
#include <kedge/trust.h>
#include <kedge/verify.h>

#define KEDGE_VERSION_MAJOR 0
#define KEDGE_VERSION_MINOR 1
#define KEDGE_VERSION_PATCH 0

/** @return the version of the library, such as "0.1.0". */
const char *kedge_version(void);

#endif
