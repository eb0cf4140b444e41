/* kedge/adapter/curl.h - kedge in the place of certificate verification in libcurl built on OpenSSL 3.
 *
 *     kedge_curl transfer = { .asks_staple = true };      // outlives the easy handle
 *
 *     curl_easy_setopt(easy, CURLOPT_URL, "https://host.example/");
 *     kedge_curl_use(easy, &transfer, &verifier);         // after all other options of the handle's TLS
 *     if (curl_easy_perform(easy) == CURLE_PEER_FAILED_VERIFICATION && kedge_curl_verdict(&transfer, &verdict))
 *         puts(kedge_status_sentence(verdict.status));
 *
 * kedge comes in through CURLOPT_SSL_CTX_FUNCTION, by the adapter for OpenSSL (kedge/adapter/openssl.h): each
 * connection of the handle, whatever its protocol, is judged by kedge, a refusal ends the transfer with
 * CURLE_PEER_FAILED_VERIFICATION, and CURLINFO_SSL_VERIFYRESULT is kedge_openssl_error() of the status.
 *
 * The name looked for is that of the verifier's request where that has one, else the host that curl connects to: the
 * URL's, a redirect's, an HTTPS proxy's; an address is looked for as an address.  (An HTTPS proxy on the way to a URL
 * with an address is refused: it is asked for that address.)
 *
 * What the call sets, and what must not be set differently after it:
 * - CURLOPT_SSL_CTX_FUNCTION and CURLOPT_SSL_CTX_DATA: kedge's.
 * - CURLOPT_SSL_VERIFYPEER 1, with CURLOPT_CAINFO and CURLOPT_CAPATH unset: OpenSSL's own verification, which kedge
 *   replaces, trusts nobody, so that a connection which kedge did not come into is refused.  Setting it to 0 later does
 *   not let a peer in that kedge refuses.
 * - CURLOPT_SSL_VERIFYHOST 0: curl would compare names once more, by its own rules.
 * - CURLOPT_SSL_VERIFYSTATUS 0: curl would verify the stapled response by its own roots.  `asks_staple` takes its
 *   place.
 * - CURLOPT_FRESH_CONNECT and CURLOPT_FORBID_REUSE 1, CURLOPT_SSL_SESSIONID_CACHE 0: a connection or session out of a
 *   pool may be one that another handle made, without kedge or with another trust.  (FRESH_CONNECT does not
 *   hold for redirects: a handle of a multi or share that others use without kedge must not follow them.)
 *
 * SSL_get0_verified_chain() has the path without its anchor.
 *
 * Memory and threads: see kedge/adapter/verifier.h; one kedge_curl for each easy handle.
 */
#ifndef KEDGE_ADAPTER_CURL_H
#define KEDGE_ADAPTER_CURL_H

#include <curl/curl.h>
#include <kedge/adapter/openssl.h>

/** What is known of one easy handle's connections.  Zeroed but for `asks_staple`; it lives until the handle, and the
 *  multi or share that it was in, are cleaned up. */
typedef struct kedge_curl {
    bool asks_staple;                 /**< ask servers for a stapled OCSP response, and have it judged */
    bool is_judged;                   /**< `verdict` is there */
    kedge_verdict verdict;            /**< of the connection made last */

    /* The adapter's own. */
    const kedge_verifier *verifier;
    kedge_openssl_listener listener;
} kedge_curl;

/**
 * Have kedge verify the servers' certificates on all connections of an easy handle.
 *
 * @return whether it was done: false where something is NULL, the verifier lacks trust or policy, or this libcurl's
 *         TLS is not OpenSSL 3.  The handle must not be used then.
 */
bool kedge_curl_use(CURL *easy, kedge_curl *transfer, const kedge_verifier *verifier);

/**
 * Read what was decided about the server of the connection made last.
 *
 * @return false where kedge has verified nothing on it: the handshake did not come as far.
 */
bool kedge_curl_verdict(const kedge_curl *transfer, kedge_verdict *verdict);

#endif
