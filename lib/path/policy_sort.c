/* policy_sort.c - policies in order, in place and without recursion. */
#include "path/policy_graph.h"

#include <string.h>

#define ELEMENT_MAX 64

int kedge_policy_compare(kedge_span one, kedge_span other)
{
    if (one.size != other.size)
        return one.size < other.size ? -1 : 1;
    return memcmp(one.data, other.data, one.size);
}

bool kedge_policy_is_any(kedge_span policy)
{
    static const uint8_t oid[] = { 0x55, 0x1d, 0x20, 0x00 };

    return policy.size == sizeof oid && memcmp(policy.data, oid, sizeof oid) == 0;
}

/* The key of an element is its first member. */
static kedge_span key_of(const void *elements, size_t index, size_t size)
{
    kedge_span key;

    memcpy(&key, (const uint8_t *)elements + index * size, sizeof key);
    return key;
}

static void swap(void *elements, size_t one, size_t other, size_t size)
{
    uint8_t kept[ELEMENT_MAX];
    uint8_t *first = (uint8_t *)elements + one * size;
    uint8_t *second = (uint8_t *)elements + other * size;

    memcpy(kept, first, size);
    memcpy(first, second, size);
    memcpy(second, kept, size);
}

/* Let the element at `root` sink until none below it is greater. */
static void sink(void *elements, size_t root, size_t count, size_t size)
{
    for (;;) {
        size_t child = 2 * root + 1;

        if (child >= count)
            return;
        if (child + 1 < count
            && kedge_policy_compare(key_of(elements, child, size), key_of(elements, child + 1, size)) < 0)
            child++;
        if (kedge_policy_compare(key_of(elements, root, size), key_of(elements, child, size)) >= 0)
            return;
        swap(elements, root, child, size);
        root = child;
    }
}

void kedge_policy_sort(void *elements, size_t count, size_t size)
{
    for (size_t root = count / 2; root-- > 0;)
        sink(elements, root, count, size);
    for (size_t last = count; last-- > 1;) {
        swap(elements, 0, last, size);
        sink(elements, 0, last, size);
    }
}

size_t kedge_policy_search(const void *elements, size_t count, size_t size, kedge_span policy)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (kedge_policy_compare(key_of(elements, middle, size), policy) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
