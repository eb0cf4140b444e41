/* time_test.c - the calendar, and UTCTime and GeneralizedTime in the profile of RFC 5280, 4.1.2.5. */
#include "unit/der/reading.h"

#include <kedge/time.h>

#define FIRST_SECOND INT64_C(-62167219200) /* 0000-01-01T00:00:00Z */
#define LAST_SECOND INT64_C(253402300799)  /* 9999-12-31T23:59:59Z */
#define UNTOUCHED INT64_C(0x5a5a5a5a5a5a5a5a)

static int64_t moment;
static bool is_generalized;

static kedge_status read_time(kedge_der *der)
{
    int64_t seconds = UNTOUCHED;
    bool forms[2] = { false, true };
    kedge_der start = *der;
    kedge_status status = kedge_der_read_time(der, &seconds, &forms[0]);

    if (status != KEDGE_OK) {
        cr_assert_eq(kedge_der_read_time(&start, &seconds, &forms[1]), status);
        cr_assert(seconds == UNTOUCHED && !forms[0] && forms[1], "a failure leaves the outputs alone");
    }
    moment = seconds;
    is_generalized = forms[0];
    return status;
}

static void expect_time(uint8_t tag, const char *text, kedge_status status, uint32_t at)
{
    uint8_t bytes[64];
    size_t size = strlen(text);

    bytes[0] = tag;
    bytes[1] = (uint8_t)size;
    memcpy(bytes + 2, text, size);
    expect_bytes(read_time, bytes, size + 2, status, at);
}

static void expect_utc(const char *text, int64_t seconds)
{
    expect_time(KEDGE_TAG_UTC_TIME, text, KEDGE_OK, 15);
    cr_assert_eq(moment, seconds, "%s", text);
    cr_assert_not(is_generalized);
}

static void expect_generalized(const char *text, int64_t seconds)
{
    expect_time(KEDGE_TAG_GENERALIZED_TIME, text, KEDGE_OK, 17);
    cr_assert_eq(moment, seconds, "%s", text);
    cr_assert(is_generalized);
}

static void expect_bad_utc(const char *text, uint32_t at)
{
    expect_time(KEDGE_TAG_UTC_TIME, text, KEDGE_DER_BAD_TIME, at);
}

static void expect_bad_generalized(const char *text, uint32_t at)
{
    expect_time(KEDGE_TAG_GENERALIZED_TIME, text, KEDGE_DER_BAD_TIME, at);
}

Test(calendar, well_known_moments)
{
    static const struct {
        kedge_calendar calendar;
        int64_t seconds;
    } rows[] = {
        { { 1970, 1, 1, 0, 0, 0 }, 0 },
        { { 1969, 12, 31, 23, 59, 59 }, -1 },
        { { 2000, 2, 29, 12, 30, 45 }, 951827445 },
        { { 2038, 1, 19, 3, 14, 8 }, INT64_C(2147483648) },
        { { 1900, 3, 1, 0, 0, 0 }, INT64_C(-2203891200) },
        { { 2100, 3, 1, 0, 0, 0 }, INT64_C(4107542400) },
        { { 0, 1, 1, 0, 0, 0 }, FIRST_SECOND },
        { { 0, 2, 29, 0, 0, 0 }, FIRST_SECOND + 59 * 86400 },
        { { 0, 3, 1, 0, 0, 0 }, FIRST_SECOND + 60 * 86400 },
        { { 9999, 12, 31, 23, 59, 59 }, LAST_SECOND }
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t seconds;
        kedge_calendar back;

        cr_assert(kedge_time_from_calendar(&rows[i].calendar, &seconds));
        cr_assert_eq(seconds, rows[i].seconds, "row %zu", i);
        cr_assert(kedge_time_to_calendar(seconds, &back));
        cr_assert(back.year == rows[i].calendar.year && back.month == rows[i].calendar.month);
        cr_assert(back.day == rows[i].calendar.day && back.hour == rows[i].calendar.hour);
        cr_assert(back.minute == rows[i].calendar.minute && back.second == rows[i].calendar.second);
    }
}

