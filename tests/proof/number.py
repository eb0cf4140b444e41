"""number.py - integers that depend on unknowns, exactly.

A value is a polynomial with integer coefficients over unknowns, each of which is an integer with a range.  What
a machine word loses is an unknown of its own: x / 2^n, rounded down, is one whose coefficients cancel where
the code is right.  Nothing here is modulo anything: congruences are only asked for at the end.
"""


class Unknown:
    """An integer from low to high.  `meaning` is a polynomial that it is equal to, if that is known; `kind` says
    who needs its name:

        base    keeps it wherever bounds are asked for, unless all is expanded
        sum     the same: a word of a sum that wraps
        carry   the same: the quotient of such words
        held    keeps it in bounds near where it was named
        word    never, and so are others of no kind
    """

    count = 0

    def __init__(self, name, low, high, meaning=None, kind="word"):
        self.name, self.low, self.high, self.meaning, self.kind = name, low, high, meaning, kind
        self.index = Unknown.count
        Unknown.count += 1


ALL = frozenset(("base", "sum", "carry", "held", "word"))
NEAR = frozenset(("word",))             # what is expanded for bounds
FAR = frozenset(("word", "held"))
SUMS = frozenset(("sum", "carry", "word"))


class Poly:
    """terms: from sorted tuples of indices of unknowns to coefficients other than 0."""

    __slots__ = ("terms",)

    def __init__(self, terms):
        self.terms = terms

    def constant(self):
        """The value of a polynomial without unknowns, else None."""
        if not self.terms:
            return 0
        return self.terms.get(()) if len(self.terms) == 1 else None

    def __add__(self, other):
        small, large = sorted((self.terms, other.terms), key=len)
        terms = dict(large)
        for monomial, factor in small.items():
            total = terms.get(monomial, 0) + factor
            if total:
                terms[monomial] = total
            else:
                del terms[monomial]
        return Poly(terms)

    def scaled(self, factor):
        return Poly({monomial: value * factor for monomial, value in self.terms.items()} if factor else {})

    def __sub__(self, other):
        return self + other.scaled(-1)

    def __mul__(self, other):
        terms = {}
        for one, factor in self.terms.items():
            for two, value in other.terms.items():
                monomial = tuple(sorted(one + two)) if one and two else one or two
                terms[monomial] = terms.get(monomial, 0) + factor * value
        return Poly({monomial: value for monomial, value in terms.items() if value})

    def key(self):
        return frozenset(self.terms.items())


def number(value):
    return Poly({(): value} if value else {})


class Value:
    """A polynomial and a range that it is known to lie in."""

    __slots__ = ("poly", "low", "high")

    def __init__(self, poly, low, high):
        assert low <= high, "an empty range"
        self.poly, self.low, self.high = poly, low, high
        if low == high:
            self.poly = number(low)

    def constant(self):
        return self.poly.constant()


def fixed(value):
    return Value(number(value), value, value)


