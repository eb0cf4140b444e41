/* pem_test.c - blocks of a text: boundaries, labels, and going on after damage (RFC 7468). */
#include <criterion/criterion.h>
#include <kedge/pem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const kedge_pem_form forms[] = { KEDGE_PEM_STRICT, KEDGE_PEM_LAX };

static uint8_t *exact_copy(const char *text, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    memcpy(copy, text, size);
    return copy;
}

static bool is_text(kedge_span span, const char *text)
{
    return span.size == strlen(text) && memcmp(span.data, text, span.size) == 0;
}

/* The statuses of all kedge_pem_next() of a text in one form, one letter each: '+' a block, '-' a bad
 * boundary; the labels of the blocks and the offsets of the faults are checked against the lists. */
static void expect_blocks(kedge_pem_form form, const char *text, const char *statuses,
                          const char *const *labels, const size_t *faults)
{
    size_t size = strlen(text);
    uint8_t *copy = exact_copy(text, size);
    kedge_pem pem;
    kedge_pem_block block;
    uint32_t ordinal = 0;

    kedge_pem_begin(&pem, copy, size, form);
    cr_assert(pem.position == 0 && pem.block == 0);
    for (const char *s = statuses; *s != '\0'; s++) {
        kedge_status status = kedge_pem_next(&pem, &block);

        cr_assert_eq(pem.block, ++ordinal);
        if (*s == '+') {
            cr_assert_eq(status, KEDGE_OK, "block %u of %s", (unsigned)ordinal, text);
            cr_assert(is_text(block.label, *labels), "block %u of %s", (unsigned)ordinal, text);
            labels++;
        } else {
            cr_assert_eq(status, KEDGE_PEM_BAD_BOUNDARY, "block %u of %s", (unsigned)ordinal, text);
            cr_assert_eq(pem.fault, *faults, "fault at %zu of %s", pem.fault, text);
            faults++;
        }
    }
    for (int i = 0; i < 2; i++)
        cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_PEM_END);
    cr_assert_eq(pem.block, ordinal);
    free(copy);
}

static void expect_one(kedge_pem_form form, const char *text, const char *label)
{
    expect_blocks(form, text, "+", &label, NULL);
}

static void expect_bad(kedge_pem_form form, const char *text, size_t fault)
{
    expect_blocks(form, text, "-", NULL, &fault);
}

static void expect_none(const char *text)
{
    for (int i = 0; i < 2; i++)
        expect_blocks(forms[i], text, "", NULL, NULL);
}

Test(pem_blocks, a_text_without_boundaries_has_none)
{
    expect_none("");
    expect_none("\n");
    expect_none("AAAA\n");
    expect_none("-----");
    expect_none("-----BEGIN");
    expect_none("-----begin A-----\nAAAA\n-----end A-----\n");
    expect_none("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n");
}

Test(pem_blocks, every_end_of_line_is_one)
{
    for (int i = 0; i < 2; i++) {
        expect_one(forms[i], "-----BEGIN A-----\nAAAA\n-----END A-----\n", "A");
        expect_one(forms[i], "-----BEGIN A-----\r\nAAAA\r\n-----END A-----\r\n", "A");
        expect_one(forms[i], "-----BEGIN A-----\rAAAA\r-----END A-----\r", "A");
        expect_one(forms[i], "-----BEGIN A-----\nAAAA\n-----END A-----", "A");
    }
}

Test(pem_blocks, the_encapsulated_text_is_what_stands_between_the_boundary_lines)
{
    static const char text[] = "-----BEGIN A-----\r\nAAAA\r\nBBBB\n-----END A-----\n";
    kedge_pem pem;
    kedge_pem_block block;

    kedge_pem_begin(&pem, (const uint8_t *)text, strlen(text), KEDGE_PEM_LAX);
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_OK);
    cr_assert(is_text(block.base64, "AAAA\r\nBBBB\n"));
    cr_assert_eq(block.label.data, (const uint8_t *)text + 11);
    cr_assert_geq(block.decoded_size, 6u);
    cr_assert_eq(pem.position, strlen(text));
}

Test(pem_blocks, explanatory_text_is_skipped_wherever_it_stands)
{
    static const char *const labels[] = { "A", "B" };
    static const char text[] =
        "subject: CN=a\n# -----BEGIN X-----\n -----BEGIN Y-----\n-----BEGIN A-----\nAAAA\n-----END A-----\n"
        "\xff\xfe noise -----END A-----\n\n-----\n-----BEGIN B-----\nAAAA\n-----END B-----\nend";

    for (int i = 0; i < 2; i++)
        expect_blocks(forms[i], text, "++", labels, NULL);
}

