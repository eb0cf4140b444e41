/* time.c - the calendar, and the two time types of a certificate (RFC 5280, 4.1.2.5). */
#include <kedge/der.h>
#include <kedge/time.h>

#include <string.h>

#define SECONDS_OF_DAY INT64_C(86400)
#define DAYS_OF_400_YEARS 146097
#define DAYS_FROM_0000_03_01_TO_1970_01_01 719468
#define YEAR_MAX 9999

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint8_t days_of_month(int32_t year, uint8_t month)
{
    static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return (uint8_t)(days[month - 1] + (month == 2 && is_leap(year)));
}

static bool is_date(const kedge_calendar *calendar)
{
    if (calendar->year < 0 || calendar->year > YEAR_MAX || calendar->month < 1 || calendar->month > 12)
        return false;
    return calendar->day >= 1 && calendar->day <= days_of_month(calendar->year, calendar->month);
}

/* Both conversions count years from March, so that the leap day is the last of its year and the day
 * within a year is a linear function of the month: 153 days in every five months. */
static int64_t days_of(const kedge_calendar *calendar)
{
    int32_t from_march = (calendar->month + 9) % 12;
    int32_t year = calendar->year - (calendar->month < 3) + 400; /* not negative for any date */
    int32_t day_of_year = (153 * from_march + 2) / 5 + calendar->day - 1;
    int32_t days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;

    return (int64_t)days - DAYS_OF_400_YEARS - DAYS_FROM_0000_03_01_TO_1970_01_01;
}

bool kedge_time_from_calendar(const kedge_calendar *calendar, int64_t *seconds)
{
    if (!is_date(calendar))
        return false;
    if (calendar->hour > 23 || calendar->minute > 59 || calendar->second > 59)
        return false;
    *seconds = days_of(calendar) * SECONDS_OF_DAY
             + calendar->hour * 3600 + calendar->minute * 60 + calendar->second;
    return true;
}

/* The date of day `days`, counted from the first of March of the year -400. */
static void set_date(kedge_calendar *calendar, int32_t days)
{
    int32_t era = days / DAYS_OF_400_YEARS;
    int32_t day_of_era = days % DAYS_OF_400_YEARS;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * day_of_year + 2) / 153;

    calendar->day = (uint8_t)(day_of_year - (153 * from_march + 2) / 5 + 1);
    calendar->month = (uint8_t)(from_march < 10 ? from_march + 3 : from_march - 9);
    calendar->year = era * 400 + year_of_era - 400 + (calendar->month < 3);
}

bool kedge_time_to_calendar(int64_t seconds, kedge_calendar *calendar)
{
    static const int64_t first = INT64_C(-62167219200); /* 0000-01-01T00:00:00Z */
    static const int64_t last = INT64_C(253402300799);  /* 9999-12-31T23:59:59Z */
    int64_t days;
    int32_t rest;

    if (seconds < first || seconds > last)
        return false;
    days = (seconds - first) / SECONDS_OF_DAY;
    rest = (int32_t)((seconds - first) % SECONDS_OF_DAY);
    set_date(calendar, (int32_t)days + DAYS_OF_400_YEARS - 60); /* January and February of a leap year */
    calendar->hour = (uint8_t)(rest / 3600);
    calendar->minute = (uint8_t)(rest / 60 % 60);
    calendar->second = (uint8_t)(rest % 60);
    return true;
}

/* The value of two digits, or 100 where one of them is not a digit. */
static uint8_t read_pair(const uint8_t *text)
{
    unsigned tens = (unsigned)text[0] - '0';
    unsigned ones = (unsigned)text[1] - '0';

    return tens <= 9 && ones <= 9 ? (uint8_t)(tens * 10 + ones) : 100;
}

/* Read the twelve digits from the last two of the year on, and the Z.  `*at` receives the index of the
 * first octet of what is wrong. */
static bool read_digits(const uint8_t *text, int32_t century, kedge_calendar *calendar, uint32_t *at)
{
    static const uint8_t smallest[6] = { 0, 1, 1, 0, 0, 0 };
    static const uint8_t largest[6] = { 99, 12, 31, 23, 59, 59 };
    uint8_t pair[6];

    for (uint32_t i = 0; i < 6; i++) {
        pair[i] = read_pair(text + 2 * i);
        *at = 2 * i;
        if (pair[i] < smallest[i] || pair[i] > largest[i])
            return false;
    }
    *at = 12;
    if (text[12] != 'Z')
        return false;
    *calendar = (kedge_calendar){ century * 100 + pair[0], pair[1], pair[2], pair[3], pair[4], pair[5] };
    *at = 4; /* all that can still be wrong is the day of the month */
    return true;
}

kedge_status kedge_der_read_time(kedge_der *der, int64_t *seconds, bool *generalized)
{
    bool is_utc = kedge_der_next_is(der, KEDGE_TAG_UTC_TIME);
    kedge_der next = *der;
    kedge_calendar calendar = { 0 };
    kedge_range content;
    const uint8_t *text;
    int32_t century;
    uint32_t skip = is_utc ? 0 : 2;
    uint32_t at;
    kedge_status status = kedge_der_read(&next, is_utc ? KEDGE_TAG_UTC_TIME : KEDGE_TAG_GENERALIZED_TIME,
                                         &content);

    if (status != KEDGE_OK)
        return status;
    if (content.size != 13 + skip)
        return kedge_der_fail(der, KEDGE_DER_BAD_TIME, content.offset - 1);
    text = der->data + content.offset;
    century = is_utc ? (text[0] < '5' ? 20 : 19) : read_pair(text);
    if (century > 99)
        return kedge_der_fail(der, KEDGE_DER_BAD_TIME, content.offset);
    if (!read_digits(text + skip, century, &calendar, &at) || !kedge_time_from_calendar(&calendar, seconds))
        return kedge_der_fail(der, KEDGE_DER_BAD_TIME, content.offset + skip + at);
    *generalized = !is_utc;
    *der = next;
    return KEDGE_OK;
}
