/* cpu.c - what the CPU has (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID,
 * and volume 1, 13.3 and 15.2). */
#include "crypto/native/cpu.h"

#ifdef KEDGE_CPU_X86
#include <cpuid.h>
#include <stdbool.h>
#include <stdint.h>

/* CPUID, leaf 1. */
#define ECX_SSSE3 (1u << 9)
#define ECX_SSE41 (1u << 19)
#define ECX_OSXSAVE (1u << 27)
#define ECX_AVX (1u << 28)
#define ECX_BASE (ECX_SSSE3 | ECX_SSE41 | ECX_OSXSAVE | ECX_AVX)
/* CPUID, leaf 7. */
#define EBX_BMI1 (1u << 3)
#define EBX_AVX2 (1u << 5)
#define EBX_BMI2 (1u << 8)
#define EBX_AVX512F (1u << 16)
#define EBX_AVX512DQ (1u << 17)
#define EBX_ADX (1u << 19)
#define EBX_IFMA (1u << 21)
#define EBX_SHA (1u << 29)
#define EBX_AVX512BW (1u << 30)
#define EBX_AVX512VL (1u << 31)
#define EBX_UNIT_SHA (EBX_SHA | EBX_BMI1 | EBX_AVX2 | EBX_BMI2)
#define EBX_UNIT_IFMA \
    (EBX_AVX2 | EBX_BMI2 | EBX_ADX | EBX_AVX512F | EBX_AVX512DQ | EBX_IFMA | EBX_AVX512BW | EBX_AVX512VL)
#define ECX_VBMI (1u << 1)
/* XCR0: the registers xmm and ymm; the masks, the upper halves of zmm and the upper sixteen. */
#define XCR0_AVX 0x06u
#define XCR0_AVX512 0xe6u

static bool has(uint32_t word, uint32_t bits)
{
    return (word & bits) == bits;
}

/* XGETBV, which is there where CPUID says OSXSAVE. */
static uint32_t saved_registers(void)
{
    uint32_t low, high;

    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

unsigned kedge_cpu_units(void)
{
    uint32_t eax, ebx, ecx, edx, saved;
    unsigned units = 0;

    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || !has(ecx, ECX_BASE))
        return 0;
    saved = saved_registers();
    if (!has(saved, XCR0_AVX) || __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0)
        return 0;
    if (has(ebx, EBX_UNIT_SHA))
        units |= KEDGE_CPU_SHA;
    if (has(saved, XCR0_AVX512) && has(ebx, EBX_UNIT_IFMA) && has(ecx, ECX_VBMI))
        units |= KEDGE_CPU_IFMA;
    return units;
}
#else
/* ARM keeps what its CPU has from programs; only systems tell, each in its own way. */
unsigned kedge_cpu_units(void)
{
    unsigned units = 0;

#ifdef __ARM_FEATURE_SHA2
    units |= KEDGE_CPU_ARM_SHA256;
#endif
#ifdef __ARM_FEATURE_SHA512
    units |= KEDGE_CPU_ARM_SHA512;
#endif
    return units;
}
#endif
