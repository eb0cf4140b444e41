/* sized.c - trusts, names and policies by the thousand. */
#include "sized.h"

#include <kedge/kedge.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "forge/forge.h"
#include "instant.h"

#define SCRATCH_SIZE ((size_t)4 << 20)

static void *allocate_aligned(size_t size)
{
    uint8_t *memory = forge_allocate(size + KEDGE_TRUST_ALIGN);

    return memory + (KEDGE_TRUST_ALIGN - (uintptr_t)memory % KEDGE_TRUST_ALIGN) % KEDGE_TRUST_ALIGN;
}

typedef struct lookup {
    kedge_trust trust;
    kedge_span wanted;
} lookup;

static bool find_anchor(void *state)
{
    const lookup *s = state;

    return kedge_trust_find(&s->trust, s->wanted, kedge_name_hash(s->wanted), NULL) != NULL;
}

bench_subject bench_trust_lookup(size_t count)
{
    const kedge_span key = forge_p256("anchor")->subject_public_key_info;
    const size_t size = kedge_trust_size(count, count * 256);
    lookup *s = forge_allocate(sizeof *s);
    uint32_t fault;

    if (kedge_trust_init(&s->trust, allocate_aligned(size), size, bench_portable()) != KEDGE_OK)
        forge_fail("a trust");
    for (size_t i = 0; i < count; i++) {
        char text[64];
        kedge_span name;

        snprintf(text, sizeof text, "Root Certification Authority %05zu", i);
        name = forge_common_name(text);
        if (kedge_trust_add_name_and_key(&s->trust, name, key, NULL, &fault) != KEDGE_OK)
            forge_fail("an anchor");
        if (i == count / 2)
            s->wanted = name;
    }
    return (bench_subject){ "trust look-up", find_anchor, s };
}

/* A chain of up to three certificates below an anchor. */
typedef struct judging {
    kedge_crypto crypto;
    kedge_policy policy;
    kedge_trust trust;
    kedge_request request;
    kedge_span chain[8];
    void *workspace;
    size_t workspace_size;
} judging;

static bool judge(void *state)
{
    judging *s = state;
    kedge_verdict verdict;

    return kedge_verify(&s->trust, &s->request, s->workspace, s->workspace_size, &verdict) == KEDGE_OK;
}

static judging *begin(const kedge_span *chain, size_t count, kedge_span root)
{
    const kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    const size_t size = kedge_trust_size(1, root.size);
    judging *s = forge_allocate(sizeof *s);
    uint32_t fault;

    s->crypto = bench_instant(bench_portable());
    s->policy = kedge_policy_webpki;
    s->policy.budget.comparisons = UINT32_MAX;
    s->request = request;
    s->request.policy = &s->policy;
    s->request.chain = memcpy(s->chain, chain, count * sizeof *chain);
    s->request.chain_count = count;
    s->request.identity = kedge_identity_waived();
    s->request.time = kedge_time_at(FORGE_NOW);
    if (kedge_trust_init(&s->trust, allocate_aligned(size), size, &s->crypto) != KEDGE_OK
        || kedge_trust_add_copy(&s->trust, root.data, root.size, NULL, &fault) != KEDGE_OK)
        forge_fail("a trust");
    s->workspace_size = kedge_workspace_size(&s->request) + SCRATCH_SIZE;
    s->workspace = allocate_aligned(s->workspace_size);
    return s;
}

const char *bench_form_name(bench_form form)
{
    static const char *const names[BENCH_FORMS] = { "dNSName", "rfc822Name", "uniformResourceIdentifier",
                                                    "iPAddress", "directoryName" };

    return names[form];
}

static kedge_span directory(const char *unit, const char *person)
{
    const kedge_span above = forge_rdn_utf8(FORGE_OID_ORGANIZATION, unit);

    return forge_directory(person != NULL ? forge_name(above, forge_cn(person)) : forge_name(above));
}

static kedge_span address(unsigned number, bool has_mask)
{
    char digits[32];

    snprintf(digits, sizeof digits, has_mask ? "%08xffffff00" : "%08x", number << 8 | (has_mask ? 0 : 7));
    return forge_ip(digits);
}

static kedge_span constraint(bench_form form, unsigned number)
{
    char host[64];

    snprintf(host, sizeof host, "area-%u.example", number);
    switch (form) {
    case BENCH_DNS: return forge_dns(host);
    case BENCH_MAILBOX: return forge_email(host);
    case BENCH_URI: return forge_uri(host);
    case BENCH_ADDRESS: return address(number, true);
    case BENCH_DIRECTORY: return directory(host, NULL);
    case BENCH_FORMS: break;
    }
    forge_fail("an unknown form of name");
}

