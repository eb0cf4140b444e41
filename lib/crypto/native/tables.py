#!/usr/bin/env python3
"""Make the tables of odd multiples of the base points of edwards25519 and edwards448 (RFC 8032, 5.1 and
5.2):

    tables.py 25519 >edwards25519_table.c
    tables.py 25519_parts >edwards25519_parts.c
    tables.py 448 >edwards448_table.c
"""
import sys


def add(p, a, d, one, two):
    """The sum of two points of a x^2 + y^2 = 1 + d x^2 y^2."""
    (x1, y1), (x2, y2) = one, two
    t = d * x1 * x2 * y1 * y2 % p
    return ((x1 * y2 + y1 * x2) * pow(1 + t, -1, p) % p, (y1 * y2 - a * x1 * x2) * pow(1 - t, -1, p) % p)


def odd_multiples(p, a, d, base, count):
    double = add(p, a, d, base, base)
    point = base
    for _ in range(count):
        yield point
        point = add(p, a, d, point, double)


def limbs(value, count, bits):
    return [f"0x{value >> bits * i & (1 << bits) - 1:0{(bits + 3) // 4}x}" for i in range(count)]


def element(value, count, bits):
    digits = limbs(value, count, bits)
    if count <= 5:
        return "{ { " + ", ".join(digits) + " } }"
    return "{ { " + ", ".join(digits[:4]) + ",\n          " + ", ".join(digits[4:]) + " } }"


def table(head, array, rows, count, bits):
    print(head)
    print(array + " = {")
    for row in rows:
        print("    { " + ",\n      ".join(element(value, count, bits) for value in row) + " },")
    print("};")


P25519 = 2**255 - 19
D25519 = -121665 * pow(121666, -1, P25519) % P25519
BASE25519 = (15112221349535400772501151409588531511454012693041857206046113283949847762202,
             46316835694926478169428394003475163141307993866256225615783033603165251855960)


def addends25519(base, count):
    p, d = P25519, D25519
    return [((y + x) % p, (y - x) % p, 2 * d * x * y % p) for x, y in odd_multiples(p, -1, d, base, count)]


def edwards25519():
    table("/* edwards25519_table.c - odd multiples of the base point; made by tables.py. */\n"
          '#include "crypto/native/edwards25519.h"\n',
          "const addend25519 kedge_edwards25519_base[1 << (EDWARDS25519_BASE_WIDTH - 2)]",
          addends25519(BASE25519, 128), 5, 51)


def edwards25519_parts():
    point = BASE25519
    array = "kedge_edwards25519_base_parts[EDWARDS25519_PARTS - 1][1 << (EDWARDS25519_PART_WIDTH - 2)]"
    print("/* edwards25519_parts.c - odd multiples of 2^(64 i) times the base point, i = 1 to 3; made by tables.py. */\n"
          '#include "crypto/native/edwards25519.h"\n\n'
          f"const addend25519 {array} = {{")
    for _ in range(3):
        for _ in range(64):
            point = add(P25519, -1, D25519, point, point)
        print("    {")
        for row in addends25519(point, 32):
            print("        { " + ",\n          ".join(element(value, 5, 51) for value in row) + " },")
        print("    },")
    print("};")


def edwards448():
    p = 2**448 - 2**224 - 1
    base = (int("224580040295924300187604334099896036246789641632564134246125461686950415467406"
                "032909029192869357953282578032075146446173674602635247710"),
            int("298819210078481492676017930443930673437544040154080242095928241372331506189835"
                "876003536878655418784733982303233503462500531545062832660"))
    assert (base[0] ** 2 + base[1] ** 2 - 1 + 39081 * base[0] ** 2 * base[1] ** 2) % p == 0
    rows = list(odd_multiples(p, 1, -39081, base, 32))
    table("/* edwards448_table.c - odd multiples of the base point; made by tables.py. */\n"
          '#include "crypto/native/edwards448.h"\n',
          "const addend448 kedge_edwards448_base[1 << (EDWARDS448_BASE_WIDTH - 2)]", rows, 8, 56)


if __name__ == "__main__":
    {"25519": edwards25519, "25519_parts": edwards25519_parts, "448": edwards448}[sys.argv[1]]()
