/* seeds.c - the inputs that fuzzing starts from: fuzz_seeds FOLDER PEM...
 *
 * Writes FOLDER/TARGET/NAME for every target, from the world's chains and from the certificates in the PEM
 * files.
 */
#include "check.h"
#include "forge/forge.h"
#include "world.h"

#define TEXT_MAX ((size_t)1 << 20)

static const char *folder;

static void write_seed(const char *target, const char *name, size_t number, const uint8_t *data, size_t size)
{
    char path[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s/%s-%zu", folder, target, name, number);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

/* The signature of one certificate under the key of the next. */
static void write_signature(const char *name, size_t number, kedge_span subject, kedge_span issuer)
{
    static uint8_t input[TEXT_MAX];
    kedge_certificate one;
    kedge_certificate other;
    uint32_t fault;

    if (kedge_certificate_parse(&one, subject.data, subject.size, &fault) != KEDGE_OK
        || kedge_certificate_parse(&other, issuer.data, issuer.size, &fault) != KEDGE_OK)
        return;
    const kedge_span parts[3] = {
        kedge_certificate_span(&other, other.key.subject_public_key_info),
        kedge_certificate_span(&one, one.signature),
        kedge_certificate_span(&one, one.tbs_certificate)
    };
    write_seed("signature", name, number, input,
               world_join((uint8_t)(one.algorithm.scheme * KEDGE_HASH_COUNT + one.algorithm.hash), parts, 3,
                          input));
}

/* The seeds of one chain, for the targets that read DER. */
static void write_chain(const char *name, size_t number, uint8_t choice, const kedge_span *certificate,
                        size_t count)
{
    static uint8_t input[TEXT_MAX];
    size_t size = world_join(choice, certificate, count, input);

    write_seed("verify", name, number, input, size);
    write_seed("verify_signed", name, number, input, size);
    for (size_t i = 0; i < count; i++) {
        write_seed("der", name, number + i, certificate[i].data, certificate[i].size);
        write_seed("certificate", name, number + i, certificate[i].data, certificate[i].size);
        write_seed("sct", name, number + i, certificate[i].data, certificate[i].size);
        write_signature(name, number + i, certificate[i], certificate[i + 1 < count ? i + 1 : i]);
    }
}

static void write_world(const world_chain *chain)
{
    world_input input = { .choice = chain->choice, .count = chain->count };
    kedge_verdict verdict;

    memcpy(input.certificate, chain->certificate, sizeof chain->certificate);
    verdict = world_judge(world_trust(kedge_crypto_default()), &input);
    if (chain->is_valid && verdict.status != KEDGE_OK)
        fprintf(stderr, "fuzz_seeds: chain %s is %s, so it leads fuzzing nowhere\n", chain->name,
                kedge_status_name(verdict.status));
    write_chain(chain->name, 0, chain->choice, chain->certificate, chain->count);
}

static void write_pem(const char *path, size_t number)
{
    static uint8_t text[TEXT_MAX];
    static uint8_t der[TEXT_MAX];
    kedge_span certificate[WORLD_CERTIFICATES_MAX];
    FILE *file = fopen(path, "rb");
    size_t size = file != NULL ? fread(text, 1, sizeof text, file) : 0;
    size_t used = 0;
    size_t count = 0;
    kedge_pem pem;
    kedge_pem_block block;

    if (file == NULL || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    write_seed("pem", "real", number, text, size);
    kedge_pem_begin(&pem, text, size, KEDGE_PEM_LAX);
    while (kedge_pem_next(&pem, &block) == KEDGE_OK && count < WORLD_CERTIFICATES_MAX) {
        size_t written;

        CHECK(kedge_pem_decode(&pem, &block, der + used, sizeof der - used, &written) == KEDGE_OK);
        certificate[count++] = (kedge_span){ der + used, written };
        used += written;
    }
    write_chain("real", number, (uint8_t)number, certificate, count);
}

/* A list of trust anchors with all three kinds of entries (RFC 5914). */
static void write_list(void)
{
    const forge_certificate root = forge_root("Root");
    const forge_extension names = forge_name_constraints(forge_subtrees(forge_dns("example")), FORGE_ABSENT);
    const forge_extension usage = forge_extended_key_usage(FORGE_EKU_SERVER_AUTH);
    const kedge_span controls = forge_sequence(root.subject, forge_tlv(0x82, forge_hex("0640")),
                                               forge_explicit(3, FORGE_ABSENT),
                                               forge_tlv(0x84, forge_hex("01")));
    const kedge_span subtrees = { names.value.data + 2, names.value.size - 2 };
    const kedge_span full = forge_sequence(root.subject, forge_explicit(3, subtrees));
    const kedge_span head[] = { root.key->subject_public_key_info, forge_octet_string(forge_hex("0102")) };
    const kedge_span exts = forge_explicit(1, forge_sequence(forge_extension_der(&usage)));
    const kedge_span list = forge_sequence(
        forge_sign(&root), forge_explicit(1, forge_tbs_certificate(&root)),
        forge_explicit(2, forge_sequence(head[0], head[1], forge_text(KEDGE_TAG_UTF8_STRING, "Root"), full, exts)));
    const kedge_span odd = forge_sequence(forge_explicit(2, forge_sequence(head[0], head[1], controls)));

    write_seed("list", "forged", 0, list.data, list.size);
    write_seed("list", "forged", 1, odd.data, odd.size);
}

/* Lists with everything that they may hold, and OCSP responses of both kinds of responders. */
static void write_revocation(void)
{
    const forge_certificate root = forge_root("Root");
    const forge_certificate ca = forge_ca("CA", &root);
    const forge_certificate leaf = forge_leaf("host.example", &ca);
    const forge_certificate responder = forge_responder("Responder", &ca);
    const forge_extension reason = forge_crl_reason(1);
    const forge_extension issuer = forge_certificate_issuer(root.subject);
    const forge_extension nonce = forge_ocsp_nonce(forge_hex("01020304"));
    const kedge_span point = forge_point_full_name(forge_uri("http://crl.example/"));
    forge_crl crl = forge_crl_of(&ca);
    forge_ocsp ocsp = forge_ocsp_of(&leaf, &ca);
    kedge_span der = forge_sign_crl(&crl);

    write_seed("crl", "forged", 0, der.data, der.size);
    forge_revoke(&crl, &leaf)->extensions = forge_extension_der(&reason);
    forge_revoke(&crl, &ca)->extensions = forge_extension_der(&issuer);
    forge_crl_put(&crl, forge_delta_crl_indicator(1));
    forge_crl_put(&crl, forge_freshest_crl("http://crl.example/delta"));
    forge_crl_put(&crl, forge_issuing_distribution_point(forge_join(point, forge_reason_flags(3, 6), forge_flag(4))));
    der = forge_sign_crl(&crl);
    write_seed("crl", "forged", 1, der.data, der.size);
    der = forge_sign_ocsp(&ocsp);
    write_seed("ocsp", "forged", 0, der.data, der.size);
    ocsp.status = KEDGE_OCSP_REVOKED;
    ocsp.reason = 1;
    ocsp.response_extensions = forge_extension_der(&nonce);
    forge_ocsp_delegate(&ocsp, &responder);
    der = forge_sign_ocsp(&ocsp);
    write_seed("ocsp", "forged", 1, der.data, der.size);
}

int main(int argc, char **argv)
{
    static const char small_pem[] = "text\r\n-----BEGIN A B-----\r\nZm9vYg==\r\n-----END A B-----\r\n"
                                    "-----BEGIN X-----\n Zm 8=\n-----END X-----\n"
                                    "-----BEGIN -----\n-----END -----";
    size_t number = 0;

    if (argc < 2) {
        fputs("usage: fuzz_seeds FOLDER PEM...\n", stderr);
        return 2;
    }
    folder = argv[1];
    write_revocation();
    write_seed("pem", "small", 0, (const uint8_t *)small_pem, sizeof small_pem - 1);
    write_list();
    for (const world_chain *chain = world_chains(); chain->name != NULL; chain++)
        write_world(chain);
    for (int i = 2; i < argc; i++)
        write_pem(argv[i], number += 10);
    return 0;
}
