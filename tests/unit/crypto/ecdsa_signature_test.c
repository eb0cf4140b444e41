/* ecdsa_signature_test.c - the strict form of an ECDSA signature. */
#include <criterion/criterion.h>
#include <kedge/crypto.h>

#include <string.h>

#include "unit/crypto/jobs.h"

static kedge_status read_hex(const char *digits, size_t order_size)
{
    kedge_span signature = test_hex(digits), r, s;
    kedge_status status = kedge_ecdsa_signature_read(signature, order_size, &r, &s);

    test_free(signature);
    return status;
}

Test(ecdsa_signature, scalars_come_back_without_their_sign_octet)
{
    kedge_span signature = test_hex("3009" "020300ff01" "02020203"), r = { 0 }, s = { 0 };

    cr_assert_eq(kedge_ecdsa_signature_read(signature, 2, &r, &s), KEDGE_OK);
    cr_assert_eq(r.size, 2);
    cr_assert_arr_eq(r.data, "\xff\x01", 2);
    cr_assert_eq(s.size, 2);
    cr_assert_arr_eq(s.data, "\x02\x03", 2);
    test_free(signature);
}

Test(ecdsa_signature, the_least_scalars_are_ones)
{
    cr_assert_eq(read_hex("3006020101020101", 32), KEDGE_OK);
}

Test(ecdsa_signature, zero_and_negative_scalars_are_refused)
{
    cr_assert_eq(read_hex("3006020100020101", 32), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(read_hex("3006020101020100", 32), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(read_hex("3006020100020100", 32), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(read_hex("3006020181020101", 32), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(read_hex("30060201010201ff", 32), KEDGE_SIGNATURE_MALFORMED);
}

Test(ecdsa_signature, a_scalar_as_long_as_the_order_passes_and_a_longer_one_does_not)
{
    cr_assert_eq(read_hex("3008020300ff01020101", 2), KEDGE_OK);
    cr_assert_eq(read_hex("30080203010000020101", 2), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(read_hex("30080201010203010000", 2), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(read_hex("3009020400ff0102020101", 2), KEDGE_SIGNATURE_MALFORMED);
}

Test(ecdsa_signature, encodings_that_are_not_der_are_refused)
{
    static const char *const wrong[] = {
        "",                         /* nothing */
        "30",                       /* cut off */
        "3000",                     /* no scalar */
        "3003020101",               /* one scalar */
        "3009020101020101020101",   /* three scalars */
        "300602010102010100",       /* octets after the end */
        "30070201010201010000",     /* octets after s */
        "3008020101020101" "0500",  /* a NULL after s */
        "308106020101020101",       /* a long length that need not be */
        "30800201010201010000",     /* an indefinite length */
        "3007" "02020001" "020101",    /* r padded */
        "300702010102020001",       /* s padded */
        "300602010102810101",       /* a long length inside */
        "3106020101020101",         /* a SET */
        "3006030101020101",         /* r is a BIT STRING */
        "30050200020101",           /* r is empty */
        "30060201010a0101",         /* s is ENUMERATED */
        "3007020101020101",         /* longer than what follows */
        "3005020101020101",         /* shorter than what is there */
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_assert_eq(read_hex(wrong[i], 32), KEDGE_SIGNATURE_MALFORMED, "%s", wrong[i]);
}

Test(ecdsa_signature, every_truncation_is_refused)
{
    static const char whole[] = "3009" "020300ff01" "02020203";
    char part[sizeof whole];

    for (size_t length = 0; length + 2 < sizeof whole; length += 2) {
        memcpy(part, whole, length);
        part[length] = '\0';
        cr_assert_eq(read_hex(part, 32), KEDGE_SIGNATURE_MALFORMED, "%s", part);
    }
}

Test(ecdsa_signature, outputs_stay_untouched_on_failure)
{
    kedge_span signature = test_hex("3006020101020100"), r = { NULL, 7 }, s = { NULL, 8 };

    cr_assert_eq(kedge_ecdsa_signature_read(signature, 32, &r, &s), KEDGE_SIGNATURE_MALFORMED);
    cr_assert_eq(r.size, 7);
    cr_assert_eq(s.size, 8);
    test_free(signature);
}
