/* key_files.h - the test keys of keys/, in heap blocks of their exact sizes. */
#ifndef KEDGE_TEST_KEY_FILES_H
#define KEDGE_TEST_KEY_FILES_H

#include <kedge/private_key.h>

#define PASSWORD "open sesame"

/** The text of keys/NAME, "p256.pem" for example. */
kedge_span key_text(const char *name);
/** What the first block of a text holds. */
kedge_span key_der(kedge_span text);
/** The public key in keys/NAME. */
kedge_public_key key_public(const char *name);

/** Open with a password, or with none where it is NULL. */
kedge_status key_open_with(kedge_private_key *key, kedge_span encoding, const char *password);
/** Open keys/NAME, which has to succeed. */
kedge_private_key key_opened(const char *name, const char *password);

#endif