static kedge_span name_within(bench_form form, unsigned number)
{
    char host[64];
    char text[96];

    snprintf(host, sizeof host, "area-%u.example", number);
    switch (form) {
    case BENCH_DNS: snprintf(text, sizeof text, "www.%s", host); return forge_dns(text);
    case BENCH_MAILBOX: snprintf(text, sizeof text, "post@%s", host); return forge_email(text);
    case BENCH_URI: snprintf(text, sizeof text, "https://%s/", host); return forge_uri(text);
    case BENCH_ADDRESS: return address(number, false);
    case BENCH_DIRECTORY: return directory(host, "person");
    case BENCH_FORMS: break;
    }
    forge_fail("an unknown form of name");
}

/* A subject would be a directoryName that no subtree permits. */
static void drop_subject(forge_certificate *leaf, kedge_span names)
{
    leaf->subject = forge_name(FORGE_ABSENT);
    forge_put(leaf, forge_critical(forge_subject_alt_names(forge_sequence(names))));
}

bench_subject bench_name_constraints(bench_form form, size_t count)
{
    const size_t half = count / 2;
    kedge_span *part = forge_allocate(count * sizeof *part);
    forge_certificate root = forge_root("Root");
    forge_certificate ca = forge_ca("CA", &root);
    forge_certificate leaf = forge_leaf("host.example", &ca);

    for (size_t i = 0; i < count; i++)
        part[i] = constraint(form, (unsigned)i);
    forge_put(&ca, forge_name_constraints(forge_subtree_list(part, half),
                                          forge_subtree_list(part + half, count - half)));
    for (size_t i = 0; i < count; i++)
        part[i] = name_within(form, (unsigned)(i % half));
    drop_subject(&leaf, forge_join_list(part, count));
    const kedge_span chain[] = { forge_sign(&leaf), forge_sign(&ca) };

    return (bench_subject){ bench_form_name(form), judge, begin(chain, 2, forge_sign(&root)) };
}

/* The identifiers of policies. */
static const char **policy_names(const char *arc, size_t count)
{
    const char **names = forge_allocate(count * sizeof *names);

    for (size_t i = 0; i < count; i++) {
        char *name = forge_allocate(48);

        snprintf(name, 48, "1.3.6.1.4.1.99999.%s.%zu", arc, i);
        names[i] = name;
    }
    return names;
}

static void put_mappings(forge_certificate *ca, const char **from, const char **to, size_t count)
{
    const char **pairs = forge_allocate(2 * count * sizeof *pairs);

    for (size_t i = 0; i < count; i++) {
        pairs[2 * i] = from[i];
        pairs[2 * i + 1] = to[i];
    }
    forge_put(ca, forge_policy_mapping_list(pairs, 2 * count));
}

bench_subject bench_policy_graph(size_t count)
{
    const char **outer = policy_names("1", count);
    const char **inner = policy_names("2", count);
    kedge_span *wanted = forge_allocate(count * sizeof *wanted);
    forge_certificate root = forge_root("Root");
    forge_certificate upper = forge_ca("Upper CA", &root);
    forge_certificate lower = forge_ca("Lower CA", &upper);
    forge_certificate leaf = forge_leaf("host.example", &lower);
    judging *s;

    forge_put(&upper, forge_certificate_policy_list(outer, count));
    put_mappings(&upper, outer, inner, count);
    forge_put(&lower, forge_certificate_policy_list(inner, count));
    put_mappings(&lower, inner, outer, count);
    forge_put(&leaf, forge_certificate_policy_list(outer, count));
    for (size_t i = 0; i < count; i++)
        wanted[i] = forge_oid_content(outer[i]);
    const kedge_span chain[] = { forge_sign(&leaf), forge_sign(&lower), forge_sign(&upper) };

    s = begin(chain, 3, forge_sign(&root));
    s->request.policies.initial_set = wanted;
    s->request.policies.initial_set_count = count;
    s->request.policies.require_explicit = true;
    return (bench_subject){ "policies", judge, s };
}

static bool parse(void *state)
{
    const bench_chain *chain = state;
    kedge_certificate certificate;
    uint32_t fault;

    return kedge_certificate_parse(&certificate, chain->certificate[0].data, chain->certificate[0].size,
                                   &fault)
           == KEDGE_OK;
}

bench_subject bench_parsing(const bench_chain *chain)
{
    return (bench_subject){ chain->name, parse, (void *)(uintptr_t)chain };
}

bench_subject bench_instant_verification(const bench_chain *chain)
{
    judging *s = begin(chain->certificate, chain->count, chain->root);

    s->request.identity = kedge_identity_dns(chain->host);
    s->request.time = kedge_time_at(chain->time);
    return (bench_subject){ chain->name, judge, s };
}
