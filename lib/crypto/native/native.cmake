# native: own kernels for signatures, with the compiler's 128-bit integers.  KEDGE_NATIVE=OFF leaves this
# folder out.
target_sources(kedge PRIVATE
    crypto/native/native.c
    crypto/native/cpu.c
    crypto/native/sha2.c
    crypto/native/sha256.c
    crypto/native/sha256_x86.c
    crypto/native/sha2_arm.c
    crypto/native/sha512.c
    crypto/native/limbs.c
    crypto/native/montgomery.c
    crypto/native/rsa.c
    crypto/native/rsa_ifma.c
    crypto/native/rsa_ifma_multiply.c
    crypto/native/rsa_ifma_octets.c
    crypto/native/rsa_lanes.c
    crypto/native/rsa_batch.c
    crypto/native/field25519.c
    crypto/native/edwards25519.c
    crypto/native/edwards25519_ifma.c
    crypto/native/edwards25519_table.c
    crypto/native/edwards25519_parts.c
    crypto/native/ed25519.c
    crypto/native/field448.c
    crypto/native/edwards448.c
    crypto/native/edwards448_table.c
    crypto/native/shake256.c
    crypto/native/ed448.c
    crypto/native/invert.c
    crypto/native/recode.c
    crypto/native/p256.c
    crypto/native/p256_table.c
    crypto/native/p256_comb_0.c
    crypto/native/p256_comb_1.c
    crypto/native/p256_lanes.c
    crypto/native/p384.c
    crypto/native/p384_table.c
    crypto/native/p384_comb_0.c
    crypto/native/p384_comb_1.c
    crypto/native/p384_comb_2.c
    crypto/native/p384_lanes.c
    crypto/native/p521.c
    crypto/native/p521_table.c
    crypto/native/ecdsa.c
)
target_compile_definitions(kedge PRIVATE KEDGE_NATIVE)

# Vectors of two words, loaded after the words were stored one by one, wait for the stores to end.
set_source_files_properties(crypto/native/p521.c crypto/native/edwards25519.c
    PROPERTIES COMPILE_OPTIONS "-fno-tree-vectorize;-fno-tree-slp-vectorize")

# clang needs more memory than a machine has to instrument unrolled vectors, or minutes.
if(KEDGE_SANITIZE AND CMAKE_C_COMPILER_ID MATCHES "Clang")
    set_source_files_properties(crypto/native/rsa_ifma_multiply.c PROPERTIES COMPILE_OPTIONS -fno-sanitize=all)
    set_source_files_properties(crypto/native/p256_lanes.c crypto/native/p384_lanes.c PROPERTIES COMPILE_OPTIONS
        -fno-sanitize=undefined)
endif()

# At -O3 gcc keeps the sums of montgomery.c in memory; its reordering of sums and instructions costs the vectors of
# lanes registers and a tenth of their speed.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set_source_files_properties(crypto/native/montgomery.c PROPERTIES COMPILE_OPTIONS
        $<$<CONFIG:Release,RelWithDebInfo>:-O2>)
    set_source_files_properties(crypto/native/p256_lanes.c crypto/native/p384_lanes.c PROPERTIES COMPILE_OPTIONS
        "-fno-tree-reassoc;-fno-schedule-insns2")
endif()
