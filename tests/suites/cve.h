/* suites/cve.h - flaws that validators have had, each as the behaviour that it asks of this one.
 *
 *     FLAW(area, behaviour, "CVE-...", "what went wrong there") { ... }
 *
 * is a test named after the behaviour, which prints where the lesson is from.  It begins with a good chain
 * of three and a request for it (unit/path/scene.h), to be spoilt.
 */
#ifndef SUITES_CVE_H
#define SUITES_CVE_H

#include <stdio.h>
#include <string.h>
#include "unit/path/scene.h"

static scene s;
static forge_certificate root, ca, leaf;

static inline void flaw_begin(void)
{
    scene_begin(&s);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

/* The same, with another key for the intermediate CA. */
static inline void flaw_begin_with(const forge_key *ca_key)
{
    ca = forge_ca_with_key("CA", &root, ca_key);
    leaf = forge_leaf("host.example", &ca);
}

static inline void flaw_end(void)
{
    scene_end(&s);
}

#define FLAW(area, behaviour, known_as, lesson) \
    FLAW_WITH(area, behaviour, known_as, lesson, flaw_begin, flaw_end)

/* The same with another beginning and end. */
#define FLAW_WITH(area, behaviour, known_as, lesson, begin_, end_) \
    static void area##_##behaviour(void); \
    Test(area, behaviour, .init = begin_, .fini = end_) \
    { \
        puts(known_as ": " lesson); \
        fflush(stdout); \
        area##_##behaviour(); \
    } \
    static void area##_##behaviour(void)

/* Judge a chain of this encoding and the intermediate CA, under the root. */
static inline kedge_status judge_der(kedge_span target)
{
    if (kedge_trust_count(&s.trust) == 0)
        scene_trust(&s, &root);
    s.request.chain_count = 0;
    scene_send_der(&s, target);
    scene_send(&s, &ca);
    return scene_verify(&s);
}

static inline kedge_status judge(void)
{
    return judge_der(forge_sign(&leaf));
}

#define expect_status(actual, expected) cr_assert_status(actual, expected)

/* No path of verified signatures, for this reason. */
#define expect_unauthentic(actual, why) \
    do { \
        cr_assert_status(actual, KEDGE_NOT_AUTHENTICATED); \
        cr_assert_status(s.verdict.reason, why); \
    } while (0)

#endif
