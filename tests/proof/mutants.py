"""mutants.py - what would be wrong: (kernels, claim, file, the code, what it is changed to).  prove.py proves
none of these, or its proofs are worth nothing."""

MUTANTS = [
    ("field25519.c", "multiply", "field25519.h", "19 * (s4 >> 51)", "18 * (s4 >> 51)"),
    ("field25519.c", "multiply", "field25519.h", "b4_19 = 19 * b4;", "b4_19 = 19 * b3;"),
    ("field25519.c", "subtract", "field25519.h", "<< 53) - 76)", "<< 52) - 38)"),
    ("field448.c", "multiply", "field448.c", "both[i + 4] - low[i + 4];", "both[i + 4] - high[i + 4];"),
    ("field521.c", "multiply", "field521.h", "s[0] += 2 * last;", "s[0] += last;"),
    ("field521.c", "multiply_subtract", "field521.h", "k < 8 ? 121 : 120", "k < 8 ? 121 : 121"),
    ("field256.c", "multiply", "field256.h", "fe256_subtract_prime(r->limb, -(uint64_t)carry);", ""),
    ("field256.c", "square", "field256.h", "carry = add_carry(carry, t[4], h12, &t[4]);",
     "add_carry(carry, t[4], h12, &t[4]);"),
    ("field256.c", "add", "field256.h",
     "-(uint64_t)carry) != carry))\n        fe256_subtract_prime(r->limb, UINT64_MAX);",
     "-(uint64_t)carry) != carry))\n        return;"),
    ("field384.c", "multiply", "field384.h", "high = m >> 32;", "high = m >> 31;"),
    ("field384.c", "multiply", "field384.h", "high -= borrow;", "(void)borrow;"),
    ("edwards25519_ifma.c", "multiply", "edwards25519_ifma.c", "_mm256_slli_epi64(upper, 4)",
     "_mm256_slli_epi64(upper, 3)"),
    ("edwards25519_ifma.c", "carry of a sum", "edwards25519_ifma.c", "over[LIMBS - 1], all(19)",
     "over[LIMBS - 1], all(20)"),
    ("p256_lanes.c", "multiply", "p256_lanes.c", "shifted_up(m, 32)", "shifted_up(m, 31)"),
    ("p384_lanes.c", "square", "lanes_field.h", "_mm512_slli_epi64(*high, 4)", "_mm512_slli_epi64(*high, 5)"),
    ("montgomery.c", "divide", "montgomery.c", "add_product(&next, q[k], n[1]);",
     "add_product(&next, q[k], n[0]);"),
    ("montgomery.c", "square", "montgomery.c", "double_column(&next);", ""),
    ("rsa_lanes.c", "multiply", "rsa_lanes.c", "t[ROWS] = block_add(t[ROWS], carry);", ""),
]
