/* sized.h - operations whose cost may grow with what they are about: anchors, names, policies.
 *
 * Chains are judged whole, from DER, by a provider that answers at once (instant.h), with budgets that admit
 * any size and a workspace that has room for it.
 */
#ifndef KEDGE_BENCH_SIZED_H
#define KEDGE_BENCH_SIZED_H

#include "chains.h"
#include "harness.h"

/** Forms of names that constraints are made for. */
typedef enum bench_form {
    BENCH_DNS,
    BENCH_MAILBOX,
    BENCH_URI,
    BENCH_ADDRESS,
    BENCH_DIRECTORY,
    BENCH_FORMS
} bench_form;

/** @return "dNSName" and so on. */
const char *bench_form_name(bench_form form);

/** Find the one of `count` anchors that bears a name, from its DER. */
bench_subject bench_trust_lookup(size_t count);

/** A certificate of `count` names below a CA of `count` constraints: one half permitted, each of which holds
 *  some of the names, the other excluded, which hold none. */
bench_subject bench_name_constraints(bench_form form, size_t count);

/** A certificate of `count` policies below two CAs of as many, each mapped by both; an explicit policy, one
 *  of `count`, is demanded. */
bench_subject bench_policy_graph(size_t count);

/** Parse a chain's first certificate. */
bench_subject bench_parsing(const bench_chain *chain);

/** A chain below its root. */
bench_subject bench_instant_verification(const bench_chain *chain);

#endif
