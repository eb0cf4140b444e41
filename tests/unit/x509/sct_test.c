/* sct_test.c - lists of timestamps, and their signatures (RFC 6962). */
#include <criterion/criterion.h>

#include "forge/timestamp.h"

#define cr_assert_status(actual, expected) \
    do { \
        const kedge_status actual_ = (actual); \
        cr_assert_eq(actual_, (expected), "%s, not %s", kedge_status_name(actual_), kedge_status_name(expected)); \
    } while (0)

static forge_certificate ca, leaf;

static void begin(void)
{
    const forge_certificate root = forge_root("Root");

    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    leaf.serial_number = forge_hex("01"); /* else it depends on the extensions */
}

TestSuite(sct_list, .init = begin, .fini = forge_forget);
TestSuite(sct, .init = begin, .fini = forge_forget);

/* Read a whole list: how many timestamps there are, or why it is refused. */
static kedge_status read_list(kedge_span bytes, size_t *count)
{
    kedge_sct_list list;
    kedge_sct sct;
    bool found = true;
    kedge_status status = kedge_sct_list_begin(&list, bytes);

    *count = 0;
    while (status == KEDGE_OK) {
        status = kedge_sct_list_next(&list, &sct, &found);
        if (status != KEDGE_OK || !found)
            break;
        ++*count;
    }
    return status;
}

static kedge_span fields(const char *rest)
{
    return forge_join(forge_hex("00"), timestamp_sha256(forge_chars("log")), timestamp_number(TIMESTAMP, 8),
                      forge_hex(rest));
}

Test(sct_list, fields_are_read_where_they_stand)
{
    const kedge_span bytes = timestamp_list(timestamp_vector(fields("0002 abcd 0403 0003 010203")));
    kedge_sct_list list;
    kedge_sct sct;
    bool found;

    cr_assert_status(kedge_sct_list_begin(&list, bytes), KEDGE_OK);
    cr_assert_status(kedge_sct_list_next(&list, &sct, &found), KEDGE_OK);
    cr_assert(found);
    cr_assert_eq(sct.version, 0);
    cr_assert_arr_eq(sct.log_id.data, timestamp_sha256(forge_chars("log")).data, 32);
    cr_assert_eq(sct.timestamp, TIMESTAMP);
    cr_assert_eq(sct.extensions.size, 2);
    cr_assert_eq(sct.hash, 4);
    cr_assert_eq(sct.signer, 3);
    cr_assert_eq(sct.signature.size, 3);
    cr_assert_status(kedge_sct_list_next(&list, &sct, &found), KEDGE_OK);
    cr_assert_not(found);
}

Test(sct_list, several_are_read_and_of_another_version_only_the_version)
{
    const kedge_span one = timestamp_vector(fields("0000 0403 0001 00"));
    size_t count;

    cr_assert_status(read_list(timestamp_list(one, timestamp_vector(forge_hex("01 ff")), one), &count), KEDGE_OK);
    cr_assert_eq(count, 3);
}

Test(sct_list, what_is_not_of_its_form_is_refused)
{
    const kedge_span one = timestamp_vector(fields("0000 0403 0001 00"));
    const kedge_span wrong[] = {
        FORGE_ABSENT,
        forge_hex("00"),
        forge_hex("0000"),
        forge_hex("0002 0000"),
        forge_hex("0001 00"),
        forge_join(timestamp_list(one), forge_hex("00")),
        timestamp_list(one, forge_hex("0001")),
        timestamp_list(timestamp_vector(fields("0000 0403 0001 00 00"))),
        timestamp_list(timestamp_vector(fields("0000 0403 0002 00"))),
        timestamp_list(timestamp_vector(fields("0000 0403"))),
        timestamp_list(timestamp_vector(fields("0000 04"))),
        timestamp_list(timestamp_vector(fields("0000"))),
        timestamp_list(timestamp_vector(fields("ffff 0403 0001 00"))),
        timestamp_list(timestamp_vector(forge_hex("00 0102"))),
    };
    size_t count;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_assert_eq(read_list(wrong[i], &count), KEDGE_SCT_MALFORMED, "%zu", i);
}

Test(sct_list, no_cut_list_is_whole_and_no_flipped_bit_harms)
{
    const kedge_span one = timestamp_vector(fields("0002 abcd 0403 0003 010203"));
    const kedge_span whole = timestamp_list(one, one);
    size_t count;

    for (size_t size = 0; size < whole.size; size++)
        cr_assert_status(read_list(forge_cut(whole, size), &count), KEDGE_SCT_MALFORMED);
    for (size_t bit = 0; bit < whole.size * 8; bit++) {
        (void)read_list(forge_flip(whole, bit), &count);
        cr_assert_leq(count, whole.size / 3);
    }
}

static kedge_certificate parse(kedge_span der)
{
    kedge_certificate certificate;
    uint32_t fault = 0;

    cr_assert_status(kedge_certificate_parse(&certificate, der.data, der.size, &fault), KEDGE_OK);
    return certificate;
}

