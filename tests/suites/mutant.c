/* mutant.c - chains with something wrong in them, or not. */
#include "suites/mutant.h"
#include "forge/forge.h"
#include "suites/der_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static der_list real;

void mutant_add_real(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = suite_allocate(1 << 16);
    size_t size;

    if (file == NULL) {
        perror(path);
        exit(2);
    }
    size = fread(text, 1, (1 << 16) - 1, file);
    text[size] = '\0';
    fclose(file);
    if (der_list_add_pem(&real, text) != KEDGE_OK) {
        fprintf(stderr, "%s: no certificates\n", path);
        exit(2);
    }
    free(text);
}

/* --- chance --- */

static uint64_t state;

/* xorshift64* */
static uint64_t draw(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545f4914f6cdd1d);
}

static size_t below(size_t limit)
{
    return (size_t)((draw() >> 33) % limit);
}

/* --- what can be done to a certificate --- */

#define ODD_OID "1.3.6.1.4.1.32473.9"

static void be_expired(forge_certificate *c)
{
    c->not_after = FORGE_NOW - 1 - (int64_t)below(2) * FORGE_DAY;
}

static void be_early(forge_certificate *c)
{
    c->not_before = FORGE_NOW + 1;
}

static void end_now(forge_certificate *c)
{
    c->not_after = FORGE_NOW;
}

static void begin_now(forge_certificate *c)
{
    c->not_before = FORGE_NOW;
}


static void write_times_generalized(forge_certificate *c)
{
    c->raw.validity =
        forge_sequence(forge_generalized_time(c->not_before), forge_generalized_time(c->not_after));
}

static void drop_any(forge_certificate *c)
{
    forge_drop(c, (kedge_extension)below(KEDGE_EXT_COUNT));
}

static void drop_basic_constraints(forge_certificate *c)
{
    forge_drop(c, KEDGE_EXT_BASIC_CONSTRAINTS);
}

static void drop_key_usage(forge_certificate *c)
{
    forge_drop(c, KEDGE_EXT_KEY_USAGE);
}

static void drop_usages(forge_certificate *c)
{
    forge_drop(c, KEDGE_EXT_EXTENDED_KEY_USAGE);
}

static void drop_names(forge_certificate *c)
{
    forge_drop(c, KEDGE_EXT_SUBJECT_ALT_NAME);
}

static void drop_all(forge_certificate *c)
{
    forge_drop_all(c);
}


static void put_basic_constraints(forge_certificate *c)
{
    const bool is_ca = below(3) != 0;

    forge_put(c, forge_basic_constraints(is_ca, below(2) != 0 ? (int)below(3) : FORGE_NONE));
}

static void put_key_usage(forge_certificate *c)
{
    forge_put(c, forge_key_usage((unsigned)below(512)));
}


static void put_usage(forge_certificate *c)
{
    static const char *const oid[] = { FORGE_EKU_ANY, FORGE_EKU_SERVER_AUTH, FORGE_EKU_CLIENT_AUTH,
                                       FORGE_EKU_CODE_SIGNING, FORGE_EKU_TIME_STAMPING, ODD_OID };
    const char *chosen[] = { oid[below(6)], oid[below(6)] };

    forge_put(c, forge_extended_key_usages(chosen, 1 + below(2)));
}

static void put_name(forge_certificate *c)
{
    static const char *const host[] = {
        "other.example", "*.example",     "HOST.Example",    "host.example.", "h*.example",    "*",        "",
        "*.host.example", ".host.example", "host.example\t", "*.*",           "host_.example", "1.2.3.4",
        "xn--host.example", "**.example",
    };

    forge_put(c, forge_subject_alt_name(forge_dns(host[below(sizeof host / sizeof host[0])])));
}

