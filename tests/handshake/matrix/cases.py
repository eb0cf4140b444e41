"""cases.py - the rows of the matrix: what is shown, by whom, and what must come of it.

A stack's deviations from a row, and the cells that a stack makes impossible, stand below the rows, each with the
stack's reason: they are expected, and tested, as much as the rows.
"""


class Case:
    """One row.  The judge is the end at which kedge decides on what is shown."""

    def __init__(self, name, status, alert, shown, judge="client", trust="root", policy="webpki", crl=None,
                 staple=None, ask=False, host="host.example", succeeds=None, only=None):
        self.name = name          # for a person
        self.status = status      # kedge's, "" where it is not asked
        self.alert = alert        # that the other end must receive, 0 for none
        self.shown = shown        # the credential of the end that is judged, None for none
        self.judge = judge        # "client" or "server"
        self.trust = trust        # root of the judge
        self.policy = policy
        self.crl = crl            # the judge's list
        self.staple = staple      # what the server staples
        self.ask = ask            # whether the client asks for it
        self.host = host          # that the client looks for
        self.only = only          # stacks that it is for, at the judge: their adapter is told of no connection
        self.succeeds = status == "OK" if succeeds is None else succeeds


BAD, REVOKED, EXPIRED, UNKNOWN_CA, ACCESS, DECRYPT, STATUS, REQUIRED = 42, 44, 45, 48, 49, 51, 113, 116

CASES = [
    Case("good", "OK", 0, "good"),
    Case("good with a cross-signed extra", "OK", 0, "crossed"),
    Case("expired", "EXPIRED", EXPIRED, "expired"),
    Case("not yet valid", "NOT_YET_VALID", BAD, "future"),
    Case("wrong host", "IDENTITY_MISMATCH", BAD, "other_host"),
    Case("common name only, under webpki", "IDENTITY_MISMATCH", BAD, "common_name"),
    Case("common name only, under device", "OK", 0, "common_name", policy="device"),
    Case("unknown root", "NOT_AUTHENTICATED", UNKNOWN_CA, "good", trust="other"),
    Case("missing intermediate", "NOT_AUTHENTICATED", UNKNOWN_CA, "missing"),
    Case("wrong order", "OK", 0, "unordered"),
    Case("not revoked by a list", "OK", 0, "revoked", crl="good"),
    Case("revoked by list", "REVOKED", REVOKED, "good", crl="good"),
    Case("good by stapled response", "OK", 0, "must_staple", staple="must_staple", ask=True),
    Case("revoked by stapled response", "REVOKED", REVOKED, "revoked", staple="revoked", ask=True),
    Case("stapled response missing", "OCSP_STAPLE_MISSING", STATUS, "must_staple", ask=True),
    Case("weak key", "KEY_REFUSED", BAD, "weak"),
    Case("weak key of a CA", "NOT_AUTHENTICATED", UNKNOWN_CA, "weak_ca"),
    Case("name constraint broken", "NAME_NOT_PERMITTED", BAD, "constrained"),
    Case("name constraint broken, not critical", "NAME_NOT_PERMITTED", BAD, "constrained_softly"),
    Case("nine intermediates", "OK", 0, "long", policy="rfc5280"),
    Case("client certificate good", "OK", 0, "client", judge="server"),
    Case("client certificate expired", "EXPIRED", EXPIRED, "client_expired", judge="server"),
    Case("client certificate of a wrong root", "NOT_AUTHENTICATED", UNKNOWN_CA, "client_other_root", judge="server"),
    Case("client certificate missing", "", REQUIRED, None, judge="server"),
    Case("client certificate self-signed and pinned", "OK", 0, "client_own", judge="server",
         trust="client_own_anchor", policy="device"),
    Case("client certificate for a server", "USAGE_REFUSED", 43, "other_host", judge="server"),
    Case("client key that does not match", "OK", DECRYPT, "client_mismatched", judge="server",
         succeeds=False),
    Case("no connection attached", "", 0, "client", judge="server", only=("mbedtls", "wolfssl"), succeeds=True),
    Case("no connection attached, expired", "", EXPIRED, "client_expired", judge="server",
         only=("mbedtls", "wolfssl")),
    Case("no connection attached, no name", "", 46, "good", only=("mbedtls", "wolfssl")),
    Case("kedge forgotten", "", 0, "client", judge="server", only=("gnutls",)),
    Case("kedge forgotten by the client", "", 0, "good", only=("gnutls",)),
]

ANY = "any"      # alert or status: not looked at

# What one stack does otherwise: (stack that judges, case) -> [(TLS version or ANY, status, alert, succeeds, why)].
DEVIATIONS = {}


def deviate(stack, tls, case, status, alert, why, succeeds=False):
    DEVIATIONS.setdefault((stack, case), []).append((tls, status, alert, succeeds, why))


