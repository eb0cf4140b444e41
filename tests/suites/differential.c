/* differential.c - thousands of chains, judged by kedge, OpenSSL and GnuTLS.
 *
 *     differential [--count N] [--seed S] [--tell TEXT] REAL.pem...
 *
 * Disagreements of kedge with one of the others are sorted into classes: who accepts, who does not and why.
 * A class without a row in difference_classes.h fails; docs/differences.md explains them.  TEXT is part of
 * the names of classes whose every chain is to be told of.
 */
#include "forge/forge.h"
#include "suites/difference_classes.h"
#include "suites/judges.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLASSES_MAX 512

typedef struct class {
    char name[200];
    unsigned count;
    uint64_t first;      /* number of the first chain */
    char story[200];     /* and what was done to it */
} class;

static class classes[CLASSES_MAX];
static size_t class_count;

typedef struct tally {
    unsigned all_accept, all_refuse, disagree, unexplained;
} tally;

/* One library's refusal of what another accepts: a class. */
static void name_class(const char *accepting, const char *refusing, const judgement *refusal, class *named)
{
    snprintf(named->name, sizeof named->name, "%s accepts, %s: %s", accepting, refusing, refusal->reason);
}

static const char *told; /* part of a class's name, whose every chain is told of; or NULL */

static void count_class(const class *found)
{
    if (told != NULL && strstr(found->name, told) != NULL)
        printf("%llu: %s: %s\n", (unsigned long long)found->first, found->name, found->story);
    for (size_t i = 0; i < class_count; i++)
        if (strcmp(classes[i].name, found->name) == 0) {
            classes[i].count++;
            return;
        }
    if (class_count == CLASSES_MAX) {
        fputs("differential: too many classes\n", stderr);
        exit(2);
    }
    classes[class_count] = *found;
    classes[class_count++].count = 1;
}

static void add_class(const mutant *made, uint64_t number, const char *accepting, const char *refusing,
                      const judgement *refusal)
{
    class found = { .first = number };

    name_class(accepting, refusing, refusal, &found);
    memcpy(found.story, made->story, sizeof found.story);
    count_class(&found);
}

static void judge_one(uint64_t seed, uint64_t number, tally *total)
{
    judgement kedge, openssl, gnutls;
    mutant made;

    mutant_make(seed, number, &made);
    judge_with_kedge(&made, &kedge);
    judge_with_openssl(&made, &openssl);
    judge_with_gnutls(&made, &gnutls);
    total->all_accept += kedge.accepts && openssl.accepts && gnutls.accepts;
    total->all_refuse += !kedge.accepts && !openssl.accepts && !gnutls.accepts;
    total->disagree += kedge.accepts != openssl.accepts || kedge.accepts != gnutls.accepts;
    if (kedge.accepts && !openssl.accepts)
        add_class(&made, number, "kedge", "OpenSSL", &openssl);
    if (kedge.accepts && !gnutls.accepts)
        add_class(&made, number, "kedge", "GnuTLS", &gnutls);
    if (!kedge.accepts && openssl.accepts)
        add_class(&made, number, "OpenSSL", "kedge", &kedge);
    if (!kedge.accepts && gnutls.accepts)
        add_class(&made, number, "GnuTLS", "kedge", &kedge);
    forge_forget();
}

/* The first row whose name is that of the class, or begins it where an asterisk stands. */
static const difference_class *explanation_of(const char *name)
{
    for (const difference_class *row = difference_classes; row->name != NULL; row++)
        if (strncmp(row->name, name, strcspn(row->name, "*")) == 0
            && (strchr(row->name, '*') != NULL || strlen(row->name) == strlen(name)))
            return row;
    return NULL;
}

static void print_classes(tally *total)
{
    for (size_t i = 0; i < class_count; i++) {
        const difference_class *row = explanation_of(classes[i].name);

        printf("%6u  %s\n", classes[i].count, classes[i].name);
        if (row != NULL) {
            printf("        %s: %s\n", row->clause, row->reason);
            continue;
        }
        total->unexplained++;
        printf("        NOT EXPLAINED; first in chain %llu: %s\n", (unsigned long long)classes[i].first,
               classes[i].story);
    }
}

int main(int argc, char **argv)
{
    uint64_t seed = 1, count = 2000;
    tally total = { 0 };
    int i = 1;

    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--count") == 0)
            count = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--tell") == 0)
            told = argv[i + 1];
        else
            break;
    }
    if (i == argc || count == 0 || argv[i][0] == '-') {
        fputs("usage: differential [--count N] [--seed S] [--tell TEXT] REAL.pem...\n", stderr);
        return 2;
    }
    for (; i < argc; i++)
        mutant_add_real(argv[i]);
    for (uint64_t number = 0; number < count; number++)
        judge_one(seed, number, &total);
    print_classes(&total);
    printf("differential: seed %llu: %llu chains: %u accepted by all, %u refused by all, %u in %zu classes, "
           "%u of them not explained\n",
           (unsigned long long)seed, (unsigned long long)count, total.all_accept, total.all_refuse,
           total.disagree, class_count, total.unexplained);
    return total.unexplained == 0 && total.all_accept > 0 && total.all_refuse > 0 ? 0 : 1;
}
