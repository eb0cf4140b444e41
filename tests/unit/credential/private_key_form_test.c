/* private_key_form_test.c - encodings of private keys that are not as they should be. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "forge/forge.h"
#include "unit/credential/key_files.h"

static kedge_status open_der(kedge_span der)
{
    kedge_private_key key;

    return key_open_with(&key, der, NULL);
}

/* Every prefix of an encoding, and it with an octet more. */
static void expect_no_other_length(const char *file, const char *password)
{
    const kedge_span der = key_der(key_text(file));
    uint8_t *longer = forge_allocate(der.size + 1);
    kedge_private_key key;

    for (size_t size = 1; size < der.size; size++)
        cr_expect_neq(key_open_with(&key, forge_copy(der.data, size), password), KEDGE_OK, "%s, %zu", file, size);
    memcpy(longer, der.data, der.size);
    cr_expect_eq(key_open_with(&key, (kedge_span){ longer, der.size + 1 }, password), KEDGE_DER_TRAILING_DATA);
    forge_forget();
}

Test(private_key_form, cut_off_or_longer_encodings_are_refused)
{
    expect_no_other_length("p256.pem", NULL);
    expect_no_other_length("p521_bare.pem", NULL);
    expect_no_other_length("rsa1024.pem", NULL);
    expect_no_other_length("pbes2_SHA1.pem", PASSWORD);
}

/* Every bit of an EC key with its public half is checked, but those that stand for nothing in particular. */
Test(private_key_form, every_bit_of_an_ec_key_counts)
{
    const kedge_span der = key_der(key_text("p256.pem"));
    uint8_t *damaged = forge_allocate(der.size);
    unsigned passed = 0;

    for (size_t bit = 0; bit < der.size * 8; bit++) {
        memcpy(damaged, der.data, der.size);
        damaged[bit / 8] ^= (uint8_t)(1 << bit % 8);
        passed += open_der((kedge_span){ damaged, der.size }) == KEDGE_OK;
    }
    cr_expect_eq(passed, 1, "%u", passed); /* version 0 and 1 of PKCS#8 */
    forge_forget();
}

/* Of an RSA key the private exponent is not looked at: everything else is. */
Test(private_key_form, every_octet_of_an_rsa_key_counts_but_the_private_exponent)
{
    const kedge_span der = key_der(key_text("rsa1024.pem"));
    const kedge_private_key key = key_opened("rsa1024.pem", NULL);
    const size_t exponent_end = key.exponent.offset + key.exponent.size;
    uint8_t *damaged = forge_allocate(der.size);

    for (size_t at = 0; at < der.size; at++) {
        kedge_status status;

        memcpy(damaged, der.data, der.size);
        damaged[at] ^= 0x04;
        status = open_der((kedge_span){ damaged, der.size });
        if (at < exponent_end + 2 || at + 3 >= key.prime[0].offset)
            cr_expect_neq(status, KEDGE_OK, "octet %zu", at);
    }
    forge_forget();
}

static kedge_span sequence(kedge_span one, kedge_span two, kedge_span three, kedge_span four)
{
    uint8_t bytes[4096];
    size_t size = 0;
    const kedge_span parts[] = { one, two, three, four };

    for (size_t i = 0; i < 4; i++) {
        if (parts[i].size > 0)
            memcpy(bytes + size, parts[i].data, parts[i].size);
        size += parts[i].size;
    }
    return forge_copy(bytes, size);
}

/* An element of fewer than 256 octets. */
static kedge_span element(uint8_t tag, kedge_span content)
{
    const uint8_t size = (uint8_t)content.size;
    const uint8_t short_form[] = { tag, size };
    const uint8_t long_form[] = { tag, 0x81, size };
    const kedge_span header = size < 0x80 ? (kedge_span){ short_form, 2 } : (kedge_span){ long_form, 3 };

    return sequence(header, content, forge_nothing, forge_nothing);
}

#define BYTES(...) forge_copy((const uint8_t[]){ __VA_ARGS__ }, sizeof(const uint8_t[]){ __VA_ARGS__ })
#define NONE ((kedge_span){ NULL, 0 })
#define VERSION_1 BYTES(0x02, 0x01, 0x01)
#define P256_OID 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07
#define P384_OID 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22

/* The order of P-256 (SEC 2, 2.4.2). */
static const uint8_t order[32] = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51
};

static kedge_span sec1(kedge_span version, kedge_span scalar, kedge_span parameters, kedge_span point)
{
    return element(0x30, sequence(version, element(0x04, scalar), parameters, point));
}

