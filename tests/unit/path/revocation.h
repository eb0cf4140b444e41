/* revocation.h - a chain of three with what is known of its revocation, ready to be spoilt. */
#ifndef UNIT_PATH_REVOCATION_H
#define UNIT_PATH_REVOCATION_H

#include "unit/path/scene.h"

#define LISTS_MAX 8

typedef struct revocation_scene {
    scene s;
    forge_certificate root;
    forge_certificate ca;
    forge_certificate leaf;
    kedge_crl crl[LISTS_MAX];
    const kedge_crl *crls[LISTS_MAX];
    kedge_revocation_inputs *inputs;
    unsigned jobs;               /* signatures that were asked for */
} revocation_scene;

static inline void revocation_begin(revocation_scene *r)
{
    memset(r, 0, sizeof *r);
    scene_begin(&r->s);
    r->root = forge_root("Root");
    r->ca = forge_ca("CA", &r->root);
    r->leaf = forge_leaf("host.example", &r->ca);
    r->inputs = &r->s.request.revocation;
    r->inputs->crls = r->crls;
}

static inline void revocation_end(revocation_scene *r)
{
    scene_end(&r->s);
}

/* Give bytes as a list, whatever they are. */
static inline void give_der(revocation_scene *r, kedge_span der)
{
    const size_t i = r->inputs->crl_count++;
    uint32_t fault;

    cr_assert_lt(i, LISTS_MAX);
    (void)kedge_crl_parse(&r->crl[i], der.data, der.size, &fault);
    r->crls[i] = &r->crl[i];
}

static inline void give(revocation_scene *r, const forge_crl *crl)
{
    const size_t i = r->inputs->crl_count;

    give_der(r, forge_sign_crl(crl));
    cr_assert_neq(r->crl[i].version, 0, "the list does not parse");
}

/* Send the chain and trust the root, unless that was done, and verify. */
static inline kedge_status revocation_verify(revocation_scene *r)
{
    const size_t known = r->s.request.chain_count;

    if (known == 0 || r->s.trust.anchor_count == 0)
        scene_trust(&r->s, &r->root);
    if (known == 0) {
        scene_send(&r->s, &r->leaf);
        scene_send(&r->s, &r->ca);
    }
    return scene_verify(&r->s);
}

#define cr_assert_revocation(r, expected) cr_assert_status(revocation_verify(r), expected)

/* --- of the test that runs --- */

#define URI "http://crl.example/ca"

static revocation_scene r;

static inline void begin(void)
{
    revocation_begin(&r);
}

static inline void end(void)
{
    revocation_end(&r);
}

static inline kedge_span extension(forge_extension one)
{
    return forge_extension_der(&one);
}

/* An empty list of the CA. */
static inline forge_crl ca_list(void)
{
    return forge_crl_of(&r.ca);
}

static inline forge_crl root_list(void)
{
    return forge_crl_of(&r.root);
}

static inline void with_points(kedge_span points)
{
    forge_put(&r.leaf, forge_with_value(forge_crl_distribution_points(URI), forge_sequence(points)));
}

static inline void send_all(const forge_certificate *signer)
{
    scene_send(&r.s, &r.leaf);
    scene_send(&r.s, &r.ca);
    if (signer != NULL)
        scene_send(&r.s, signer);
}

/* A certificate with the CA's name and a key of its own, for lists alone. */
static inline forge_certificate separate_signer(const forge_certificate *issuer)
{
    forge_certificate signer = forge_ca_with_key("CA", issuer, forge_p256("list key"));

    forge_put(&signer, forge_key_usage(KEDGE_KU_CRL_SIGN));
    forge_drop(&signer, KEDGE_EXT_BASIC_CONSTRAINTS);
    return signer;
}

#endif
