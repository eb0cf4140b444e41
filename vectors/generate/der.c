/* der.c - encodings that are not DER, and fields that are not of their form (X.690; RFC 5280, 4.1).
 *
 * The signature is over the bytes as they are, so that nothing but their form is wrong. */
#include "vector.h"

static forge_certificate root, leaf;

static void begin(void)
{
    root = forge_root("Root");
    leaf = forge_leaf("host.example", &root);
}

static void emit_bytes(const char *name, const char *expect, kedge_span certificate, const char *clause,
                       const char *why)
{
    vector_emit(&(vector){ .name = name,
                           .expect = expect,
                           .clause = clause,
                           .why = why,
                           .chain = { certificate },
                           .anchors = { forge_sign(&root) } });
}

static void emit(const char *name, const char *expect, const char *clause, const char *why)
{
    emit_bytes(name, expect, forge_sign(&leaf), clause, why);
    begin();
}

static kedge_span content_of(kedge_span certificate)
{
    return (kedge_span){ certificate.data + 4, certificate.size - 4 };
}

static void emit_elements(void)
{
    kedge_span good;

    begin();
    good = forge_sign(&leaf);
    emit_bytes("good", "accept", good, "X.690, 10", "nothing is wrong with this one");
    emit_bytes("trailing-byte", "reject DER_TRAILING_DATA certificate=0", forge_join(good, forge_hex("00")),
               "X.690, 8.1", "a byte follows");
    emit_bytes("truncated", "reject DER_TRUNCATED certificate=0", forge_cut(good, good.size - 1),
               "X.690, 8.1.3", "the last byte is missing");
    emit_bytes("one-byte", "reject DER_TRUNCATED certificate=0", forge_hex("30"), "X.690, 8.1.3",
               "an identifier and no length");
    emit_bytes("indefinite-length", "reject DER_BAD_LENGTH certificate=0",
               forge_indefinite(KEDGE_TAG_SEQUENCE, content_of(good)), "X.690, 10.1", "BER, not DER");
    emit_bytes("long-form-length", "reject DER_BAD_LENGTH certificate=0",
               forge_long_form(KEDGE_TAG_SEQUENCE, 3, content_of(good)), "X.690, 10.1",
               "the length has an octet too many");
    emit_bytes("length-of-eight-octets", "reject DER_BAD_LENGTH certificate=0",
               forge_long_form(KEDGE_TAG_SEQUENCE, 8, content_of(good)), "X.690, 10.1",
               "the length has octets too many");
    emit_bytes("another-type", "reject DER_UNEXPECTED_TAG certificate=0",
               forge_tlv(KEDGE_TAG_SET, content_of(good)), "RFC 5280, 4.1", "a SET is no SEQUENCE");
    leaf.raw.version = forge_join(forge_hex("bf8100 03 020102"));
    emit("high-tag-number", "reject DER_BAD_TAG certificate=0", "X.690, 8.1.2.4",
         "X.509 has no tag number above 30");
    leaf.raw.version = forge_explicit(0, forge_integer(0));
    emit("default-version", "reject DER_DEFAULT_ENCODED certificate=0", "X.690, 11.5",
         "v1 is the default, and defaults are left out");
}

static void emit_integers(void)
{
    forge_put(&leaf, forge_with_value(forge_tls_feature(), forge_sequence(forge_integer(65536))));
    emit("tls-feature-too-large", "reject DER_INTEGER_RANGE certificate=0", "RFC 7633, 4.1",
         "a TLS extension's number has 16 bits");
    forge_put(&leaf, forge_with_value(forge_inhibit_any_policy(0), forge_integer(-1)));
    emit("inhibit-any-negative", "reject EXTENSION_MALFORMED certificate=0", "RFC 5280, 4.2.1.14",
         "a number of certificates is not negative");
    leaf.serial_number = forge_hex("0001");
    emit("serial-padded", "reject DER_BAD_INTEGER certificate=0", "X.690, 8.3.2", "an octet too many");
    leaf.serial_number = forge_hex("ff80");
    emit("serial-padded-negative", "reject DER_BAD_INTEGER certificate=0", "X.690, 8.3.2",
         "an octet too many");
    leaf.raw.serial_number = forge_tlv(KEDGE_TAG_INTEGER, FORGE_ABSENT);
    emit("serial-empty", "reject DER_BAD_INTEGER certificate=0", "X.690, 8.3.1",
         "a number has at least one octet");
}