Test(private_key_form, scalars_are_from_1_to_the_order_less_1)
{
    const kedge_span curve = element(0xa0, BYTES(P256_OID));
    uint8_t scalar[33] = { 0 };

    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 32 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    scalar[31] = 1;
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 32 }, curve, NONE)), KEDGE_OK);
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 31 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar + 1, 31 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 33 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    memcpy(scalar, order, 32);
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 32 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    scalar[31]--;
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 32 }, curve, NONE)), KEDGE_OK);
    scalar[31] += 2;
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 32 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    memset(scalar, 0xff, 32);
    cr_expect_eq(open_der(sec1(VERSION_1, (kedge_span){ scalar, 32 }, curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    forge_forget();
}

static kedge_span one_of(size_t size)
{
    uint8_t *scalar = forge_allocate(size);

    scalar[size - 1] = 1;
    return (kedge_span){ scalar, size };
}

Test(private_key_form, sec1_needs_its_curve_and_version_1)
{
    const kedge_span curve = element(0xa0, BYTES(P256_OID));

    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), NONE, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_der(sec1(BYTES(0x02, 0x01, 0x02), one_of(32), curve, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), element(0xa0, BYTES(P384_OID)), NONE)),
                 KEDGE_PRIVATE_KEY_MALFORMED); /* a scalar of another size */
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(48), element(0xa0, BYTES(P384_OID)), NONE)), KEDGE_OK);
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), element(0xa0, BYTES(P256_OID, 0x05, 0x00)), NONE)),
                 KEDGE_DER_TRAILING_DATA);
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), element(0xa0, BYTES(0x05, 0x00)), NONE)),
                 KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), curve, BYTES(0x05, 0x00))), KEDGE_DER_TRAILING_DATA);
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), curve, element(0xa1, BYTES(0x03, 0x02, 0x00, 0x04)))),
                 KEDGE_PRIVATE_KEY_INCONSISTENT);
    cr_expect_eq(open_der(sec1(VERSION_1, one_of(32), curve, element(0xa1, BYTES(0x03, 0x02, 0x01, 0x04)))),
                 KEDGE_DER_BAD_BIT_STRING);
    forge_forget();
}

#define EC_OID 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01

static kedge_span pkcs8(kedge_span version, kedge_span algorithm, kedge_span key, kedge_span more)
{
    return element(0x30, sequence(version, element(0x30, algorithm), element(0x04, key), more));
}

/* The public key of the scalar 1: the generator (SEC 2, 2.4.2). */
static const uint8_t generator[65] = {
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
    0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
    0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16,
    0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5
};

Test(private_key_form, pkcs8_carries_its_curve_and_may_carry_its_public_key)
{
    const kedge_span v0 = BYTES(0x02, 0x01, 0x00);
    const kedge_span ec = BYTES(EC_OID, P256_OID);
    const kedge_span inner = sec1(VERSION_1, one_of(32), NONE, NONE);
    const kedge_span point = sequence(BYTES(0x00), (kedge_span){ generator, 65 }, NONE, NONE);
    const kedge_span wrong = sequence(BYTES(0x00), BYTES(0x04, 0x01), NONE, NONE);

    cr_expect_eq(open_der(pkcs8(v0, ec, inner, NONE)), KEDGE_OK);
    cr_expect_eq(open_der(pkcs8(v0, ec, inner, BYTES(0xa0, 0x00))), KEDGE_OK); /* attributes */
    cr_expect_eq(open_der(pkcs8(v0, ec, inner, BYTES(0xa0, 0x01))), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_der(pkcs8(v0, BYTES(0x05, 0x00), inner, NONE)), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_der(pkcs8(VERSION_1, ec, inner, BYTES(0x81, 0x00))), KEDGE_DER_BAD_BIT_STRING);
    cr_expect_eq(open_der(pkcs8(VERSION_1, ec, inner, element(0x81, point))), KEDGE_OK);
    cr_expect_eq(open_der(pkcs8(v0, ec, inner, element(0x81, point))), KEDGE_DER_TRAILING_DATA); /* version 2's */
    cr_expect_eq(open_der(pkcs8(VERSION_1, ec, inner, element(0x81, wrong))), KEDGE_PRIVATE_KEY_INCONSISTENT);
    cr_expect_eq(open_der(pkcs8(VERSION_1, ec, inner, BYTES(0x81, 0x02, 0x04, 0x10))), KEDGE_DER_BAD_BIT_STRING);
    cr_expect_eq(open_der(pkcs8(BYTES(0x02, 0x01, 0x02), ec, inner, NONE)), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_der(pkcs8(v0, BYTES(EC_OID, P256_OID, 0x05, 0x00), inner, NONE)), KEDGE_DER_TRAILING_DATA);
    cr_expect_eq(open_der(pkcs8(v0, BYTES(EC_OID), inner, NONE)), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_der(pkcs8(v0, ec, sequence(inner, BYTES(0x00), NONE, NONE), NONE)), KEDGE_DER_TRAILING_DATA);
    cr_expect_eq(open_der(pkcs8(v0, ec, sec1(VERSION_1, one_of(32), element(0xa0, BYTES(P256_OID)), NONE), NONE)),
                 KEDGE_OK);
    cr_expect_eq(open_der(pkcs8(v0, ec, sec1(VERSION_1, one_of(32), element(0xa0, BYTES(P384_OID)), NONE), NONE)),
                 KEDGE_PRIVATE_KEY_INCONSISTENT);
    forge_forget();
}