static kedge_sct only_of(kedge_span bytes)
{
    kedge_sct_list list;
    kedge_sct sct;
    bool found = false;

    cr_assert_status(kedge_sct_list_begin(&list, bytes), KEDGE_OK);
    cr_assert_status(kedge_sct_list_next(&list, &sct, &found), KEDGE_OK);
    cr_assert(found);
    return sct;
}

/* Verify in memory of the exact size that is said to be needed at most. */
static kedge_status verify(const kedge_sct *sct, kedge_sct_source source, const kedge_certificate *certificate,
                           const kedge_certificate *issuer, const kedge_sct_log *log)
{
    const size_t size = kedge_sct_verify_size(certificate, sct);
    void *memory = malloc(size);
    const kedge_status status
        = kedge_sct_verify(sct, source, certificate, issuer, log, kedge_crypto_bearssl(), memory, size);

    free(memory);
    return status;
}

/* Verify the timestamp that `certificate` carries. */
static kedge_status verify_embedded(const forge_certificate *certificate, const forge_key *log_key)
{
    const kedge_certificate child = parse(forge_sign(certificate));
    const kedge_certificate issuer = parse(forge_sign(&ca));
    const kedge_sct_log log = timestamp_log(log_key, 1);
    const kedge_sct sct = only_of(kedge_certificate_sct_list(&child));

    return verify(&sct, KEDGE_SCT_EMBEDDED, &child, &issuer, &log);
}

static forge_extension embedded_by(const forge_key *log)
{
    const timestamp t = timestamp_by(log, timestamp_precertificate_entry(&leaf));

    return timestamp_extension(timestamp_list(timestamp_vector(timestamp_sct(&t))));
}

Test(sct, an_embedded_one_is_about_the_certificate_without_it)
{
    forge_put(&leaf, embedded_by(forge_p256("log")));
    cr_assert_status(verify_embedded(&leaf, forge_p256("log")), KEDGE_OK);
    leaf.not_after += 1;
    cr_assert_status(verify_embedded(&leaf, forge_p256("log")), KEDGE_SIGNATURE_INVALID);
}

Test(sct, an_rsa_log_signs_too)
{
    forge_put(&leaf, embedded_by(forge_rsa(2048, 0)));
    cr_assert_status(verify_embedded(&leaf, forge_rsa(2048, 0)), KEDGE_OK);
}

/* The list may stand anywhere among the extensions. */
Test(sct, other_extensions_may_follow_it)
{
    const forge_extension comment = forge_unknown_extension(false);
    forge_certificate before = leaf;
    timestamp t;

    forge_put(&before, comment);
    t = timestamp_by(forge_p256("log"), timestamp_precertificate_entry(&before));
    forge_put(&leaf, timestamp_extension(timestamp_list(timestamp_vector(timestamp_sct(&t)))));
    forge_put(&leaf, comment);
    cr_assert_status(verify_embedded(&leaf, forge_p256("log")), KEDGE_OK);
}

/* Lengths of one, two and three octets, and a step from one to the other. */
Test(sct, lengths_are_encoded_anew)
{
    static const size_t sizes[] = { 1, 60, 100, 128, 200, 255, 300, 1000, 65000, 70000 };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint8_t *filling = forge_allocate(sizes[i]);

        memset(filling, 'x', sizes[i]);
        forge_drop_all(&leaf);
        forge_put(&leaf, forge_any_extension("1.2.3", false, (kedge_span){ filling, sizes[i] }));
        forge_put(&leaf, embedded_by(forge_p256("log")));
        cr_assert_status(verify_embedded(&leaf, forge_p256("log")), KEDGE_OK);
    }
}

Test(sct, a_certificate_with_no_other_extension_had_none)
{
    forge_drop_all(&leaf);
    leaf.raw.extensions = FORGE_NOTHING;
    const forge_extension list = embedded_by(forge_p256("log"));
    leaf.raw.extensions = FORGE_ABSENT;
    forge_put(&leaf, list);
    cr_assert_status(verify_embedded(&leaf, forge_p256("log")), KEDGE_OK);
}

Test(sct, an_embedded_one_needs_the_issuer_and_the_right_one)
{
    const kedge_sct_log log = timestamp_log(forge_p256("log"), 1);
    kedge_certificate child, other;
    kedge_sct sct;

    forge_put(&leaf, embedded_by(forge_p256("log")));
    child = parse(forge_sign(&leaf));
    sct = only_of(kedge_certificate_sct_list(&child));
    cr_assert_status(verify(&sct, KEDGE_SCT_EMBEDDED, &child, NULL, &log), KEDGE_ISSUER_NOT_FOUND);
    cr_assert_status(verify(&sct, KEDGE_SCT_EMBEDDED, &child, &child, &log), KEDGE_SIGNATURE_INVALID);
    other = parse(forge_sign(&(forge_certificate[]){ forge_root("Other") }[0]));
    cr_assert_status(verify(&sct, KEDGE_SCT_EMBEDDED, &child, &other, &log), KEDGE_SIGNATURE_INVALID);
}

