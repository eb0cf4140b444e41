"""claims.py - what prove.py proves, kernel by kernel."""
from machine import Memory, Pointer
from number import Poly, number


class Limbs:
    """A number in memory: words with weights, each at most its limit.  `lanes` numbers lie side by side in
    vectors; `is_result` has no value yet."""

    def __init__(self, weights, limits, lanes=1, is_result=False):
        self.weights, self.lanes, self.is_result = weights, lanes, is_result
        self.limits = limits if isinstance(limits, list) else [limits] * len(weights)

    def make(self, ring, name):
        """(where it lies, its numbers as polynomials)"""
        memory = Memory(name)
        if self.is_result:
            return Pointer(memory, 0), None
        numbers = [number(0)] * self.lanes
        for i, (weight, limit) in enumerate(zip(self.weights, self.limits)):
            for lane in range(self.lanes):
                word = ring.variable(f"{name}{i}" + (f".{lane}" if self.lanes > 1 else ""), 0, limit)
                memory.cells[8 * (i * self.lanes + lane)] = (8, word)
                numbers[lane] += word.poly.scaled(weight)
        return Pointer(memory, 0), numbers

    def read(self, ring, pointer):
        cells = pointer.memory.cells
        return [[cells[8 * (i * self.lanes + lane)][1] for i in range(len(self.weights))]
                for lane in range(self.lanes)]


class Claim:
    """function(arguments): the result times `factor` is what is wanted, modulo `modulus` or, where that is None,
    exactly.  `digits` are what the function chose, as part of what is wanted."""

    def __init__(self, name, arguments, wanted, modulus, factor=1, hooks=None, function=None, rules=None,
                 digits=None):
        self.name, self.arguments, self.modulus, self.factor = name, arguments, modulus, factor
        self.function = function or "proof_" + name
        self.wanted, self.digits = wanted, digits
        self.hooks = hooks or {}
        self.result = next(i for i, (_, kind) in enumerate(arguments) if kind.is_result)
        self.rules = rules or (lambda ring, inputs: [])


def weights(bits, count):
    return [1 << bits * i for i in range(count)]


def claims25519():
    p = 2**255 - 19
    tight, loose = 2**51 + 2**15 - 1, 2**54 - 1

    def limbs(limit, is_result=False):
        return Limbs(weights(51, 5), limit, is_result=is_result)

    a, b = ("a", limbs(loose)), ("b", limbs(loose))
    small = ("b", limbs([2**53 - 76] + [2**53 - 4] * 4))
    r = ("r", limbs(tight, True))
    return [
        Claim("multiply", [r, a, b], lambda a, b: a * b, p),
        Claim("square", [r, a], lambda a: a * a, p),
        Claim("subtract", [("r", limbs(loose + 2**53, True)), a, small], lambda a, b: a - b, p),
    ]


def claims521():
    p = 2**521 - 1
    tight, loose = 2**58 + 2**9 - 1, 2**59 + 2**58 + 2**9 - 1

    def limbs(limit, is_result=False):
        return Limbs(weights(58, 9), limit, is_result=is_result)

    a, b, r = ("a", limbs(tight)), ("b", limbs(tight)), ("r", limbs(tight, True))
    return [
        Claim("multiply", [r, ("a", limbs(loose)), b], lambda a, b: a * b, p),
        Claim("square", [r, a], lambda a: a * a, p),
        Claim("square_less_twice", [r, a, b], lambda a, b: a * a - b.scaled(2), p),
        Claim("multiply_subtract", [r, a, b, ("c", limbs(tight)), ("d", limbs(tight))],
              lambda a, b, c, d: a * b - c * d, p),
        Claim("multiply_subtract_square", [r, a, b, ("c", limbs(tight))], lambda a, b, c: a * b - c * c, p),
        Claim("add", [r, a, b], lambda a, b: a + b, p),
        Claim("subtract", [r, a, b], lambda a, b: a - b, p),
        Claim("subtract_loose", [("r", limbs(loose, True)), a, b], lambda a, b: a - b, p),
        Claim("three_halves", [r, a], lambda a: a.scaled(3), p, factor=2),
    ]


def claims_montgomery(p, count, add_row, reduce_word):
    """P-256 and P-384: words of any value, in Montgomery's form."""
    radix = 1 << 64 * count

    def limbs(is_result=False):
        return Limbs(weights(64, count), 2**64 - 1, is_result=is_result)

    a, b, c, d, r = ("a", limbs()), ("b", limbs()), ("c", limbs()), ("d", limbs()), ("r", limbs(True))
    words = {"names": [(0, 0, count)], "numbers": [(0, 0, count)]}
    prime = {"names": [(0, 0, count, "held")], "numbers": [(0, 0, count)]}
    hooks = {
        add_row: {"names": [(0, 0, count, "word")], "numbers": [(0, 0, count + 1)]},
        reduce_word: {"names": [(0, 0, 1, "base"), (0, 1, count - 1, "word")], "numbers": [(0, 1, count)]},
        add_row.replace("add_row", "reduce"): {"names": [(1, 0, 2 * count, "base")]},
        add_row.replace("add_row", "add_prime"): prime,
        add_row.replace("add_row", "subtract_prime"): prime,
    }
    return [
        Claim("multiply", [r, a, b], lambda a, b: a * b, p, radix, hooks),
        Claim("square", [r, a], lambda a: a * a, p, radix, hooks),
        Claim("multiply_subtract", [r, a, b, c, d], lambda a, b, c, d: a * b - c * d, p, radix, hooks),
        Claim("multiply_subtract_square", [r, a, b, c], lambda a, b, c: a * b - c * c, p, radix, hooks),
        Claim("add", [r, a, b], lambda a, b: a + b, p, hooks=hooks),
        Claim("subtract", [r, a, b], lambda a, b: a - b, p, hooks=hooks),
        Claim("three_halves", [r, a], lambda a: a.scaled(3), p, 2, hooks),
    ]