/* An independent count: a loop over all days, with the rule of the Gregorian calendar spelt out. */
Test(calendar, every_day_of_ten_thousand_years_comes_after_the_day_before)
{
    static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t seconds = FIRST_SECOND;

    for (int32_t year = 0; year <= 9999; year++)
        for (uint8_t month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            uint8_t last = (uint8_t)(days[month - 1] + (month == 2 && leap ? 1 : 0));

            for (uint8_t day = 1; day <= last; day++) {
                kedge_calendar date = { year, month, day, 0, 0, 0 };
                kedge_calendar back;
                int64_t got;

                if (!kedge_time_from_calendar(&date, &got) || got != seconds
                    || !kedge_time_to_calendar(seconds + 86399, &back) || back.year != year
                    || back.month != month || back.day != day || back.hour != 23)
                    cr_assert_fail("%d-%d-%d", (int)year, month, day);
                seconds += 86400;
            }
        }
    cr_assert_eq(seconds, LAST_SECOND + 1);
}

Test(calendar, what_is_no_moment_is_refused)
{
    static const kedge_calendar rows[] = {
        { -1, 1, 1, 0, 0, 0 },        { 10000, 1, 1, 0, 0, 0 },     { 2000, 0, 1, 0, 0, 0 },
        { 2000, 13, 1, 0, 0, 0 },     { 2000, 255, 1, 0, 0, 0 },    { 2000, 1, 0, 0, 0, 0 },
        { 2000, 1, 32, 0, 0, 0 },     { 2000, 4, 31, 0, 0, 0 },     { 2000, 2, 30, 0, 0, 0 },
        { 1900, 2, 29, 0, 0, 0 },     { 2100, 2, 29, 0, 0, 0 },     { 2001, 2, 29, 0, 0, 0 },
        { 2000, 1, 1, 24, 0, 0 },     { 2000, 1, 1, 0, 60, 0 },     { 2000, 1, 1, 0, 0, 60 },
        { 2016, 12, 31, 23, 59, 60 }, { INT32_MIN, 1, 1, 0, 0, 0 }, { INT32_MAX, 1, 1, 0, 0, 0 }
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t seconds = UNTOUCHED;

        cr_assert_not(kedge_time_from_calendar(&rows[i], &seconds), "row %zu", i);
        cr_assert_eq(seconds, UNTOUCHED);
    }
}

Test(calendar, moments_outside_the_years_0000_to_9999_have_no_date)
{
    static const int64_t rows[] = { FIRST_SECOND - 1, LAST_SECOND + 1, INT64_MIN, INT64_MAX };
    kedge_calendar calendar = { 77, 7, 7, 7, 7, 7 };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_not(kedge_time_to_calendar(rows[i], &calendar));
    cr_assert(calendar.year == 77 && calendar.second == 7);
}

Test(time_kinds, each_is_said_in_as_many_words)
{
    static const kedge_time unset = { 0 };

    cr_assert_eq(unset.kind, KEDGE_TIME_UNSET);
    cr_assert(kedge_time_at(-5).kind == KEDGE_TIME_AT && kedge_time_at(-5).seconds == -5);
    cr_assert(kedge_time_at_least(7).kind == KEDGE_TIME_AT_LEAST && kedge_time_at_least(7).seconds == 7);
    cr_assert_eq(kedge_time_waived().kind, KEDGE_TIME_WAIVED);
}

Test(utc_time, years_50_to_99_are_of_the_20th_century_and_00_to_49_of_the_21st)
{
    expect_utc("500101000000Z", INT64_C(-631152000));
    expect_utc("700101000000Z", 0);
    expect_utc("991231235959Z", INT64_C(946684799));
    expect_utc("000101000000Z", INT64_C(946684800));
    expect_utc("491231235959Z", INT64_C(2524607999));
}

Test(generalized_time, all_years_of_four_digits_are_read)
{
    expect_generalized("00000101000000Z", FIRST_SECOND);
    expect_generalized("19491231235959Z", INT64_C(-631152001));
    expect_generalized("20491231235959Z", INT64_C(2524607999));
    expect_generalized("20500101000000Z", INT64_C(2524608000));
    expect_generalized("99991231235959Z", LAST_SECOND);
}