static void put_odd_name(forge_certificate *c)
{
    const kedge_span names[] = {
        forge_ip("c0000201"), forge_ip("c00002"), forge_uri("https://host.example/"),
        forge_email("a@host.example"), forge_directory(forge_common_name("host.example")),
        forge_registered_id("1.2.3"),
        forge_general_name(KEDGE_DNS_NAME, forge_hex("686f73742e6578616d706c65002e65")), FORGE_ABSENT,
        forge_other_name("1.2.3", forge_null()), forge_general_name(KEDGE_EDI_PARTY_NAME, forge_null()),
    };
    const kedge_span host = below(2) != 0 ? forge_dns(MUTANT_HOST) : FORGE_ABSENT;

    forge_put(c, forge_subject_alt_name(names[below(10)], host));
}

static void put_constraint(forge_certificate *c)
{
    const kedge_span subtree[] = {
        forge_dns("example"), forge_dns("host.example"), forge_dns("other.example"), forge_dns(""),
        forge_dns(".example"), forge_dns("EXAMPLE"), forge_ip("c0000200ffffff00"), forge_email("example"),
        forge_uri("example"), forge_directory(forge_common_name("x")), forge_registered_id("1.2.3"),
        forge_ip("c0000200ff00ff00"), forge_dns("*.example"), forge_dns("ample"),
    };
    const kedge_span list = forge_subtrees(subtree[below(14)]);

    if (below(2) != 0)
        forge_put(c, forge_name_constraints(list, FORGE_ABSENT));
    else
        forge_put(c, forge_name_constraints(FORGE_ABSENT, list));
}

static void put_policy(forge_certificate *c)
{
    const forge_extension policies[] = {
        forge_certificate_policies(FORGE_ANY_POLICY),
        forge_certificate_policies(ODD_OID),
        forge_policy_constraints((int)below(2), FORGE_NONE),
        forge_policy_constraints(FORGE_NONE, 0),
        forge_inhibit_any_policy((int)below(2)),
        forge_policy_mappings(FORGE_ANY_POLICY, "1.2.3"),
        forge_policy_mappings(ODD_OID, "1.2.3"),
    };

    forge_put(c, policies[below(sizeof policies / sizeof policies[0])]);
}

static void put_unknown(forge_certificate *c)
{
    forge_put(c, forge_unknown_extension(below(2) != 0));
}


static void double_extension(forge_certificate *c)
{
    if (c->extension_count > 0 && c->extension_count < FORGE_EXTENSIONS_MAX)
        forge_put_again(c, c->extension[below(c->extension_count)]);
}

static void flip_criticality(forge_certificate *c)
{
    if (c->extension_count > 0) {
        forge_extension *extension = &c->extension[below(c->extension_count)];

        extension->critical = !extension->critical;
    }
}

static void empty_value(forge_certificate *c)
{
    if (c->extension_count > 0)
        c->extension[below(c->extension_count)].value =
            below(2) != 0 ? forge_sequence(FORGE_ABSENT) : forge_null();
}

static void sign_with_another_hash(forge_certificate *c)
{
    static const kedge_hash hash[] = { KEDGE_HASH_MD5, KEDGE_HASH_SHA1, KEDGE_HASH_SHA224, KEDGE_HASH_SHA384,
                                       KEDGE_HASH_SHA512 };
    const forge_key *usual = c->issuer_key != NULL ? c->issuer_key : c->key;
    const forge_key *signer = c->signer != NULL ? c->signer : usual;

    c->hash = hash[signer->type == KEDGE_KEY_RSA ? below(5) : 1 + below(4)];
}

static void sign_with_another_key(forge_certificate *c)
{
    c->signer = forge_p256("somebody else");
    if (c->hash == KEDGE_HASH_MD5) /* which ECDSA has no algorithm with */
        c->hash = KEDGE_HASH_SHA1;
}

static void lower_version(forge_certificate *c)
{
    c->version = 1 + (unsigned)below(2);
}


