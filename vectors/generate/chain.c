/* chain.c - finding a path among what a peer sends, and proving that there is none (RFC 5280, 6.1). */
#include "vector.h"

static forge_certificate root, ca, leaf;

static void begin(void)
{
    root = forge_root("Root");
    ca = forge_ca("CA", &root);
    leaf = forge_leaf("host.example", &ca);
}

static void emit_order(void)
{
    forge_certificate upper, lower;
    kedge_span top, high, low, end;

    begin();
    upper = forge_ca("Upper", &root);
    lower = forge_ca("Lower", &upper);
    leaf = forge_leaf("host.example", &lower);
    top = forge_sign(&root);
    high = forge_sign(&upper);
    low = forge_sign(&lower);
    end = forge_sign(&leaf);
    vector_emit(&(vector){ .name = "in-order",
                           .expect = "accept path=0,1,2,anchor",
                           .clause = "RFC 5280, 6.1",
                           .why = "each certificate certifies the one before it",
                           .chain = { end, low, high },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "out-of-order",
                           .expect = "accept path=0,2,1,anchor",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "the order after the first is a hint",
                           .chain = { end, high, low },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "root-sent",
                           .expect = "accept path=0,2,3,anchor",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "the anchor may be sent as well and changes nothing",
                           .chain = { end, top, low, high },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "duplicates",
                           .expect = "accept",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "certificates sent twice change nothing",
                           .chain = { end, low, low, end, high, high, top, top },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "leaf-alone",
                           .expect = "accept path=0,anchor",
                           .clause = "RFC 5280, 6.1",
                           .why = "the anchor itself issued it",
                           .chain = { end },
                           .anchors = { low } });
    vector_emit(&(vector){ .name = "intermediate-is-an-anchor",
                           .expect = "accept path=0,1,anchor",
                           .clause = "RFC 5280, 6.1.1 (d)",
                           .why = "an anchor need not be self-signed: it is whom the caller trusts",
                           .chain = { end, low, high },
                           .anchors = { high } });
    vector_emit(&(vector){ .name = "intermediate-missing",
                           .expect = "reject NOT_AUTHENTICATED reason=ISSUER_NOT_FOUND certificate=0",
                           .clause = "RFC 5280, 6.1.3 (a)(4)",
                           .why = "who issued the leaf is not there",
                           .chain = { end, high },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "upper-intermediate-missing",
                           .expect = "reject NOT_AUTHENTICATED reason=ISSUER_NOT_FOUND certificate=1",
                           .clause = "RFC 5280, 6.1.3 (a)(4)",
                           .why = "who issued the lower CA is not there",
                           .chain = { end, low },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "first-is-not-the-leaf",
                           .expect = "reject IDENTITY_MISMATCH certificate=0 faults=identity",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "the first certificate is the one in question, whatever follows",
                           .usage = "waived",
                           .policy = "device",
                           .chain = { low, end, high },
                           .anchors = { top } });
}

static void emit_untrusted(void)
{
    forge_certificate impostor = forge_root_with_key("Root", forge_p256("impostor"));
    forge_certificate alone = forge_root("host.example");
    kedge_span top, end, middle;

    begin();
    top = forge_sign(&root);
    middle = forge_sign(&ca);
    end = forge_sign(&leaf);
    vector_emit(&(vector){ .name = "root-sent-but-not-trusted",
                           .expect = "reject NOT_AUTHENTICATED reason=SELF_SIGNED_UNTRUSTED certificate=2",
                           .clause = "RFC 5280, 6.1",
                           .why = "a root among what the peer sends is not thereby trusted",
                           .chain = { end, middle, top },
                           .anchors = { forge_sign(&alone) } });
    vector_emit(&(vector){ .name = "root-of-the-same-name",
                           .expect = "reject NOT_AUTHENTICATED reason=SIGNATURE_INVALID certificate=1",
                           .clause = "RFC 5280, 6.1.3 (a)(1)",
                           .why = "the anchor has the right name and another key",
                           .chain = { end, middle },
                           .anchors = { forge_sign(&impostor) } });
    forge_put(&alone, forge_subject_alt_name(forge_dns("host.example")));
    vector_emit(&(vector){ .name = "self-signed-leaf",
                           .expect = "reject NOT_AUTHENTICATED reason=SELF_SIGNED_UNTRUSTED certificate=0",
                           .clause = "RFC 5280, 6.1",
                           .why = "nobody but itself vouches for it",
                           .chain = { forge_sign(&alone) },
                           .anchors = { top } });
}

