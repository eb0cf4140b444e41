#!/usr/bin/env python3
"""Make the parameters of the curves P-256, P-384 and P-521 (SEC 2, 2.4.2, 2.5.1, 2.6.1) and their tables of
odd multiples of the base point G:

    curve_tables.py p256 >p256_table.c

and the combs of G for P-256 and P-384, in two and three files:

    curve_tables.py p256_comb 0 >p256_comb_0.c
"""
import sys


class Curve:
    """y^2 = x^3 - 3 x + b; None is the point at infinity."""

    def __init__(self, p, n, b, x, y):
        self.p, self.n, self.b, self.base = p, n, b, (x, y)
        assert (x**3 - 3 * x + b - y * y) % p == 0

    def add(self, one, two):
        if one is None or two is None:
            return two if one is None else one
        (x1, y1), (x2, y2) = one, two
        if x1 == x2:
            if y1 != y2:
                return None
            slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, self.p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, self.p)
        x = (slope * slope - x1 - x2) % self.p
        return x, (slope * (x1 - x) - y1) % self.p

    def odd_multiples(self, count):
        point, double = self.base, self.add(self.base, self.base)
        for _ in range(count):
            yield point
            point = self.add(point, double)


    def multiply(self, scalar, point):
        result = None
        for bit in bin(scalar)[2:]:
            result = self.add(result, result)
            if bit == "1":
                result = self.add(result, point)
        return result


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551,
    0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b,
    0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
    0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)
P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973,
    0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef,
    0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7,
    0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f)
P521 = Curve(
    2**521 - 1,
    int("01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
        "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409", 16),
    int("0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e1"
        "56193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00", 16),
    int("00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dba"
        "a14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66", 16),
    int("011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c"
        "97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650", 16))


def words(value, count, bits, indent):
    """The limbs of a number as initialisers, four to a line."""
    limbs = [f"0x{value >> bits * i & (1 << bits) - 1:0{(bits + 3) // 4}x}" for i in range(count)]
    lines = [", ".join(limbs[i:i + 4]) for i in range(0, count, 4)]
    return (",\n" + " " * indent).join(lines)


def write(name, curve, limbs, field_bits, radix, width, base_name, element):
    """All of a table file.  `radix` is what field elements are multiplied by (Montgomery)."""
    bits, p, n = curve.p.bit_length(), curve.p, curve.n
    field_limbs = -(-bits // field_bits)

    def field(value, indent):
        return "{ { " + words(value * radix % p, field_limbs, field_bits, indent) + " } }"

    print(f"/* {name}_table.c - parameters of the curve and odd multiples of its base point; made by")
    print(f" * curve_tables.py. */\n#include \"crypto/native/{name}.h\"\n")
    print(f"const kedge_curve kedge_{name} = {{\n    .limbs = {limbs},\n    .size = {(bits + 7) // 8},")
    print(f"    .bits = {bits},")
    for label, value in (("prime", p), ("order", n), ("order_radix", pow(2, 128 * limbs, n))):
        print(f"    .{label} = {{ {words(value, limbs, 64, 8)} }},")
    print(f"    .order_inverse = 0x{-pow(n, -1, 2**64) % 2**64:016x},")
    print(f"    .compare = kedge_{name}_compare,")
    if name != "p521":
        print(f"    .entry_size = sizeof({name}_affine),\n    .prepare = kedge_{name}_prepare,")
        print(f"    .compare_prepared = kedge_{name}_compare_prepared,")
    print("};\n")
    print(f"const {element} kedge_{name}_b = {field(curve.b, 4)};\n")
    print(f"const {name}_affine kedge_{name}_base[1 << (KEDGE_{base_name}_BASE_WIDTH - 2)] = {{")
    for x, y in curve.odd_multiples(1 << width - 2):
        print("    { " + field(x, 8) + ",\n      " + field(y, 8) + " },")
    print("};")


COMB_FILES = {"p256": (range(0, 4), range(4, 8)), "p384": (range(0, 3), range(3, 6), range(6, 8))}


def write_comb(name, curve, limbs, number):
    """A file of the comb of G (curve.h): some of 8 parts of 7 teeth, the last of 6."""
    teeth, bits, p = 7, curve.p.bit_length(), curve.p
    spacing = bits // (8 * teeth - 1) + 1
    parts = COMB_FILES[name][number]

    def field(value, indent):
        return "{ { " + words((value << 64 * limbs) % p, limbs, 64, indent) + " } }"

    print(f"/* {name}_comb_{number}.c - parts {parts[0]} to {parts[-1]} of the comb of the base point; made by")
    print(f" * curve_tables.py. */\n#include \"crypto/native/{name}.h\"\n")
    for part in parts:
        own = teeth - (part == 7)
        print(f"const {name}_affine kedge_{name}_base_part_{part}[{1 << own - 1}] = {{")
        tooth = [curve.multiply((1 << spacing * (teeth * part + i)) % curve.n, curve.base) for i in range(own)]
        for entry in range(1 << own - 1):
            point = tooth[own - 1]
            for i in range(own - 1):
                x, y = tooth[i]
                point = curve.add(point, (x, y if entry >> i & 1 else p - y))
            print("    { " + field(point[0], 8) + ",\n      " + field(point[1], 8) + " },")
        print("};\n" if part != parts[-1] else "};")


if __name__ == "__main__":
    {"p256": lambda: write("p256", P256, 4, 64, 2**256, 9, "P256", "fe256"),
     "p384": lambda: write("p384", P384, 6, 64, 2**384, 9, "P384", "fe384"),
     "p256_comb": lambda: write_comb("p256", P256, 4, int(sys.argv[2])),
     "p384_comb": lambda: write_comb("p384", P384, 6, int(sys.argv[2])),
     "p521": lambda: write("p521", P521, 9, 58, 1, 8, "P521", "fe521")}[sys.argv[1]]()
