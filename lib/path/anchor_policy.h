/* anchor_policy.h - the certificate policies that whoever trusts an anchor trusts it for (RFC 5937, 3.2). */
#ifndef KEDGE_PATH_ANCHOR_POLICY_H
#define KEDGE_PATH_ANCHOR_POLICY_H

#include "path/rule.h"

/* The flags of a request, with those of its path's anchor. */
typedef struct kedge_policy_flags {
    bool require_explicit;
    bool inhibit_mapping;
    bool inhibit_any;
} kedge_policy_flags;

kedge_policy_flags kedge_anchor_policy_flags(const kedge_path *path);

/* Whether the anchor is trusted for `policy`: contents octets of an identifier. */
bool kedge_anchor_policy_allows(const kedge_anchor *anchor, kedge_span policy);

/* Whether it is trusted for some policies only; then `list` is a cursor over a set in which they all are, for
 * kedge_anchor_policy_next().  `fault` must live as long as the cursor. */
bool kedge_anchor_policy_is_limited(const kedge_anchor *anchor, kedge_der *list, uint32_t *fault);

/* The next of the set, in any order.  Answers false after the last. */
bool kedge_anchor_policy_next(kedge_der *list, kedge_span *policy);

#endif
