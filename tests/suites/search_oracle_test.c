/* search_oracle_test.c - the search against one that tries everything.
 *
 * Random worlds of a few names and keys: CAs that certify each other and themselves, expired, limited, no CAs at
 * all, or signed by nobody.  For each the oracle walks every path there is; the library must accept where a good
 * path exists and only there, say "not authenticated" where no signatures lead to an anchor and only there, and
 * say the same in every order of the certificates.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <kedge/kedge.h>
#include "forge/forge.h"

#define WORLDS 4000
#define ORDERS 3
#define NAMES 4
#define KEYS 2
#define CERTIFICATES_MAX 10
#define ANCHORS_MAX 2

/* One certificate, as the oracle sees it. */
typedef struct card {
    unsigned name, key;               /* whose it is */
    unsigned issuer_name, issuer_key; /* whose signature it bears */
    bool is_ca;
    bool is_expired;
    bool is_forged;                   /* nobody's signature */
    int path_length;                  /* FORGE_NONE for none */
    kedge_span der;
} card;

typedef struct world {
    card leaf;
    card extra[CERTIFICATES_MAX];
    size_t extra_count;
    card anchor[ANCHORS_MAX];
    size_t anchor_count;
} world;

static uint32_t random_state;

static unsigned random_below(unsigned limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

/* --- signatures that cost nothing: a digest of key and message --- */

static void sign_cheaply(kedge_span key, kedge_span message, uint8_t signature[KEDGE_SHA256_SIZE])
{
    br_sha256_context context;

    br_sha256_init(&context);
    br_sha256_update(&context, key.data, key.size);
    br_sha256_update(&context, message.data, message.size);
    br_sha256_out(&context, signature);
}

static kedge_status verify_cheaply(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    uint8_t signature[KEDGE_SHA256_SIZE];

    (void)crypto;
    sign_cheaply(kedge_span_of(job->key->der, job->key->subject_public_key_info), job->message, signature);
    if (job->signature.size != sizeof signature)
        return KEDGE_SIGNATURE_MALFORMED;
    return memcmp(job->signature.data, signature, sizeof signature) == 0 ? KEDGE_OK : KEDGE_SIGNATURE_INVALID;
}

/* --- making worlds --- */

static const forge_key *key_of(unsigned name, unsigned key)
{
    static const char *const labels[NAMES + 1][KEYS] = { { "A one", "A two" },
                                                         { "B one", "B two" },
                                                         { "C one", "C two" },
                                                         { "D one", "D two" },
                                                         { "leaf", "leaf" } };

    return forge_p256(labels[name][key]);
}

static kedge_span name_of(unsigned name)
{
    static const char *const names[NAMES + 1] = { "A", "B", "C", "D", "Leaf" };

    return forge_common_name(names[name]);
}

static void put_key_identifiers(forge_certificate *certificate)
{
    const unsigned choice = random_below(4);

    forge_drop(certificate, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    if (choice < 2)
        forge_put(certificate, forge_authority_key_identifier(forge_key_identifier(certificate->issuer_key)));
    if (choice == 2)
        forge_put(certificate, forge_authority_key_identifier(forge_hex("0102")));
    if (random_below(4) == 0)
        forge_drop(certificate, KEDGE_EXT_SUBJECT_KEY_IDENTIFIER);
}

static void sign_card(card *made, forge_certificate *certificate)
{
    uint8_t signature[KEDGE_SHA256_SIZE];

    sign_cheaply(certificate->issuer_key->subject_public_key_info, forge_tbs_certificate(certificate),
                 signature);
    signature[0] ^= made->is_forged;
    certificate->raw.signature = forge_bit_string(forge_copy(signature, sizeof signature), 0);
    made->der = forge_sign(certificate);
}

static card make_leaf(void)
{
    card leaf = { .name = NAMES, .issuer_name = random_below(NAMES), .issuer_key = random_below(KEYS) };
    forge_certificate issuer = forge_root_with_key("x", key_of(leaf.issuer_name, leaf.issuer_key));
    forge_certificate certificate;

    issuer.subject = name_of(leaf.issuer_name);
    certificate = forge_leaf_with_key("host.example", &issuer, key_of(leaf.name, leaf.key));
    put_key_identifiers(&certificate);
    sign_card(&leaf, &certificate);
    return leaf;
}

static card make_ca(void)
{
    card ca = {
        .name = random_below(NAMES),
        .key = random_below(KEYS),
        .issuer_name = random_below(NAMES),
        .issuer_key = random_below(KEYS),
        .is_ca = random_below(12) != 0,
        .is_expired = random_below(6) == 0,
        .is_forged = random_below(8) == 0,
        .path_length = random_below(3) != 0 ? FORGE_NONE : (int)random_below(3),
    };
    forge_certificate issuer = forge_root_with_key("x", key_of(ca.issuer_name, ca.issuer_key));
    forge_certificate certificate;

    issuer.subject = name_of(ca.issuer_name);
    certificate = forge_ca_with_key("x", &issuer, key_of(ca.name, ca.key));
    certificate.subject = name_of(ca.name);
    certificate.not_after = FORGE_NOW + (ca.is_expired ? -FORGE_DAY : FORGE_DAY)
                            + (int64_t)random_below(1000);
    forge_put(&certificate, forge_basic_constraints(ca.is_ca, ca.is_ca ? ca.path_length : FORGE_NONE));
    put_key_identifiers(&certificate);
    sign_card(&ca, &certificate);
    return ca;
}

static world make_world(void)
{
    world made = { .leaf = make_leaf(),
                   .extra_count = 1 + random_below(CERTIFICATES_MAX),
                   .anchor_count = 1 + random_below(ANCHORS_MAX) };

    for (size_t i = 0; i < made.extra_count; i++)
        made.extra[i] = make_ca();
    for (size_t i = 0; i < made.anchor_count; i++)
        made.anchor[i] = make_ca();
    return made;
}

/* --- the oracle --- */

/* What becomes of the best path. */
typedef enum outcome {
    GOOD,             /* nothing is wrong */
    FORGIVABLE,       /* something has expired, and nothing else is wrong */
    WRONG,            /* something nobody may forgive */
    NOT_AUTHENTICATED /* there is no path */
} outcome;

typedef struct walk {
    const world *in;
    const card *path[CERTIFICATES_MAX + 2];
    size_t length;
    outcome best;
} walk;

static bool is_entity(const card *one, const card *other)
{
    return one->name == other->name && one->key == other->key;
}

static bool is_issued_by(const card *child, const card *issuer)
{
    return child->issuer_name == issuer->name && child->issuer_key == issuer->key && !child->is_forged;
}

static bool is_self_issued(const card *of)
{
    return of->name == of->issuer_name;
}

static outcome judge(const walk *at)
{
    outcome worst = GOOD;
    int below = 0; /* intermediates that are not self-issued */

    for (size_t i = 1; i < at->length; i++) {
        const card *issuer = at->path[i];

        if (issuer->is_ca && issuer->path_length != FORGE_NONE && below > issuer->path_length)
            return WRONG;
        if (!issuer->is_ca)
            return WRONG;
        if (issuer->is_expired)
            worst = FORGIVABLE;
        below += !is_self_issued(issuer);
    }
    return worst;
}

static bool is_on_path(const walk *at, const card *entity)
{
    for (size_t i = 0; i < at->length; i++)
        if (is_entity(at->path[i], entity))
            return true;
    return false;
}

/* Every way on from the path's last certificate.  Recursion is as deep as there are names and keys. */
static void explore(walk *at)
{
    const card *last = at->path[at->length - 1];

    for (size_t i = 0; i < at->in->anchor_count; i++) {
        const card *anchor = &at->in->anchor[i];

        if (!is_issued_by(last, anchor) || is_on_path(at, anchor))
            continue;
        at->path[at->length++] = anchor;
        if (judge(at) < at->best)
            at->best = judge(at);
        at->length--;
    }
    for (size_t i = 0; i < at->in->extra_count; i++) {
        const card *extra = &at->in->extra[i];

        if (!is_issued_by(last, extra) || is_on_path(at, extra))
            continue;
        at->path[at->length++] = extra;
        explore(at);
        at->length--;
    }
}

static outcome ask_oracle(const world *in)
{
    walk at = { .in = in, .path = { &in->leaf }, .length = 1, .best = NOT_AUTHENTICATED };

    explore(&at);
    return at.best;
}

/* --- the library --- */

static void verify(const world *in, const size_t *order, kedge_verdict *verdict)
{
    const size_t trust_size = kedge_trust_size(ANCHORS_MAX, 0);
    kedge_request request = KEDGE_REQUEST(&kedge_policy_webpki, kedge_usage_server_auth());
    kedge_span chain[CERTIFICATES_MAX + 1] = { in->leaf.der };
    kedge_crypto crypto = *kedge_crypto_default();
    kedge_trust trust;
    uint32_t fault;
    size_t size;

    crypto.verify = verify_cheaply;
    crypto.verify_batch = NULL;
    cr_assert_eq(kedge_trust_init(&trust, forge_allocate(trust_size), trust_size, &crypto), KEDGE_OK);
    for (size_t i = 0; i < in->anchor_count; i++) {
        const kedge_span anchor = in->anchor[(i + order[0]) % in->anchor_count].der;

        cr_assert_eq(kedge_trust_add_der(&trust, anchor.data, anchor.size, NULL, &fault), KEDGE_OK);
    }
    for (size_t i = 0; i < in->extra_count; i++)
        chain[1 + i] = in->extra[order[i]].der;
    request.identity = kedge_identity_dns("host.example");
    request.time = kedge_time_at(FORGE_NOW);
    request.chain = chain;
    request.chain_count = 1 + in->extra_count;
    size = kedge_workspace_size(&request);
    cr_assert_eq(kedge_verify(&trust, &request, forge_allocate(size), size, verdict), verdict->status);
}

static outcome outcome_of(const kedge_verdict *verdict)
{
    if (verdict->status == KEDGE_OK)
        return GOOD;
    if (verdict->status == KEDGE_NOT_AUTHENTICATED)
        return NOT_AUTHENTICATED;
    return kedge_status_classify(verdict->status) == KEDGE_CLASS_TOLERABLE ? FORGIVABLE : WRONG;
}

/* A path that breaks a rule may be told of where another, which is forgivable, exists: the search stops at the
 * certificates that have nothing wrong with themselves.  Everything else must agree. */
static bool agree(outcome found, outcome right)
{
    return found == right || (found == WRONG && right == FORGIVABLE);
}

static void shuffle(size_t *order, size_t count)
{
    for (size_t i = count; i-- > 1;) {
        const size_t with = random_below((unsigned)i + 1);
        const size_t moved = order[i];

        order[i] = order[with];
        order[with] = moved;
    }
}

static void compare(const kedge_verdict *one, const size_t *one_order, const kedge_verdict *other,
                    const size_t *other_order, const world *in, unsigned seed)
{
    cr_assert_eq(one->status, other->status, "world %u", seed);
    cr_assert_eq(one->reason, other->reason, "world %u", seed);
    cr_assert_eq(one->faults, other->faults, "world %u", seed);
    cr_assert_eq(one->offset, other->offset, "world %u", seed);
    cr_assert_eq(one->spent.signatures, other->spent.signatures, "world %u", seed);
    cr_assert_eq(one->path_length, other->path_length, "world %u", seed);
    cr_assert_eq(one->certificate > 0, other->certificate > 0, "world %u", seed);
    if (one->certificate > 0) {
        const kedge_span a = in->extra[one_order[one->certificate - 1]].der;
        const kedge_span b = in->extra[other_order[other->certificate - 1]].der;

        cr_assert(a.size == b.size && memcmp(a.data, b.data, a.size) == 0, "world %u", seed);
    } else
        cr_assert_eq(one->certificate, other->certificate, "world %u", seed);
}

static outcome try_world(unsigned seed)
{
    size_t given[CERTIFICATES_MAX], order[CERTIFICATES_MAX];
    kedge_verdict first, other;
    world in;
    outcome right;

    random_state = 0x9e3779b9U * (seed + 1);
    in = make_world();
    right = ask_oracle(&in);
    for (size_t i = 0; i < CERTIFICATES_MAX; i++)
        given[i] = order[i] = i;
    verify(&in, given, &first);
    cr_assert(agree(outcome_of(&first), right), "world %u: %s, reason %s, where %d is right", seed,
              kedge_status_name(first.status), kedge_status_name(first.reason), (int)right);
    for (size_t i = 0; i < ORDERS; i++) {
        shuffle(order, in.extra_count);
        verify(&in, order, &other);
        compare(&first, given, &other, order, &in, seed);
    }
    forge_forget();
    return right;
}

Test(search_oracle, agrees_in_random_worlds, .timeout = 300)
{
    size_t count[NOT_AUTHENTICATED + 1] = { 0 };

    for (unsigned seed = 0; seed < WORLDS; seed++)
        count[try_world(seed)]++;
    for (size_t i = 0; i <= NOT_AUTHENTICATED; i++)
        cr_assert(count[i] > WORLDS / 40, "only %zu worlds of kind %zu", count[i], i);
}