static void put_time(const char *not_after)
{
    leaf.raw.validity = forge_sequence(forge_time(FORGE_NOW - 1), forge_text(KEDGE_TAG_UTC_TIME, not_after));
}

static void emit_times(void)
{
    const char *expect = "reject DER_BAD_TIME certificate=0", *clause = "RFC 5280, 4.1.2.5";

    put_time("2701010000Z");
    emit("time-without-seconds", expect, clause, "the seconds are missing");
    put_time("270101000000+0100");
    emit("time-with-zone", expect, clause, "times are in UTC");
    put_time("270101000000");
    emit("time-without-z", expect, clause, "times are in UTC and say so");
    put_time("270229000000Z");
    emit("time-no-such-day", expect, clause, "2027 has no 29 February");
    put_time("271301000000Z");
    emit("time-no-such-month", expect, clause, "a year has twelve months");
    put_time("270101240000Z");
    emit("time-24-hours", expect, clause, "a day ends at 23:59:59");
    put_time("261231235960Z");
    emit("time-leap-second", expect, clause, "RFC 5280 knows no second 60");
    put_time("27010100000 Z");
    emit("time-with-blank", expect, clause, "a blank is no digit");
    leaf.raw.validity = forge_sequence(forge_time(FORGE_NOW - 1),
                                       forge_text(KEDGE_TAG_GENERALIZED_TIME, "20270101000000.5Z"));
    emit("time-with-fraction", expect, clause, "no fractions of a second");
    leaf.raw.validity = forge_sequence(forge_time(FORGE_NOW - 1),
                                       forge_text(KEDGE_TAG_IA5_STRING, "270101000000Z"));
    emit("time-as-string", "reject DER_UNEXPECTED_TAG certificate=0", clause, "a string is no time");
    leaf.raw.validity = forge_sequence(forge_time(FORGE_NOW - 1));
    emit("one-time", "reject DER_TRUNCATED certificate=0", clause, "notAfter is missing");
}

static void put_algorithm(kedge_span parameters)
{
    leaf.raw.inner_algorithm = forge_sequence(forge_oid("1.2.840.113549.1.1.11"), parameters);
    leaf.raw.outer_algorithm = leaf.raw.inner_algorithm;
}

static void emit_null(void)
{
    put_algorithm(forge_tlv(KEDGE_TAG_NULL, forge_hex("00")));
    emit("null-with-contents", "reject DER_BAD_NULL certificate=0", "X.690, 8.8", "a NULL has no contents");
}

static void emit_names(void)
{
    kedge_span one = forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_UTF8_STRING, "host.example");
    kedge_span two = forge_attribute(FORGE_OID_COUNTRY, KEDGE_TAG_PRINTABLE_STRING, "XX");

    leaf.subject = forge_name(
        forge_rdn(forge_attribute(FORGE_OID_COMMON_NAME, KEDGE_TAG_PRINTABLE_STRING, "Kedge;")));
    emit("printable-string", "reject DER_BAD_STRING certificate=0", "X.680, 41.4",
         "PrintableString has no semicolon");
    leaf.subject = forge_name(forge_rdn(forge_sequence(forge_oid(FORGE_OID_COMMON_NAME),
                                                       forge_tlv(KEDGE_TAG_UTF8_STRING, forge_hex("c080")))));
    emit("utf8-overlong", "reject DER_BAD_STRING certificate=0", "RFC 3629, 3", "NUL in two octets");
    leaf.subject = forge_name(
        forge_rdn(forge_sequence(forge_oid(FORGE_OID_COMMON_NAME),
                                 forge_tlv(KEDGE_TAG_BMP_STRING, forge_hex("004100")))));
    emit("bmp-odd", "reject DER_BAD_STRING certificate=0", "X.690, 8.21.8", "half a character");
    leaf.subject = forge_name(forge_set_of(two, one));
    emit("set-in-order", "accept", "X.690, 11.6", "two attributes in ascending order");
    leaf.subject = forge_name(forge_set(one, two));
    emit("set-out-of-order", "reject DER_SET_ORDER certificate=0", "X.690, 11.6",
         "two attributes in descending order");
    leaf.subject = forge_name(forge_set(FORGE_ABSENT));
    emit("empty-rdn", "reject NAME_MALFORMED certificate=0", "RFC 5280, 4.1.2.4",
         "a relative distinguished name has an attribute");
}