/* PKCS#8 version 2 around RSA1024, with a public key beside it. */
static kedge_span rsa_with_public(kedge_span public_key)
{
    const kedge_span old = key_der(key_text("rsa1024.pem"));
    const size_t size = old.size - 4 + public_key.size;
    uint8_t *bytes = forge_allocate(4 + size);

    memcpy(bytes, old.data, old.size);
    bytes[2] = (uint8_t)(size >> 8);
    bytes[3] = (uint8_t)size;
    bytes[6] = 1;
    memcpy(bytes + old.size, public_key.data, public_key.size);
    return (kedge_span){ bytes, 4 + size };
}

static kedge_span rsa_public_bits(void)
{
    const kedge_public_key key = key_public("rsa1024.pub");
    const uint32_t begin = key.modulus.offset - 7; /* 30 81 89 02 81 81 00 */
    const uint32_t size = key.exponent.offset + key.exponent.size - begin;
    const uint8_t header[] = { 0x81, 0x81, (uint8_t)(size + 1), 0x00 };

    return sequence((kedge_span){ header, 4 }, (kedge_span){ key.der + begin, size }, NONE, NONE);
}

Test(private_key_form, an_rsa_public_key_beside_the_private_one_must_be_its_own)
{
    const kedge_span good = rsa_public_bits();
    uint8_t *bad = forge_allocate(good.size);

    cr_expect_eq(open_der(rsa_with_public(good)), KEDGE_OK);
    for (size_t at = 4; at < good.size; at++) {
        memcpy(bad, good.data, good.size);
        bad[at] ^= 0x20;
        cr_expect_neq(open_der(rsa_with_public((kedge_span){ bad, good.size })), KEDGE_OK, "octet %zu", at);
    }
    forge_forget();
}

Test(private_key_form, what_looks_like_no_form_is_told_as_pkcs8)
{
    cr_expect_eq(open_der(BYTES(0x30)), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_der(BYTES(0x30, 0x00)), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_der(BYTES(0x30, 0x80, 0x00, 0x00)), KEDGE_DER_BAD_LENGTH);
    cr_expect_eq(open_der(BYTES(0x30, 0x02, 0x05, 0x00)), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_der(BYTES(0x30, 0x03, 0x02, 0x01, 0x00)), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_der(BYTES(0x30, 0x05, 0x02, 0x01, 0x00, 0x05, 0x00)), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_der(BYTES(0x30, 0x05, 0x02, 0x82, 0x00, 0x05, 0x00)), KEDGE_DER_BAD_LENGTH);
    cr_expect_eq(open_der(BYTES(0x30, 0x82, 0x01)), KEDGE_DER_TRUNCATED);
    forge_forget();
}

Test(private_key_form, text_is_read_laxly_and_first_private_key_counts)
{
    kedge_span certificate = forge_pem_certificate(forge_copy("no certificate", 14));
    kedge_span key = key_text("p256.pem");
    kedge_private_key opened;

    cr_expect_eq(key_open_with(&opened, sequence(certificate, BYTES('\n'), key, NONE), NULL), KEDGE_OK);
    cr_expect_eq(opened.type, KEDGE_KEY_P256);
    cr_expect_eq(key_open_with(&opened, sequence(key, key_text("p384.pem"), NONE, NONE), NULL), KEDGE_OK);
    cr_expect_eq(opened.type, KEDGE_KEY_P256);
    cr_expect_eq(key_open_with(&opened, certificate, NULL), KEDGE_NO_PRIVATE_KEY);
    cr_expect_eq(key_open_with(&opened, forge_copy("-----BEGIN PRIVATE KEY-----\n", 28), NULL),
                 KEDGE_PEM_BAD_BOUNDARY);
    cr_expect_eq(key_open_with(&opened, forge_pem("DSA PRIVATE KEY", BYTES(0x30, 0x00)), NULL),
                 KEDGE_PRIVATE_KEY_UNSUPPORTED);
    forge_forget();
}

