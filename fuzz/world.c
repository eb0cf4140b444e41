/* world.c - one anchor, and what its owner has issued. */
#include "world.h"

#include "check.h"
#include "forge/forge.h"

/* Bits of a choice. */
enum {
    POLICY = 3 << 0,
    IDENTITY = 3 << 2,
    CLIENT = 1 << 4,
    AT_LEAST = 1 << 5,
    EXPLICIT_POLICY = 1 << 6, /* 1.2.3.1 and no other */
    HOOKS = 1 << 7
};
#define CHOICE(policy, identity) ((uint8_t)((policy) | (identity) << 2))
enum { RFC5280, WEBPKI, WEBPKI_STRICT, DEVICE };
enum { HOST, ADDRESS, MAILBOX, LOCATOR };

static kedge_span root_der;

static void put_all_forms_of_name(forge_certificate *leaf)
{
    forge_put(leaf, forge_subject_alt_name(
        forge_dns("host.example"), forge_dns("*.wild.example"), forge_ip("c0000201"),
        forge_ip("20010db8000000000000000000000001"), forge_email("user@host.example"),
        forge_uri("https://host.example/a"), forge_directory(forge_common_name("somebody")),
        forge_registered_id("1.2.3.4"), forge_other_name("1.2.3", forge_null())));
}

static void put_constraints(forge_certificate *ca)
{
    forge_put(ca, forge_name_constraints(
        forge_subtrees(forge_dns("example"), forge_ip("c0000200ffffff00"),
                       forge_ip("20010db8000000000000000000000000ffffffff000000000000000000000000"),
                       forge_email(".example"), forge_uri(".example"),
                       forge_directory(forge_name(FORGE_ABSENT))),
        forge_subtrees(forge_dns("bad.example"), forge_ip("0a000000ff000000"),
                       forge_email("nobody@example"))));
    forge_put(ca, forge_basic_constraints(true, 1));
    forge_put(ca, forge_certificate_policies("1.2.3.1", "1.2.3.2", FORGE_ANY_POLICY));
    forge_put(ca, forge_policy_mappings("1.2.3.1", "1.2.3.3", "1.2.3.2", "1.2.3.4"));
    forge_put(ca, forge_policy_constraints(1, 2));
    forge_put(ca, forge_inhibit_any_policy(1));
    forge_put(ca, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_CLIENT_AUTH));
}

static void put_the_rest(forge_certificate *leaf)
{
    forge_put(leaf, forge_certificate_policies("1.2.3.1", "1.2.3.3"));
    forge_put(leaf, forge_crl_distribution_points("http://host.example/crl"));
    forge_put(leaf, forge_freshest_crl("http://host.example/delta"));
    forge_put(leaf, forge_authority_info_access("http://host.example/ocsp", "http://host.example/ca"));
    forge_put(leaf, forge_subject_info_access("http://host.example/"));
    forge_put(leaf, forge_issuer_alt_name(forge_dns("ca.example")));
    forge_put(leaf, forge_sct_list());
    forge_put(leaf, forge_tls_feature());
    forge_put(leaf, forge_ocsp_no_check());
    forge_put(leaf, forge_unknown_extension(false));
    forge_put(leaf, forge_extended_key_usage(FORGE_EKU_SERVER_AUTH, FORGE_EKU_CLIENT_AUTH, "1.2.3.4"));
}

/* Forms that no valid chain needs: keys and algorithms that are recognised and no more, the rare kinds of
 * GeneralName, a name of several values, a critical extension that only the application knows. */
