/* key.c - deriving keys and signing (RFC 8017, 8.2; RFC 6979; RFC 3279; RFC 5480). */
#include "forge/key.h"

#include <stdlib.h>
#include <string.h>
#include "forge/rsa_keys.h"

/* A key that outlives forge_forget(). */
typedef struct kept_key {
    struct kept_key *next;
    char label[64];
    forge_key key;
    uint8_t numbers[8][544]; /* the private numbers, then the public bytes */
    uint8_t info[1024];
} kept_key;

static kept_key *kept_keys;

static kept_key *find_key(const char *label)
{
    for (kept_key *key = kept_keys; key != NULL; key = key->next)
        if (strcmp(key->label, label) == 0)
            return key;
    return NULL;
}

static kept_key *new_key(const char *label)
{
    kept_key *key = calloc(1, sizeof *key);

    if (key == NULL || strlen(label) >= sizeof key->label)
        forge_fail("no memory for a key, or its label is too long");
    memcpy(key->label, label, strlen(label));
    key->next = kept_keys;
    kept_keys = key;
    return key;
}

static void keep(uint8_t *place, size_t room, kedge_span bytes)
{
    if (bytes.size > room)
        forge_fail("a key too large to keep");
    memcpy(place, bytes.data, bytes.size);
}

static void keep_public(kept_key *key, kedge_span public_key, kedge_span info)
{
    keep(key->numbers[7], sizeof key->numbers[7], public_key);
    keep(key->info, sizeof key->info, info);
    key->key.public_key = (kedge_span){ key->numbers[7], public_key.size };
    key->key.subject_public_key_info = (kedge_span){ key->info, info.size };
}

/* Elliptic curves. */

typedef struct curve {
    kedge_key_type type;
    int bearssl;
    size_t order_size;
    uint8_t top_mask;   /* makes any string of order_size octets smaller than the order */
    const char *oid;
} curve;

static const curve curves[] = {
    { KEDGE_KEY_P256, BR_EC_secp256r1, 32, 0x7f, "1.2.840.10045.3.1.7" },
    { KEDGE_KEY_P384, BR_EC_secp384r1, 48, 0x7f, "1.3.132.0.34" },
    { KEDGE_KEY_P521, BR_EC_secp521r1, 66, 0x00, "1.3.132.0.35" },
};

static const curve *find_curve(kedge_key_type type)
{
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
        if (curves[i].type == type)
            return &curves[i];
    forge_fail("no such curve");
}

kedge_span forge_curve(kedge_key_type type)
{
    return forge_oid(find_curve(type)->oid);
}

kedge_span forge_ec_public_key(kedge_span parameters, kedge_span point)
{
    return forge_sequence(forge_sequence(forge_oid("1.2.840.10045.2.1"), parameters),
                          forge_bit_string(point, 0));
}

static void derive_scalar(const curve *on, const char *label, uint8_t *scalar)
{
    kedge_span one = forge_digest(KEDGE_HASH_SHA512,
                                  forge_join(forge_chars("kedge test key "), forge_chars(label)));
    kedge_span two = forge_digest(KEDGE_HASH_SHA512, one);

    memcpy(scalar, forge_join(one, two).data, on->order_size);
    scalar[0] &= on->top_mask;
}

const forge_key *forge_ec(kedge_key_type type, const char *label)
{
    const curve *on = find_curve(type);
    kedge_span full = forge_join(forge_chars(on->oid), forge_chars(" "), forge_chars(label),
                                 (kedge_span){ (const uint8_t *)"", 1 });
    kept_key *key = find_key((const char *)full.data);
    uint8_t point[BR_EC_KBUF_PUB_MAX_SIZE];
    size_t size;

    if (key != NULL)
        return &key->key;
    key = new_key((const char *)full.data);
    derive_scalar(on, key->label, key->numbers[0]);
    key->key.type = type;
    key->key.ec = (br_ec_private_key){ .curve = on->bearssl, .x = key->numbers[0], .xlen = on->order_size };
    size = br_ec_compute_pub(&br_ec_all_m31, NULL, point, &key->key.ec);
    keep_public(key, forge_copy(point, size),
                forge_ec_public_key(forge_curve(type), forge_copy(point, size)));
    return &key->key;
}

