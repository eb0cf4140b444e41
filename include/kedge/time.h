/* kedge/time.h - moments, and what a caller knows of the present one.
 *
 * kedge reads no clock.  A moment is seconds since 1970-01-01T00:00:00Z, leap seconds not counted,
 * in 64 bits: the years 0000 to 9999 of ASN.1 all fit (RFC 5280, 4.1.2.5).
 *
 * Thread safety: the functions below touch nothing but their arguments.
 */
#ifndef KEDGE_TIME_H
#define KEDGE_TIME_H

#include <stdbool.h>
#include <stdint.h>

/** What is known of the present time.  A zeroed kedge_time is KEDGE_TIME_UNSET and refuses. */
typedef enum kedge_time_kind {
    KEDGE_TIME_UNSET,    /**< nobody has said: refused */
    KEDGE_TIME_AT,       /**< it is exactly `seconds` */
    KEDGE_TIME_AT_LEAST, /**< it is `seconds` or later, such as a build date: what has expired by then
                              is refused; notBefore cannot be judged and is not */
    KEDGE_TIME_WAIVED    /**< validity is not to be judged, in as many words */
} kedge_time_kind;

typedef struct kedge_time {
    kedge_time_kind kind;
    int64_t seconds;
} kedge_time;

/** It is exactly `seconds`. */
static inline kedge_time kedge_time_at(int64_t seconds)
{
    kedge_time time = { KEDGE_TIME_AT, seconds };
    return time;
}

/** It is `seconds` or later. */
static inline kedge_time kedge_time_at_least(int64_t seconds)
{
    kedge_time time = { KEDGE_TIME_AT_LEAST, seconds };
    return time;
}

/** Validity is not to be judged. */
static inline kedge_time kedge_time_waived(void)
{
    kedge_time time = { KEDGE_TIME_WAIVED, 0 };
    return time;
}

/** A date of the proleptic Gregorian calendar and a time of day, in UTC. */
typedef struct kedge_calendar {
    int32_t year;   /**< 0 to 9999 */
    uint8_t month;  /**< 1 to 12 */
    uint8_t day;    /**< 1 to 31 */
    uint8_t hour;   /**< 0 to 23 */
    uint8_t minute; /**< 0 to 59 */
    uint8_t second; /**< 0 to 59 */
} kedge_calendar;

/** @return whether `calendar` names a real moment of the years 0000 to 9999; then `*seconds` is it. */
bool kedge_time_from_calendar(const kedge_calendar *calendar, int64_t *seconds);

/** @return whether `seconds` lies in the years 0000 to 9999; then `*calendar` is its date. */
bool kedge_time_to_calendar(int64_t seconds, kedge_calendar *calendar);

#endif
