/* statuses.c - prints docs/statuses.md from the tables of kedge/status.h and kedge/conformance.h. */
#include <kedge/kedge.h>
#include <ctype.h>
#include <stdio.h>

typedef struct section {
    kedge_status_class of;
    const char *title;
    const char *about;
} section;

static const section sections[] = {
    { KEDGE_CLASS_NONE, "No fault", "`OK` is the only way to say yes." },
    { KEDGE_CLASS_CALLER, "The caller's side",
      "The request is not complete, or a limit that the caller set was reached." },
    { KEDGE_CLASS_INPUT, "Bytes that cannot be read",
      "The encoding is not what its standard says; the verdict holds the offset of the byte at fault." },
    { KEDGE_CLASS_RULE, "Rules broken", "The certificate or the path is readable and not acceptable." },
    { KEDGE_CLASS_TOLERABLE, "Rules broken that a caller may choose to forgive",
      "Reported only for a path whose every signature has verified up to an anchor." },
};

/* "BAD_CERTIFICATE" as RFC 8446 spells it. */
static void print_alert(const char *name, unsigned code)
{
    if (code == KEDGE_ALERT_NONE) {
        printf("none");
        return;
    }
    for (const char *at = name; *at != '\0'; at++)
        putchar(tolower((unsigned char)*at));
    printf(" (%u)", code);
}

static void print_row(const char *name, const char *alert, kedge_status status)
{
    printf("| `KEDGE_%s` | %s | ", name, kedge_status_sentence(status));
    print_alert(alert, kedge_status_alert(status));
    printf(" | %s |\n", kedge_status_clause(status));
}

static void print_head(const char *title, const char *about)
{
    printf("\n## %s\n%s\n\n| status | sentence | TLS alert | clause |\n|---|---|---|---|\n", title, about);
}

#define PRINT_STATUS(name, class_, alert, clause, sentence) \
    if (KEDGE_CLASS_##class_ == sections[i].of) \
        print_row(#name, #alert, KEDGE_##name);
#define PRINT_CONFORMANCE(name, clause, sentence) print_row(#name, "BAD_CERTIFICATE", KEDGE_##name);

int main(void)
{
    printf("# Every status\n\nMade from the tables of `kedge/status.h` and `kedge/conformance.h` by"
           " `tests/docs/statuses.c`;\na test compares it with them.\n");
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        print_head(sections[i].title, sections[i].about);
        KEDGE_STATUS_TABLE(PRINT_STATUS)
    }
    print_head("Conformance rules",
               "Rules on how certificates are to be made: each is refused only where its bit of"
               " `kedge_policy.conformance` is set.");
    KEDGE_CONFORMANCE_TABLE(PRINT_CONFORMANCE)
    return 0;
}