const forge_key *forge_p256(const char *label)
{
    return forge_ec(KEDGE_KEY_P256, label);
}

/* RSA. */

kedge_span forge_rsa_public_key(kedge_span modulus, kedge_span exponent)
{
    kedge_span key = forge_sequence(forge_unsigned(modulus), forge_unsigned(exponent));

    return forge_sequence(forge_sequence(forge_oid("1.2.840.113549.1.1.1"), forge_null()),
                          forge_bit_string(key, 0));
}

static kedge_span octets_of(uint32_t value)
{
    uint8_t octet[4] = { (uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                         (uint8_t)value };

    return forge_copy(octet, sizeof octet);
}

static unsigned char *keep_number(kept_key *key, unsigned at, const char *digits, size_t *size)
{
    kedge_span number = forge_hex(digits);

    keep(key->numbers[at], sizeof key->numbers[at], number);
    *size = number.size;
    return key->numbers[at];
}

static void set_rsa_public(kept_key *key, kedge_span modulus, uint32_t exponent)
{
    kedge_span public_key = forge_sequence(forge_unsigned(modulus), forge_unsigned(octets_of(exponent)));

    keep(key->numbers[6], sizeof key->numbers[6], modulus);
    key->key.modulus = (kedge_span){ key->numbers[6], modulus.size };
    key->key.type = KEDGE_KEY_RSA;
    keep_public(key, public_key, forge_rsa_public_key(modulus, octets_of(exponent)));
}

static const forge_key *load_rsa(const forge_rsa_numbers *from)
{
    uint8_t name[2] = { (uint8_t)('0' + (from - forge_rsa_table)), '\0' };
    kedge_span label = forge_join(forge_chars("RSA "), forge_copy(name, 2));
    kept_key *key = find_key((const char *)label.data);
    br_rsa_private_key *rsa;

    if (key != NULL)
        return &key->key;
    key = new_key((const char *)label.data);
    rsa = &key->key.rsa;
    rsa->n_bitlen = from->bits;
    rsa->p = keep_number(key, 0, from->p, &rsa->plen);
    rsa->q = keep_number(key, 1, from->q, &rsa->qlen);
    rsa->dp = keep_number(key, 2, from->dp, &rsa->dplen);
    rsa->dq = keep_number(key, 3, from->dq, &rsa->dqlen);
    rsa->iq = keep_number(key, 4, from->iq, &rsa->iqlen);
    set_rsa_public(key, forge_hex(from->modulus), from->exponent);
    return &key->key;
}

static const forge_key *find_rsa(unsigned bits, unsigned number)
{
    for (size_t i = 0; i < forge_rsa_table_count; i++)
        if (forge_rsa_table[i].bits == bits && forge_rsa_table[i].number == number)
            return load_rsa(&forge_rsa_table[i]);
    forge_fail("no such RSA key");
}

const forge_key *forge_rsa(unsigned bits, unsigned number)
{
    return find_rsa(bits, number);
}

const forge_key *forge_rsa_exponent_3(void)
{
    return find_rsa(2048, 2);
}

const forge_key *forge_rsa_with_exponent(const forge_key *key, uint32_t exponent)
{
    static unsigned char one = 1;
    forge_key *other = forge_allocate(sizeof *other);
    kedge_span octets = octets_of(exponent);

    *other = *key;
    other->public_key = forge_sequence(forge_unsigned(key->modulus), forge_unsigned(octets));
    other->subject_public_key_info = forge_rsa_public_key(key->modulus, octets);
    if (exponent == 1) {
        other->rsa.dp = other->rsa.dq = &one;
        other->rsa.dplen = other->rsa.dqlen = 1;
    }
    return other;
}

const forge_key *forge_public(kedge_span subject_public_key_info)
{
    forge_key *key = forge_allocate(sizeof *key);

    key->type = KEDGE_KEY_UNKNOWN;
    key->subject_public_key_info = subject_public_key_info;
    key->public_key = subject_public_key_info;
    return key;
}

/* Digests and signatures. */

typedef struct digest {
    kedge_hash hash;
    const br_hash_class *bearssl;
    const char *oid;   /* contents octets with their count in front, as BearSSL wants them */
    const char *rsa;   /* signature algorithms */
    const char *ecdsa;
} digest;

static const digest digests[] = {
    { KEDGE_HASH_MD5, &br_md5_vtable, "\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05", "1.2.840.113549.1.1.4", NULL },
    { KEDGE_HASH_SHA1, &br_sha1_vtable, "\x05\x2b\x0e\x03\x02\x1a", "1.2.840.113549.1.1.5",
      "1.2.840.10045.4.1" },
    { KEDGE_HASH_SHA224, &br_sha224_vtable, "\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04",
      "1.2.840.113549.1.1.14", "1.2.840.10045.4.3.1" },
    { KEDGE_HASH_SHA256, &br_sha256_vtable, "\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01",
      "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2" },
    { KEDGE_HASH_SHA384, &br_sha384_vtable, "\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02",
      "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3" },
    { KEDGE_HASH_SHA512, &br_sha512_vtable, "\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03",
      "1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4" },
};

static const digest *find_digest(kedge_hash hash)
{
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++)
        if (digests[i].hash == hash)
            return &digests[i];
    forge_fail("no such hash");
}

