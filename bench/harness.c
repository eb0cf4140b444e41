/* harness.c - batches in turns, medians and deciles. */
#include "harness.h"

#include <stdlib.h>
#include <time.h>

#define SUBJECTS_MAX 8

static double now_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double time_batch(const bench_subject *subject, size_t operations)
{
    double start = now_ns();

    for (size_t i = 0; i < operations; i++)
        (void)subject->run(subject->state);
    return (now_ns() - start) / (double)operations;
}

/* How many operations take about `batch_us`; running them warms caches as well. */
static size_t size_batch(const bench_subject *subject, double batch_us)
{
    size_t operations = 1;

    for (;;) {
        double batch_ns = time_batch(subject, operations) * (double)operations;

        if (batch_ns >= batch_us * 1e3 / 2)
            return operations;
        operations *= 2;
    }
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;

    return (a > b) - (a < b);
}

static double quantile(double *values, size_t count, double part)
{
    qsort(values, count, sizeof *values, compare);
    return values[(size_t)(part * (double)(count - 1) + 0.5)];
}

static void summarise(bench_result *result, const double *times, const double *first, size_t rounds)
{
    static double sorted[BENCH_ROUNDS_MAX];

    for (size_t i = 0; i < rounds; i++)
        sorted[i] = times[i] / first[i];
    result->ratio = quantile(sorted, rounds, 0.5);
    for (size_t i = 0; i < rounds; i++)
        sorted[i] = times[i];
    result->median = quantile(sorted, rounds, 0.5);
    result->low = quantile(sorted, rounds, 0.1);
    result->high = quantile(sorted, rounds, 0.9);
}

/* Try each once: what does not end as it should is not timed. */
static void prepare(const bench_subject *subject, double batch_us, bench_result *result)
{
    result->is_valid = subject->run(subject->state);
    if (!result->is_valid)
        return;
    result->batch = size_batch(subject, batch_us);
}

void bench_measure(const bench_subject *subject, size_t count, size_t rounds, double batch_us,
                   bench_result *result)
{
    static double times[SUBJECTS_MAX][BENCH_ROUNDS_MAX];

    count = count < SUBJECTS_MAX ? count : SUBJECTS_MAX;
    rounds = rounds < BENCH_ROUNDS_MAX ? rounds : BENCH_ROUNDS_MAX;
    for (size_t i = 0; i < count; i++) {
        result[i] = (bench_result){ 0 };
        prepare(&subject[i], batch_us, &result[i]);
    }
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++) {
            size_t turn = (i + round) % count;

            if (result[turn].is_valid)
                times[turn][round] = time_batch(&subject[turn], result[turn].batch);
        }
    for (size_t i = 0; i < count; i++)
        if (result[i].is_valid)
            summarise(&result[i], times[i], times[0], rounds);
}
