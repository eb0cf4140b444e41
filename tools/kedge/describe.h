/* describe.h - a certificate as a JSON document, for both outputs of `kedge show`. */
#ifndef KEDGE_DESCRIBE_H
#define KEDGE_DESCRIBE_H

#include <kedge/certificate.h>

#include <jansson.h>

json_t *describe_certificate(const kedge_certificate *certificate);

#endif
