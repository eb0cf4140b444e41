/* credentials.c - writes what the ends of the matrix show and trust into a folder: NAME.pem (a chain), NAME.key,
 * NAME.crl and NAME.ocsp (DER), and roots as ROOT.der and ROOT.pem.
 *
 *     credentials FOLDER
 *
 * Certificates are valid at FORGE_NOW, the time that kedge is given, and at the time of the machine, which the
 * peers that are not ours go by.
 */
#include "forge/forge.h"

#include <stdio.h>
#include <stdlib.h>

#define HOST "host.example"

static const char *folder;

static void write_file(const char *name, const char *suffix, kedge_span text)
{
    char path[512];
    FILE *file;
    int length = snprintf(path, sizeof path, "%s/%s.%s", folder, name, suffix);

    if (length < 0 || (size_t)length >= sizeof path)
        forge_fail("a path that is too long");
    file = fopen(path, "wb");
    if (file == NULL || fwrite(text.data, 1, text.size, file) != text.size || fclose(file) != 0)
        forge_fail(path);
}

static int64_t far_future(void)
{
    return forge_seconds(2045, 1, 1, 0, 0, 0);
}

static forge_certificate root_of(const char *name)
{
    forge_certificate root = forge_root(name);

    root.not_after = far_future();
    return root;
}

static forge_certificate ca_of(const char *name, const forge_certificate *issuer)
{
    forge_certificate ca = forge_ca(name, issuer);

    ca.not_after = far_future();
    return ca;
}

static forge_certificate leaf_of(const char *host, const forge_certificate *issuer)
{
    forge_certificate leaf = forge_leaf(host, issuer);

    leaf.not_after = far_future();
    return leaf;
}

