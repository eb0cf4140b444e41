/* harness.h - how long operations take beside each other.
 *
 * Everything measured together is measured in turns: each round times a batch of every subject, in an order
 * that rotates, so that what disturbs the machine disturbs all alike.  Times are of this thread's CPU, so
 * being scheduled out does not count.
 */
#ifndef KEDGE_BENCH_HARNESS_H
#define KEDGE_BENCH_HARNESS_H

#include <stdbool.h>
#include <stddef.h>

#define BENCH_ROUNDS_MAX 1001

/** An operation.  `run` does it once and says whether it ended as it should. */
typedef struct bench_subject {
    const char *name;
    bool (*run)(void *state);
    void *state;
} bench_subject;

/** Times are nanoseconds for one operation. */
typedef struct bench_result {
    bool is_valid;       /**< it ended as it should; else nothing below is meaningful */
    double median;
    double low;          /**< the first and the ninth decile */
    double high;
    double ratio;        /**< median over the rounds: its time to that of the first subject */
    size_t batch;        /**< operations in one batch */
} bench_result;

/** Measure `count` subjects, the first being the one that others are compared with: `rounds` batches (at most
 *  BENCH_ROUNDS_MAX) of about `batch_us` microseconds each. */
void bench_measure(const bench_subject *subject, size_t count, size_t rounds, double batch_us,
                   bench_result *result);

#endif
