/* crypto/native/cpu.h - what the CPU has beyond the baseline that the library is compiled for. */
#ifndef KEDGE_CRYPTO_NATIVE_CPU_H
#define KEDGE_CRYPTO_NATIVE_CPU_H

#if defined(__x86_64__)
#define KEDGE_CPU_X86 1
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define KEDGE_CPU_ARM 1
#endif

/** Sets of instructions, each with what compilers freely mix with it. */
#define KEDGE_CPU_SHA 1u  /**< SHA-NI, with SSSE3, SSE4.1, AVX2, BMI1 and BMI2 */
#define KEDGE_CPU_IFMA 2u /**< AVX-512 F, DQ, BW, VL, IFMA and VBMI, with BMI2 and ADX */
#define KEDGE_CPU_ARM_SHA256 4u
#define KEDGE_CPU_ARM_SHA512 8u

/** Sets that a program cannot ask an ARM CPU for; who names a set of kernels answers for these. */
#ifdef KEDGE_CPU_ARM
#define KEDGE_CPU_VOUCHED (KEDGE_CPU_ARM_SHA256 | KEDGE_CPU_ARM_SHA512)
#else
#define KEDGE_CPU_VOUCHED 0u
#endif

/** @return the sets that the CPU has and whose registers the system saves.  Asking may take microseconds
 *          in a virtual machine: ask once.  For ARM, the sets that the compiler may use everywhere. */
unsigned kedge_cpu_units(void);

#endif