static kedge_span odd_leaf(const forge_certificate *ca)
{
    static const uint8_t point[32] = { 1 };
    const kedge_span ed25519 = forge_sequence(forge_sequence(forge_oid("1.3.101.112")),
                                              forge_bit_string((kedge_span){ point, sizeof point }, 0));
    const kedge_span sha256 = forge_sequence(forge_oid("2.16.840.1.101.3.4.2.1"), forge_null());
    const kedge_span pss = forge_sequence(forge_oid("1.2.840.113549.1.1.10"), forge_sequence(
        forge_explicit(0, sha256),
        forge_explicit(1, forge_sequence(forge_oid("1.2.840.113549.1.1.8"), sha256)),
        forge_explicit(2, forge_integer(32))));
    forge_certificate leaf = forge_leaf("host.example", ca);

    leaf.subject = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COUNTRY, KEDGE_TAG_PRINTABLE_STRING, "DE"),
                  forge_attribute(FORGE_OID_ORGANIZATION, KEDGE_TAG_TELETEX_STRING, "An@Org")),
        forge_cn("192.0.2.1"));
    leaf.raw.subject_public_key_info = ed25519;
    leaf.raw.inner_algorithm = pss;
    leaf.raw.outer_algorithm = pss;
    forge_put(&leaf, forge_subject_alt_name(
        forge_general_name(KEDGE_X400_ADDRESS, forge_sequence(forge_null())),
        forge_tlv(0xa5, forge_join(forge_explicit(0, forge_text(KEDGE_TAG_UTF8_STRING, "assigner")),
                                   forge_explicit(1, forge_text(KEDGE_TAG_UTF8_STRING, "party"))))));
    forge_put(&leaf, forge_unknown_extension(true));
    return forge_sign(&leaf);
}

static world_chain chains[10];

static void add_chain(const char *name, uint8_t choice, bool is_valid, size_t count,
                      const kedge_span *certificate)
{
    size_t i = 0;

    while (chains[i].name != NULL)
        i++;
    CHECK(i + 1 < sizeof chains / sizeof chains[0]);
    chains[i] = (world_chain){ .name = name, .choice = choice, .is_valid = is_valid, .count = count };
    memcpy(chains[i].certificate, certificate, count * sizeof *certificate);
}

#define ADD(name, choice, is_valid, ...) \
    add_chain(name, choice, is_valid, sizeof (kedge_span[]){ __VA_ARGS__ } / sizeof(kedge_span), \
              (kedge_span[]){ __VA_ARGS__ })

static void add_plain_chains(const forge_certificate *root)
{
    forge_certificate ca = forge_ca("Fuzz CA", root);
    forge_certificate other = forge_ca("Other CA", root);
    forge_certificate rsa = forge_ca_with_key("RSA CA", root, forge_rsa(2048, 0));
    forge_certificate crossed = forge_cross_sign(&ca, &other);
    forge_certificate looped = forge_cross_sign(&other, &ca);
    forge_certificate direct = forge_leaf("host.example", root);
    forge_certificate plain = forge_leaf("host.example", &ca);
    forge_certificate below_rsa = forge_leaf("host.example", &rsa);
    forge_certificate device = forge_leaf("host.example", &ca);
    kedge_span issuer = forge_sign(&ca);

    forge_drop(&device, KEDGE_EXT_SUBJECT_ALT_NAME);
    ADD("direct", CHOICE(RFC5280, HOST), true, forge_sign(&direct));
    ADD("plain", CHOICE(WEBPKI, HOST), true, forge_sign(&plain), issuer);
    ADD("rsa", CHOICE(WEBPKI, HOST), true, forge_sign(&below_rsa), forge_sign(&rsa));
    ADD("device", CHOICE(DEVICE, HOST), true, forge_sign(&device), issuer);
    ADD("crossed", CHOICE(WEBPKI, HOST), true, forge_sign(&plain), forge_sign(&crossed), forge_sign(&looped),
        forge_sign(&other), root_der);
    ADD("odd", CHOICE(DEVICE, ADDRESS) | HOOKS, false, odd_leaf(&ca), issuer);
}

static void add_strict_chains(const forge_certificate *root)
{
    forge_certificate strict = forge_ca_with_key("Strict CA", root, forge_ec(KEDGE_KEY_P384, "strict"));
    forge_certificate leaf = forge_leaf("host.example", &strict);
    kedge_span issuer;

    put_constraints(&strict);
    put_all_forms_of_name(&leaf);
    put_the_rest(&leaf);
    issuer = forge_sign(&strict);
    ADD("address", CHOICE(WEBPKI, ADDRESS), true, forge_sign(&leaf), issuer);
    ADD("mailbox", CHOICE(RFC5280, MAILBOX), true, forge_sign(&leaf), issuer);
    ADD("locator", CHOICE(RFC5280, LOCATOR) | EXPLICIT_POLICY, true, forge_sign(&leaf), issuer);
}

