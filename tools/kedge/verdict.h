/* verdict.h - the verdict, for a person and for a program. */
#ifndef KEDGE_VERDICT_H
#define KEDGE_VERDICT_H

#include "verify_options.h"

/* Print the verdict on standard output, as the options say. */
void verdict_print(const verify_options *options, const kedge_verdict *verdict);

#endif
