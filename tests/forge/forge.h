/* forge/forge.h - all of the forge: certificates for tests, right ones and every kind of wrong ones. */
#ifndef FORGE_H
#define FORGE_H

#include "forge/certificate.h"
#include "forge/crl.h"
#include "forge/der.h"
#include "forge/extension.h"
#include "forge/key.h"
#include "forge/memory.h"
#include "forge/name.h"
#include "forge/ocsp.h"
#include "forge/pem.h"

#endif