def claims448():
    p = 2**448 - 2**224 - 1
    tight, loose = 2**56 + 2**12 - 1, 2**59 - 1

    def limbs(limit, is_result=False):
        return Limbs(weights(56, 8), limit, is_result=is_result)

    a, b, r = ("a", limbs(loose)), ("b", limbs(loose)), ("r", limbs(tight, True))
    return [
        Claim("multiply", [r, a, b], lambda a, b: a * b, p, function="kedge_fe448_multiply"),
        Claim("square", [r, a], lambda a: a * a, p, function="kedge_fe448_square"),
    ]


def claims25519_lanes():
    p = 2**255 - 19

    def limbs(limit, is_result=False):
        return Limbs(weights(51, 5), limit, 4, is_result)

    a, b = ("a", limbs(2**52 - 1)), ("b", limbs(2**52 - 1))
    columns = 267 * 2**52 # below 2^60.1
    return [
        Claim("multiply", [("r", limbs(columns, True)), a, b], lambda a, b: a * b, p),
        Claim("carry of a product", [("r", limbs(2**51 + 2**14, True)), ("a", limbs(columns))], lambda a: a, p,
              function="proof_carry"),
        Claim("carry of a sum", [("r", limbs(2**51 + 2**16, True)), ("a", limbs(3 * columns + 2**61))],
              lambda a: a, p, function="proof_carry"),
    ]


def claims_lanes(p, count, top):
    """P-256 and P-384, eight at a time, in limbs of 48 bits; weights as in lanes_field.h.  What the highest limb
    of a result is at most is not claimed."""
    def limbs(weight, is_result=False):
        each = weight * (2**48 + 2**15)
        highest = 2**64 - 1 if is_result else weight * top
        return Limbs(weights(48, count), [each] * (count - 1) + [highest], 8, is_result)

    r = ("r", limbs(1, True))
    return [
        Claim("multiply", [r, ("a", limbs(15)), ("b", limbs(15))], lambda a, b: a * b, p, 1 << 48 * count),
        Claim("square", [r, ("a", limbs(7))], lambda a: a * a, p, 1 << 48 * count),
    ]


def montgomery_rules(bits, lanes):
    """The constant times the lowest word of n is -1 modulo 2^bits, and n is odd."""
    def rules(ring, inputs):
        for lane in range(lanes):
            tail = f".{lane}" if lanes > 1 else ""
            names = {one.name: index for index, one in ring.unknowns.items()}
            multiple = ring.unknown("multiple" + tail, 0, 1 << bits)
            yield names["n0" + tail], names["inverse0" + tail], Poly({(multiple.index,): 1 << bits, (): -1})
    return rules


def quotient(ring, bits, lanes, lane):
    """The digits that a run multiplied n by, as one number."""
    digits = [index for index, one in ring.unknowns.items() if one.name == "quotient"][lane::lanes]
    return Poly({(index,): 1 << bits * i for i, index in enumerate(digits)})


def claims_montgomery_words():
    count = 4

    def limbs(words, is_result=False):
        return Limbs(weights(64, words), 2**64 - 1, is_result=is_result)

    a, b, wide = ("a", limbs(count)), ("b", limbs(count)), ("r", limbs(2 * count, True))
    return [
        Claim("multiply", [wide, a, b], lambda a, b: a * b, None),
        Claim("square", [wide, a], lambda a: a * a, None),
        Claim("divide", [("r", limbs(count + 1, True)), ("t", limbs(2 * count)), ("n", limbs(count)),
                         ("inverse", limbs(1))],
              lambda t, n, inverse, digits: t + digits * n, None, 1 << 64 * count, rules=montgomery_rules(64, 1), digits=lambda ring, lane: quotient(ring, 64, 1, lane)),
    ]


def claims_rsa_lanes():
    def limbs(count, top=2**52 - 1, is_result=False):
        return Limbs(weights(52, count), [2**52 - 1] * (count - 1) + [top], 8, is_result)

    below_2n = limbs(8, 2**45 - 1)
    names = [("r", limbs(8, is_result=True)), ("a", below_2n), ("b", below_2n), ("n", limbs(8, 2**44 - 1)),
             ("inverse", limbs(1))]
    return [
        Claim("multiply", names, lambda a, b, n, inverse, digits: a * b + digits * n, None, 1 << 52 * 8,
              rules=montgomery_rules(52, 8), digits=lambda ring, lane: quotient(ring, 52, 8, lane)),
    ]


CLAIMS = {
    "field25519.c": claims25519(),
    "field521.c": claims521(),
    "field256.c": claims_montgomery(2**256 - 2**224 + 2**192 + 2**96 - 1, 4, "fe256_add_row", "fe256_reduce_word"),
    "field448.c": claims448(),
    "edwards25519_ifma.c": claims25519_lanes(),
    "p256_lanes.c": claims_lanes(2**256 - 2**224 + 2**192 + 2**96 - 1, 6, 0xfffffffe),
    "p384_lanes.c": claims_lanes(2**384 - 2**128 - 2**96 + 2**32 - 1, 8, 2**48 + 2**15),
    "montgomery.c": claims_montgomery_words(),
    "rsa_lanes.c": claims_rsa_lanes(),
    "field384.c": claims_montgomery(2**384 - 2**128 - 2**96 + 2**32 - 1, 6, "fe384_add_row", "fe384_reduce_word"),
}
