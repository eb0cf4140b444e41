/* scene.h - a trust, a chain and a request, ready to be spoilt by a test. */
#ifndef UNIT_PATH_SCENE_H
#define UNIT_PATH_SCENE_H

#include <criterion/criterion.h>
#include <kedge/kedge.h>

#include <stdlib.h>

#include "forge/forge.h"

#define SCENE_CHAIN_MAX 128

typedef struct scene {
    kedge_trust trust;
    kedge_policy policy;                 /* a copy of webpki, to be changed */
    kedge_request request;
    kedge_span chain[SCENE_CHAIN_MAX];
    kedge_verdict verdict;
    kedge_span trust_memory;
    size_t workspace_extra;              /* bytes beyond what is needed */
} scene;

/* Nothing trusted, nothing in the chain; host "host.example", server, FORGE_NOW, the webpki policy. */
static inline void scene_begin(scene *s)
{
    memset(s, 0, sizeof *s);
    s->policy = kedge_policy_webpki;
    s->request.size = sizeof s->request;
    s->request.policy = &s->policy;
    s->request.usage = kedge_usage_server_auth();
    s->request.identity = kedge_identity_dns("host.example");
    s->request.time = kedge_time_at(FORGE_NOW);
    s->request.chain = s->chain;
    const size_t size = kedge_trust_size(32, 65536);
    void *memory = aligned_alloc(KEDGE_TRUST_ALIGN, (size + KEDGE_TRUST_ALIGN - 1) / KEDGE_TRUST_ALIGN * KEDGE_TRUST_ALIGN);
    cr_assert_not_null(memory);
    s->trust_memory.data = memory;
    cr_assert_eq(kedge_trust_init(&s->trust, memory, size, kedge_crypto_bearssl()), KEDGE_OK);
}

static inline void scene_end(scene *s)
{
    free((void *)(uintptr_t)s->trust_memory.data);
    forge_forget();
}

static inline void scene_trust_with(scene *s, const forge_certificate *certificate, uint32_t given, uint32_t value)
{
    const kedge_span der = forge_sign(certificate);
    const kedge_anchor_terms terms = { .given = given, .value = value };
    uint32_t fault = 0;

    cr_assert_eq(kedge_trust_add_copy(&s->trust, der.data, der.size, &terms, &fault), KEDGE_OK);
}

static inline void scene_trust(scene *s, const forge_certificate *certificate)
{
    scene_trust_with(s, certificate, 0, 0);
}

static inline void scene_send_der(scene *s, kedge_span der)
{
    cr_assert_lt(s->request.chain_count, SCENE_CHAIN_MAX);
    s->chain[s->request.chain_count++] = der;
}

static inline void scene_send(scene *s, const forge_certificate *certificate)
{
    scene_send_der(s, forge_sign(certificate));
}

static inline void scene_send_list(scene *s, const forge_certificate *const *certificate, size_t count)
{
    for (size_t i = 0; i < count; i++)
        scene_send(s, certificate[i]);
}

/* Trust `root` and send the rest, the leaf first. */
#define scene_chain(s, root, ...) \
    do { \
        const forge_certificate *const sent_[] = { __VA_ARGS__ }; \
        scene_trust((s), (root)); \
        scene_send_list((s), sent_, sizeof sent_ / sizeof sent_[0]); \
    } while (0)

/* Verify in a workspace of the exact size. */
static inline kedge_status scene_verify(scene *s)
{
    const size_t size = kedge_workspace_size(&s->request) + s->workspace_extra;
    void *workspace = malloc(size);
    kedge_status status;

    cr_assert_not_null(workspace);
    memset(workspace, 0xa5, size);
    status = kedge_verify(&s->trust, &s->request, workspace, size, &s->verdict);
    free(workspace);
    cr_assert_eq(status, s->verdict.status);
    return status;
}

#define cr_assert_status(actual, expected) \
    do { \
        const kedge_status actual_ = (actual); \
        cr_assert_eq(actual_, (expected), "%s, not %s", kedge_status_name(actual_), kedge_status_name(expected)); \
    } while (0)

#endif
