/* kernel_case.h - signatures made at random and on edges, of which it is known whether they are valid. */
#ifndef SUITES_KERNEL_CASE_H
#define SUITES_KERNEL_CASE_H

#include <kedge/kedge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KERNEL_PROVIDERS_MAX 4
#define KERNEL_TABLES 2 /* prepared forms of a key, of different sizes */
#define KERNEL_MESSAGE_MAX 256
#define KERNEL_KEY_MAX 1200
#define KERNEL_SIGNATURE_MAX 1024

/** A key, with what providers have prepared of it. */
typedef struct kernel_key {
    uint8_t der[KERNEL_KEY_MAX]; /**< SubjectPublicKeyInfo */
    kedge_public_key key;
    void *prepared[KERNEL_PROVIDERS_MAX][KERNEL_TABLES];
    bool is_prepared;
} kernel_key;

typedef struct kernel_case {
    kedge_algorithm algorithm;
    kernel_key *key;
    uint8_t message[KERNEL_MESSAGE_MAX];
    size_t message_size;
    uint8_t signature[KERNEL_SIGNATURE_MAX];
    size_t signature_size;
    bool is_valid;
} kernel_case;

/** Numbers that are the same for the same seed. */
typedef struct kernel_random {
    uint64_t state;
} kernel_random;

/** @return 64 random bits (Steele, Lea and Flood, SplitMix64). */
uint64_t kernel_next(kernel_random *random);

/** @return a number below `limit`. */
size_t kernel_below(kernel_random *random, size_t limit);

void kernel_fill(kernel_random *random, uint8_t *octets, size_t size);

/** End the program: the test itself is broken. */
_Noreturn void kernel_fail(const char *why);

/** Read key->der, `size` bytes, into key->key, and forget what was prepared. */
void kernel_key_set(kernel_key *key, size_t size);

/** Hash a message with OpenSSL; @return the digest's size. */
size_t kernel_hash(kedge_hash hash, const uint8_t *message, size_t size, uint8_t *digest);

/** Makers of cases.  The key stays until `kernel_keys_renew` of the same maker. */
void kernel_rsa_begin(kernel_random *random);
void kernel_rsa_renew(kernel_random *random);
void kernel_rsa_make(kernel_random *random, kernel_case *one);

/** The public operation alone, on any modulus; fails where kernels differ from OpenSSL.  @return whether all is right. */
bool kernel_rsa_raise(kernel_random *random);

void kernel_ec_begin(kernel_random *random);
void kernel_ec_renew(kernel_random *random);
void kernel_ec_make(kernel_random *random, kedge_key_type curve, kernel_case *one);

void kernel_edwards_begin(kernel_random *random);
void kernel_edwards_renew(kernel_random *random);
void kernel_edwards_make(kernel_random *random, bool is_448, kernel_case *one);

#endif