Test(pem_blocks, a_boundary_begins_where_a_line_begins)
{
    expect_none("x-----BEGIN A-----\nAAAA\n-----END A-----\n");
    expect_none(" -----BEGIN A-----\nAAAA\n-----END A-----\n");
    expect_bad(KEDGE_PEM_LAX, "-----BEGIN A-----\nAAAA-----END A-----\n", 0);
    expect_bad(KEDGE_PEM_LAX, "-----BEGIN A-----\nAAAA\n -----END A-----\n", 0);
}

Test(pem_blocks, a_lone_end_line_is_explanatory_text)
{
    expect_none("-----END A-----\n");
    for (int i = 0; i < 2; i++)
        expect_one(forms[i], "-----END A-----\n-----BEGIN A-----\nAAAA\n-----END A-----\n-----END A-----\n",
                   "A");
}

Test(pem_blocks, blanks_after_a_boundary_are_allowed_in_the_lax_form_only)
{
    expect_one(KEDGE_PEM_LAX, "-----BEGIN A----- \t\nAAAA\n-----END A-----\t \n", "A");
    expect_bad(KEDGE_PEM_STRICT, "-----BEGIN A----- \nAAAA\n-----END A-----\n", 0);
    expect_bad(KEDGE_PEM_STRICT, "-----BEGIN A-----\nAAAA\n-----END A----- \n", 23);
    expect_bad(KEDGE_PEM_LAX, "-----BEGIN A-----x\nAAAA\n-----END A-----\n", 0);
    expect_bad(KEDGE_PEM_LAX, "-----BEGIN \nAAAA\n-----END A-----\n", 0);
    expect_bad(KEDGE_PEM_LAX, "-----BEGIN   \t", 0);
}

Test(pem_blocks, a_begin_line_without_an_end_line_is_named)
{
    for (int i = 0; i < 2; i++) {
        expect_bad(forms[i], "-----BEGIN A-----", 0);
        expect_bad(forms[i], "-----BEGIN A-----\n", 0);
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n", 0);
        expect_bad(forms[i], "text\n-----BEGIN A-----\nAAAA\n-----END A", 28);
    }
}

Test(pem_blocks, labels_of_begin_and_end_agree)
{
    for (int i = 0; i < 2; i++) {
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n-----END B-----\n", 23);
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n-----END AA-----\n", 23);
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n-----END a-----\n", 23);
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n-----END A----\n", 23);
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n-----END A----- x\n", 23);
        expect_bad(forms[i], "-----BEGIN A-----\nAAAA\n-----END -----\n", 23);
    }
}

Test(pem_blocks, labels_are_printable_words_with_single_separators)
{
    static const char *const good[] = { "", "A", "X.509 CERTIFICATE", "A-B C", "!~", "1" };
    static const char *const bad[] = { " A", "A ", "A  B", "-A", "A-", "A--B", "A- B", "\x7f", "A\tB",
                                      "\xc3\xa4" };
    char text[128];

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        snprintf(text, sizeof text, "-----BEGIN %s-----\nAAAA\n-----END %s-----\n", good[i], good[i]);
        expect_one(KEDGE_PEM_STRICT, text, good[i]);
        expect_one(KEDGE_PEM_LAX, text, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "-----BEGIN %s-----\nAAAA\n-----END %s-----\n", bad[i], bad[i]);
        expect_bad(KEDGE_PEM_STRICT, text, 0);
        expect_bad(KEDGE_PEM_LAX, text, 0);
    }
}

Test(pem_blocks, reading_goes_on_after_a_damaged_block)
{
    static const char *const labels[] = { "A", "C" };
    static const char mismatch[] = "-----BEGIN A-----\nAAAA\n-----END A-----\n-----BEGIN B-----\nAAAA\n"
                                   "-----END X-----\n-----BEGIN C-----\nAAAA\n-----END C-----\n";
    static const char no_end[] = "-----BEGIN A-----\nAAAA\n-----END A-----\n-----BEGIN B-----\nAAAA\n"
                                 "-----BEGIN C-----\nAAAA\n-----END C-----\n";
    static const char glued[] = "-----BEGIN A-----\nAAAA\n-----END A----------BEGIN B-----\nAAAA\n"
                                "-----END B-----\n-----BEGIN C-----\nAAAA\n-----END C-----\n";
    static const size_t end_line[] = { 62 };
    static const size_t begin_line[] = { 39 };
    static const size_t glued_line[] = { 23 };

    for (int i = 0; i < 2; i++) {
        expect_blocks(forms[i], mismatch, "+-+", labels, end_line);
        expect_blocks(forms[i], no_end, "+-+", labels, begin_line);
        expect_blocks(forms[i], glued, "-+", labels + 1, glued_line);
    }
}

Test(pem_blocks, a_failure_leaves_the_block_alone)
{
    static const char text[] = "-----BEGIN A-----\nAAAA\n-----END B-----\n";
    kedge_pem_block block = { { NULL, 77 }, { NULL, 77 }, 77 };
    kedge_pem pem;

    kedge_pem_begin(&pem, (const uint8_t *)text, strlen(text), KEDGE_PEM_LAX);
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_PEM_BAD_BOUNDARY);
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_PEM_END);
    cr_assert(block.label.size == 77 && block.base64.size == 77 && block.decoded_size == 77);
}

