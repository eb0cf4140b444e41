/* kedge/adapter/psl.h - public suffixes by libpsl, for rules about wildcards (CA/Browser Baseline Requirements, 3.2.2.6).
 *
 *     if (kedge_psl_is_there())
 *         request.is_public_suffix = kedge_psl_is_public_suffix;
 *
 * A wildcard right below a public suffix, such as *.co.uk, is then refused by policies that have
 * KEDGE_CONFORM(WILDCARD_PUBLIC_SUFFIX) (kedge/conformance.h).
 *
 * The list is the one that libpsl was built with: nothing is read or fetched.  Domains that are not ASCII, or longer
 * than a domain may be, are none of its.
 *
 * Threads: the functions only read, and may be called by any number of threads at once.
 *
 * In a library of its own, kedge_psl.
 */
#ifndef KEDGE_ADAPTER_PSL_H
#define KEDGE_ADAPTER_PSL_H

#include <kedge/span.h>

#include <stdbool.h>

/** @return whether libpsl was built with a list. */
bool kedge_psl_is_there(void);

/** For kedge_request.is_public_suffix: by the section of the list that registries keep, which the Baseline Requirements
 *  mean.  A top-level domain that the list does not have is one as well, which is libpsl's rule.
 *
 *  @param context  not used.
 *  @param domain   ASCII, in lower case, no dot at its end. */
bool kedge_psl_is_public_suffix(void *context, kedge_span domain);

/** The same by all of the list, with the suffixes below which companies let their customers host. */
bool kedge_psl_is_any_suffix(void *context, kedge_span domain);

#endif
