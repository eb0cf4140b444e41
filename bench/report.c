/* report.c - a table, and the same as JSON. */
#include "report.h"

#include <stdio.h>

static void print_time(double ns)
{
    if (ns < 1e4)
        printf("%10.0f ns", ns);
    else
        printf("%10.1f us", ns / 1e3);
}

static void print_row(const bench_subject *subject, const bench_result *result)
{
    printf("  %-28s", subject->name);
    if (!result->is_valid) {
        printf("   does not accept this\n");
        return;
    }
    print_time(result->median);
    printf("  [");
    print_time(result->low);
    printf(" ..");
    print_time(result->high);
    printf(" ] %8.2f %8zu\n", result->ratio, result->allocations);
}

static json_t *row_of(const bench_subject *subject, const bench_result *result)
{
    if (!result->is_valid)
        return json_pack("{s:s, s:b}", "name", subject->name, "valid", 0);
    return json_pack("{s:s, s:b, s:f, s:f, s:f, s:f, s:I}", "name", subject->name, "valid", 1,
                     "median_ns", result->median, "low_ns", result->low, "high_ns", result->high,
                     "ratio", result->ratio, "allocations", (json_int_t)result->allocations);
}

json_t *bench_report(const char *title, size_t bytes, const bench_subject *subject,
                     const bench_result *result, size_t count)
{
    json_t *rows = json_array();

    printf("\n%s, %zu bytes\n", title, bytes);
    printf("  %-28s%13s  %-32s%9s%9s\n", "", "median", "[first .. ninth decile]", "ratio", "heap");
    for (size_t i = 0; i < count; i++) {
        print_row(&subject[i], &result[i]);
        json_array_append_new(rows, row_of(&subject[i], &result[i]));
    }
    return json_pack("{s:s, s:I, s:o}", "title", title, "bytes", (json_int_t)bytes, "rows", rows);
}
