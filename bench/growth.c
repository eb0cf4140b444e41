/* growth.c - how cost grows with size: anchors, constrained names, policies.
 *
 * Looking an anchor up must stay flat; the others may grow as n log n.  Both are judged by how much more a
 * step of size costs than it may, with some room for caches.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sized.h"

#define POINTS_MAX 6
#define ROUNDS 7
#define BATCH_US 500.0
#define ROOM 2.5 /* a square would take 5 to 6 where this takes 1 */

typedef enum growth {
    FLAT,
    LOG_LINEAR
} growth;

typedef struct curve {
    const char *name;
    growth allowed;
    size_t size[POINTS_MAX]; /* ends with 0 */
    bench_subject (*subject)(size_t size, bench_form form);
    bench_form form;
} curve;

static bench_subject lookup(size_t size, bench_form form)
{
    (void)form;
    return bench_trust_lookup(size);
}

static bench_subject constrained(size_t size, bench_form form)
{
    return bench_name_constraints(form, size);
}

static bench_subject policies(size_t size, bench_form form)
{
    (void)form;
    return bench_policy_graph(size);
}

#define NAMES \
    { \
        100, 300, 1000, 3000, 10000 \
    }

static const curve curves[] = {
    { "find an anchor", FLAT, { 10, 140, 1000, 10000 }, lookup, 0 },
    { "names under constraints, dNSName", LOG_LINEAR, NAMES, constrained, BENCH_DNS },
    { "names under constraints, rfc822Name", LOG_LINEAR, NAMES, constrained, BENCH_MAILBOX },
    { "names under constraints, URI", LOG_LINEAR, NAMES, constrained, BENCH_URI },
    { "names under constraints, iPAddress", LOG_LINEAR, NAMES, constrained, BENCH_ADDRESS },
    { "names under constraints, directoryName", LOG_LINEAR, NAMES, constrained, BENCH_DIRECTORY },
    { "policies, mapped twice", LOG_LINEAR, { 10, 30, 100, 300, 1000 }, policies, 0 },
};

static double allowance(growth allowed, size_t size)
{
    return allowed == FLAT ? 1.0 : (double)size * log2((double)size);
}

/* Print a curve; false where it grows faster than it may. */
static bool measure(const curve *wanted)
{
    double first = 0;
    double worst = 0;

    printf("\n%s (may be %s)\n%10s %14s %14s %12s\n", wanted->name,
           wanted->allowed == FLAT ? "flat" : "n log n", "size", "ns", "ns a piece", "of allowed");
    for (size_t i = 0; i < POINTS_MAX && wanted->size[i] != 0; i++) {
        const size_t size = wanted->size[i];
        const bench_subject subject = wanted->subject(size, wanted->form);
        bench_result result;
        double part;

        bench_measure(&subject, 1, ROUNDS, BATCH_US, &result);
        if (!result.is_valid) {
            printf("%10zu did not end as it should\n", size);
            return false;
        }
        part = result.low / allowance(wanted->allowed, size);
        first = i == 0 ? part : first;
        worst = part / first > worst ? part / first : worst;
        printf("%10zu %14.0f %14.1f %12.2f\n", size, result.low, result.low / (double)size, part / first);
    }
    if (worst > ROOM)
        printf("grows faster than it may: %.2f times what is allowed, %.1f is the limit\n", worst, ROOM);
    return worst <= ROOM;
}

int main(int argc, char **argv)
{
    bool is_within = true;

    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
        if (argc < 2 || strstr(curves[i].name, argv[1]) != NULL)
            is_within = measure(&curves[i]) && is_within;
    return is_within ? 0 : 1;
}
