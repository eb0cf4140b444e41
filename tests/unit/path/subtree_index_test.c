/* subtree_index_test.c - many subtrees are filed, and nothing is decided otherwise for that. */
#include "unit/path/rules.h"

#include <stdio.h>
#include <stdlib.h>

#include "path/subtree_index.h"

static rules_path chain;
static forge_certificate root;
static forge_certificate ca;
static forge_certificate leaf;

static void begin(void)
{
    rules_path_begin(&chain);
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
    leaf.subject = forge_name(FORGE_ABSENT);
}

TestSuite(subtree_index, .init = begin, .fini = forge_forget);

/* Small numbers without pattern, the same in every run. */
static uint32_t state = 1;

static uint32_t number_below(uint32_t limit)
{
    state = state * 1664525 + 1013904223;
    return (state >> 16) % limit;
}

static const char *pick(const char *const *texts, size_t count)
{
    return texts[number_below((uint32_t)count)];
}

#define PICK(...) pick(FORGE_TEXTS_(__VA_ARGS__), FORGE_TEXT_COUNT_(__VA_ARGS__))

/* A host of up to three labels out of few, so that hosts often contain each other. */
static const char *some_host(char text[32])
{
    snprintf(text, 32, "%s%s%s", PICK("", "a.", "b.", "c."), PICK("", "a.", "b.", "C."), PICK("x", "y", "Y"));
    return text;
}

static kedge_span some_address(void)
{
    return forge_hex(PICK("c0000201", "c0000202", "c0000301", "20010db8000000000000000000000001",
                          "20010db9000000000000000000000001"));
}

static kedge_span some_range(void)
{
    return forge_hex(PICK("c0000200ffffff00", "c0000000ffff0000", "c0000201ffffffff", "c0000200fffffffe",
                          "20010db8000000000000000000000000ffffffff000000000000000000000000",
                          "20010db8000000000000000000000001ffffffffffffffffffffffffffffffff"));
}

/* A Name of up to three attributes out of few, some of which are equal but not the same octets. */
static kedge_span some_directory(uint32_t least)
{
    kedge_span rdn[3];
    const uint32_t count = least + number_below(4 - least);

    for (uint32_t i = 0; i < count; i++)
        rdn[i] = number_below(4) == 0
                     ? forge_rdn_utf8(FORGE_OID_ORGANIZATION, PICK("x", "X", " x", "y"))
                     : forge_rdn(forge_attribute(FORGE_OID_ORGANIZATION, KEDGE_TAG_PRINTABLE_STRING,
                                                 PICK("x", "y", "Y")));
    return forge_directory(forge_name(forge_join_list(rdn, count)));
}

static kedge_span some_subtree(uint32_t form)
{
    char host[32];
    char text[64];

    some_host(host);
    if (form == 0)
        return forge_dns(number_below(20) == 0 ? "" : host);
    if (form == 1)
        return forge_general_name(KEDGE_IP_ADDRESS, some_range());
    if (form == 4)
        return some_directory(number_below(20) == 0 ? 0 : 2);
    snprintf(text, sizeof text, "%s%s", form == 2 ? PICK("", ".", "u@", "U@") : PICK("", "."), host);
    return form == 2 ? forge_email(text) : forge_uri(text);
}

static kedge_span some_name(uint32_t form)
{
    char host[32];
    char text[64];

    some_host(host);
    if (form == 1)
        return forge_general_name(KEDGE_IP_ADDRESS, some_address());
    if (form == 4)
        return some_directory(1);
    snprintf(text, sizeof text,
             form == 0   ? "%s%s"
             : form == 2 ? "%s@%s"
                         : "%s://%s/",
             form == 0 ? PICK("", "*.") : PICK("u", "U"), host);
    if (form == 0)
        return forge_dns(text);
    return form == 2 ? forge_email(text) : forge_uri(text);
}

static kedge_span some_subtrees(uint32_t form, uint32_t count)
{
    kedge_span list[32];

    for (uint32_t i = 0; i < count; i++)
        list[i] = some_subtree(form);
    return count == 0 ? FORGE_ABSENT : forge_subtree_list(list, count);
}

static kedge_status judge_with(void *scratch, size_t size)
{
    chain.path.length = 0;
    rules_path_add(&chain, &leaf);
    rules_path_add(&chain, &ca);
    rules_path_add(&chain, &root);
    chain.judgement.scratch = scratch;
    chain.judgement.scratch_size = size;
    chain.spent.comparisons = 0;
    return kedge_rule_name_constraints(&chain.path, &chain.judgement);
}

