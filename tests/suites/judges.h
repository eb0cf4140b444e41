/* suites/judges.h - one question, put to three libraries. */
#ifndef SUITES_JUDGES_H
#define SUITES_JUDGES_H

#include "suites/mutant.h"

/** What a library says. */
typedef struct judgement {
    bool accepts;
    char reason[96]; /**< why not, in the library's own terms */
} judgement;

/** Is the chain one of the server MUTANT_HOST, at FORGE_NOW, with the anchor alone being trusted? */
void judge_with_kedge(const mutant *asked, judgement *answer);
void judge_with_openssl(const mutant *asked, judgement *answer);
void judge_with_gnutls(const mutant *asked, judgement *answer);

#endif