static void emit_keys(void)
{
    const forge_key *p256 = forge_p256("host.example");
    kedge_span curve = forge_curve(KEDGE_KEY_P256), n = forge_rsa(2048, 0)->modulus, e = forge_hex("010001");
    kedge_span x_and_y = { p256->public_key.data + 1, 64 },
               rsa = forge_sequence(forge_oid("1.2.840.113549.1.1.1"), forge_null());

    leaf.raw.subject_public_key_info = forge_ec_public_key(curve, forge_join(forge_hex("02"),
                                                                             forge_cut(x_and_y, 32)));
    emit("point-compressed", "reject KEY_POINT_COMPRESSED certificate=0", "RFC 5480, 2.2",
         "decompressing is work for an attacker to order (CVE-2022-0778)");
    leaf.raw.subject_public_key_info = forge_ec_public_key(curve, forge_cut(p256->public_key, 64));
    emit("point-short", "reject KEY_MALFORMED certificate=0", "RFC 5480, 2.2",
         "the point has an octet too few");
    leaf.raw.subject_public_key_info = forge_ec_public_key(forge_sequence(forge_integer(1)),
                                                           p256->public_key);
    emit("curve-explicit", "reject KEY_CURVE_EXPLICIT certificate=0", "RFC 5480, 2.1.1",
         "a curve that is spelt out may be any (CVE-2020-0601)");
    leaf.raw.subject_public_key_info = forge_sequence(
        rsa, forge_bit_string(forge_sequence(forge_tlv(KEDGE_TAG_INTEGER, n), forge_unsigned(e)), 0));
    emit("modulus-negative", "reject KEY_MALFORMED certificate=0", "RFC 8017, A.1.1",
         "the modulus lacks the octet that makes it positive");
    leaf.raw.subject_public_key_info = forge_rsa_public_key(forge_flip(n, 2047), e);
    emit("modulus-even", "reject KEY_MALFORMED certificate=0", "RFC 8017, 3.1",
         "an even modulus is no product of odd primes");
    leaf.raw.subject_public_key_info = forge_sequence(
        rsa,
        forge_bit_string(forge_join(forge_sequence(forge_unsigned(n), forge_unsigned(e)), forge_null()), 0));
    emit("key-trailing", "reject DER_TRAILING_DATA certificate=0", "RFC 8017, A.1.1",
         "something follows the key");
    leaf.raw.subject_public_key_info = forge_sequence(forge_sequence(forge_oid("1.2.840.113549.1.1.1")),
                                                      forge_bit_string(forge_sequence(forge_unsigned(n),
                                                                                      forge_unsigned(e)),
                                                                       0));
    emit("rsa-key-without-null", "reject ALGORITHM_MALFORMED certificate=0", "RFC 3279, 2.3.1",
         "the parameters are NULL, not absent");
}

