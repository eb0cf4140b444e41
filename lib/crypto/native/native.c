/* native.c - the provider of this folder: its own rows, and BearSSL's for everything else. */
#include "crypto/native/native.h"

#include <string.h>

#include "crypto/capability.h"
#include "crypto/native/cpu.h"
#include "crypto/native/ecdsa.h"
#include "crypto/native/ed25519.h"
#include "crypto/native/ed448.h"
#include "crypto/native/kernels.h"
#include "crypto/native/p256_lanes.h"
#include "crypto/native/p384_lanes.h"
#include "crypto/native/rsa.h"
#include "crypto/native/rsa_batch.h"

static const kedge_capability capabilities[] = {
    KEDGE_CAPABILITIES(KEDGE_NATIVE_RSA_BITS_MAX),
    { KEDGE_SCHEME_ED25519, KEDGE_HASH_NONE, KEDGE_KEY_ED25519, 255, 255 },
    { KEDGE_SCHEME_ED448, KEDGE_HASH_NONE, KEDGE_KEY_ED448, 448, 448 },
};

static kedge_status digest(const kedge_crypto *crypto, kedge_hash hash, kedge_span message, uint8_t *out)
{
    const kedge_native_kernels *kernels = kedge_native_kernels_of(crypto);
    const kedge_crypto *bearssl = kedge_crypto_bearssl();

    if (hash == KEDGE_HASH_SHA256 || hash == KEDGE_HASH_SHA224)
        kedge_sha256(kernels->sha256, hash, message, out);
    else if (hash == KEDGE_HASH_SHA384 || hash == KEDGE_HASH_SHA512)
        kedge_sha512(kernels->sha512, hash, message, out);
    else
        return bearssl->digest(bearssl, hash, message, out);
    return KEDGE_OK;
}

static kedge_status verify_rsa(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    kedge_rsa_raise *raise = kedge_native_kernels_of(crypto)->rsa_raise;
    uint8_t work[KEDGE_RSA_WORK_SIZE(KEDGE_NATIVE_RSA_BITS_MAX)], hashed[KEDGE_HASH_SIZE_MAX];
    const kedge_status status = digest(crypto, (kedge_hash)job->algorithm.hash, job->message, hashed);

    return status == KEDGE_OK ? kedge_rsa_verify(crypto, job, hashed, raise, work) : status;
}

static kedge_status verify_ecdsa(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_lanes *lanes = kedge_native_kernels_of(crypto)->lanes;
    uint8_t hashed[KEDGE_HASH_SIZE_MAX];
    const kedge_status status = digest(crypto, (kedge_hash)job->algorithm.hash, job->message, hashed);

    return status == KEDGE_OK ? kedge_ecdsa_verify(job, hashed, lanes) : status;
}

static kedge_status verify(const kedge_crypto *crypto, const kedge_signature_job *job)
{
    const kedge_native_kernels *kernels = kedge_native_kernels_of(crypto);
    const kedge_status status = kedge_crypto_supports(crypto, &job->algorithm, job->key);

    if (status != KEDGE_OK)
        return status;
    switch ((kedge_scheme)job->algorithm.scheme) {
    case KEDGE_SCHEME_RSA_PKCS1:
    case KEDGE_SCHEME_RSA_PSS:
        return verify_rsa(crypto, job);
    case KEDGE_SCHEME_ED25519:
        return kedge_ed25519_verify(job, kernels->sha512, kernels->edwards25519);
    case KEDGE_SCHEME_ED448:
        return kedge_ed448_verify(job);
    case KEDGE_SCHEME_ECDSA:
        return verify_ecdsa(crypto, job);
    case KEDGE_SCHEME_UNKNOWN:
        break;
    }
    return KEDGE_UNSUPPORTED_ALGORITHM;
}

static bool is_ec(const kedge_public_key *key)
{
    return key->type == KEDGE_KEY_P256 || key->type == KEDGE_KEY_P384;
}