static forge_certificate client_of(const char *name, const forge_certificate *issuer)
{
    forge_certificate client = leaf_of(name, issuer);

    forge_put(&client, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    return client;
}

/* The public half of one key with the private half of another where they differ. */
static void write_key(const char *name, const forge_key *key, const forge_key *private_half)
{
    kedge_span der = forge_sequence(forge_integer(1),
                                    forge_octet_string(forge_copy(private_half->ec.x, private_half->ec.xlen)),
                                    forge_explicit(0, forge_curve(key->type)),
                                    forge_explicit(1, forge_bit_string(key->public_key, 0)));

    write_file(name, "key", forge_pem("EC PRIVATE KEY", der));
}

static kedge_span append(kedge_span text, kedge_span more)
{
    uint8_t *all = forge_allocate(text.size + more.size + 1);

    if (text.size != 0)
        memcpy(all, text.data, text.size);
    memcpy(all + text.size, more.data, more.size);
    return (kedge_span){ all, text.size + more.size };
}

static void write_certificates(const char *name, const forge_certificate *const *certificate, size_t count)
{
    kedge_span text = { NULL, 0 };

    for (size_t i = 0; i < count; i++)
        text = append(text, forge_pem_certificate(forge_sign(certificate[i])));
    write_file(name, "pem", text);
}

static void write_chain(const char *name, const forge_certificate *const *certificate, size_t count)
{
    write_certificates(name, certificate, count);
    write_key(name, certificate[0]->key, certificate[0]->key);
}

#define WRITE_CHAIN(name, ...) \
    write_chain(name, (const forge_certificate *const[]){ __VA_ARGS__ }, \
                sizeof((const forge_certificate *const[]){ __VA_ARGS__ }) / sizeof(forge_certificate *))

static void write_root(const char *name, const forge_certificate *root)
{
    write_file(name, "der", forge_sign(root));
    write_file(name, "pem", forge_pem_certificate(forge_sign(root)));
}

static void write_staple(const char *name, const forge_certificate *leaf, const forge_certificate *ca, bool is_good)
{
    forge_ocsp response = forge_ocsp_of(leaf, ca);

    response.next_update = far_future();
    if (!is_good) {
        response.status = KEDGE_OCSP_REVOKED;
        response.revocation_time = FORGE_NOW - FORGE_DAY;
    }
    write_file(name, "ocsp", forge_sign_ocsp(&response));
}

static void write_crl(const char *name, const forge_certificate *leaf, const forge_certificate *ca)
{
    forge_crl list = forge_crl_of(ca);

    list.next_update = far_future();
    forge_revoke(&list, leaf);
    write_file(name, "crl", forge_sign_crl(&list));
}

/* Faults of the leaf alone. */
static void write_leaves(const forge_certificate *ca)
{
    forge_certificate leaf = leaf_of(HOST, ca);

    WRITE_CHAIN("good", &leaf, ca);
    WRITE_CHAIN("missing", &leaf);
    write_crl("good", &leaf, ca);
    write_staple("good", &leaf, ca, true);
    leaf.serial_number = forge_copy("\x55", 1);
    WRITE_CHAIN("revoked", &leaf, ca);
    write_staple("revoked", &leaf, ca, false);

    leaf = leaf_of(HOST, ca);
    leaf.not_after = FORGE_NOW - 1;
    WRITE_CHAIN("expired", &leaf, ca);
    leaf = leaf_of(HOST, ca);
    leaf.not_before = FORGE_NOW + 1;
    WRITE_CHAIN("future", &leaf, ca);
    leaf = leaf_of("other.example", ca);
    WRITE_CHAIN("other_host", &leaf, ca);
    leaf = leaf_of(HOST, ca);
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    WRITE_CHAIN("common_name", &leaf, ca);
    leaf = leaf_of(HOST, ca);
    forge_put(&leaf, forge_tls_feature());
    WRITE_CHAIN("must_staple", &leaf, ca);
    write_staple("must_staple", &leaf, ca, true);
}

static void write_crossed(const forge_certificate *ca)
{
    forge_certificate old = root_of("Old root");
    forge_certificate cross = forge_cross_sign(ca, &old);
    forge_certificate leaf = leaf_of(HOST, ca);

    WRITE_CHAIN("crossed", &leaf, &cross, ca);
}

static void write_unordered(const forge_certificate *root)
{
    forge_certificate upper = ca_of("Upper CA", root);
    forge_certificate lower = ca_of("Lower CA", &upper);
    forge_certificate leaf = leaf_of(HOST, &lower);

    WRITE_CHAIN("unordered", &leaf, &upper, &lower);
}

/* In its shortest form. */
static kedge_span unsigned_integer(const uint8_t *bytes, size_t size)
{
    uint8_t *padded = forge_allocate(size + 1);

    memcpy(padded + 1, bytes, size);
    for (; size > 0 && padded[0] == 0 && padded[1] < 0x80; size--)
        padded++;
    return forge_tlv(KEDGE_TAG_INTEGER, (kedge_span){ padded, size + 1 });
}

/* RSAPrivateKey (RFC 8017, A.1.2). */
static void write_rsa_key(const char *name, const forge_key *key)
{
    uint8_t *exponent = forge_allocate(key->modulus.size);
    const br_rsa_private_key *half = &key->rsa;
    size_t size = br_rsa_compute_privexp_get_default()(exponent, half, 65537);
    kedge_span der = forge_sequence(forge_integer(0), unsigned_integer(key->modulus.data, key->modulus.size),
                                    forge_integer(65537), unsigned_integer(exponent, size),
                                    unsigned_integer(half->p, half->plen), unsigned_integer(half->q, half->qlen),
                                    unsigned_integer(half->dp, half->dplen), unsigned_integer(half->dq, half->dqlen),
                                    unsigned_integer(half->iq, half->iqlen));

    write_file(name, "key", forge_pem("RSA PRIVATE KEY", der));
}

static void write_weak(const forge_certificate *root, const forge_certificate *strong)
{
    forge_certificate ca = forge_ca_with_key("Weak CA", root, forge_rsa(1024, 0));
    forge_certificate leaf = leaf_of(HOST, &ca);

    ca.not_after = far_future();
    WRITE_CHAIN("weak_ca", &leaf, &ca);
    leaf = forge_leaf_with_key(HOST, strong, forge_rsa(1024, 0));
    leaf.not_after = far_future();
    write_certificates("weak", (const forge_certificate *const[]){ &leaf, strong }, 2);
    write_rsa_key("weak", leaf.key);
}

static void write_constrained(const char *name, const forge_certificate *root, bool is_critical)
{
    forge_certificate ca = ca_of("Constrained CA", root);
    forge_certificate leaf = leaf_of(HOST, &ca);
    forge_extension constraints = forge_name_constraints(forge_subtrees(forge_dns("other.example")), FORGE_ABSENT);

    forge_put(&ca, is_critical ? forge_critical(constraints) : forge_not_critical(constraints));
    WRITE_CHAIN(name, &leaf, &ca);
}

/* A leaf below nine CAs. */
static void write_long(const forge_certificate *root)
{
    enum {
        CAS = 9
    };
    static forge_certificate made[CAS + 1];
    const forge_certificate *chain[CAS + 1];

    for (size_t i = CAS; i > 0; i--) {
        char name[16];

        snprintf(name, sizeof name, "CA %zu", i);
        made[i] = ca_of(name, i == CAS ? root : &made[i + 1]);
        forge_put(&made[i], forge_basic_constraints(true, FORGE_NONE));
        chain[i] = &made[i];
    }
    made[0] = leaf_of(HOST, &made[1]);
    chain[0] = &made[0];
    write_chain("long", chain, CAS + 1);
}

static void write_clients(const forge_certificate *ca, const forge_certificate *other)
{
    forge_certificate client = client_of("client.example", ca);
    forge_certificate own;

    WRITE_CHAIN("client", &client, ca);
    WRITE_CHAIN("client_mismatched", &client, ca);
    write_key("client_mismatched", client.key, forge_p256("another key"));
    client.not_after = FORGE_NOW - 1;
    WRITE_CHAIN("client_expired", &client, ca);
    client = client_of("client.example", other);
    WRITE_CHAIN("client_other_root", &client);
    own = root_of("Device 7");
    forge_put(&own, forge_basic_constraints(false, FORGE_NONE));
    forge_put(&own, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    forge_put(&own, forge_extended_key_usage(FORGE_EKU_CLIENT_AUTH));
    WRITE_CHAIN("client_own", &own);
    write_root("client_own_anchor", &own);
}

int main(int count, char **argument)
{
    forge_certificate root = root_of("Matrix root");
    forge_certificate other = root_of("Another root");
    forge_certificate ca = ca_of("Matrix CA", &root);

    if (count != 2)
        return 2;
    folder = argument[1];
    write_root("root", &root);
    write_root("other", &other);
    write_leaves(&ca);
    write_crossed(&ca);
    write_unordered(&root);
    write_weak(&root, &ca);
    write_constrained("constrained", &root, true);
    write_constrained("constrained_softly", &root, false);
    write_long(&root);
    write_clients(&ca, &other);
    forge_forget();
    return 0;
}
