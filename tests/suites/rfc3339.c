/* rfc3339.c - times as suites write them (RFC 3339, 5.6). */
#include "rfc3339.h"

#include <stdio.h>
#include <string.h>
#include <kedge/time.h>

bool rfc3339_read(const char *text, int64_t *seconds)
{
    unsigned year, month, day, hour, minute, second;
    unsigned offset_hours = 0, offset_minutes = 0;
    kedge_calendar calendar;
    int length = 0;

    if (sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u%n", &year, &month, &day, &hour, &minute, &second, &length) != 6)
        return false;
    text += length;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    if (strcmp(text, "Z") != 0 && sscanf(text + 1, "%2u:%2u", &offset_hours, &offset_minutes) != 2)
        return false;
    calendar = (kedge_calendar){ (int32_t)year, (uint8_t)month, (uint8_t)day,
                                 (uint8_t)hour, (uint8_t)minute, (uint8_t)second };
    if (!kedge_time_from_calendar(&calendar, seconds))
        return false;
    *seconds += (*text == '-' ? 1 : -1) * (int64_t)(offset_hours * 3600 + offset_minutes * 60);
    return true;
}
