/* arguments.c - values of options, as typed. */
#include "arguments.h"
#include "text.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_number(const char *text)
{
    if (*text == '-')
        text++;
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static bool read_number(const char *text, int64_t *seconds)
{
    kedge_calendar calendar;
    long long value;

    errno = 0;
    value = strtoll(text, NULL, 10);
    *seconds = value;
    return errno == 0 && kedge_time_to_calendar(value, &calendar);
}

/* Read `digits` digits at *text and step over them and the character `after`; '\0' for none. */
static bool read_field(const char **text, int digits, char after, int *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++, (*text)++) {
        if (!isdigit((unsigned char)**text))
            return false;
        *value = *value * 10 + (**text - '0');
    }
    if (after == '\0')
        return true;
    return *(*text)++ == after;
}

/* The end of an RFC 3339 time, from the fraction on: ".5Z", "Z", "+01:00". */
static bool read_zone(const char *text, int *minutes_east)
{
    int hours, minutes;
    const int sign = *text;

    *minutes_east = 0;
    if (*text == '.') {
        const size_t digits = strspn(text + 1, "0123456789");

        return digits > 0 && text[1 + digits] != '.' && read_zone(text + 1 + digits, minutes_east);
    }
    if ((*text == 'Z' || *text == 'z') && text[1] == '\0')
        return true;
    if (sign != '+' && sign != '-')
        return false;
    text++;
    if (!read_field(&text, 2, ':', &hours) || !read_field(&text, 2, '\0', &minutes) || *text != '\0')
        return false;
    *minutes_east = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    return hours <= 23 && minutes <= 59;
}

bool argument_time(const char *text, int64_t *seconds)
{
    int year, month, day, hour, minute, second, east;
    kedge_calendar calendar;

    if (is_number(text))
        return read_number(text, seconds);
    if (!read_field(&text, 4, '-', &year) || !read_field(&text, 2, '-', &month)
        || !read_field(&text, 2, '\0', &day))
        return false;
    if (*text != 'T' && *text != 't' && *text != ' ')
        return false;
    text++;
    if (!read_field(&text, 2, ':', &hour) || !read_field(&text, 2, ':', &minute)
        || !read_field(&text, 2, '\0', &second) || !read_zone(text, &east))
        return false;
    calendar = (kedge_calendar){ year, (uint8_t)month, (uint8_t)day,
                                 (uint8_t)hour, (uint8_t)minute, (uint8_t)second };
    if (!kedge_time_from_calendar(&calendar, seconds))
        return false;
    *seconds -= (int64_t)east * 60;
    return true;
}

bool argument_moment(kedge_time *time, const char *text)
{
    int64_t seconds;

    if (!argument_time(text, &seconds)) {
        complain("--time: '%s' is neither a moment such as 2026-07-09T15:24:34Z nor seconds since 1970", text);
        return false;
    }
    *time = kedge_time_at(seconds);
    return true;
}

bool argument_set_time(kedge_time *time, const char *text)
{
    if (time->kind != KEDGE_TIME_UNSET) {
        complain("the time is given twice");
        return false;
    }
    if (text != NULL)
        return argument_moment(time, text);
    *time = kedge_time_waived();
    return true;
}

bool argument_address(const char *text, uint8_t octets[16], size_t *size)
{
    *size = 4;
    if (inet_pton(AF_INET, text, octets) == 1)
        return true;
    *size = 16;
    return inet_pton(AF_INET6, text, octets) == 1;
}
