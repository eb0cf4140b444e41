/* path_length.c - pathLenConstraint (RFC 5280, 4.2.1.9 and 6.1.4 (l), (m)). */
#include "vector.h"

#define DEPTH_MAX 4

/* A chain from the root (level 0) down, and the limits of its CAs. */
static forge_certificate level[DEPTH_MAX];
static size_t count;

static void begin(void)
{
    level[0] = forge_root("Root");
    count = 1;
}

static void limit(forge_certificate *ca, int path_length)
{
    forge_put(ca, forge_basic_constraints(true, path_length));
}

static void add(const char *name, int path_length)
{
    level[count] = forge_ca(name, &level[count - 1]);
    limit(&level[count], path_length);
    count++;
}

/* The same CA once more with another key, certified by itself. */
static void add_self_issued(int path_length)
{
    level[count] = forge_ca_with_key("CA", &level[count - 1], forge_p256("another key"));
    level[count].subject = level[count].issuer;
    limit(&level[count], path_length);
    count++;
}

static void emit_target(const char *name, const char *expect, const forge_certificate *target,
                        const char *trust, const char *why)
{
    vector row = { .name = name,
                   .expect = expect,
                   .trust = trust,
                   .clause = "RFC 5280, 4.2.1.9",
                   .why = why,
                   .chain = { forge_sign(target) },
                   .anchors = { forge_sign(&level[0]) } };

    for (size_t i = 1; i < count; i++)
        row.chain[i] = forge_sign(&level[count - i]);
    vector_emit(&row);
}

static void emit(const char *name, const char *expect, const char *why)
{
    forge_certificate leaf = forge_leaf("host.example", &level[count - 1]);

    emit_target(name, expect, &leaf, NULL, why);
}

static void emit_limits(void)
{
    begin();
    add("CA", 0);
    emit("zero-with-target", "accept", "a CA with limit 0 may issue targets");
    add("Lower", FORGE_NONE);
    emit("zero-with-intermediate", "reject PATH_TOO_LONG certificate=2",
         "a CA with limit 0 may only issue targets");
    begin();
    add("CA", 1);
    add("Lower", FORGE_NONE);
    emit("one-with-intermediate", "accept", "a CA with limit 1 may have one intermediate below it");
    add("Lowest", FORGE_NONE);
    emit("one-with-two-intermediates", "reject PATH_TOO_LONG certificate=3",
         "two intermediates are one too many");
    begin();
    add("CA", 0);
    add("Lower", 5);
    emit("lower-limit-does-not-widen", "reject PATH_TOO_LONG certificate=2",
         "a CA cannot give more than it was given");
    begin();
    add("CA", INT32_MAX);
    emit("huge-limit", "accept", "a limit that nobody reaches is none");
}

static void emit_targets(void)
{
    forge_certificate leaf, target;

    begin();
    add("CA", 0);
    target = forge_ca("host.example", &level[1]);
    forge_put(&target, forge_subject_alt_name(forge_dns("host.example")));
    forge_put(&target, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE | KEDGE_KU_KEY_CERT_SIGN));
    emit_target("zero-with-target-that-is-a-ca", "accept", &target, NULL,
                "the last certificate is not counted, whatever it is");

    begin();
    limit(&level[0], 0);
    leaf = forge_leaf("host.example", &level[0]);
    emit_target("anchor-zero-with-target", "accept", &leaf, NULL, "an anchor with limit 0 may issue targets");
    add("CA", FORGE_NONE);
    leaf = forge_leaf("host.example", &level[1]);
    emit_target("anchor-zero-with-intermediate", "reject PATH_TOO_LONG certificate=anchor", &leaf, NULL,
                "by default an anchor's limit binds");
    emit_target("anchor-zero-not-enforced", "accept", &leaf, "constraints=no",
                "its terms may leave its constraints out");
}

static void emit_self_issued(void)
{
    begin();
    add("CA", 0);
    add_self_issued(0);
    emit("self-issued-not-counted", "accept", "a certificate for the CA's own next key is not counted");
    begin();
    add("CA", 0);
    add_self_issued(FORGE_NONE);
    add("Lower", FORGE_NONE);
    emit("self-issued-does-not-shield", "reject PATH_TOO_LONG certificate=3",
         "what comes below the self-issued certificate is counted");
    begin();
    add("CA", FORGE_NONE);
    add_self_issued(0);
    add("Lower", FORGE_NONE);
    emit("self-issued-has-a-limit", "reject PATH_TOO_LONG certificate=2",
         "a self-issued certificate is not counted, but its own limit binds");
}

void emit_path_length(void)
{
    vector_rule("path-length");
    emit_limits();
    emit_targets();
    emit_self_issued();
}
