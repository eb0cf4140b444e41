/* identity.c - the name looked for (RFC 9525, 6; RFC 5280, 4.2.1.6). */
#include "vector.h"

static forge_certificate root, leaf;

static void emit(const char *name, bool is_match, const char *policy, const char *identity, const char *why)
{
    vector_emit(
        &(vector){ .name = name,
                   .policy = policy,
                   .identity = identity,
                   .clause = "RFC 9525, 6",
                   .why = why,
                   .expect = is_match ? "accept" : "reject IDENTITY_MISMATCH certificate=0 faults=identity",
                   .chain = { forge_sign(&leaf) },
                   .anchors = { forge_sign(&root) } });
}

/* A leaf whose subjectAltName holds these names, and whose common name is no name of a host. */
static void begin(kedge_span general_names)
{
    root = forge_root("Root");
    leaf = forge_leaf("host.example", &root);
    leaf.subject = forge_common_name("A server");
    forge_put(&leaf, forge_subject_alt_names(forge_sequence(general_names)));
}

static void emit_hosts(void)
{
    begin(forge_join(forge_dns("one.example"), forge_dns("host.example"), forge_dns("three.example")));
    emit("dns-one-of-several", true, NULL, "dns=host.example", "every name of the list is looked at");
    emit("dns-none", false, NULL, "dns=four.example", "no name of the list is it");
    emit("dns-case", true, NULL, "dns=HOST.Example", "host names are compared without case");
    emit("dns-dot-at-the-end", true, NULL, "dns=host.example.",
         "a dot at the end of the name looked for says that it is complete");
    emit("dns-subdomain", false, NULL, "dns=www.host.example",
         "a name is not the name of what lies below it");
    emit("dns-parent", false, NULL, "dns=example", "a name is not the name of what lies above it");
    emit("waived", true, NULL, "waived", "the caller said in as many words that no name is looked for");
    begin(forge_dns("HOST.EXAMPLE"));
    emit("dns-case-in-certificate", true, NULL, "dns=host.example", "host names are compared without case");
    begin(forge_dns("xn--bcher-kva.example"));
    emit("dns-a-label", true, NULL, "dns=xn--bcher-kva.example",
         "internationalised names are compared as A-labels");
}

static void emit_wildcards(void)
{
    begin(forge_dns("*.host.example"));
    emit("wildcard", true, NULL, "dns=www.host.example", "a wildcard stands for one label");
    emit("wildcard-two-labels", false, NULL, "dns=a.b.host.example",
         "a wildcard stands for one label, not two");
    emit("wildcard-no-label", false, NULL, "dns=host.example", "a wildcard stands for one label, not none");
    emit("wildcard-a-label", true, NULL, "dns=xn--bcher-kva.host.example", "a whole label may be an A-label");
    begin(forge_dns("www.*.example"));
    emit("wildcard-in-the-middle", false, NULL, "dns=www.host.example",
         "a wildcard is the left-most label or nothing");
    begin(forge_dns("w*.host.example"));
    emit("wildcard-in-part", false, NULL, "dns=www.host.example", "a wildcard is a whole label or nothing");
    begin(forge_dns("xn--*.example"));
    emit("wildcard-in-a-label", false, NULL, "dns=xn--bcher-kva.example",
         "a part of an A-label means nothing (CVE-2014-1492)");
    begin(forge_dns("*"));
    emit("wildcard-alone", false, NULL, "dns=example", "a wildcard alone is nobody's name");
    begin(forge_dns("*.*.example"));
    emit("wildcard-twice", false, NULL, "dns=www.host.example", "one wildcard, not two");
}

static void emit_addresses(void)
{
    begin(forge_join(forge_ip("c0000201"), forge_ip("20010db8000000000000000000000001")));
    emit("ip-v4", true, NULL, "ip=192.0.2.1", "four octets");
    emit("ip-v6", true, NULL, "ip=2001:db8::1", "sixteen octets");
    emit("ip-another", false, NULL, "ip=192.0.2.2", "another address");
    emit("ip-as-dns", false, NULL, "dns=host.example", "an address is no host name");
    begin(forge_dns("192.0.2.1"));
    emit("ip-in-dns-name", false, NULL, "ip=192.0.2.1", "an address as text in a dNSName is no address");
    begin(forge_dns("A\x01\x02\x03"));
    emit("ip-bytes-in-dns-name", false, NULL, "ip=65.1.2.3",
         "kinds are compared with their own only (CVE-2020-36477)");
    begin(forge_ip("c0000201"));
    emit("ip-mapped", false, NULL, "ip=::ffff:c000:201",
         "an IPv4 address in IPv6's clothes is another address");
}