/* RSA keys and those of Ed25519 have one prepared form, of one size. */
static size_t prepared_size(const kedge_crypto *crypto, const kedge_public_key *key, size_t limit)
{
    const kedge_native_kernels *kernels = kedge_native_kernels_of(crypto);
    size_t size;

    if (is_ec(key))
        return kedge_ecdsa_prepared_size(key, limit);
    if (key->type == KEDGE_KEY_ED25519)
        size = kedge_ed25519_prepared_size();
    else if (key->type == KEDGE_KEY_RSA && kernels->rsa_prepare != NULL && key->bits <= KEDGE_NATIVE_RSA_BITS_MAX)
        size = kernels->rsa_prepared_size(key);
    else
        return 0;
    return size <= limit ? size : 0;
}

static kedge_status prepare(const kedge_crypto *crypto, const kedge_public_key *key, void *memory, size_t size)
{
    const size_t needed = prepared_size(crypto, key, SIZE_MAX);
    kedge_status status;

    if (is_ec(key))
        return kedge_ecdsa_prepare(key, memory, size);
    if (needed == 0)
        return KEDGE_UNSUPPORTED_KEY;
    if (size < needed)
        return KEDGE_MEMORY_TOO_SMALL;
    if (key->type == KEDGE_KEY_ED25519)
        return kedge_ed25519_prepare(key, memory);
    status = kedge_rsa_check_key(key);
    if (status == KEDGE_OK)
        kedge_native_kernels_of(crypto)->rsa_prepare(key, memory);
    return status;
}

#ifdef KEDGE_CPU_X86
/* What of a batch waits for others of its kind. */
typedef struct gathered {
    kedge_rsa_batch rsa;
    kedge_ecdsa_batch ecdsa[2];
} gathered;

static void add_ecdsa(kedge_ecdsa_batch *batch, const kedge_crypto *crypto, const kedge_signature_job *job,
                      kedge_status *answer)
{
    uint8_t hashed[KEDGE_HASH_SIZE_MAX];

    *answer = digest(crypto, (kedge_hash)job->algorithm.hash, job->message, hashed);
    if (*answer == KEDGE_OK)
        kedge_ecdsa_batch_add(batch, job, hashed, answer);
}

static bool goes_with_others(gathered *waiting, const kedge_crypto *crypto,
                             const kedge_signature_job *const *jobs, kedge_status *answers, size_t place)
{
    const kedge_signature_job *job = jobs[place];

    if (kedge_crypto_supports(crypto, &job->algorithm, job->key) != KEDGE_OK)
        return false;
    if (job->key->type == KEDGE_KEY_RSA)
        return kedge_rsa_batch_add(&waiting->rsa, crypto, jobs, answers, place);
    if (!is_ec(job->key) || job->prepared != NULL || kedge_native_kernels_of(crypto)->lanes == NULL)
        return false; /* prepared EC keys are faster by themselves */
    add_ecdsa(&waiting->ecdsa[job->key->type == KEDGE_KEY_P384], crypto, job, &answers[place]);
    return true;
}

/* For kernels with lanes. */
static void verify_batch(const kedge_crypto *crypto, const kedge_signature_job *const *jobs,
                         kedge_status *answers, size_t count)
{
    const kedge_lanes *lanes = kedge_native_kernels_of(crypto)->lanes;
    gathered waiting;

    waiting.rsa = (kedge_rsa_batch){ .count = { 0 } };
    kedge_ecdsa_batch_begin(&waiting.ecdsa[0], lanes, KEDGE_KEY_P256);
    kedge_ecdsa_batch_begin(&waiting.ecdsa[1], lanes, KEDGE_KEY_P384);
    for (size_t i = 0; i < count; i++)
        if (!goes_with_others(&waiting, crypto, jobs, answers, i))
            answers[i] = verify(crypto, jobs[i]);
    kedge_rsa_batch_end(&waiting.rsa, crypto, jobs, answers);
    kedge_ecdsa_batch_finish(&waiting.ecdsa[0]);
    kedge_ecdsa_batch_finish(&waiting.ecdsa[1]);
}
#endif

