/* locator.c - mailboxes and URIs, as far as their hosts matter (RFC 5321, 4.1.2; RFC 3986, 3). */
#include "path/text_name.h"

#define LOCAL_PART_MAX 64 /* RFC 5321, 4.5.3.1.1 */

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_among(uint8_t c, const char *set)
{
    while (*set != '\0' && (uint8_t)*set != c)
        set++;
    return *set != '\0';
}

static size_t find(kedge_span text, uint8_t c)
{
    size_t at = 0;

    while (at < text.size && text.data[at] != c)
        at++;
    return at;
}

static kedge_span take(kedge_span text, size_t size)
{
    return (kedge_span){ text.data, size };
}

static kedge_span skip(kedge_span text, size_t size)
{
    return (kedge_span){ text.data + size, text.size - size };
}

/* Dot-string: atoms of RFC 5322, 3.2.3, with single dots between them. */
static bool is_dot_string(kedge_span text)
{
    bool is_atom = false;

    if (text.size > LOCAL_PART_MAX)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const uint8_t c = text.data[i];

        if (c == '.' && !is_atom)
            return false;
        if (c != '.' && !is_letter(c) && !is_digit(c) && !is_among(c, "!#$%&'*+-/=?^_`{|}~"))
            return false;
        is_atom = c != '.';
    }
    return is_atom;
}

bool kedge_mailbox_read(kedge_span text, kedge_mailbox *mailbox)
{
    const size_t at = find(text, '@');

    if (at == text.size)
        return false;
    mailbox->local = take(text, at);
    mailbox->domain = skip(text, at + 1);
    return is_dot_string(mailbox->local) && kedge_host_is_valid(mailbox->domain);
}

static bool is_visible(kedge_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] <= ' ' || text.data[i] >= 0x7f)
            return false;
    return true;
}

static bool is_scheme(kedge_span text)
{
    if (text.size == 0 || !is_letter(text.data[0]))
        return false;
    for (size_t i = 1; i < text.size; i++)
        if (!is_letter(text.data[i]) && !is_digit(text.data[i]) && !is_among(text.data[i], "+-."))
            return false;
    return true;
}

static bool is_port(kedge_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_digit(text.data[i]))
            return false;
    return true;
}

static bool is_sip(kedge_span scheme)
{
    static const uint8_t sips[] = { 's', 'i', 'p', 's' };
    const kedge_span secure = { sips, 4 };
    const kedge_span plain = { sips, 3 };

    return kedge_text_name_equal(scheme, plain) || kedge_text_name_equal(scheme, secure);
}

/* The part of `text` before the first character of `ends`. */
static kedge_span before_any(kedge_span text, const char *ends)
{
    size_t size = 0;

    while (size < text.size && !is_among(text.data[size], ends))
        size++;
    return take(text, size);
}

/* [ userinfo "@" ] host [ ":" port ] */
static bool read_authority(kedge_span text, kedge_uri *uri)
{
    const size_t at = find(text, '@');
    size_t colon;

    uri->has_user = at < text.size;
    if (uri->has_user)
        text = skip(text, at + 1);
    colon = find(text, ':');
    uri->host = take(text, colon);
    if (colon < text.size && !is_port(skip(text, colon + 1)))
        return false;
    return kedge_host_is_valid(uri->host);
}

bool kedge_uri_read(kedge_span text, kedge_uri *uri)
{
    const size_t colon = find(text, ':');
    kedge_span rest;

    if (colon == text.size || !is_visible(text))
        return false;
    uri->scheme = take(text, colon);
    rest = skip(text, colon + 1);
    uri->has_authority = rest.size >= 2 && rest.data[0] == '/' && rest.data[1] == '/';
    if (!is_scheme(uri->scheme) || (!uri->has_authority && !is_sip(uri->scheme)))
        return false;
    if (uri->has_authority)
        return read_authority(before_any(skip(rest, 2), "/?#"), uri);
    return read_authority(before_any(rest, ";?"), uri);
}