class Ring:
    """The unknowns of one run, and what is known about them."""

    def __init__(self):
        self.unknowns = {}
        self.quotients = {}
        self.rules = {}         # a pair of indices: the polynomial that their product is
        self.facts = []         # (polynomial, low, high)
        self.newest = 0         # how many there were when the last function with a hook began
        self.marks = [0]        # for functions that run: how many unknowns there were before
        self.chains = {}        # a carry: (sign, the sum of words that it came out of, how many, what was added to)
        self.augends = []       # what words were added to, as facts
        self.solved = {}        # an unknown: (bits, polynomial) that is 2^bits times it

    def unknown(self, name, low, high, meaning=None, kind="word"):
        one = Unknown(name, low, high, meaning, kind)
        self.unknowns[one.index] = one
        return one

    def value_of(self, unknown):
        return Value(Poly({(unknown.index,): 1}), unknown.low, unknown.high)

    def variable(self, name, low, high):
        return self.value_of(self.unknown(name, low, high))

    def settled(self, poly):
        """The polynomial after the rules for products."""
        for pair, replacement in self.rules.items():
            one, two = pair
            hits = [m for m in poly.terms if one in m and two in m]
            while hits:
                terms = dict(poly.terms)
                extra = number(0)
                for monomial in hits:
                    rest = list(monomial)
                    rest.remove(one)
                    rest.remove(two)
                    extra += Poly({tuple(rest): terms.pop(monomial)}) * replacement
                poly = Poly(terms) + extra
                hits = [m for m in poly.terms if one in m and two in m]
        return poly

    def bounds(self, poly):
        """A range of the polynomial from those of its unknowns, one by one."""
        low = high = 0
        for monomial, factor in poly.terms.items():
            least = most = 1
            for index in monomial:
                one = self.unknowns[index]
                ends = [least * one.low, least * one.high, most * one.low, most * one.high]
                least, most = min(ends), max(ends)
            low += factor * (least if factor > 0 else most)
            high += factor * (most if factor > 0 else least)
        return low, high

    def narrowed(self, value, bits, sign=1):
        """(value / 2^bits rounded down, value mod 2^bits).  What 2^bits divides visibly is divided; of the rest,
        what is left is all of it where bounds say so, else an unknown stands for the quotient, or with a sign of -1
        for its negative: the same one for the same rest."""
        poly = self.settled(value.poly)
        low, high, mask = value.low >> bits, value.high >> bits, (1 << bits) - 1
        if low == high:
            return fixed(low), Value(poly - number(low << bits), value.low - (low << bits), value.high - (low << bits))
        rest = Poly({monomial: factor & mask for monomial, factor in poly.terms.items() if factor & mask})
        whole = Poly({monomial: factor >> bits for monomial, factor in poly.terms.items() if factor >> bits})
        least, most = self.bounds(rest)
        if least >= 0 and most <= mask:
            return Value(whole, low, high), Value(rest, 0, mask)
        for kinds, since in ((SUMS | {"held"}, self.newest), (ALL, 0)):
            known = self.expanded(rest, kinds, since)
            visible = Poly({monomial: factor & mask for monomial, factor in known.terms.items() if factor & mask})
            more = whole + Poly({m: factor >> bits for m, factor in known.terms.items() if factor >> bits})
            least, most = self.bounds(visible)
            if least >= 0 and most <= mask:
                return self.carried(poly, more, visible, whole, bits, low, high)
            if since and visible.key() != rest.key() and len(visible.terms) == 1:
                return self.carried(poly, more + self.quotient(visible, bits, 0, most >> bits, 1, number(0)),
                                    None, whole, bits, low, high)
        ends = (low, high) if sign > 0 else (-high, -low)
        quotient = whole + self.quotient(rest, bits, *ends, sign, whole)
        return Value(quotient, low, high), Value(poly - quotient.scaled(1 << bits), 0, mask)

    def carried(self, poly, quotient, remainder, whole, bits, low, high):
        """A quotient that is known by other unknowns than those of the number keeps a name for bounds."""
        if remainder is None:
            remainder = self.expanded(poly, SUMS | {"held"}, self.newest) - quotient.scaled(1 << bits)
        if quotient.key() != whole.key():
            one = self.unknown(f"q{Unknown.count}", low, high, quotient, "carry")
            self.solved[one.index] = (bits, poly - remainder)
            quotient = Poly({(one.index,): 1})
        return Value(quotient, low, high), Value(remainder, 0, (1 << bits) - 1)

    def quotient(self, rest, bits, low, high, sign, whole):
        """The unknown that is the quotient of the rest: the first number with it says what its bounds are."""
        zeros = min((factor & -factor).bit_length() - 1 for factor in rest.terms.values())
        key = (frozenset((monomial, factor >> zeros) for monomial, factor in rest.terms.items()), bits - zeros)
        if key not in self.quotients:
            one = self.unknown(f"q{Unknown.count}", low, high)
            self.quotients[key] = Poly({(one.index,): sign}) - whole
        return self.quotients[key]

    def named(self, value, name, kind="word"):
        """An unknown equal to the value."""
        if value.constant() is not None or len(value.poly.terms) == 1 and kind == "held":
            return value
        one = self.unknown(name, value.low, value.high, value.poly, kind)
        if kind in ("base", "sum"):
            self.solve(self.expanded(value.poly, FAR), Poly({(one.index,): 1}))
        return self.value_of(one)

    def solve(self, poly, word):
        """word = poly = rest + factor q says what 2^bits q is, where factor is 2^bits or -2^bits."""
        last = max((i for m in poly.terms for i in m), default=None)
        factor = poly.terms.get((last,), 0)
        size = abs(factor)
        if size > 1 and size & size - 1 == 0 and self.unknowns[last].meaning is None and last not in self.solved:
            rest = poly - Poly({(last,): factor})
            self.solved[last] = (size.bit_length() - 1, (word - rest).scaled(1 if factor > 0 else -1))

    def cleared(self, poly):
        """A multiple of the polynomial without solved unknowns, in words of base: (multiple, factor)."""
        factor, poly = 1, self.expanded(poly, FAR)
        while True:
            there = [i for m in poly.terms for i in m if i in self.solved]
            if not there:
                return poly, factor
            last = max(there)
            bits, meaning = self.solved[last]
            poly, factor = poly.scaled(1 << bits), factor << bits
            kept = {m: f for m, f in poly.terms.items() if last not in m}
            total = Poly(kept)
            for monomial, f in poly.terms.items():
                if last in monomial:
                    rest = list(monomial)
                    rest.remove(last)
                    if last in rest or f % (1 << bits):
                        return poly, factor
                    total += Poly({tuple(rest): f >> bits}) * meaning
            poly = self.expanded(total, FAR)

    def chained(self, carry, a, b, over, sign):
        """Words that were added with a carry, or subtracted: all of them together are a number with bounds."""
        first = next(iter(carry.terms), ())
        _, total, count, augend = self.chains.get(first[0] if len(first) == 1 and len(carry.terms) == 1 else None,
                                                  (sign, carry.scaled(sign), 0, number(0)))
        total += (a + b.scaled(sign)).scaled(1 << 64 * count)
        augend += a.scaled(1 << 64 * count)
        count += 1
        if len(over.terms) == 1 and over.constant() is None:
            (monomial, _), = over.terms.items()
            self.chains[monomial[0]] = (sign, total, count, augend)
            self.augends.append((augend, 0, (1 << 64 * count) - 1))
            self.learn(total - over.scaled(sign << 64 * count), 0, (1 << 64 * count) - 1)

    def expanded(self, poly, kinds=ALL, since=0):
        """Unknowns of these kinds replaced by their meanings; held ones only where they are not older than
        `since`."""
        while True:
            indices = {i for m in poly.terms for i in m if self.unknowns[i].meaning is not None
                       and self.unknowns[i].kind in kinds and (i >= since or self.unknowns[i].kind != "held")}
            if not indices:
                return self.settled(poly)
            last = max(indices)
            kept, total = {}, number(0)
            for monomial, factor in poly.terms.items():
                if last not in monomial:
                    kept[monomial] = factor
                    continue
                product = number(factor)
                for index in monomial:
                    product *= self.unknowns[index].meaning if index == last else Poly({(index,): 1})
                total += product
            poly = Poly(kept) + total

    def assigned(self, poly, values):
        """The polynomial with the values, by index, for unknowns."""
        terms = {}
        for monomial, factor in poly.terms.items():
            for index in monomial:
                if index in values:
                    factor *= values[index]
            rest = tuple(i for i in monomial if i not in values)
            terms[rest] = terms.get(rest, 0) + factor
        return Poly({m: f for m, f in terms.items() if f})

    def is_possible(self, poly, low, high, values):
        least, most = self.bounds(self.assigned(poly, values))
        return least <= high and most >= low

    def learn(self, poly, low, high):
        """The polynomial is known to lie there.  A carry that would take it outside is 0 or 1 from now on."""
        candidates = {}
        for form, _, _ in self.forms(poly, low, high):
            candidates[form.key()] = form
        self.facts.append((poly, low, high))
        for form in candidates.values():
            for monomial, factor in list(form.terms.items()):
                if len(monomial) != 1 or abs(factor) < high - low:
                    continue
                one = self.unknowns[monomial[0]]
                if one.meaning is not None or one.high - one.low != 1:
                    continue
                possible = [v for v in (one.low, one.high) if self.is_possible(form, low, high, {one.index: v})]
                if len(possible) == 1:
                    one.meaning = number(possible[0])
                    one.low = one.high = possible[0]

    def forms(self, poly, low, high):
        near = self.expanded(poly, NEAR)
        once = self.expanded(self.replaced(near), NEAR)
        found = {form.key(): form for form in (near, once, self.expanded(self.replaced(once), NEAR),
                                               self.expanded(poly))}
        for mark in self.marks[-3:]:
            form = self.expanded(poly, FAR, mark)
            found[form.key()] = form
        return [(form, low, high) for form in found.values()]

    def replaced(self, poly):
        """The polynomial with the meanings of its held unknowns, whose own ones are left."""
        total = number(0)
        for monomial, factor in poly.terms.items():
            product = number(factor)
            for index in monomial:
                one = self.unknowns[index]
                is_held = one.kind == "held" and one.meaning is not None
                product *= one.meaning if is_held else Poly({(index,): 1})
            total += product
        return total

    def is_refuted(self, values, facts):
        """Whether facts, each of them tightening the ranges of its unknowns for the next, leave no values."""
        ranges = {}
        for _ in range(4):
            for poly, low, high in facts:
                poly = self.assigned(poly, values)
                if any(len(m) > 1 for m in poly.terms):
                    continue
                ends = {m: tuple(sorted(f * e for e in ranges.get(m, self.range_of(m)))) for m, f in poly.terms.items()}
                least, most = (sum(e[i] for e in ends.values()) for i in (0, 1))
                if least > high or most < low:
                    return True
                for monomial, factor in poly.terms.items():
                    if not monomial:
                        continue
                    above, below = high - (least - ends[monomial][0]), low - (most - ends[monomial][1])
                    old = ranges.get(monomial, self.range_of(monomial))
                    new = (-(-below // factor), above // factor) if factor > 0 else \
                        (-(above // -factor), -below // -factor)
                    ranges[monomial] = (max(old[0], new[0]), min(old[1], new[1]))
                    if ranges[monomial][0] > ranges[monomial][1]:
                        return True
        return False

    def range_of(self, monomial):
        return (self.unknowns[monomial[0]].low, self.unknowns[monomial[0]].high) if monomial else (1, 1)

    def assignments(self, indices, facts):
        """All values of unknowns of few values that contradict no fact."""
        found = [{}]
        for index in indices:
            one = self.unknowns[index]
            found = [{**values, index: v} for values in found for v in range(one.low, one.high + 1)]
            found = [values for values in found
                     if all(self.is_possible(poly, low, high, values) for poly, low, high in facts)]
        return found