/* A label says which form its block has. */
Test(private_key_form, labels_bind)
{
    static const char *const labels[] = { "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" };
    const kedge_span ders[] = { key_der(key_text("p256.pem")), key_der(key_text("rsa2048_pkcs1.pem")),
                                key_der(key_text("p256_bare.pem")), key_der(key_text("pbes2_SHA1.pem")) };
    kedge_private_key key;

    for (size_t label = 0; label < 4; label++)
        for (size_t der = 0; der < 4; der++)
            cr_expect_eq(key_open_with(&key, forge_pem(labels[label], ders[der]), PASSWORD) == KEDGE_OK, label == der,
                         "%s, %zu", labels[label], der);
    forge_forget();
}

static kedge_status open_text(const char *format, const char *one)
{
    char text[2048];
    kedge_private_key key;

    snprintf(text, sizeof text, format, one);
    return key_open_with(&key, forge_copy(text, strlen(text)), PASSWORD);
}

Test(private_key_form, base64_is_read_by_characters)
{
    static const char form[] = "-----BEGIN PRIVATE KEY-----\n%s-----END PRIVATE KEY-----\n";

    cr_expect_eq(open_text(form, ""), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_text(form, "MAA=\n"), KEDGE_DER_TRUNCATED);       /* an empty SEQUENCE */
    cr_expect_eq(open_text(form, "MA\t A\v=\f\r\n"), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_text(form, "MAAAAA==\n"), KEDGE_DER_TRUNCATED);
    cr_expect_eq(open_text(form, "+/az09AZ\n"), KEDGE_DER_UNEXPECTED_TAG);
    cr_expect_eq(open_text(form, "MAB=\n"), KEDGE_PEM_BAD_BASE64);      /* bits left over */
    cr_expect_eq(open_text(form, "MB==\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MAA\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MA=\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "M===\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MA===\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MAA=MAA=\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MA=A\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MA*A\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MA\x80""A\n"), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "MA@A[A`A{A:A.A,A\n"), KEDGE_PEM_BAD_BASE64);
    forge_forget();
}

Test(private_key_form, headers_of_traditional_encryption_are_these_two_in_this_order)
{
    static const char form[] = "-----BEGIN EC PRIVATE KEY-----\n%s\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END EC PRIVATE KEY-----\n";
    static const char iv[] = "0123456789abcdefABCDEF0123456789";
    char text[256];

    snprintf(text, sizeof text, "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,%s\n", iv);
    cr_expect_eq(open_text(form, text), KEDGE_PASSWORD_WRONG);
    snprintf(text, sizeof text, "Proc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-128-CBC,%s\r\n\r", iv);
    cr_expect_eq(open_text(form, text), KEDGE_PASSWORD_WRONG);
    snprintf(text, sizeof text, "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,%s", iv);
    cr_expect_eq(open_text(form, text), KEDGE_PRIVATE_KEY_MALFORMED); /* no empty line */
    snprintf(text, sizeof text, "Proc-Type: 4,CLEAR\nDEK-Info: AES-128-CBC,%s\n", iv);
    cr_expect_eq(open_text(form, text), KEDGE_PRIVATE_KEY_MALFORMED);
    snprintf(text, sizeof text, "DEK-Info: AES-128-CBC,%s\nProc-Type: 4,ENCRYPTED\n", iv);
    cr_expect_eq(open_text(form, text), KEDGE_PEM_BAD_BASE64);
    cr_expect_eq(open_text(form, "Proc-Type: 4,ENCRYPTED\n"), KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_text(form, "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0123456789abcdef\n"),
                 KEDGE_ENCRYPTION_UNSUPPORTED);
    cr_expect_eq(open_text(form, "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123456789abcdef\n"),
                 KEDGE_PASSWORD_WRONG);
    cr_expect_eq(open_text(form, "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789abcdef\n"),
                 KEDGE_PRIVATE_KEY_MALFORMED); /* too short */
    cr_expect_eq(open_text(form, "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123456789abcdeg\n"),
                 KEDGE_PRIVATE_KEY_MALFORMED);
    cr_expect_eq(open_text("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                           "DEK-Info: DES-EDE3-CBC,0123456789abcdef\n\n%s\n-----END EC PRIVATE KEY-----\n", "AAAA"),
                 KEDGE_PRIVATE_KEY_MALFORMED); /* no whole blocks */
    forge_forget();
}
