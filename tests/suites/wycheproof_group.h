/* suites/wycheproof_group.h - a test group of a Wycheproof file: one key, one algorithm. */
#ifndef SUITES_WYCHEPROOF_GROUP_H
#define SUITES_WYCHEPROOF_GROUP_H

#include <jansson.h>
#include <kedge/kedge.h>

typedef struct group {
    char skip[96];              /* why the group cannot be judged at all, or "" */
    kedge_algorithm algorithm;
    kedge_status key_status;    /* what reading the key ended with */
    kedge_public_key key;
    kedge_span encoding;        /* what the key borrows */
} group;

/** Read what the tests of a group have in common.  Every group that is read is to be freed. */
group group_read(const json_t *object);

void group_free(group *g);

/** Decode hex digits into a heap buffer of the exact size, for free().  {NULL, 0} where they are none. */
kedge_span hex_decode(const char *digits);

#endif
