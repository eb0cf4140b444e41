/* distrust.c - the distrust list, and anchors that are distrusted from some date on. */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void emit(const char *name, const char *expect, const char *trust, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .trust = trust,
                           .clause = "kedge/trust.h",
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

void emit_distrust(void)
{
    forge_certificate stranger;

    vector_rule("distrust");
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    emit("leaf-key", "reject DISTRUSTED certificate=0", "distrust-key=0",
         "the key in question is known to be stolen");
    emit("intermediate-key", "reject DISTRUSTED certificate=1", "distrust-key=1",
         "no path may lead through it");
    emit("anchor-key", "reject DISTRUSTED certificate=anchor", "distrust-key=anchor",
         "distrust stands before trust");
    emit("leaf-serial", "reject DISTRUSTED certificate=0", "distrust-serial=0",
         "this one certificate is known to be forged");
    emit("intermediate-serial", "reject DISTRUSTED certificate=1", "distrust-serial=1",
         "no path may lead through it");
    emit("distrusted-after-issue", "reject DISTRUSTED_AFTER certificate=0",
         "distrusted-after=2025-12-01T23:59:59Z", "the leaf was issued a second after the date");
    emit("distrusted-at-issue", "accept", "distrusted-after=2025-12-02T00:00:00Z",
         "the leaf was issued at the date, not after it");
    emit("distrusted-later", "accept", "distrusted-after=2026-06-01T00:00:00Z", "the leaf was issued before");

    stranger = forge_leaf("stranger.example", &ca);
    vector_emit(&(vector){ .name = "another-key",
                           .expect = "accept",
                           .trust = "distrust-key=2",
                           .clause = "kedge/trust.h",
                           .why = "a distrusted certificate that is not used does no harm",
                           .chain = { forge_sign(&leaf), forge_sign(&ca), forge_sign(&stranger) },
                           .anchors = { forge_sign(&root) } });
    stranger = ca;
    stranger.not_after -= FORGE_DAY;
    vector_emit(&(vector){ .name = "twin-of-a-distrusted-serial",
                           .expect = "accept path=0,2,anchor",
                           .trust = "distrust-serial=1",
                           .clause = "kedge/trust.h",
                           .why = "the CA's other certificate, with another serial number, is not distrusted",
                           .chain = { forge_sign(&leaf), forge_sign(&stranger), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
    vector_emit(&(vector){ .name = "twin-of-a-distrusted-key",
                           .expect = "reject DISTRUSTED certificate=1",
                           .trust = "distrust-key=1",
                           .clause = "kedge/trust.h",
                           .why = "a key is distrusted in all its certificates",
                           .chain = { forge_sign(&leaf), forge_sign(&stranger), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}