static void emit_extensions(void)
{
    kedge_span bad_oid = forge_tlv(KEDGE_TAG_OID, forge_hex("2a8003"));
    kedge_span value = forge_octet_string(forge_null());

    leaf.raw.extensions = forge_explicit(3, forge_sequence(FORGE_ABSENT));
    emit("extensions-empty", "reject EXTENSIONS_EMPTY certificate=0", "RFC 5280, 4.1.2.9",
         "the list is present and empty");
    forge_put_again(&leaf, forge_key_usage(KEDGE_KU_DIGITAL_SIGNATURE));
    emit("extension-twice", "reject EXTENSION_DUPLICATED certificate=0", "RFC 5280, 4.2",
         "which of the two counts is anybody's guess");
    forge_put_again(&leaf, forge_unknown_extension(false));
    forge_put_again(&leaf, forge_unknown_extension(false));
    emit("unknown-extension-twice", "reject EXTENSION_DUPLICATED certificate=0", "RFC 5280, 4.2",
         "unknown ones may not occur twice either");
    forge_put_again(&leaf, forge_raw_extension("1.2.3", forge_sequence(bad_oid, value)));
    emit("oid-padded", "reject DER_BAD_OID certificate=0", "X.690, 8.19.2",
         "a sub-identifier begins with an octet 80");
    forge_put_again(&leaf,
                    forge_raw_extension("1.2.3",
                                        forge_sequence(forge_tlv(KEDGE_TAG_OID, forge_hex("2a83")), value)));
    emit("oid-cut-off", "reject DER_BAD_OID certificate=0", "X.690, 8.19.2", "a sub-identifier does not end");
    forge_put_again(&leaf,
                    forge_raw_extension("1.2.3", forge_sequence(forge_oid("1.2.3"),
                                                                forge_tlv(KEDGE_TAG_BOOLEAN, forge_hex("01")),
                                                                value)));
    emit("boolean-01", "reject DER_BAD_BOOLEAN certificate=0", "X.690, 11.1", "true is FF");
    forge_put(&leaf, forge_with_value(forge_key_usage(1), forge_hex("03020780 00")));
    emit("key-usage-trailing", "reject DER_TRAILING_DATA certificate=0", "RFC 5280, 4.2",
         "something follows the value");
    forge_put(&leaf, forge_with_value(forge_key_usage(1), forge_hex("03020880")));
    emit("key-usage-eight-unused-bits", "reject DER_BAD_BIT_STRING certificate=0", "X.690, 8.6.2.2",
         "at most seven bits can be unused");
    forge_put(&leaf, forge_with_value(forge_key_usage(1), forge_hex("03020781")));
    emit("key-usage-unused-bit-set", "reject DER_BAD_BIT_STRING certificate=0", "X.690, 11.2.1",
         "unused bits are zero");
    forge_put(&leaf, forge_with_value(forge_key_usage(1), forge_null()));
    emit("key-usage-another-type", "reject DER_UNEXPECTED_TAG certificate=0", "RFC 5280, 4.2.1.3",
         "a NULL is no BIT STRING");
}

static void emit_general_names(void)
{
    const char *malformed = "reject GENERAL_NAME_MALFORMED certificate=0", *clause = "RFC 5280, 4.2.1.6";

    forge_put(&leaf, forge_subject_alt_name(FORGE_ABSENT));
    emit("san-empty", "reject EXTENSION_MALFORMED certificate=0", clause, "the list has at least one name");
    forge_put(&leaf,
              forge_subject_alt_name(
                  forge_general_name(KEDGE_DNS_NAME, forge_hex("686f73742e6578616d706c65002e6576696c"))));
    emit("san-nul", "reject DER_BAD_STRING certificate=0", clause,
         "a NUL in a host name hides what follows from C (CVE-2009-2408)");
    forge_put(&leaf, forge_subject_alt_name(forge_general_name(KEDGE_DNS_NAME, forge_hex("68c3b6737465"))));
    emit("san-not-ascii", "reject DER_BAD_STRING certificate=0", clause, "a host name is ASCII");
    forge_put(&leaf, forge_subject_alt_name(forge_ip("c000020100"), forge_dns("host.example")));
    emit("san-ip-of-five-octets", malformed, clause, "an address has 4 or 16 octets");
    forge_put(&leaf, forge_subject_alt_name(forge_ip("c0000201ffffff00"), forge_dns("host.example")));
    emit("san-ip-with-mask", malformed, clause, "a mask belongs into constraints");
    forge_put(&leaf, forge_subject_alt_name(forge_tlv(0x89, forge_chars("x")), forge_dns("host.example")));
    emit("san-unknown-form", malformed, clause, "there is no ninth form");
    forge_put(&leaf, forge_subject_alt_name(forge_tlv(0xa2, forge_chars("host.example"))));
    emit("san-constructed", malformed, clause, "a string in one piece, says DER");
}

void emit_der(void)
{
    vector_rule("der");
    emit_elements();
    emit_integers();
    emit_times();
    emit_null();
    emit_names();
    emit_keys();
    emit_extensions();
    emit_general_names();
}