static void put_serial(forge_certificate *c)
{
    static const char *const serial[] = { "00", "ff", "80", "0001", "",
                                          "7f00000000000000000000000000000000000000",
                                          "0100000000000000000000000000000000000000000000" };

    c->raw.serial_number = forge_tlv(KEDGE_TAG_INTEGER, forge_hex(serial[below(7)]));
}

static void rename_issuer(forge_certificate *c)
{
    const kedge_span printable = forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "Root");
    const kedge_span name[] = { forge_common_name("Root "), forge_common_name("ROOT"),
                                forge_common_name("CA 1"), forge_name(forge_rdn(printable)),
                                forge_name(FORGE_ABSENT) };

    c->issuer = name[below(5)];
}

static void empty_subject(forge_certificate *c)
{
    c->subject = forge_name(FORGE_ABSENT);
}


static void misname_key(forge_certificate *c)
{
    if (below(2) != 0)
        forge_put(c, forge_authority_key_identifier(forge_hex("00112233")));
    else
        forge_put(c, forge_subject_key_identifier(forge_hex("00112233")));
}

static void put_key(forge_certificate *c)
{
    const kedge_span point = c->key->public_key;

    const kedge_span wrong = below(2) != 0 ? forge_flip(point, 8 + below(8 * point.size - 8))
                                           : forge_join(forge_hex("02"), forge_copy(point.data + 1, 32));

    c->raw.subject_public_key_info = forge_ec_public_key(forge_curve(KEDGE_KEY_P256), wrong);
}

static void differ_in_algorithms(forge_certificate *c)
{
    c->raw.inner_algorithm = forge_sequence(forge_oid("1.2.840.10045.4.3.3"));
}

static void add_unique_identifier(forge_certificate *c)
{
    c->raw.subject_unique_id = forge_tlv(KEDGE_TAG_CONTEXT(2), forge_hex("00aa"));
}

/* Bytes of what is signed, before it is signed. */
static void flip_signed_bit(forge_certificate *c)
{
    const kedge_span tbs = forge_tbs_certificate(c);

    c->raw.tbs_certificate = forge_flip(tbs, below(8 * tbs.size));
}

/* An extension of a real certificate in the place of the one of its kind. */
static void take_real_extension(forge_certificate *c)
{
    const kedge_span der = real.item[below(real.count)];
    const size_t wanted = below(10);
    kedge_certificate certificate;
    kedge_extension_view view;
    kedge_der extensions;
    uint32_t fault;
    bool found = true;

    if (kedge_certificate_parse(&certificate, der.data, der.size, &fault) != KEDGE_OK)
        return;
    extensions = kedge_certificate_extensions(&certificate, &fault);
    for (size_t i = 0; i <= wanted; i++)
        if (kedge_extension_next(&extensions, &view, &found) != KEDGE_OK || !found)
            return;
    const kedge_span oid = kedge_certificate_span(&certificate, view.oid);

    forge_put(c, (forge_extension){ .oid = forge_tlv(KEDGE_TAG_OID, oid),
                                    .critical = view.critical,
                                    .value = kedge_certificate_span(&certificate, view.value) });
}

static void take_real_subject(forge_certificate *c)
{
    const kedge_span der = real.item[below(real.count)];
    kedge_certificate certificate;
    uint32_t fault;

    if (kedge_certificate_parse(&certificate, der.data, der.size, &fault) == KEDGE_OK)
        c->subject = kedge_certificate_span(&certificate, certificate.subject);
}

typedef struct mutation {
    const char *name;
    void (*apply)(forge_certificate *certificate);
} mutation;

