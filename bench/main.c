/* main.c - kedge beside OpenSSL and BearSSL: parsing a certificate, judging a chain. */
#include <kedge/kedge.h>

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "subjects.h"

#define PARSE_BAR_NS 1500.0

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

typedef struct options {
    const char *json;
    const char *vectors;
    size_t rounds;
    double batch_us;
    bool holds_bars;
} options;

static const char usage[] =
    "usage: kedge_bench [OPTION...]\n"
    "Measures kedge beside OpenSSL and BearSSL: the same work on the same bytes, in turns.\n"
    "\n"
    "  --rounds N      batches of each subject, 31 where not given\n"
    "  --batch-us N    microseconds of a batch, 4000 where not given\n"
    "  --vectors DIR   the folder of real chains, " BENCH_VECTORS " where not given\n"
    "  --json FILE     write the results to FILE as well\n"
    "  --bars          end 1 where kedge takes more than 1.5 us to parse a leaf, or any heap\n"
    "  --help          print this\n";

static _Noreturn void refuse(const char *what)
{
    fprintf(stderr, "kedge_bench: %s\n%s", what, usage);
    exit(2);
}

static unsigned long number_of(const char *text, unsigned long maximum)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number == 0 || number > maximum)
        refuse("not a number that makes sense here");
    return number;
}

static options read_options(int argc, char **argv)
{
    static const struct option names[] = {
        { "rounds", required_argument, NULL, 'r' },  { "batch-us", required_argument, NULL, 'b' },
        { "vectors", required_argument, NULL, 'v' }, { "json", required_argument, NULL, 'j' },
        { "bars", no_argument, NULL, 'B' },          { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 }
    };
    options given = { .vectors = BENCH_VECTORS, .rounds = 31, .batch_us = 4000 };
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1)
        switch (option) {
        case 'r': given.rounds = number_of(optarg, BENCH_ROUNDS_MAX); break;
        case 'b': given.batch_us = (double)number_of(optarg, 1000000); break;
        case 'v': given.vectors = optarg; break;
        case 'j': given.json = optarg; break;
        case 'B': given.holds_bars = true; break;
        case 'h': fputs(usage, stdout); exit(0);
        default: fputs(usage, stderr); exit(2);
        }
    if (optind < argc)
        refuse("there are no arguments beside the options");
    return given;
}

static void print_processor(void)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "model name", 10) == 0) {
            printf("processor: %s", strchr(line, ':') + 2);
            break;
        }
    if (file != NULL)
        fclose(file);
}

static bool measure_parsing(const options *given, const bench_chain *chain, json_t *groups)
{
    char title[128];
    bench_result result[4];
    const bench_subject subject[4] = {
        kedge_parsing(chain), openssl_parsing(chain), openssl_parsing_all(chain), bearssl_parsing(chain)
    };

    bench_measure(subject, 4, given->rounds, given->batch_us, result);
    snprintf(title, sizeof title, "parse the leaf of %s", chain->name);
    json_array_append_new(groups, bench_report(title, chain->certificate[0].size, subject, result, 4));
    return result[0].is_valid && result[0].median <= PARSE_BAR_NS && result[0].allocations == 0;
}

static bool measure_verification(const options *given, const bench_chain *chain, json_t *groups)
{
    char title[128];
    bench_result result[3];
    size_t bytes = 0;
    const bench_subject subject[3] = {
        kedge_verification(chain), openssl_verification(chain), bearssl_verification(chain)
    };

    for (size_t i = 0; i < chain->count; i++)
        bytes += chain->certificate[i].size;
    bench_measure(subject, 3, given->rounds, given->batch_us, result);
    snprintf(title, sizeof title, "verify %s (%zu certificates)", chain->name, chain->count);
    json_array_append_new(groups, bench_report(title, bytes, subject, result, 3));
    return result[0].is_valid && result[0].allocations == 0;
}

static int write_json(const char *path, json_t *groups)
{
    json_t *all = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "kedge", kedge_version(),
                            "crypto", kedge_crypto_default()->name,
                            "openssl", openssl_version(), "bearssl", bearssl_version(),
                            "compiler", COMPILER, "groups", groups);

    if (path != NULL && json_dump_file(all, path, JSON_INDENT(2)) != 0) {
        fprintf(stderr, "kedge_bench: %s: cannot be written\n", path);
        return 1;
    }
    json_decref(all);
    return 0;
}

/* Measure everything; false where kedge misses a bar. */
static bool measure_all(const options *given, json_t *groups)
{
    char folder[2][512];
    bool is_within = true;

    snprintf(folder[0], sizeof folder[0], "%s/letsencrypt.org", given->vectors);
    snprintf(folder[1], sizeof folder[1], "%s/www.google.com", given->vectors);
    const bench_chain chains[] = {
        bench_chain_real("letsencrypt.org", folder[0], "letsencrypt.org", INT64_C(1783610674)),
        bench_chain_real("www.google.com", folder[1], "www.google.com", INT64_C(1677615892)),
        bench_chain_rsa(),
        bench_chain_p256()
    };

    for (size_t i = 0; i < sizeof chains / sizeof chains[0]; i++)
        is_within = measure_parsing(given, &chains[i], groups) && is_within;
    for (size_t i = 0; i < sizeof chains / sizeof chains[0]; i++)
        is_within = measure_verification(given, &chains[i], groups) && is_within;
    return is_within;
}

int main(int argc, char **argv)
{
    options given = read_options(argc, argv);
    json_t *groups = json_array();
    bool is_within;

    printf("kedge %s (crypto: %s), %s, %s, %s\n", kedge_version(), kedge_crypto_default()->name,
           openssl_version(), bearssl_version(), COMPILER);
    print_processor();
    printf("medians of %zu rounds in turns, in CPU time; ratio: to kedge; heap: calls of one run\n",
           given.rounds);
    is_within = measure_all(&given, groups);
    if (write_json(given.json, groups) != 0)
        return 1;
    if (given.holds_bars && !is_within) {
        fputs("kedge_bench: kedge took more than 1.5 us for a leaf, or heap, or refused a chain\n", stderr);
        return 1;
    }
    return 0;
}