#define PROVIDER(kernels, batch) \
    { \
        .name = "native", \
        .capabilities = capabilities, \
        .capability_count = sizeof capabilities / sizeof capabilities[0], \
        .verify = verify, \
        .digest = digest, \
        .prepared_size = prepared_size, \
        .prepare = prepare, \
        .verify_batch = batch, \
        .context = kernels, \
    }

#ifdef KEDGE_CPU_X86
static const kedge_lanes lanes_ifma = {
    { &kedge_p256, kedge_p256_lanes_compare, kedge_p256_lanes_compare_prepared },
    { &kedge_p384, kedge_p384_lanes_compare, kedge_p384_lanes_compare_prepared },
};
#endif

/* From the best down. */
static const kedge_native_kernels kernel_sets[] = {
#ifdef KEDGE_CPU_X86
    { .name = "ifma", .units = KEDGE_CPU_SHA | KEDGE_CPU_IFMA,
      .sha256 = kedge_sha256_blocks_x86, .sha512 = kedge_sha512_blocks_x86,
      .rsa_raise = kedge_native_rsa_raise_ifma, .rsa_prepared_size = kedge_native_rsa_prepared_size,
      .rsa_prepare = kedge_native_rsa_prepare, .rsa_lane_blocks = kedge_native_rsa_lane_blocks,
      .rsa_raise_lanes = kedge_native_rsa_raise_lanes, .lanes = &lanes_ifma,
      .edwards25519 = &kedge_edwards25519_ifma },
    { .name = "sha", .units = KEDGE_CPU_SHA,
      .sha256 = kedge_sha256_blocks_x86, .sha512 = kedge_sha512_blocks_x86,
      .rsa_raise = kedge_native_rsa_raise, .edwards25519 = &kedge_edwards25519_portable },
#elif defined KEDGE_CPU_ARM
    { .name = "armv8.2", .units = KEDGE_CPU_ARM_SHA256 | KEDGE_CPU_ARM_SHA512,
      .sha256 = kedge_sha256_blocks_arm, .sha512 = kedge_sha512_blocks_arm,
      .rsa_raise = kedge_native_rsa_raise, .edwards25519 = &kedge_edwards25519_portable },
    { .name = "armv8", .units = KEDGE_CPU_ARM_SHA256,
      .sha256 = kedge_sha256_blocks_arm, .sha512 = kedge_sha512_blocks_portable,
      .rsa_raise = kedge_native_rsa_raise, .edwards25519 = &kedge_edwards25519_portable },
#endif
    { .name = "portable", .sha256 = kedge_sha256_blocks_portable,
      .sha512 = kedge_sha512_blocks_portable, .rsa_raise = kedge_native_rsa_raise,
      .edwards25519 = &kedge_edwards25519_portable },
};

static const kedge_crypto providers[] = {
#ifdef KEDGE_CPU_X86
    PROVIDER(&kernel_sets[0], verify_batch),
    PROVIDER(&kernel_sets[1], NULL),
    PROVIDER(&kernel_sets[2], NULL),
#elif defined KEDGE_CPU_ARM
    PROVIDER(&kernel_sets[0], NULL),
    PROVIDER(&kernel_sets[1], NULL),
    PROVIDER(&kernel_sets[2], NULL),
#else
    PROVIDER(&kernel_sets[0], NULL),
#endif
};

/* The first set that the CPU can run, of those with this name if one is given. */
static const kedge_crypto *find(const char *name)
{
    const unsigned units = kedge_cpu_units() | (name != NULL ? KEDGE_CPU_VOUCHED : 0);

    for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++) {
        const kedge_native_kernels *kernels = kedge_native_kernels_of(&providers[i]);

        if ((kernels->units & ~units) == 0 && (name == NULL || strcmp(kernels->name, name) == 0))
            return &providers[i];
    }
    return NULL;
}

const kedge_crypto *kedge_native_best(void)
{
    return find(NULL);
}

const kedge_crypto *kedge_native_named(const char *kernels)
{
    return find(kernels);
}