static void emit_cross_signs(void)
{
    forge_certificate old = forge_root("Old Root");
    forge_certificate fresh = forge_root("New Root");
    forge_certificate cross = forge_cross_sign(&fresh, &old);
    forge_certificate expired_cross, other_ca;
    kedge_span end, middle;

    ca = forge_ca("CA", &fresh);
    leaf = forge_leaf("host.example", &ca);
    end = forge_sign(&leaf);
    middle = forge_sign(&ca);
    vector_emit(&(vector){ .name = "cross-signed-root-new-trusted",
                           .expect = "accept path=0,1,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "the new root is known, so the cross-sign is not needed",
                           .chain = { end, middle, forge_sign(&cross) },
                           .anchors = { forge_sign(&fresh) } });
    vector_emit(&(vector){ .name = "cross-signed-root-old-trusted",
                           .expect = "accept path=0,1,2,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "only the old root is known: the cross-sign leads to it",
                           .chain = { end, middle, forge_sign(&cross) },
                           .anchors = { forge_sign(&old) } });
    vector_emit(&(vector){ .name = "cross-signed-root-both-trusted",
                           .expect = "accept path=0,1,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "the shorter way is taken where both are good",
                           .chain = { end, middle, forge_sign(&cross), forge_sign(&old) },
                           .anchors = { forge_sign(&old), forge_sign(&fresh) } });
    old.not_after = FORGE_NOW - FORGE_DAY;
    vector_emit(&(vector){ .name = "cross-signed-root-old-expired",
                           .expect = "accept path=0,1,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "an expired old root breaks nothing that the new one holds up",
                           .chain = { end, middle, forge_sign(&cross), forge_sign(&old) },
                           .anchors = { forge_sign(&old), forge_sign(&fresh) } });
    expired_cross = cross;
    expired_cross.not_after = FORGE_NOW - FORGE_DAY;
    vector_emit(&(vector){ .name = "cross-sign-expired",
                           .expect = "accept path=0,1,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "an expired cross-sign breaks nothing that the new root holds up",
                           .chain = { end, middle, forge_sign(&expired_cross) },
                           .anchors = { forge_sign(&fresh) } });

    /* one CA, certified by two roots of which one is known */
    other_ca = forge_cross_sign(&ca, &old);
    vector_emit(&(vector){ .name = "cross-signed-intermediate",
                           .expect = "accept path=0,2,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "the first certificate of the CA leads nowhere, the second to the anchor",
                           .chain = { end, forge_sign(&other_ca), middle },
                           .anchors = { forge_sign(&fresh) } });
    other_ca = forge_cross_sign(&ca, &fresh);
    other_ca.not_after = FORGE_NOW - 1;
    vector_emit(&(vector){ .name = "expired-twin",
                           .expect = "accept path=0,2,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "the same name, key and issuer twice: the one in validity is taken",
                           .chain = { end, forge_sign(&other_ca), middle },
                           .anchors = { forge_sign(&fresh) } });
    vector_emit(&(vector){ .name = "expired-twin-alone",
                           .expect = "reject EXPIRED certificate=1 faults=time",
                           .clause = "RFC 5280, 6.1.3 (a)(2)",
                           .why = "without its twin the expired one is all there is",
                           .chain = { end, forge_sign(&other_ca) },
                           .anchors = { forge_sign(&fresh) } });
}

static void emit_backtracking(void)
{
    forge_certificate one, two, three, mine, other_root = forge_root("Other Root"), limited;

    begin();
    one = forge_ca_with_key("CA", &root, forge_p256("CA one"));
    two = forge_ca_with_key("CA", &root, forge_p256("CA two"));
    three = forge_ca_with_key("CA", &root, forge_p256("CA three"));
    mine = forge_leaf("host.example", &two);
    forge_drop(&mine, KEDGE_EXT_AUTHORITY_KEY_IDENTIFIER);
    vector_emit(
        &(vector){ .name = "several-keys-under-one-name",
                   .expect = "accept path=0,2,anchor",
                   .clause = "RFC 4158, 3.5.12",
                   .why = "no key identifier says which of three CAs of one name it was",
                   .chain = { forge_sign(&mine), forge_sign(&one), forge_sign(&two), forge_sign(&three) },
                   .anchors = { forge_sign(&root) } });
    vector_emit(&(vector){ .name = "several-anchors-under-one-name",
                           .expect = "accept path=0,anchor",
                           .clause = "RFC 4158, 3.5.12",
                           .why = "anchors may share a name: each key is tried",
                           .chain = { forge_sign(&mine) },
                           .anchors = { forge_sign(&one), forge_sign(&two), forge_sign(&three) } });
    vector_emit(&(vector){ .name = "none-of-the-keys-under-one-name",
                           .expect = "reject NOT_AUTHENTICATED reason=SIGNATURE_INVALID certificate=0",
                           .clause = "RFC 5280, 6.1.3 (a)(1)",
                           .why = "the right key is not among those of its name",
                           .chain = { forge_sign(&mine), forge_sign(&one), forge_sign(&three) },
                           .anchors = { forge_sign(&root) } });

    /* the same CA from two roots; on one way the path is too long */
    limited = forge_cross_sign(&ca, &other_root);
    forge_put(&limited, forge_basic_constraints(true, 0));
    one = forge_ca("Lower", &ca);
    mine = forge_leaf("host.example", &one);
    vector_emit(
        &(vector){ .name = "first-way-breaks-a-path-rule",
                   .expect = "accept path=0,1,3,anchor",
                   .clause = "RFC 4158, 2.4.2",
                   .why = "one way breaks the path length, the other does not",
                   .chain = { forge_sign(&mine), forge_sign(&one), forge_sign(&limited), forge_sign(&ca) },
                   .anchors = { forge_sign(&other_root), forge_sign(&root) } });
}