kedge_span forge_digest(kedge_hash hash, kedge_span message)
{
    const br_hash_class *class = find_digest(hash)->bearssl;
    br_hash_compat_context context;
    uint8_t output[64];

    class->init(&context.vtable);
    class->update(&context.vtable, message.data, message.size);
    class->out(&context.vtable, output);
    return forge_copy(output, (class->desc >> BR_HASHDESC_OUT_OFF) & BR_HASHDESC_OUT_MASK);
}

kedge_span forge_algorithm(const forge_key *key, kedge_hash hash)
{
    const digest *with = find_digest(hash);

    if (key->type == KEDGE_KEY_RSA)
        return forge_sequence(forge_oid(with->rsa), forge_null());
    if (with->ecdsa == NULL)
        forge_fail("ECDSA has no algorithm with this hash");
    return forge_sequence(forge_oid(with->ecdsa));
}

static kedge_span sign_rsa(const forge_key *key, const digest *with, kedge_span value)
{
    uint8_t *signature = forge_allocate(key->modulus.size);

    if (br_rsa_i31_pkcs1_sign((const unsigned char *)with->oid, value.data, value.size, &key->rsa, signature)
        != 1)
        forge_fail("this key is too small to sign with this hash");
    return (kedge_span){ signature, key->modulus.size };
}

kedge_span forge_rsa_private(const forge_key *key, kedge_span encoded)
{
    uint8_t *octets = forge_allocate(key->modulus.size);

    if (encoded.size > key->modulus.size)
        forge_fail("more octets than the modulus has");
    memcpy(octets + key->modulus.size - encoded.size, encoded.data, encoded.size);
    if (br_rsa_i31_private(octets, &key->rsa) != 1)
        forge_fail("the number is not below the modulus");
    return (kedge_span){ octets, key->modulus.size };
}

kedge_span forge_rsa_padded(const forge_key *key, kedge_span digest_info)
{
    uint8_t *octets = forge_allocate(key->modulus.size);
    size_t padding = key->modulus.size - digest_info.size - 3;

    if (digest_info.size + 3 > key->modulus.size)
        forge_fail("more octets than the modulus has");
    octets[1] = 1;
    memset(octets + 2, 0xff, padding);
    memcpy(octets + 3 + padding, digest_info.data, digest_info.size);
    return (kedge_span){ octets, key->modulus.size };
}

static kedge_span sign_ecdsa(const forge_key *key, const digest *with, kedge_span value)
{
    uint8_t signature[160];
    size_t size = br_ecdsa_i31_sign_asn1(&br_ec_all_m31, with->bearssl, value.data, &key->ec, signature);

    return forge_copy(signature, size);
}

kedge_span forge_signature(const forge_key *key, kedge_hash hash, kedge_span message)
{
    const digest *with = find_digest(hash);
    kedge_span value = forge_digest(hash, message);

    if (key->type == KEDGE_KEY_RSA)
        return sign_rsa(key, with, value);
    if (key->type == KEDGE_KEY_UNKNOWN)
        forge_fail("this key cannot sign");
    return sign_ecdsa(key, with, value);
}
