/* general_names.c - GeneralNames as text (RFC 5280, 4.2.1.6). */
#include "general_names.h"
#include "object_names.h"
#include "text.h"

#include <arpa/inet.h>
#include <stdlib.h>

static void write_address(FILE *out, kedge_span octets)
{
    char text[INET6_ADDRSTRLEN];

    if (octets.size == 4 || octets.size == 16)
        fputs(inet_ntop(octets.size == 4 ? AF_INET : AF_INET6, octets.data, text, sizeof text), out);
    else
        text_write_hex(out, octets);
}

static void write_masked_address(FILE *out, kedge_span octets)
{
    const size_t half = octets.size / 2;

    if (octets.size != 8 && octets.size != 32) {
        text_write_hex(out, octets);
        return;
    }
    write_address(out, (kedge_span){ octets.data, half });
    fputc('/', out);
    write_address(out, (kedge_span){ octets.data + half, half });
}

/* otherName: a type and a value of any form (RFC 5280, 4.2.1.6). */
static void write_other_name(FILE *out, kedge_span content)
{
    uint32_t fault;
    kedge_der der;
    kedge_range oid;

    if (kedge_der_begin(&der, content.data, content.size, &fault) != KEDGE_OK
        || kedge_der_read_oid(&der, &oid) != KEDGE_OK) {
        text_write_hex(out, content);
        return;
    }
    object_name_write(out, kedge_span_of(content.data, oid));
    fputc(' ', out);
    text_write_hex(out, (kedge_span){ content.data + der.position, content.size - der.position });
}

static text_writer *writer_of(kedge_general_name_kind kind, bool is_constraint)
{
    switch (kind) {
    case KEDGE_OTHER_NAME: return write_other_name;
    case KEDGE_RFC822_NAME:
    case KEDGE_DNS_NAME:
    case KEDGE_URI_NAME: return text_write;
    case KEDGE_DIRECTORY_NAME: return text_write_name;
    case KEDGE_IP_ADDRESS: return is_constraint ? write_masked_address : write_address;
    case KEDGE_REGISTERED_ID: return text_write_oid;
    case KEDGE_X400_ADDRESS:
    case KEDGE_EDI_PARTY_NAME: return text_write_hex;
    }
    return text_write_hex;
}

json_t *general_name_json(const uint8_t *der, const kedge_general_name *name, bool is_constraint)
{
    static const char *const prefixes[] = {
        "other", "email", "DNS", "X.400", "directory", "EDI party", "URI", "IP", "registered",
    };
    const kedge_general_name_kind kind = name->kind;
    json_t *value = text_json(writer_of(kind, is_constraint), kedge_span_of(der, name->value));
    json_t *text = or_die(json_sprintf("%s:%s", prefixes[kind], json_string_value(value)));

    json_decref(value);
    return text;
}

json_t *general_names_json(kedge_der *names)
{
    json_t *list = or_die(json_array());
    kedge_general_name name;

    while (!kedge_der_at_end(names) && kedge_general_name_read(names, &name) == KEDGE_OK)
        json_array_append_new(list, general_name_json(names->data, &name, false));
    return list;
}
