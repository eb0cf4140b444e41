/* status.c - the status table as text. */
#include <kedge/kedge.h>

typedef struct status_row {
    const char *name;
    const char *clause;
    const char *sentence;
    uint8_t alert;
    uint8_t class_;
} status_row;

#define STATUS_ROW(name, class_, alert, clause, sentence) \
    { #name, clause, sentence, KEDGE_ALERT_##alert, KEDGE_CLASS_##class_ },
#define CONFORMANCE_ROW(name, clause, sentence) \
    { #name, clause, sentence, KEDGE_ALERT_BAD_CERTIFICATE, KEDGE_CLASS_RULE },

static const status_row rows[KEDGE_STATUS_COUNT] = {
    KEDGE_STATUS_TABLE(STATUS_ROW)
    KEDGE_CONFORMANCE_TABLE(CONFORMANCE_ROW)
};

static const status_row *row_of(kedge_status status)
{
    return (unsigned)status < KEDGE_STATUS_COUNT ? &rows[status] : &rows[KEDGE_BAD_ARGUMENT];
}

const char *kedge_status_name(kedge_status status)
{
    return row_of(status)->name;
}

const char *kedge_status_sentence(kedge_status status)
{
    return row_of(status)->sentence;
}

const char *kedge_status_clause(kedge_status status)
{
    return row_of(status)->clause;
}

uint8_t kedge_status_alert(kedge_status status)
{
    return row_of(status)->alert;
}

kedge_status_class kedge_status_classify(kedge_status status)
{
    return (kedge_status_class)row_of(status)->class_;
}

#define TEXT_OF(number) #number
#define VERSION_TEXT(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *kedge_version(void)
{
    return VERSION_TEXT(KEDGE_VERSION_MAJOR, KEDGE_VERSION_MINOR, KEDGE_VERSION_PATCH);
}
