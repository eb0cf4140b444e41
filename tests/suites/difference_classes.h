/* suites/difference_classes.h - where kedge, OpenSSL and GnuTLS disagree, and why (docs/differences.md). */
#ifndef SUITES_DIFFERENCE_CLASSES_H
#define SUITES_DIFFERENCE_CLASSES_H

#include <stddef.h>

typedef struct difference_class {
    const char *name;   /* as printed, or its beginning and an asterisk; the last row has none */
    const char *clause;
    const char *reason;
} difference_class;

static const difference_class difference_classes[] = {
    { "kedge accepts, OpenSSL: unable to get local issuer certificate", "RFC 5280, 4.2.1.1",
      "key identifiers help to find an issuer and do not decide: a signature that verifies does" },
    { "kedge accepts, OpenSSL: unable to get issuer certificate", "RFC 5280, 4.2.1.1",
      "the same, one certificate further up" },
    { "kedge accepts, OpenSSL: certificate has expired", "RFC 5280, 4.1.2.5",
      "notAfter is the last second of the validity period, not the first after it" },
    { "kedge accepts, OpenSSL: invalid CA certificate", "RFC 5280, 6.1.1 (d)",
      "an anchor was provisioned: under webpki it need not say that it is a CA, only not deny it" },
    { "kedge accepts, OpenSSL: unhandled critical extension", "RFC 5280, 4.2",
      "key identifiers and other extensions that it knows only where they are not critical" },
    { "kedge accepts, OpenSSL: EE certificate key too weak", "RFC 5480, 2.2",
      "the leaf's point is not on its curve: nothing is verified with it here, the handshake fails" },
    { "kedge accepts, OpenSSL: unsuitable certificate purpose", "RFC 5280, 4.2.1.12",
      "anyExtendedKeyUsage in a CA sets no limit" },
    { "kedge accepts, OpenSSL: unreadable", "RFC 5280, 4.1.2.7",
      "a key of the leaf's or anchor's that is not needed to verify anything" },
    { "kedge accepts, GnuTLS: signer not found", "RFC 5280, 7.1",
      "names are compared without case and outer blanks, and key identifiers do not decide" },
    { "kedge accepts, GnuTLS: signer not CA", "RFC 5280, 6.1.1 (d)",
      "an anchor was provisioned: under webpki it need not say that it is a CA, only not deny it" },
    { "kedge accepts, GnuTLS: unknown critical", "RFC 5280, 4.2.1.11",
      "policyConstraints, policyMappings and inhibitAnyPolicy are processed here" },
    { "kedge accepts, GnuTLS: constraints", "RFC 5280, 4.2.1.10",
      "constraints on forms of name that nothing below bears constrain nothing" },
    { "kedge accepts, GnuTLS: purpose", "RFC 5280, 4.2.1.12",
      "anyExtendedKeyUsage in a CA sets no limit" },
    { "kedge accepts, GnuTLS: unreadable", "RFC 5280, 4.2.1.6",
      "an anchor's own alternative names are not looked at beyond their form" },

    { "OpenSSL accepts, kedge: unreadable, ISSUER_EMPTY", "RFC 5280, 4.1.2.4",
      "an issuer has a name" },
    { "GnuTLS accepts, kedge: unreadable, ISSUER_EMPTY", "RFC 5280, 4.1.2.4",
      "an issuer has a name" },
    { "OpenSSL accepts, kedge: unreadable, KEY_POINT_COMPRESSED", "RFC 5480, 2.2",
      "compressed points are refused without arithmetic" },
    { "OpenSSL accepts, kedge: unreadable, ALGORITHM_MISMATCH", "RFC 5280, 4.1.1.2",
      "the two algorithm fields of an anchor are compared as well" },
    { "OpenSSL accepts, kedge: unreadable, *", "X.690, 10",
      "every extension is read, as strict DER, whether or not it is needed" },
    { "GnuTLS accepts, kedge: unreadable, *", "X.690, 10",
      "every extension is read, as strict DER, whether or not it is needed" },
    { "OpenSSL accepts, kedge: ISSUER_NOT_FOUND", "RFC 5280, 4.1",
      "the issuer's certificate is one that is unreadable here, for the reasons above" },
    { "GnuTLS accepts, kedge: ISSUER_NOT_FOUND", "RFC 5280, 4.1",
      "the issuer's certificate is one that is unreadable here, for the reasons above" },
    { "OpenSSL accepts, kedge: ALGORITHM_REFUSED", "CA/B BR, 7.1.3.2",
      "the policy allows SHA-256, SHA-384 and SHA-512 alone" },
    { "GnuTLS accepts, kedge: ALGORITHM_REFUSED", "CA/B BR, 7.1.3.2",
      "the policy allows SHA-256, SHA-384 and SHA-512 alone" },
    { "OpenSSL accepts, kedge: CONSTRAINT_NOT_JUDGED", "RFC 5280, 4.2.1.10",
      "a constraint of a form that cannot be judged refuses the names it would apply to" },
    { "GnuTLS accepts, kedge: CONSTRAINT_NOT_JUDGED", "RFC 5280, 4.2.1.10",
      "a constraint of a form that cannot be judged refuses the names it would apply to" },
    { "OpenSSL accepts, kedge: POLICY_NOT_VALID", "RFC 5937, 3.2",
      "what an anchor asks of policies binds as well" },
    { "GnuTLS accepts, kedge: POLICY_NOT_VALID", "RFC 5280, 6.1.5 (g)",
      "GnuTLS does not process certificate policies" },
    { "OpenSSL accepts, kedge: POLICY_MAPPING_REFUSED", "RFC 5280, 6.1.4 (a)",
      "anyPolicy is not mapped, by an anchor either" },
    { "GnuTLS accepts, kedge: POLICY_MAPPING_REFUSED", "RFC 5280, 6.1.4 (a)",
      "GnuTLS does not process certificate policies" },
    { "GnuTLS accepts, kedge: IDENTITY_MISMATCH", "RFC 9525, 2",
      "a common name is no identity, with or without subjectAltName" },
    { "GnuTLS accepts, kedge: KEY_USAGE_REFUSED", "RFC 5280, 4.2.1.3",
      "the leaf's keyUsage has to allow what a TLS server does" },
    { "GnuTLS accepts, kedge: USAGE_REFUSED", "CA/B BR, 7.1.2.7.10",
      "anyExtendedKeyUsage in the leaf does not name the server, and an anchor's extKeyUsage binds" },
    { "GnuTLS accepts, kedge: NAME_NOT_PERMITTED", "RFC 5280, 4.2.1.10",
      "the subject is a directory name, and constraints on those bind it" },
    { "GnuTLS accepts, kedge: NAME_EXCLUDED", "RFC 5280, 4.2.1.10",
      "the subject is a directory name, and constraints on those bind it" },
    { NULL, NULL, NULL },
};

#endif
