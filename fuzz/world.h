/* world.h - the fixed part of the verification targets: one anchor, genuine chains below it, the requests,
 * and how an input is cut into certificates.
 *
 * An input is one octet that picks policy, identity, usage and time, and then certificates, each after its
 * size in three octets, most significant first.  A size beyond the end means all that is left.
 */
#ifndef KEDGE_FUZZ_WORLD_H
#define KEDGE_FUZZ_WORLD_H

#include <kedge/kedge.h>

#define WORLD_CERTIFICATES_MAX 40

/** Certificates of an input, each in a heap block of exactly its size. */
typedef struct world_input {
    uint8_t choice;
    size_t count;
    kedge_span certificate[WORLD_CERTIFICATES_MAX];
} world_input;

/** A chain that its anchor issued, the certificate in question first. */
typedef struct world_chain {
    const char *name;   /* NULL after the last chain */
    uint8_t choice;     /* of a request */
    bool is_valid;      /* under that request; the others are there for their forms */
    size_t count;
    kedge_span certificate[8];
} world_chain;

/** Make the anchor and the chains; the same bytes in every run. */
const world_chain *world_chains(void);

/** The trust that holds the anchor alone; `crypto` counts in the first call only. */
const kedge_trust *world_trust(const kedge_crypto *crypto);

world_input world_cut(const uint8_t *data, size_t size);
void world_free(world_input *input);

/** The inverse: writes an input into `data`, which has room for it, and gives its size. */
size_t world_join(uint8_t choice, const kedge_span *certificate, size_t count, uint8_t *data);

/** Judge an input, and check what must hold of any verdict. */
kedge_verdict world_judge(const kedge_trust *trust, const world_input *input);

#endif
