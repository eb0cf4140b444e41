/* object_names.c - names of object identifiers, for a person. */
#include "object_names.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct { const char *oid; const char *name; } names[] = {
    /* extensions (RFC 5280, 4.2) */
    { "2.5.29.9", "subjectDirectoryAttributes" },
    { "2.5.29.14", "subjectKeyIdentifier" },
    { "2.5.29.15", "keyUsage" },
    { "2.5.29.16", "privateKeyUsagePeriod" },
    { "2.5.29.17", "subjectAltName" },
    { "2.5.29.18", "issuerAltName" },
    { "2.5.29.19", "basicConstraints" },
    { "2.5.29.30", "nameConstraints" },
    { "2.5.29.31", "cRLDistributionPoints" },
    { "2.5.29.32", "certificatePolicies" },
    { "2.5.29.32.0", "anyPolicy" },
    { "2.5.29.33", "policyMappings" },
    { "2.5.29.35", "authorityKeyIdentifier" },
    { "2.5.29.36", "policyConstraints" },
    { "2.5.29.37", "extKeyUsage" },
    { "2.5.29.37.0", "anyExtendedKeyUsage" },
    { "2.5.29.46", "freshestCRL" },
    { "2.5.29.54", "inhibitAnyPolicy" },
    { "1.3.6.1.4.1.11129.2.4.2", "signed certificate timestamps" },
    { "1.3.6.1.4.1.11129.2.4.3", "certificate transparency poison" },
    { "1.3.6.1.5.5.7.1.1", "authorityInfoAccess" },
    { "1.3.6.1.5.5.7.1.3", "qcStatements" },
    { "1.3.6.1.5.5.7.1.11", "subjectInfoAccess" },
    { "1.3.6.1.5.5.7.1.24", "TLS feature" },
    { "1.3.6.1.5.5.7.48.1.5", "OCSP nocheck" },
    { "2.16.840.1.113730.1.1", "Netscape certificate type" },
    { "1.3.6.1.4.1.311.20.2", "Microsoft certificate type" },
    { "1.3.6.1.4.1.311.21.1", "Microsoft CA version" },
    /* purposes (RFC 5280, 4.2.1.12) */
    { "1.3.6.1.5.5.7.3.1", "serverAuth" },
    { "1.3.6.1.5.5.7.3.2", "clientAuth" },
    { "1.3.6.1.5.5.7.3.3", "codeSigning" },
    { "1.3.6.1.5.5.7.3.4", "emailProtection" },
    { "1.3.6.1.5.5.7.3.8", "timeStamping" },
    { "1.3.6.1.5.5.7.3.9", "OCSPSigning" },
    /* access methods and policy qualifiers (RFC 5280, 4.2.1.4, 4.2.2) */
    { "1.3.6.1.5.5.7.48.1", "OCSP" },
    { "1.3.6.1.5.5.7.48.2", "caIssuers" },
    { "1.3.6.1.5.5.7.48.5", "caRepository" },
    { "1.3.6.1.5.5.7.2.1", "certification practice statement" },
    { "1.3.6.1.5.5.7.2.2", "user notice" },
    /* policies (CA/Browser Forum) */
    { "2.23.140.1.1", "extended validation" },
    { "2.23.140.1.2.1", "domain validated" },
    { "2.23.140.1.2.2", "organization validated" },
    { "2.23.140.1.2.3", "individual validated" },
    /* otherName types */
    { "1.3.6.1.4.1.311.20.2.3", "Microsoft user principal name" },
    { "1.3.6.1.5.5.7.8.9", "SmtpUTF8Mailbox" },
};

void object_name_write(FILE *out, kedge_span oid)
{
    json_t *dotted = text_json(text_write_oid, oid);
    const char *text = json_string_value(dotted);

    fputs(text, out);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].oid, text) == 0) {
            fprintf(out, " (%s)", names[i].name);
            break;
        }
    json_decref(dotted);
}