static kedge_status verify_delivered(const timestamp *t, kedge_span der)
{
    const kedge_certificate certificate = parse(der);
    const kedge_sct_log log = timestamp_log(t->log, 1);
    const kedge_sct sct = only_of(timestamp_list(timestamp_vector(timestamp_sct(t))));

    return verify(&sct, KEDGE_SCT_TLS, &certificate, NULL, &log);
}

Test(sct, a_delivered_one_is_about_the_certificate_as_it_stands)
{
    const kedge_span der = forge_sign(&leaf);
    timestamp t = timestamp_by(forge_p256("log"), timestamp_x509_entry(der));

    cr_assert_status(verify_delivered(&t, der), KEDGE_OK);
    t.extensions = forge_hex("0102");
    cr_assert_status(verify_delivered(&t, der), KEDGE_OK);
    leaf.not_after += 1;
    cr_assert_status(verify_delivered(&t, forge_sign(&leaf)), KEDGE_SIGNATURE_INVALID);
}

Test(sct, only_sha256_with_ecdsa_or_rsa_is_supported)
{
    const kedge_span der = forge_sign(&leaf);
    timestamp t = timestamp_by(forge_p256("log"), timestamp_x509_entry(der));

    t.algorithm = "0503";
    cr_assert_status(verify_delivered(&t, der), KEDGE_UNSUPPORTED_ALGORITHM);
    t.algorithm = "0402";
    cr_assert_status(verify_delivered(&t, der), KEDGE_UNSUPPORTED_ALGORITHM);
    t.algorithm = "0401";
    cr_assert_status(verify_delivered(&t, der), KEDGE_KEY_TYPE_MISMATCH);
}

Test(sct, one_of_another_log_or_version_is_not_verified)
{
    const kedge_span der = forge_sign(&leaf);
    const kedge_certificate certificate = parse(der);
    const timestamp t = timestamp_by(forge_p256("log"), timestamp_x509_entry(der));
    const kedge_sct_log other = timestamp_log(forge_p256("other log"), 1);
    kedge_sct sct = only_of(timestamp_list(timestamp_vector(timestamp_sct(&t))));

    cr_assert_status(verify(&sct, KEDGE_SCT_TLS, &certificate, NULL, &other), KEDGE_SCT_LOG_UNKNOWN);
    sct.version = 1;
    cr_assert_status(verify(&sct, KEDGE_SCT_TLS, &certificate, NULL, &other), KEDGE_SCT_VERSION_UNKNOWN);
}

Test(sct, memory_that_is_too_small_is_refused_at_every_size)
{
    const kedge_span der = forge_sign(&leaf);
    const kedge_certificate certificate = parse(der);
    const timestamp t = timestamp_by(forge_p256("log"), timestamp_x509_entry(der));
    const kedge_sct_log log = timestamp_log(forge_p256("log"), 1);
    const kedge_sct sct = only_of(timestamp_list(timestamp_vector(timestamp_sct(&t))));
    const size_t needed = 1 + 1 + 8 + 2 + 3 + der.size + 2;

    for (size_t size = 0; size <= needed; size++) {
        uint8_t *memory = malloc(size + 1);

        cr_assert_status(kedge_sct_verify(&sct, KEDGE_SCT_TLS, &certificate, NULL, &log, kedge_crypto_bearssl(),
                                          memory, size),
                         size < needed ? KEDGE_WORKSPACE_TOO_SMALL : KEDGE_OK);
        free(memory);
    }
}

Test(sct, logs_have_keys_on_p256_or_rsa_keys_of_2048_bits)
{
    const kedge_crypto *crypto = kedge_crypto_bearssl();
    const forge_key *key = forge_p256("log");
    kedge_sct_log log;
    uint32_t fault = 0;

    cr_assert_status(kedge_sct_log_init(&log, key->subject_public_key_info, 5, crypto, &fault), KEDGE_OK);
    cr_assert_eq(log.operator_number, 5);
    cr_assert_arr_eq(log.id, timestamp_sha256(key->subject_public_key_info).data, sizeof log.id);
    cr_assert_status(kedge_sct_log_init(&log, forge_rsa(2048, 0)->subject_public_key_info, 5, crypto, &fault),
                     KEDGE_OK);
    cr_assert_status(kedge_sct_log_init(&log, forge_rsa(1024, 0)->subject_public_key_info, 5, crypto, &fault),
                     KEDGE_UNSUPPORTED_KEY);
    cr_assert_status(kedge_sct_log_init(&log, forge_ec(KEDGE_KEY_P384, "log")->subject_public_key_info, 5, crypto,
                                        &fault),
                     KEDGE_UNSUPPORTED_KEY);
    cr_assert_status(kedge_sct_log_init(&log, forge_join(key->subject_public_key_info, forge_null()), 5, crypto,
                                        &fault),
                     KEDGE_DER_TRAILING_DATA);
    cr_assert_status(kedge_sct_log_init(&log, forge_null(), 5, crypto, &fault), KEDGE_DER_UNEXPECTED_TAG);
}

Test(sct, a_certificate_without_the_extension_has_no_list)
{
    const kedge_certificate certificate = parse(forge_sign(&leaf));

    cr_assert_null(kedge_certificate_sct_list(&certificate).data);
}