static const mutation mutations[] = {
    { "expired", be_expired },
    { "early", be_early },
    { "ends now", end_now },
    { "begins now", begin_now },
    { "generalized times", write_times_generalized },
    { "an extension less", drop_any },
    { "no basicConstraints", drop_basic_constraints },
    { "no keyUsage", drop_key_usage },
    { "no extKeyUsage", drop_usages },
    { "no subjectAltName", drop_names },
    { "no extensions", drop_all },
    { "other basicConstraints", put_basic_constraints },
    { "another keyUsage", put_key_usage },
    { "another extKeyUsage", put_usage },
    { "another host", put_name },
    { "an odd name", put_odd_name },
    { "nameConstraints", put_constraint },
    { "policies", put_policy },
    { "an unknown extension", put_unknown },
    { "an extension twice", double_extension },
    { "another criticality", flip_criticality },
    { "an empty extension", empty_value },
    { "another hash", sign_with_another_hash },
    { "another signer", sign_with_another_key },
    { "an old version", lower_version },
    { "an odd serial number", put_serial },
    { "another issuer's name", rename_issuer },
    { "an empty subject", empty_subject },
    { "a wrong key identifier", misname_key },
    { "a wrong point", put_key },
    { "differing algorithms", differ_in_algorithms },
    { "a unique identifier", add_unique_identifier },
    { "a bit flipped and signed", flip_signed_bit },
    { "a bit flipped and signed", flip_signed_bit },
    { "a bit flipped and signed", flip_signed_bit },
    { "a real extension", take_real_extension },
    { "a real extension", take_real_extension },
    { "a real subject", take_real_subject },
};

#define MUTATIONS (sizeof mutations / sizeof mutations[0])

/* --- chains --- */

static const forge_key *key_for(const char *label)
{
    switch (below(16)) {
    case 0: return forge_rsa(2048, 0);
    case 1: return forge_rsa(1024, 0);
    case 2: return forge_rsa_exponent_3();
    case 3: return forge_ec(KEDGE_KEY_P384, label);
    case 4: return forge_ec(KEDGE_KEY_P521, label);
    default: return forge_p256(label);
    }
}

static void tell(mutant *made, size_t level, const char *what)
{
    const size_t used = strlen(made->story);

    snprintf(made->story + used, sizeof made->story - used, "%s%zu: %s", used > 0 ? "; " : "", level, what);
}

/* Most chains have one or two faults, at one of their places. */
static void spoil(mutant *made, size_t level, forge_certificate *certificate, size_t of_length)
{
    for (size_t tries = 0; tries < 2; tries++) {
        const mutation *chosen = &mutations[below(MUTATIONS)];

        if (below(of_length * 3) >= 2)
            continue;
        chosen->apply(certificate);
        tell(made, level, chosen->name);
    }
}

void mutant_make(uint64_t seed, uint64_t number, mutant *made)
{
    static const char *const label[MUTANT_LENGTH_MAX] = { "Root", "CA 1", "CA 2", "CA 3" };
    size_t length;
    forge_certificate link[MUTANT_LENGTH_MAX];

    memset(made, 0, sizeof *made);
    state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ (number + 1) * UINT64_C(0xbf58476d1ce4e5b9);
    for (size_t i = 0; i < 8; i++)
        draw();
    length = 2 + below(MUTANT_LENGTH_MAX - 1);
    for (size_t i = 0; i < length; i++) {
        if (i == 0)
            link[i] = forge_root_with_key(label[i], key_for(label[i]));
        else if (i + 1 < length)
            link[i] = forge_ca_with_key(label[i], &link[i - 1], key_for(label[i]));
        else
            link[i] = forge_leaf_with_key(MUTANT_HOST, &link[i - 1], key_for("leaf"));
        if (i > 0 && i + 1 < length)
            forge_put(&link[i], forge_basic_constraints(true, FORGE_NONE));
        spoil(made, length - 1 - i, &link[i], length);
    }
    made->anchor = forge_sign(&link[0]);
    made->count = length - 1;
    for (size_t i = 0; i < made->count; i++)
        made->chain[i] = forge_sign(&link[length - 1 - i]);
    if (below(12) == 0) { /* and one bit that nobody signs anew */
        const size_t place = below(made->count);

        made->chain[place] = forge_flip(made->chain[place], below(8 * made->chain[place].size));
        tell(made, place, "a bit flipped");
    }
}