Test(time_encoding, truncation_is_seen_at_every_byte)
{
    expect_good(read_time, "170d3235303130323033303430355a");
    expect_good(read_time, "180f32303530303130323033303430355a");
}

Test(time_encoding, leap_days_exist_in_leap_years_only)
{
    expect_utc("000229000000Z", INT64_C(951782400));
    expect_utc("960229000000Z", INT64_C(825552000));
    expect_bad_utc("970229000000Z", 6);
    expect_bad_utc("230229000000Z", 6);
    expect_generalized("20000229000000Z", INT64_C(951782400));
    expect_bad_generalized("19000229000000Z", 8);
    expect_bad_generalized("21000229000000Z", 8);
    expect_generalized("24000229000000Z", INT64_C(13574563200));
}

Test(time_encoding, each_field_has_its_range)
{
    expect_bad_utc("250001000000Z", 4);
    expect_bad_utc("251301000000Z", 4);
    expect_bad_utc("250100000000Z", 6);
    expect_bad_utc("250132000000Z", 6);
    expect_bad_utc("250431000000Z", 6);
    expect_bad_utc("250101240000Z", 8);
    expect_bad_utc("250101006000Z", 10);
    expect_bad_utc("250101000060Z", 12);
    expect_bad_utc("161231235960Z", 12); /* a real leap second, but RFC 5280 has no 60 */
    expect_bad_generalized("20250001000000Z", 6);
    expect_bad_generalized("20250132000000Z", 8);
    expect_bad_generalized("20250101240000Z", 10);
    expect_bad_generalized("20250101006000Z", 12);
    expect_bad_generalized("20250101000060Z", 14);
}

Test(time_encoding, every_character_but_the_last_is_a_digit)
{
    for (uint32_t i = 0; i < 12; i++)
        for (unsigned octet = 0; octet < 256; octet++) {
            char text[] = "000101000000Z";
            bool is_digit = octet >= '0' && octet <= '9';

            if (is_digit || octet == 0)
                continue;
            text[i] = (char)octet;
            expect_bad_utc(text, 2 + i / 2 * 2);
        }
    expect_bad_generalized("2x250101000000Z", 2);
    expect_bad_generalized("x0250101000000Z", 2);
    expect_bad_generalized("20 50101000000Z", 4);
    expect_bad_generalized("2025010100000-Z", 14);
}

Test(time_encoding, it_ends_in_a_capital_z)
{
    expect_bad_utc("250101000000z", 14);
    expect_bad_utc("2501010000000", 14);
    expect_bad_utc("250101000000 ", 14);
    expect_bad_generalized("202501010000000", 16);
    expect_bad_generalized("20250101000000z", 16);
}

Test(time_encoding, seconds_are_given_and_fractions_and_zones_are_not)
{
    expect_bad_utc("", 1);
    expect_bad_utc("2501010000Z", 1);
    expect_bad_utc("250101000000", 1);
    expect_bad_utc("250101000000ZZ", 1);
    expect_bad_utc("250101000000+0000", 1);
    expect_bad_utc("20250101000000Z", 1);
    expect_bad_generalized("", 1);
    expect_bad_generalized("250101000000Z", 1);
    expect_bad_generalized("202501010000Z", 1);
    expect_bad_generalized("20250101000000", 1);
    expect_bad_generalized("20250101000000.0Z", 1);
    expect_bad_generalized("20250101000000.Z", 1);
    expect_bad_generalized("20250101000000+0100", 1);
}

Test(time_encoding, other_types_are_no_times)
{
    expect(read_time, "0c0d3235303130323033303430355a", KEDGE_DER_UNEXPECTED_TAG, 0);
    expect(read_time, "370d3235303130323033303430355a", KEDGE_DER_BAD_TAG, 0);
    expect(read_time, "", KEDGE_DER_TRUNCATED, 0);
}
