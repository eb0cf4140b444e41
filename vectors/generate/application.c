/* application.c - what the caller's own functions do: they tighten, and they process extensions. */
#include "vector.h"

#define OWN_EXTENSION "1.3.6.1.4.1.55555.1"

static forge_certificate root, ca, leaf;

static void emit(const char *name, const char *expect, const char *application, const char *clause, const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .application = application,
                           .clause = clause,
                           .why = why,
                           .chain = { forge_sign(&leaf), forge_sign(&ca) },
                           .anchors = { forge_sign(&root) } });
}

void emit_application(void)
{
    vector_rule("application");
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    emit("content", "accept", "hook=accept", "kedge/verify.h", "the application has nothing against the path");
    emit("not-content", "reject HOOK_REFUSED certificate=0", "hook=refuse", "kedge/verify.h",
         "the application may refuse a path, for instance for a pin");
    leaf.not_after = FORGE_NOW - 1;
    emit("cannot-widen", "reject EXPIRED certificate=0", "hook=accept", "kedge/verify.h",
         "the application is not asked about what the rules refuse");

    leaf = forge_leaf("host.example", &ca);
    forge_put(&leaf, forge_any_extension(OWN_EXTENSION, true, forge_null()));
    emit("extension-not-claimed", "reject UNKNOWN_CRITICAL_EXTENSION certificate=0", "claim=1.3.6.1.4.1.55555.2",
         "RFC 5280, 4.2", "the application processes another extension");
    emit("extension-claimed", "accept", "claim=" OWN_EXTENSION, "RFC 5280, 4.2",
         "the application says that it processes this extension");
    emit("extension-claimed-and-refused", "reject HOOK_REFUSED certificate=0",
         "claim=" OWN_EXTENSION " hook=refuse", "RFC 5280, 4.2", "it processed it, and does not like what it says");
    forge_put(&ca, forge_any_extension(OWN_EXTENSION, true, forge_null()));
    emit("extension-of-a-ca-claimed", "accept", "claim=" OWN_EXTENSION, "RFC 5280, 4.2",
         "and in the certificate of a CA as well");
}