static kedge_span srv_name(const char *text)
{
    return forge_explicit(0, forge_oid("1.3.6.1.5.5.7.8.7"),
                          forge_explicit(0, forge_text(KEDGE_TAG_IA5_STRING, text)));
}

static void emit_services(void)
{
    begin(forge_join(forge_dns("host.example"), srv_name("_imaps.host.example"), srv_name("_xmpp-client.*.example")));
    emit("srv", true, NULL, "srv=_IMAPS.Host.example", "service and domain are compared without case");
    emit("srv-service-differs", false, NULL, "srv=_imap.host.example", "another service");
    emit("srv-host-differs", false, NULL, "srv=_imaps.other.example", "another domain");
    emit("srv-wildcard", false, NULL, "srv=_xmpp-client.host.example", "wildcards are no part of SRVNames");
}

static void emit_mailboxes_and_uris(void)
{
    begin(forge_join(forge_email("Alice@host.example"), forge_uri("sip:host.example"),
                     forge_uri("https://api.example/v1")));
    emit("email", true, NULL, "email=Alice@host.example", "the mailbox is listed");
    emit("email-host-case", true, NULL, "email=Alice@HOST.example", "its domain is compared without case");
    emit("email-local-case", false, NULL, "email=alice@host.example",
         "its local part is compared with case (RFC 5321, 2.4)");
    emit("email-another", false, NULL, "email=Bob@host.example", "another mailbox");
    emit("email-as-dns", false, NULL, "dns=host.example", "a mailbox is no host name");
    emit("uri", true, NULL, "uri=https://api.example/v2", "scheme and host are compared, the path is not");
    emit("uri-scheme-differs", false, NULL, "uri=http://api.example/v1", "another scheme");
    emit("uri-host-differs", false, NULL, "uri=https://api.other.example/v1", "another host");
    emit("uri-as-dns", false, NULL, "dns=api.example", "a URI is no host name (CVE-2021-44531)");
}

static void emit_common_names(void)
{
    begin(FORGE_ABSENT);
    leaf.subject = forge_common_name("host.example");
    forge_drop(&leaf, KEDGE_EXT_SUBJECT_ALT_NAME);
    emit("common-name-webpki", false, NULL, NULL, "a common name is never a host's name on the Web");
    emit("common-name-rfc5280", false, "rfc5280", NULL, "nor under rfc5280");
    emit("common-name-device", true, "device", NULL,
         "device takes the common name where there is no subjectAltName");
    emit("common-name-another", false, "device", "dns=other.example", "the common name is another");
    leaf.subject = forge_common_name("*.host.example");
    emit("common-name-wildcard", true, "device", "dns=www.host.example", "a wildcard is one there as well");
    leaf.subject = forge_common_name("192.0.2.1");
    emit("common-name-address", true, "device", "ip=192.0.2.1",
         "an address in a common name, for want of a better place");
    leaf.subject = forge_name(forge_rdn_utf8(FORGE_OID_ORGANIZATION, "host.example"));
    emit("organization", false, "device", NULL, "no other attribute is a host's name");
    leaf.subject = forge_common_name("host.example");
    forge_put(&leaf, forge_subject_alt_name(forge_dns("other.example")));
    emit("common-name-beside-dns-name", false, "device", NULL,
         "where there is a subjectAltName, the common name is none");
    forge_put(&leaf, forge_subject_alt_name(forge_email("a@host.example")));
    emit("common-name-beside-email", false, "device", NULL,
         "a subjectAltName of any kind of names forbids the common name (CVE-2026-42012)");
}

static void emit_other_forms(void)
{
    begin(forge_join(forge_other_name("1.3.6.1.4.1.311.20.2.3",
                                      forge_text(KEDGE_TAG_UTF8_STRING, "host.example")),
                     forge_directory(forge_common_name("host.example")), forge_registered_id("1.2.3")));
    emit("other-forms", false, NULL, NULL, "names of other forms are passed over");
    begin(forge_join(forge_other_name("1.3.6.1.4.1.311.20.2.3", forge_text(KEDGE_TAG_UTF8_STRING, "x")),
                     forge_dns("host.example")));
    emit("other-forms-beside-dns-name", true, NULL, NULL, "names of other forms do no harm");
    begin(forge_dns("host.example"));
    leaf.subject = forge_name(FORGE_ABSENT);
    forge_put(&leaf, forge_critical(forge_subject_alt_name(forge_dns("host.example"))));
    emit("subject-empty", true, "rfc5280", NULL, "a certificate may bear no other name");
}

void emit_identity(void)
{
    vector_rule("identity");
    emit_hosts();
    emit_wildcards();
    emit_addresses();
    emit_mailboxes_and_uris();
    emit_services();
    emit_common_names();
    emit_other_forms();
}