const world_chain *world_chains(void)
{
    if (chains[0].name == NULL) {
        forge_certificate root = forge_root("Fuzz Root");

        root_der = forge_sign(&root);
        add_plain_chains(&root);
        add_strict_chains(&root);
    }
    return chains;
}

const kedge_trust *world_trust(const kedge_crypto *crypto)
{
    static kedge_trust trust;
    static _Alignas(KEDGE_TRUST_ALIGN) uint8_t memory[1 << 14];
    uint32_t fault;

    if (trust.crypto != NULL)
        return &trust;
    (void)world_chains();
    CHECK(kedge_trust_init(&trust, memory, sizeof memory, crypto) == KEDGE_OK);
    CHECK(kedge_trust_add_der(&trust, root_der.data, root_der.size, NULL, &fault) == KEDGE_OK);
    return &trust;
}

static kedge_span copy_of(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    CHECK(copy != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    return (kedge_span){ copy, size };
}

world_input world_cut(const uint8_t *data, size_t size)
{
    world_input input = { .choice = size > 0 ? data[0] : 0 };
    size_t at = 1;

    while (input.count < WORLD_CERTIFICATES_MAX && at + 3 <= size) {
        size_t wanted = (size_t)data[at] << 16 | (size_t)data[at + 1] << 8 | data[at + 2];
        size_t left = size - at - 3;

        wanted = wanted < left ? wanted : left;
        input.certificate[input.count++] = copy_of(data + at + 3, wanted);
        at += 3 + wanted;
    }
    return input;
}

void world_free(world_input *input)
{
    for (size_t i = 0; i < input->count; i++)
        free((void *)(uintptr_t)input->certificate[i].data);
}

size_t world_join(uint8_t choice, const kedge_span *certificate, size_t count, uint8_t *data)
{
    size_t at = 1;

    data[0] = choice;
    for (size_t i = 0; i < count; i++) {
        data[at++] = (uint8_t)(certificate[i].size >> 16);
        data[at++] = (uint8_t)(certificate[i].size >> 8);
        data[at++] = (uint8_t)certificate[i].size;
        memcpy(data + at, certificate[i].data, certificate[i].size);
        at += certificate[i].size;
    }
    return at;
}

static kedge_identity identity_of(uint8_t choice)
{
    static const uint8_t address[4] = { 192, 0, 2, 1 };

    switch ((choice & IDENTITY) >> 2) {
    case HOST: return kedge_identity_dns("host.example");
    case ADDRESS: return kedge_identity_ip(address, sizeof address);
    case MAILBOX: return kedge_identity_email("user@host.example");
    case LOCATOR: return kedge_identity_uri("https://host.example/");
    }
    return kedge_identity_waived();
}

static void trace(void *context, const kedge_event *event)
{
    size_t *events = context;

    CHECK(event->status < KEDGE_STATUS_COUNT && kedge_status_name(event->status) != NULL);
    (*events)++;
}

static bool claim(void *context, const kedge_certificate *certificate, const kedge_extension_view *extension)
{
    (void)context;
    return certificate->der[extension->oid.offset] % 2 == 0;
}

static bool is_public_suffix(void *context, kedge_span domain)
{
    (void)context;
    return memchr(domain.data, '.', domain.size) == NULL;
}

/* Of two certificates in question one is refused, whatever else holds. */
static kedge_status accept(void *context, const kedge_path *path)
{
    const kedge_certificate *leaf = path->certificate[0];

    (void)context;
    return leaf->der[leaf->serial_number.offset] % 2 == 0 ? KEDGE_OK : KEDGE_BAD_ARGUMENT;
}

static kedge_request request_of(const world_input *input, size_t *events)
{
    static const kedge_policy *const policies[4] = {
        &kedge_policy_rfc5280, &kedge_policy_webpki, &kedge_policy_webpki_strict, &kedge_policy_device
    };
    static const uint8_t wanted_policy[] = { 0x2a, 0x03, 0x01 }; /* 1.2.3.1 */
    static const kedge_span wanted = { wanted_policy, sizeof wanted_policy };
    uint8_t choice = input->choice;
    kedge_request request = { .size = sizeof request, .policy = policies[choice & POLICY] };

    request.chain = input->certificate;
    request.chain_count = input->count;
    request.identity = identity_of(choice);
    request.usage = (choice & CLIENT) != 0 ? kedge_usage_client_auth() : kedge_usage_server_auth();
    request.time = (choice & AT_LEAST) != 0 ? kedge_time_at_least(FORGE_NOW) : kedge_time_at(FORGE_NOW);
    if ((choice & EXPLICIT_POLICY) != 0)
        request.policies = (kedge_policy_inputs){ .initial_set = &wanted, .initial_set_count = 1,
                                                  .require_explicit = true };
    request.context = events;
    request.trace = trace;
    if ((choice & HOOKS) != 0) {
        request.claim = claim;
        request.accept = accept;
        request.is_public_suffix = is_public_suffix;
    }
    return request;
}

/* A path names each certificate once, begins at the one in question and ends at an anchor. */
static void check_path(const kedge_verdict *verdict, const kedge_trust *trust, size_t count)
{
    uint64_t seen = 0;

    CHECK(verdict->path_length >= 1 && verdict->path_length <= KEDGE_PATH_MAX);
    CHECK(verdict->anchor < kedge_trust_count(trust));
    CHECK(verdict->path[verdict->path_length - 1] == KEDGE_INDEX_ANCHOR);
    CHECK(verdict->path_length == 1 || verdict->path[0] == 0);
    for (size_t i = 0; i + 1 < verdict->path_length; i++) {
        CHECK(verdict->path[i] >= 0 && (size_t)verdict->path[i] < count);
        CHECK((seen >> verdict->path[i] & 1) == 0);
        seen |= UINT64_C(1) << verdict->path[i];
    }
}

static void check_verdict(const kedge_verdict *verdict, const kedge_request *request,
                          const kedge_trust *trust)
{
    const kedge_budget *budget = &request->policy->budget;
    kedge_status_class class_ = kedge_status_classify(verdict->status);

    CHECK(verdict->status < KEDGE_STATUS_COUNT && verdict->status != KEDGE_PENDING);
    CHECK(verdict->status == KEDGE_NOT_AUTHENTICATED || verdict->reason == verdict->status);
    CHECK((verdict->status == KEDGE_OK || class_ == KEDGE_CLASS_TOLERABLE) <= (verdict->path_length > 0));
    CHECK((verdict->faults != 0) <= (verdict->path_length > 0 && verdict->status != KEDGE_OK));
    if (verdict->path_length > 0)
        check_path(verdict, trust, request->chain_count);
    if (verdict->status == KEDGE_OK)
        CHECK(verdict->valid_until >= request->time.seconds);
    CHECK(verdict->spent.signatures <= budget->signatures && verdict->spent.candidates <= budget->candidates);
    CHECK(verdict->spent.paths <= budget->paths && verdict->spent.comparisons <= budget->comparisons);
    if (verdict->certificate >= 0 && request->chain_count > 0) {
        CHECK((size_t)verdict->certificate < request->chain_count);
        CHECK(verdict->offset <= request->chain[verdict->certificate].size);
    }
}

static kedge_verdict verify(const kedge_trust *trust, const kedge_request *request)
{
    size_t size = kedge_workspace_size(request);
    void *workspace = malloc(size > 0 ? size : 1);
    kedge_verdict verdict;

    CHECK(kedge_verify(trust, request, workspace, size, &verdict) == verdict.status);
    check_verdict(&verdict, request, trust);
    free(workspace);
    return verdict;
}

kedge_verdict world_judge(const kedge_trust *trust, const world_input *input)
{
    world_input turned = *input;
    size_t events = 0;
    kedge_request request = request_of(input, &events);
    kedge_verdict verdict = verify(trust, &request);
    kedge_verdict other;

    CHECK(input->count == 0 || events > 0 || kedge_status_classify(verdict.status) == KEDGE_CLASS_CALLER);
    for (size_t i = 1; i < input->count; i++)
        turned.certificate[i] = input->certificate[input->count - i];
    request = request_of(&turned, &events);
    other = verify(trust, &request);
    CHECK(other.status == verdict.status && other.reason == verdict.reason);
    CHECK(other.path_length == verdict.path_length && other.valid_until == verdict.valid_until);
    return verdict;
}