static void emit_loops(void)
{
    forge_certificate a = forge_root("A"), b = forge_root("B");
    forge_certificate a_by_b = forge_cross_sign(&a, &b), b_by_a = forge_cross_sign(&b, &a), a_by_root;

    begin();
    leaf = forge_leaf("host.example", &a);
    a_by_root = forge_cross_sign(&a, &root);
    vector_emit(&(vector){ .name = "loop",
                           .expect = "reject NOT_AUTHENTICATED reason=ISSUER_NOT_FOUND certificate=2",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "A certifies B, B certifies A, and nobody else certifies either",
                           .chain = { forge_sign(&leaf), forge_sign(&a_by_b), forge_sign(&b_by_a) },
                           .anchors = { forge_sign(&root) } });
    vector_emit(&(vector){
        .name = "loop-with-a-way-out",
        .expect = "accept path=0,3,anchor",
        .clause = "RFC 4158, 2.4.2",
        .why = "A and B certify each other, and the root certifies A",
        .chain = { forge_sign(&leaf), forge_sign(&a_by_b), forge_sign(&b_by_a), forge_sign(&a_by_root) },
        .anchors = { forge_sign(&root) } });
}

static void emit_extras(void)
{
    forge_certificate stranger_root = forge_root("Stranger"),
                      stranger = forge_leaf("stranger.example", &stranger_root), second;
    kedge_span top, end, middle;

    begin();
    second = forge_leaf("other.example", &ca);
    top = forge_sign(&root);
    middle = forge_sign(&ca);
    end = forge_sign(&leaf);
    vector_emit(&(vector){ .name = "unused-extras",
                           .expect = "accept path=0,3,anchor",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "certificates of other chains are passed over",
                           .chain = { end, forge_sign(&stranger), forge_sign(&stranger_root), middle },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "second-leaf",
                           .expect = "accept path=0,2,anchor",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "a second leaf among the extras is merely unused",
                           .chain = { end, forge_sign(&second), middle },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "second-leaf-bears-the-name",
                           .expect = "reject IDENTITY_MISMATCH certificate=0 faults=identity",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "the name is looked for in the first certificate and in no other",
                           .chain = { forge_sign(&second), end, middle },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "unparsable-extra",
                           .expect = "accept path=0,2,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "an extra that is no certificate is a dead candidate and no more",
                           .chain = { end, forge_chars("this is not a certificate"), middle },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "truncated-extra",
                           .expect = "accept path=0,2,anchor",
                           .clause = "RFC 4158, 2.4.2",
                           .why = "an extra that is cut off is a dead candidate and no more",
                           .chain = { end, forge_cut(middle, middle.size - 1), middle },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "unparsable-intermediate",
                           .expect = "reject NOT_AUTHENTICATED reason=ISSUER_NOT_FOUND certificate=0",
                           .clause = "RFC 5280, 6.1.3 (a)(4)",
                           .why = "the CA's only certificate is cut off",
                           .chain = { end, forge_cut(middle, middle.size - 1) },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "flipped-unused-extra",
                           .expect = "accept path=0,2,anchor",
                           .clause = "RFC 8446, 4.4.2",
                           .why = "a wrong signature on what is not used breaks nothing",
                           .chain = { end, forge_flip(middle, 8 * middle.size - 1), middle },
                           .anchors = { top } });
    vector_emit(&(vector){ .name = "unparsable-leaf",
                           .expect = "reject DER_BAD_TAG certificate=0",
                           .clause = "X.690, 8.1.2",
                           .why = "the certificate in question must be one",
                           .chain = { forge_hex("1f8101 00"), middle },
                           .anchors = { top } });
}

static void emit_depth(void)
{
    forge_certificate level[6];
    vector five = { .name = "five-deep",
                    .expect = "accept",
                    .policy = "webpki",
                    .clause = "RFC 5280, 6.1",
                    .why = "the policy webpki admits eight intermediates" };

    begin();
    level[0] = root;
    for (int i = 1; i < 6; i++) {
        char name[] = "Level 0";

        name[6] = (char)('0' + i);
        level[i] = forge_ca(name, &level[i - 1]);
    }
    leaf = forge_leaf("host.example", &level[5]);
    five.chain[0] = forge_sign(&leaf);
    five.anchors[0] = forge_sign(&root);
    for (size_t i = 1; i < 6; i++)
        five.chain[i] = forge_sign(&level[6 - i]);
    vector_emit(&five);
    five.name = "five-deep-device";
    five.policy = "device";
    five.expect = "reject PATH_TOO_DEEP certificate=anchor";
    five.why = "the policy device admits four intermediates";
    vector_emit(&five);
    five.name = "four-deep-device";
    five.expect = "accept";
    five.anchors[0] = five.chain[5];
    five.chain[5] = FORGE_ABSENT;
    vector_emit(&five);
}

void emit_chain(void)
{
    vector_rule("chain");
    emit_order();
    emit_untrusted();
    emit_cross_signs();
    emit_backtracking();
    emit_loops();
    emit_extras();
    emit_depth();
}
