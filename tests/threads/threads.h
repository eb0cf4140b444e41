/* threads.h - threads that count wrong answers. */
#ifndef THREADS_THREADS_H
#define THREADS_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/** End the program where `holds` is false. */
void demand(bool holds, const char *what);

/** Begin `count` threads; each returns how many of its answers were wrong, as a pointer. */
void threads_begin(pthread_t *thread, size_t count, void *(*run)(void *), void *context);

/** Wait for them, say how many answers were wrong, and forget what was forged.  @return the program's exit status. */
int threads_end(const pthread_t *thread, size_t count);

#endif
