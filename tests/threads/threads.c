/* threads.c - threads that count wrong answers. */
#include "threads.h"

#include "forge/forge.h"

#include <stdint.h>
#include <stdio.h>

void demand(bool holds, const char *what)
{
    if (!holds)
        forge_fail(what);
}

void threads_begin(pthread_t *thread, size_t count, void *(*run)(void *), void *context)
{
    for (size_t i = 0; i < count; i++)
        demand(pthread_create(&thread[i], NULL, run, context) == 0, "no thread");
}

int threads_end(const pthread_t *thread, size_t count)
{
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++) {
        void *found = NULL;

        demand(pthread_join(thread[i], &found) == 0, "a thread was lost");
        wrong += (size_t)(uintptr_t)found;
    }
    forge_forget();
    printf("%zu wrong answers\n", wrong);
    return wrong == 0 ? 0 : 1;
}
