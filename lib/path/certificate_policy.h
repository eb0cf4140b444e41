/* certificate_policy.h - which policies a path is valid under (RFC 5280, 6.1.6; RFC 9618, 5.6). */
#ifndef KEDGE_PATH_CERTIFICATE_POLICY_H
#define KEDGE_PATH_CERTIFICATE_POLICY_H

#include "path/rule.h"

/* List the policies for which the CAs issued the path, and those of them that the request names.  The path
 * needs not have been judged.  Uses the scratch memory of `judgement` and fills in nothing else of it.
 * Answers KEDGE_OK (the sets are empty where no policy is valid), KEDGE_BUDGET_SPENT where the scratch memory
 * does not suffice, or as the reader. */
kedge_status kedge_certificate_policy_list(const kedge_path *path, kedge_judgement *judgement,
                                           kedge_policy_set *authority_constrained,
                                           kedge_policy_set *user_constrained);

#endif
