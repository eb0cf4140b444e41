/* wipe.c - memory that held a secret. */
#include <kedge/private_key.h>

/* Writes through a pointer to volatile are part of what a program does: none may be left out (C11, 5.1.2.3). */
void kedge_wipe(void *memory, size_t size)
{
    volatile uint8_t *octets = memory;

    for (size_t i = 0; i < size; i++)
        octets[i] = 0;
}