Test(pem_blocks, a_text_cut_off_anywhere_yields_its_whole_blocks_only)
{
    static const char text[] = "-----BEGIN A-----\nAAAA\n-----END A-----\n"
                               "-----BEGIN B-----\nAAAA\n-----END B-----\n";

    for (size_t size = 0; size <= strlen(text); size++) {
        uint8_t *copy = exact_copy(text, size);
        size_t blocks = 0;
        kedge_status status = KEDGE_OK;

        for (int calls = 0; calls < 4 && status != KEDGE_PEM_END; calls++) {
            static kedge_pem pem;
            kedge_pem_block block;

            if (calls == 0)
                kedge_pem_begin(&pem, copy, size, KEDGE_PEM_STRICT);
            status = kedge_pem_next(&pem, &block);
            blocks += status == KEDGE_OK;
        }
        cr_assert_eq(status, KEDGE_PEM_END);
        cr_assert_eq(blocks, (size_t)(size >= 38) + (size_t)(size >= 77), "cut at %zu", size);
        free(copy);
    }
}

/* The work is seen by what is read twice: every call stands behind the last, so nothing is. */
Test(pem_blocks, a_million_begin_lines_are_a_million_bad_boundaries)
{
    static const char line[] = "-----BEGIN CERTIFICATE-----\n";
    const size_t lines = 1000000;
    const size_t length = sizeof line - 1;
    uint8_t *text = malloc(lines * length);
    kedge_pem pem;
    kedge_pem_block block;

    for (size_t i = 0; i < lines; i++)
        memcpy(text + i * length, line, length);
    kedge_pem_begin(&pem, text, lines * length, KEDGE_PEM_LAX);
    for (size_t i = 0; i < lines; i++) {
        if (kedge_pem_next(&pem, &block) != KEDGE_PEM_BAD_BOUNDARY || pem.fault != i * length
            || pem.position != (i + 1) * length)
            cr_assert_fail("line %zu", i);
    }
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_PEM_END);
    cr_assert_eq(pem.block, lines);
    free(text);
}

Test(pem_blocks, a_million_end_lines_are_no_block)
{
    static const char line[] = "-----END CERTIFICATE-----\r";
    const size_t lines = 1000000;
    const size_t length = sizeof line - 1;
    uint8_t *text = malloc(lines * length);
    kedge_pem pem;
    kedge_pem_block block;

    for (size_t i = 0; i < lines; i++)
        memcpy(text + i * length, line, length);
    kedge_pem_begin(&pem, text, lines * length, KEDGE_PEM_STRICT);
    cr_assert_eq(kedge_pem_next(&pem, &block), KEDGE_PEM_END);
    cr_assert_eq(pem.position, lines * length);
    free(text);
}

static kedge_span span_of(const char *text)
{
    return (kedge_span){ (const uint8_t *)text, strlen(text) };
}

Test(pem_labels, certificates_have_three)
{
    cr_assert(kedge_pem_is_certificate(span_of("CERTIFICATE")));
    cr_assert(kedge_pem_is_certificate(span_of("X509 CERTIFICATE")));
    cr_assert(kedge_pem_is_certificate(span_of("X.509 CERTIFICATE")));
    cr_assert_not(kedge_pem_is_certificate(span_of("")));
    cr_assert_not(kedge_pem_is_certificate(span_of("certificate")));
    cr_assert_not(kedge_pem_is_certificate(span_of("CERTIFICATES")));
    cr_assert_not(kedge_pem_is_certificate(span_of("CERTIFICAT")));
    cr_assert_not(kedge_pem_is_certificate(span_of("TRUSTED CERTIFICATE")));
    cr_assert_not(kedge_pem_is_certificate(span_of("CERTIFICATE REQUEST")));
}

Test(pem_labels, private_keys_have_many)
{
    cr_assert(kedge_pem_is_private_key(span_of("PRIVATE KEY")));
    cr_assert(kedge_pem_is_private_key(span_of("ENCRYPTED PRIVATE KEY")));
    cr_assert(kedge_pem_is_private_key(span_of("RSA PRIVATE KEY")));
    cr_assert(kedge_pem_is_private_key(span_of("EC PRIVATE KEY")));
    cr_assert(kedge_pem_is_private_key(span_of("OPENSSH PRIVATE KEY")));
    cr_assert_not(kedge_pem_is_private_key(span_of("")));
    cr_assert_not(kedge_pem_is_private_key(span_of("PUBLIC KEY")));
    cr_assert_not(kedge_pem_is_private_key(span_of("NOTPRIVATE KEY")));
    cr_assert_not(kedge_pem_is_private_key(span_of("PRIVATE KEYS")));
    cr_assert_not(kedge_pem_is_private_key(span_of("CERTIFICATE")));
}