def expectation(client, server, tls, case):
    """(status, alert, succeeds) for a case between two stacks."""
    judge = client if case.judge == "client" else server
    found = case.status, case.alert, case.succeeds
    for version, status, alert, succeeds, _ in DEVIATIONS.get((judge, case.name), []):
        if version in (ANY, tls):
            found = status, alert, succeeds
    if (judge, tls, case.judge) == ("openssl", "1.3", "client") and server in DEAF:
        found = found[0], 0, found[2]
    return found


# OpenSSL, as a client in TLS 1.3, sends alerts about the server's chain in the clear; these do not read them then.
DEAF = ("gnutls", "nss", "wolfssl")

deviate("openssl", "1.2", "revoked by stapled response", "REVOKED", STATUS,
        "OpenSSL has one alert for what is found when the response is there, after the chain")
deviate("openssl", "1.3", "stapled response missing", "OCSP_STAPLE_MISSING", BAD,
        "OpenSSL sends bad_certificate_status_response of itself only")

deviate("openssl", "1.2", "client certificate missing", "", 40, "certificate_required is of TLS 1.3")

deviate("gnutls", "1.2", "client certificate missing", "", 50, "this is what gnutls_error_to_alert() says of it")
deviate("gnutls", "1.3", "client key that does not match", "", DECRYPT,
        "GnuTLS asks for a verdict when it knows whose key it is")

deviate("mbedtls", ANY, "name constraint broken", "", BAD,
        "mbedTLS refuses critical nameConstraints before its callback")
deviate("mbedtls", ANY, "nine intermediates", "", ACCESS,
        "mbedTLS refuses more than eight intermediates before its callback")
deviate("mbedtls", ANY, "client certificate missing", "", 0, "mbedTLS sends no alert for it")
deviate("mbedtls", ANY, "client key that does not match", "OK", 0, "mbedTLS sends no alert for it")

deviate("nss", ANY, "stapled response missing", "OCSP_STAPLE_MISSING", BAD,
        "NSS has no error that it sends bad_certificate_status_response for")
deviate("nss", "1.2", "client certificate missing", "", ANY,
        "NSS sends bad_certificate and shuts the connection down at once: it is lost if the client still sends")

deviate("bearssl", ANY, "client certificate missing", "", 0, "BearSSL sends no alert for it")
deviate("bearssl", ANY, "client key that does not match", "OK", 0, "BearSSL sends no alert for it")

for case, status in (("client certificate for a server", "USAGE_REFUSED"),
                     ("expired", "EXPIRED"),
                     ("client certificate expired", "EXPIRED"),
                     ("revoked by list", "REVOKED")):
    deviate("wolfssl", ANY, case, status, BAD, "wolfSSL lets nobody choose the alert")

deviate("wolfssl", ANY, "no connection attached, expired", "", UNKNOWN_CA, "wolfSSL sends what it found by itself")
deviate("wolfssl", ANY, "no connection attached, no name", "", UNKNOWN_CA, "wolfSSL sends what it found by itself")
deviate("wolfssl", "1.2", "client certificate missing", "", BAD, "wolfSSL lets nobody choose the alert")
deviate("wolfssl", ANY, "nine intermediates", "NOT_AUTHENTICATED", UNKNOWN_CA,
        "wolfSSL hands over the first nine certificates")

NO_TLS13 = {"mbedtls": "mbedTLS 2.28 has no TLS 1.3", "bearssl": "BearSSL has no TLS 1.3"}
NO_ASKING = {"mbedtls": "mbedTLS 2.28 cannot ask for a stapled response",
             "bearssl": "BearSSL cannot ask for a stapled response",
             "wolfssl": "wolfSSL judges a stapled response by its own store and hands it to nobody"}
NO_STAPLING = {"mbedtls": "mbedTLS 2.28 cannot staple a response", "bearssl": "BearSSL cannot staple a response",
               "wolfssl": "wolfSSL staples what it fetches and verifies itself, not what it is given"}


def impossible(client_end, server_end, tls, case):
    """Why there is no such cell, None where there is."""
    client, server = client_end.stack, server_end.stack
    if case.shown == "crossed" and server_end.name == "gnutls-serv":
        return "gnutls-serv sends what it takes for one chain and leaves out the rest"
    if case.shown == "crossed" and (client, server_end.name) == ("nss", "nginx"):
        return "NSS shows its own certificate with an issuer out of all that it has seen, here the cross-signed one"
    if case.shown == "client_other_root" and (client, server) == ("gnutls", "bearssl"):
        return "GnuTLS shows no certificate of a CA that the server does not name, and BearSSL names its own"
    for stack in (client, server):
        if tls == "1.3" and stack in NO_TLS13:
            return NO_TLS13[stack]
    if case.ask and client in NO_ASKING:
        return NO_ASKING[client]
    if case.staple and server in NO_STAPLING:
        return NO_STAPLING[server]
    if case.shown == "constrained" and server == "mbedtls":
        return "mbedTLS 2.28 cannot load a chain with critical nameConstraints"
    if case.shown == "weak" and (client, server, tls) == ("wolfssl", "gnutls", "1.3"):
        return "GnuTLS makes no signature with 1024 bits that wolfSSL asks for"
    return None
