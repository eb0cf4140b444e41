/* text_name_test.c - host names, addresses, mailboxes and URIs as text. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "forge/forge.h"
#include "path/text_name.h"

/* In a block of its exact size, so that reading beyond it is seen. */
static kedge_span text(const char *characters)
{
    return forge_chars(characters);
}

static kedge_span repeated(char character, size_t count)
{
    char characters[512];

    cr_assert_lt(count, sizeof characters);
    memset(characters, character, count);
    characters[count] = '\0';
    return text(characters);
}

TestSuite(host, .fini = forge_forget);
TestSuite(address, .fini = forge_forget);
TestSuite(mailbox, .fini = forge_forget);
TestSuite(uri, .fini = forge_forget);

Test(host, names_of_ldh_labels_and_underscores_are_valid)
{
    static const char *const names[] = {
        "a",
        "localhost",
        "host.example",
        "HOST.Example",
        "1.example",
        "a-b.c--d.example",
        "xn--bcher-kva.example",
        "_dmarc.example",
        "a_b.example",
        "123.456.example",
        "0x.example",
        "1a",
        "0xg",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_assert(kedge_host_is_valid(text(names[i])), "%s", names[i]);
}

Test(host, what_is_no_name_is_refused)
{
    static const char *const names[] = {
        "",
        ".",
        "host.example.",
        ".host.example",
        "host..example",
        "-a.example",
        "a-.example",
        "a.-b",
        "a b.example",
        "*.example",
        "a*.example",
        "host.example:443",
        "host/",
        "h\xc3\xb6st.example",
        "[::1]",
        "a@b.example",
        "a%.b",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_assert_not(kedge_host_is_valid(text(names[i])), "%s", names[i]);
    cr_assert_not(kedge_host_is_valid((kedge_span){ (const uint8_t *)"a\0b.example", 11 }));
}

Test(host, a_last_label_that_is_a_number_makes_it_an_address)
{
    static const char *const names[] = {
        "192.0.2.1", "1", "example.1", "0xC0A80101", "0x", "a.0x7f", "192.168.001.001", "a.0Xff",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_assert_not(kedge_host_is_valid(text(names[i])), "%s", names[i]);
}

Test(host, labels_and_names_have_their_greatest_length)
{
    cr_assert(kedge_host_is_valid(repeated('a', KEDGE_LABEL_MAX)));
    cr_assert_not(kedge_host_is_valid(repeated('a', KEDGE_LABEL_MAX + 1)));

    const kedge_span label = repeated('a', 63);
    const kedge_span dot = text(".");
    const kedge_span longest = forge_join(label, dot, label, dot, label, dot, repeated('b', 61));

    cr_assert_eq(longest.size, KEDGE_HOST_MAX);
    cr_assert(kedge_host_is_valid(longest));
    cr_assert_not(kedge_host_is_valid(forge_join(label, dot, label, dot, label, dot, repeated('b', 62))));
}

Test(host, a_wildcard_is_the_whole_left_most_label)
{
    kedge_span base;

    cr_assert(kedge_host_is_wildcard(text("*.host.example"), &base));
    cr_assert_eq(base.size, strlen("host.example"));
    cr_assert(kedge_host_is_wildcard(text("*.com"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("*"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("*."), &base));
    cr_assert_not(kedge_host_is_wildcard(text("*.*.example"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("a*.example"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("xn--*.example"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("a.*.example"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("host.example"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("*.1"), &base));
    cr_assert_not(kedge_host_is_wildcard(text("*.host.example."), &base));
}

Test(host, a_wildcard_has_the_greatest_length_of_a_name)
{
    const kedge_span label = repeated('a', 63);
    const kedge_span dot = text(".");
    kedge_span base;

    cr_assert(
        kedge_host_is_wildcard(forge_join(text("*."), label, dot, label, dot, label, dot, repeated('b', 59)),
                               &base));
    cr_assert_not(
        kedge_host_is_wildcard(forge_join(text("*."), label, dot, label, dot, label, dot, repeated('b', 60)),
                               &base));
}

Test(host, labels_are_counted_and_taken_off)
{
    const kedge_span parent = kedge_host_parent(text("a.b.example"));

    cr_assert_eq(kedge_host_label_count(text("a")), 1);
    cr_assert_eq(kedge_host_label_count(text("a.b.example")), 3);
    cr_assert(kedge_text_name_equal(parent, text("b.example")));
    cr_assert_eq(kedge_host_parent(text("example")).size, 0);
}

Test(host, within_is_the_same_or_more_labels_on_the_left)
{
    cr_assert(kedge_host_is_within(text("example"), text("example")));
    cr_assert(kedge_host_is_within(text("a.b.EXAMPLE"), text("b.example")));
    cr_assert(kedge_host_is_within(text("a.b.example"), text("")));
    cr_assert_not(kedge_host_is_within(text("xexample"), text("example")));
    cr_assert_not(kedge_host_is_within(text("example"), text("a.example")));
    cr_assert_not(kedge_host_is_within(text("a.example"), text("b.example")));
}

/* Octets as hexadecimal digits; "" where it is no address. */
static void assert_address(const char *characters, const char *digits)
{
    uint8_t octets[16];
    const size_t size = kedge_address_read(text(characters), octets);
    const kedge_span wanted = forge_hex(digits);

    cr_assert_eq(size, wanted.size, "%s", characters);
    if (size > 0)
        cr_assert_arr_eq(octets, wanted.data, size);
}

Test(address, dotted_decimal_is_read)
{
    assert_address("192.0.2.1", "c0000201");
    assert_address("0.0.0.0", "00000000");
    assert_address("255.255.255.255", "ffffffff");
}

Test(address, anything_like_dotted_decimal_is_refused)
{
    static const char *const wrong[] = {
        "",          "1",          "1.2.3",    "1.2.3.",   "1.2.3.4.",   "1.2.3.4.5",
        "256.0.0.1", "01.2.3.4",   "1.2.3.04", "00.0.0.0", "1..2.3",     ".1.2.3",
        "1.2.3.a",   "0xC0A80101", "1.2.3.4 ", " 1.2.3.4", "1.2.3.0004", "+1.2.3.4",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_address(wrong[i], "");
}

Test(address, ipv6_is_read_in_all_its_forms)
{
    assert_address("::", "00000000000000000000000000000000");
    assert_address("::1", "00000000000000000000000000000001");
    assert_address("1::", "00010000000000000000000000000000");
    assert_address("2001:db8::8a2e:370:7334", "20010db80000000000008a2e03707334");
    assert_address("2001:DB8:0:0:0:8A2E:0370:7334", "20010db80000000000008a2e03707334");
    assert_address("1:2:3:4:5:6:7::", "00010002000300040005000600070000");
    assert_address("::2:3:4:5:6:7:8", "00000002000300040005000600070008");
    assert_address("::ffff:192.0.2.1", "00000000000000000000ffffc0000201");
    assert_address("1:2:3:4:5:6:192.0.2.1", "000100020003000400050006c0000201");
    assert_address("::192.0.2.1", "000000000000000000000000c0000201");
    assert_address("0000:0000:0000:0000:0000:ffff:255.255.255.255", "00000000000000000000ffffffffffff");
}

Test(address, anything_like_ipv6_is_refused)
{
    static const char *const wrong[] = {
        ":",
        ":::",
        "1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1::2::3",
        "12345::",
        "g::",
        ":1::",
        "1::2:",
        "1:",
        "::1%eth0",
        "[::1]",
        "::1.2.3",
        "1:2:3:4:5:6:7:192.0.2.1",
        ":1:2:3:4:5:6:7:8",
        "::192.0.2.1:1",
        "::1 ",
        "1:2:3:4:5:6:7:8:",
        "0000:0000:0000:0000:0000:ffff:255.255.255.2555",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_address(wrong[i], "");
}

static void assert_written(const char *digits, const char *wanted)
{
    char *written = malloc(KEDGE_ADDRESS_TEXT_MAX);

    cr_assert_not_null(written);
    cr_assert_eq(kedge_address_write(forge_hex(digits), written), strlen(wanted));
    cr_assert_str_eq(written, wanted);
    free(written);
}

Test(address, the_canonical_form_is_written)
{
    assert_written("c0000201", "192.0.2.1");
    assert_written("00000000", "0.0.0.0");
    assert_written("ffffffff", "255.255.255.255");
    assert_written("00000000000000000000000000000000", "::");
    assert_written("00000000000000000000000000000001", "::1");
    assert_written("00010000000000000000000000000000", "1::");
    assert_written("20010db80000000000008a2e03707334", "2001:db8::8a2e:370:7334");
    assert_written("20010db8000000010000000000000001", "2001:db8:0:1::1");
    assert_written("20010db8000000000001000000000001", "2001:db8::1:0:0:1");
    assert_written("20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1");
    assert_written("ffffffffffffffffffffffffffffffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    assert_written("00010002000300040005000600000000", "1:2:3:4:5:6::");
}

Test(address, other_sizes_have_no_text)
{
    assert_written("", "");
    assert_written("c00002", "");
}

Test(mailbox, local_part_and_domain_are_told_apart)
{
    kedge_mailbox mailbox;

    cr_assert(kedge_mailbox_read(text("a.b+c*!#$%&'/=?^_`{|}~-@host.example"), &mailbox));
    cr_assert_eq(mailbox.local.size, strlen("a.b+c*!#$%&'/=?^_`{|}~-"));
    cr_assert(kedge_text_name_equal(mailbox.domain, text("host.example")));
    cr_assert(kedge_mailbox_read(forge_join(repeated('a', 64), text("@b")), &mailbox));
}

Test(mailbox, what_is_no_plain_mailbox_is_refused)
{
    static const char *const wrong[] = {
        "",     "a",           "@",      "@host.example", "a@",         "a@b@c",         "a@.host.example",
        ".a@b", "a.@b",        "a..b@c", "\"a b\"@c",     "a b@c",      "a@[192.0.2.1]", "a@192.0.2.1",
        "a@b.", "a@*.example", "<a@b>",  "a@b c",         "\xc3\xa4@b", "(a)@b",
    };
    kedge_mailbox mailbox;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_assert_not(kedge_mailbox_read(text(wrong[i]), &mailbox), "%s", wrong[i]);
    cr_assert_not(kedge_mailbox_read(forge_join(repeated('a', 65), text("@b")), &mailbox));
}

static void assert_uri(const char *characters, const char *scheme, const char *host)
{
    kedge_uri uri;

    cr_assert(kedge_uri_read(text(characters), &uri), "%s", characters);
    cr_assert(kedge_text_name_equal(uri.scheme, text(scheme)), "%s", characters);
    cr_assert(kedge_text_name_equal(uri.host, text(host)), "%s", characters);
}

Test(uri, scheme_and_host_are_found)
{
    assert_uri("http://host.example", "http", "host.example");
    assert_uri("https://host.example:443/path?query#fragment", "https", "host.example");
    assert_uri("https://host.example:/", "https", "host.example");
    assert_uri("spiffe://trust.example/a@b:c", "spiffe", "trust.example");
    assert_uri("a+b-c.1://host?x@y", "a+b-c.1", "host");
    assert_uri("http://host#x", "http", "host");
    assert_uri("http://user:secret@host.example/", "http", "host.example");
    assert_uri("sip:host.example", "sip", "host.example");
    assert_uri("SIPS:alice@host.example:5061;transport=tls?a=b", "sips", "host.example");
}

Test(uri, user_and_authority_are_told)
{
    kedge_uri uri;

    cr_assert(kedge_uri_read(text("http://user@host.example/"), &uri));
    cr_assert(uri.has_user && uri.has_authority);
    cr_assert(kedge_uri_read(text("http://host.example/a@b"), &uri));
    cr_assert(!uri.has_user && uri.has_authority);
    cr_assert(kedge_uri_read(text("sip:alice@host.example"), &uri));
    cr_assert(uri.has_user && !uri.has_authority);
}

Test(uri, what_has_no_host_name_is_refused)
{
    static const char *const wrong[] = {
        "",
        "host.example",
        "http:",
        "http:/",
        "http:/host.example",
        "ht_tp://host.example",
        "http://",
        "http:///path",
        "http:host.example",
        "urn:a:b",
        "//host.example",
        "1http://host",
        ":",
        "://host",
        "ht tp://host",
        "http://192.0.2.1/",
        "http://[::1]/",
        "http://[fe80::1%25eth0]/",
        "http://host:80a/",
        "http://a@b@c/",
        "http://host.example./",
        "http://ho%73t/",
        "http://host.example/a b",
        "http://host.example/\x7f",
        "sip:",
        "sips:192.0.2.1",
        "mailto:a@b.example",
        "http://*.example/",
    };
    kedge_uri uri;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_assert_not(kedge_uri_read(text(wrong[i]), &uri), "%s", wrong[i]);
}