Test(subtree_index, filed_or_not_the_answers_are_the_same)
{
    void *scratch = malloc(4096);
    unsigned seen[3] = { 0 };

    for (int round = 0; round < 1500; round++) {
        const uint32_t form = number_below(5);
        const uint32_t permitted = number_below(2) * number_below(4);
        kedge_status filed;
        kedge_status compared;

        forge_put(&leaf, forge_subject_alt_name(some_name(form)));
        forge_put(&ca, forge_name_constraints(some_subtrees(form, permitted == 0 ? 0 : 16),
                                              some_subtrees(form, permitted == 0 ? 16 : permitted - 1)));
        compared = judge_with(NULL, 0);
        filed = judge_with(scratch, 4096);
        cr_assert_eq(filed, compared, "round %d: %s, not %s", round, kedge_status_name(filed),
                     kedge_status_name(compared));
        seen[0] += filed == KEDGE_OK;
        seen[1] += filed == KEDGE_NAME_NOT_PERMITTED;
        seen[2] += filed == KEDGE_NAME_EXCLUDED;
        forge_drop(&ca, KEDGE_EXT_NAME_CONSTRAINTS);
        if (round % 100 == 99) {
            forge_forget();
            begin();
        }
    }
    free(scratch);
    for (size_t i = 0; i < 3; i++)
        cr_assert_gt(seen[i], 20);
}

/* Permitted: 40 hosts and the addresses and mailboxes of one domain; excluded: 40 hosts. */
static void use_many(void)
{
    kedge_span permitted[43];
    kedge_span excluded[40];
    char name[32];

    for (size_t i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "p%zu.example", i);
        permitted[i] = forge_dns(name);
        snprintf(name, sizeof name, "x%zu.p%zu.example", i, i);
        excluded[i] = forge_dns(name);
    }
    permitted[40] = forge_ip("c0000200ffffff00");
    permitted[41] = forge_email("u@host.example");
    permitted[42] = forge_directory(forge_common_name("A"));
    forge_put(&ca,
              forge_name_constraints(forge_subtree_list(permitted, 43), forge_subtree_list(excluded, 40)));
}

#define cr_assert_judged(name, expected) \
    do { \
        forge_put(&leaf, forge_subject_alt_name(name)); \
        cr_assert_status(judge_with(scratch, size), expected); \
    } while (0)

Test(subtree_index, each_form_is_found)
{
    const size_t size = 43 * 16 + 40 * 32;
    void *scratch = malloc(size);

    use_many();
    cr_assert_judged(forge_dns("a.P17.example"), KEDGE_OK);
    cr_assert_judged(forge_dns("*.y.p17.example"), KEDGE_OK);
    cr_assert_judged(forge_dns("*.p17.example"), KEDGE_NAME_EXCLUDED);
    cr_assert_judged(forge_dns("a.X17.p17.example"), KEDGE_NAME_EXCLUDED);
    cr_assert_judged(forge_dns("p40.example"), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_judged(forge_ip("c0000277"), KEDGE_OK);
    cr_assert_judged(forge_ip("c0000377"), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_judged(forge_email("u@HOST.example"), KEDGE_OK);
    cr_assert_judged(forge_email("v@host.example"), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_judged(forge_directory(forge_common_name("a")), KEDGE_OK);
    cr_assert_judged(forge_directory(forge_common_name("b")), KEDGE_NAME_NOT_PERMITTED);
    cr_assert_judged(forge_uri("https://host.example/"), KEDGE_OK);
    free(scratch);
}

Test(subtree_index, with_too_little_memory_names_are_compared)
{
    use_many();
    for (size_t size = 0; size <= 43 * 16 + 40 * 32 + 1; size += 16) {
        void *scratch = malloc(size);

        cr_assert_judged(forge_dns("a.p39.example"), KEDGE_OK);
        cr_assert_judged(forge_dns("x39.p39.example"), KEDGE_NAME_EXCLUDED);
        free(scratch);
    }
}

Test(subtree_index, memory_that_is_not_aligned_will_do)
{
    const size_t size = 4096;
    uint8_t *whole = malloc(size + 1);
    void *scratch = whole + 1;

    use_many();
    cr_assert_judged(forge_dns("x39.p39.example"), KEDGE_NAME_EXCLUDED);
    free(whole);
}

Test(subtree_index, a_subtree_that_cannot_be_judged_is_not_overlooked)
{
    const size_t size = 4096;
    void *scratch = malloc(size);
    kedge_span permitted[20];

    for (size_t i = 0; i < 20; i++)
        permitted[i] = forge_dns(i == 13 ? ".example" : "example");
    forge_put(&ca, forge_name_constraints(forge_subtree_list(permitted, 20), FORGE_ABSENT));
    cr_assert_judged(forge_dns("host.example"), KEDGE_CONSTRAINT_NOT_JUDGED);
    free(scratch);
}

Test(subtree_index, kinds_without_rules_are_never_found)
{
    uint32_t fault;
    const kedge_der none = { NULL, 0, 0, &fault };
    const kedge_subtree_lists lists = { none, none };
    kedge_subtree_entry entry[1];
    kedge_subtree_index index;

    cr_assert(kedge_subtree_index_build(&index, &lists, entry, sizeof entry));
    for (unsigned kind = KEDGE_OTHER_NAME; kind <= KEDGE_REGISTERED_ID; kind++) {
        const kedge_presented_name name = { (kedge_general_name_kind)kind, true, forge_chars("abcd"), 0 };

        cr_assert_not(kedge_subtree_index_has(&index, none, false, &name));
    }
}
