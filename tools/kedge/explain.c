/* explain.c - the trace of a verification, in lines for a person. */
#include "explain.h"
#include "text.h"

void explain_write_certificate(FILE *out, const certificates *chain, const kedge_trust *trust,
                               int16_t certificate, uint32_t anchor)
{
    kedge_certificate view;
    uint32_t fault;

    if (certificate == KEDGE_INDEX_ANCHOR) {
        const kedge_anchor *found = kedge_trust_at(trust, anchor);

        fputs("anchor ", out);
        if (found != NULL)
            text_write_name(out, kedge_certificate_span(&found->certificate, found->certificate.subject));
        return;
    }
    if (certificate < 0 || (size_t)certificate >= chain->count) {
        fputs("-", out);
        return;
    }
    const loaded_certificate *item = &chain->items[certificate];
    fprintf(out, "[%d] ", (int)certificate);
    if (kedge_certificate_parse(&view, item->der, item->size, &fault) == KEDGE_OK)
        text_write_name(out, kedge_certificate_span(&view, view.subject));
    else
        fputs("(cannot be read)", out);
}

static void write_certificate(const explain *to, int16_t certificate, uint32_t anchor)
{
    explain_write_certificate(to->out, to->chain, to->trust, certificate, anchor);
}

static void write_answer(const explain *to, const kedge_event *event)
{
    fputs(": ", to->out);
    if (event->status == KEDGE_OK) {
        fputs("yes", to->out);
        return;
    }
    fputs("NO, ", to->out);
    text_write_status(to->out, event->status);
    if (event->offset != 0)
        fprintf(to->out, " at byte %lu", (unsigned long)event->offset);
}

static void write_rule(const explain *to, const kedge_event *event)
{
    fprintf(to->out, "    rule       %s", event->rule != NULL ? event->rule : "");
    if (event->clause != NULL && event->clause[0] != '\0')
        fprintf(to->out, " (%s)", event->clause);
    if (event->certificate != KEDGE_INDEX_NONE) {
        fputs(" of ", to->out);
        write_certificate(to, event->certificate, event->anchor);
    }
    write_answer(to, event);
}

static void write_path(const explain *to, const kedge_event *event)
{
    fputs("path of verified signatures: ", to->out);
    if (event->path == NULL)
        return;
    for (size_t i = 0; i < event->path->length; i++) {
        if (i > 0)
            fputs(" <- ", to->out);
        write_certificate(to, event->path->index[i], event->anchor);
    }
}

void explain_event(void *context, const kedge_event *event)
{
    const explain *to = context;

    switch (event->kind) {
    case KEDGE_EVENT_DEAD:
        fputs("unreadable ", to->out);
        write_certificate(to, event->certificate, event->anchor);
        write_answer(to, event);
        break;
    case KEDGE_EVENT_CANDIDATE:
        fputs("  candidate  ", to->out);
        write_certificate(to, event->certificate, event->anchor);
        fputs(" <- ", to->out);
        write_certificate(to, event->issuer, event->anchor);
        break;
    case KEDGE_EVENT_SIGNATURE:
        fputs("  signature  of ", to->out);
        write_certificate(to, event->certificate, event->anchor);
        fputs(" verifies under the key of ", to->out);
        write_certificate(to, event->issuer, event->anchor);
        write_answer(to, event);
        break;
    case KEDGE_EVENT_RULE:
        write_rule(to, event);
        break;
    case KEDGE_EVENT_PATH:
        write_path(to, event);
        break;
    case KEDGE_EVENT_REFUSED:
        fputs("path refused at ", to->out);
        write_certificate(to, event->certificate, event->anchor);
        write_answer(to, event);
        break;
    case KEDGE_EVENT_DEAD_END:
        fputs("  dead end   ", to->out);
        write_certificate(to, event->certificate, event->anchor);
        fputs(": no further issuer to try", to->out);
        break;
    case KEDGE_EVENT_VERDICT:
        fputs("decision: ", to->out);
        text_write_status(to->out, event->status);
        fputs("\n", to->out);
        break;
    }
    fputc('\n', to->out);
}
