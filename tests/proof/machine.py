"""machine.py - runs functions in LLVM's intermediate representation on words that are unknown.

Loops and places in memory must be known; a comparison that is not makes two runs of one.  What this does not
know is refused: it stops with Unsupported.
"""
import re

from ir import offset_of, size_of, split
from number import SUMS, Poly, Unknown, Value, fixed, number


class Unsupported(Exception):
    pass


class Memory:
    """One object: cells from offsets to (size, value); what was never written is an error to read."""

    def __init__(self, name):
        self.name, self.cells = name, {}


class Pointer:
    __slots__ = ("memory", "offset")

    def __init__(self, memory, offset):
        self.memory, self.offset = memory, offset


class Machine:
    def __init__(self, module, ring, decisions, hooks):
        self.module, self.ring, self.decisions, self.hooks = module, ring, decisions, hooks
        self.taken = []
        self.globals = {}

    # numbers

    def wrapped(self, value, bits):
        """The word of so many bits that is left of a value."""
        if 0 <= value.low and value.high < 1 << bits:
            return value
        return self.ring.narrowed(value, bits)[1]

    def flag(self, value):
        """The unknown of two values that a value is times 2^bits - 1, or None."""
        if len(value.poly.terms) == 1:
            (monomial, _), = value.poly.terms.items()
            if len(monomial) == 1 and self.ring.unknowns[monomial[0]].low >= 0 \
                    and self.ring.unknowns[monomial[0]].high <= 1:
                return Poly({monomial: 1})
        return None

    def bitwise_and(self, a, b, bits):
        if a.constant() is not None:
            a, b = b, a
        mask, other = b.constant(), a.constant()
        if mask is not None and other is not None:
            return fixed(mask & other % (1 << bits))
        if mask is not None and mask & mask + 1 == 0:
            word = self.wrapped(a, mask.bit_length())
            return self.ring.named(word, "bit") if mask == 1 else word
        for one, two in ((a, b), (b, a)):
            poly = self.flag(one)
            if poly is not None and one.poly.key() == poly.scaled((1 << bits) - 1).key():
                return Value(poly * two.poly, 0, two.high)
        raise Unsupported("and of unknown words")

    def bitwise_or(self, a, b, bits):
        if a.constant() is not None and b.constant() is not None:
            return fixed(a.constant() | b.constant())
        for one, two in ((a, b), (b, a)):
            known = self.ring.expanded(one.poly, SUMS)
            zeros = min((f & -f for f in known.terms.values()), default=1 << 200)
            if 0 <= two.low and two.high < zeros and one.low >= 0:
                return Value(a.poly + b.poly, a.low + b.low, min(a.high + b.high, (1 << bits) - 1))
        raise Unsupported("or of words with common bits")

    def bitwise_xor(self, a, b, bits):
        if a.constant() is not None and b.constant() is not None:
            return fixed(a.constant() ^ b.constant())
        for one, two in ((a, b), (b, a)):
            if two.constant() == (1 << bits) - 1:
                return Value(two.poly - one.poly, two.low - one.high, two.low - one.low)
        raise Unsupported("xor of unknown words")

    def shifted_right(self, a, count, bits):
        return self.ring.narrowed(self.wrapped(a, bits), count)[0] if count else a

    def arithmetic(self, opcode, a, b, bits):
        if opcode in ("and", "or", "xor"):
            a, b = self.wrapped(a, bits), self.wrapped(b, bits)
            if opcode == "and":
                return self.bitwise_and(a, b, bits)
            return self.bitwise_or(a, b, bits) if opcode == "or" else self.bitwise_xor(a, b, bits)
        if opcode in ("shl", "lshr", "ashr"):
            count = b.constant()
            if count is None or count >= bits:
                raise Unsupported("a shift by an unknown count")
            if opcode == "shl":
                word = self.wrapped(Value(a.poly.scaled(1 << count), a.low << count, a.high << count), bits)
                is_cut = a.high << count >> bits and len(a.poly.terms) == 1 and bits == 64
                return self.ring.named(word, "shifted", "sum") if is_cut else word
            if opcode == "ashr" and not a.high < 1 << bits - 1:
                raise Unsupported("an arithmetic shift of what may be negative")
            return self.shifted_right(a, count, bits)
        if opcode == "add":
            result = Value(a.poly + b.poly, a.low + b.low, a.high + b.high)
            if result.high >> bits and result.constant() is None:
                return self.ring.named(self.wrapped(result, bits), "sum", "sum")
        elif opcode == "sub":
            if a.low == 0 and b.high == 1 and self.is_at_most(b, a):
                return Value(a.poly - b.poly, 0, a.high)
            result = Value(a.poly - b.poly, a.low - b.high, a.high - b.low)
        elif opcode == "mul":
            ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            result = Value(self.ring.settled(a.poly * b.poly), min(ends), max(ends))
        elif opcode in ("udiv", "urem", "sdiv", "srem") and b.constant() and a.constant() is not None:
            x, y = a.constant(), b.constant()
            result = fixed(x // y if opcode.endswith("div") else x % y)
        else:
            raise Unsupported(opcode)
        if result.low < 0 or result.high >> bits:
            result = self.bounded(result)
        result = self.wrapped(result, bits)
        if opcode == "mul" and self.is_inverse(b):
            result = self.ring.named(result, "quotient", "sum")
        return result

    def is_shifted(self, b, a):
        """Whether b is what a shift left of the word a."""
        one, two = self.single(a), self.single(b)
        shifted = self.ring.unknowns.get(two)
        return one is not None and two is not None and shifted.name == "shifted" and (one,) in shifted.meaning.terms

    def single(self, value):
        """The index of the unknown that a value is."""
        monomial, factor = next(iter(value.poly.terms.items()), ((), 0))
        return monomial[0] if len(value.poly.terms) == len(monomial) == factor == 1 else None

    def is_inverse(self, value):
        """Whether it is Montgomery's constant: what is multiplied by it is a digit of the quotient."""
        names = [self.ring.unknowns[i].name for m in value.poly.terms for i in m]
        return len(value.poly.terms) == 1 and len(names) == 1 and names[0].startswith("inverse")

    def bounded(self, value):
        """The value with the bounds that its polynomial has, where they are closer."""
        low, high = self.ring.bounds(value.poly)
        return Value(value.poly, max(low, value.low), min(high, value.high))

    def is_at_most(self, b, a):
        """Whether the flag b is never 1 where a is 0, by what is known."""
        one, two = self.single(a), self.single(b)
        if one is None or two is None:
            return False
        near = {i for fact in self.ring.facts[-12:] for m in fact[0].terms for i in m}
        if one not in near and two not in near:
            return False
        facts = [form for fact in self.ring.facts[-12:] for form in self.ring.forms(*fact)]
        values = {one: 0, two: 1}
        return any(not self.ring.is_possible(*fact, values) for fact in facts) or self.ring.is_refuted(values, facts)

    # lanes of vectors are integers of either sign, of which a word holds the low 64 bits

    def lane_wrapped(self, value):
        if value.low >= -1 << 63 and value.high < 1 << 63:
            return value
        return self.wrapped(value, 64)

    def lane(self, opcode, a, b):
        if opcode == "add":
            return self.lane_wrapped(Value(a.poly + b.poly, a.low + b.low, a.high + b.high))
        if opcode == "sub":
            return self.lane_wrapped(Value(a.poly - b.poly, a.low - b.high, a.high - b.low))
        if opcode == "and" and b.constant() is not None and b.constant() & b.constant() + 1 == 0:
            return self.wrapped(a, b.constant().bit_length())
        if opcode == "and" and a.constant() is not None:
            return self.lane("and", b, a)
        return self.arithmetic(opcode, a, b, 64)

    def lane_shift(self, name, a, count):
        if "psrai" in name:
            if a.low < -1 << 63 or a.high >= 1 << 63:
                raise Unsupported("an arithmetic shift of an unsigned word")
            return self.ring.narrowed(a, count)[0]
        if "psrli" in name:
            return self.shifted_right(a, count, 64)
        return self.lane_wrapped(Value(a.poly.scaled(1 << count), a.low << count, a.high << count))

    def multiply_add(self, is_high, total, a, b):
        a, b = self.wrapped(a, 52), self.wrapped(b, 52)
        product = Value(self.ring.settled(a.poly * b.poly), a.low * b.low, a.high * b.high)
        half = self.ring.narrowed(product, 52)[0 if is_high else 1]
        if not is_high and self.is_inverse(b):
            half = self.ring.named(half, "quotient", "sum")
        if a.constant() is not None and b.constant() is not None:
            product = a.constant() * b.constant()
            half = fixed(product >> 52 if is_high else product % (1 << 52))
        return self.lane("add", total, half)

    # conditions

    def decide(self, predicate, a, b, bits):
        if predicate[0] == "s" and a.constant() is not None and b.constant() is not None:
            half = 1 << bits - 1
            a, b = fixed((a.constant() + half) % (1 << bits)), fixed((b.constant() + half) % (1 << bits))
        elif predicate[0] == "s" and max(a.high, b.high) >= 1 << bits - 1:
            raise Unsupported("a signed comparison of unknown words")
        order = predicate[1:] if predicate not in ("eq", "ne") else predicate
        if order in ("gt", "ge"):
            a, b, order = b, a, {"gt": "lt", "ge": "le"}[order]
        if order == "lt" and (a.high < b.low or a.low >= b.high):
            return a.high < b.low
        if order == "le" and (a.high <= b.low or a.low > b.high):
            return a.high <= b.low
        difference = self.ring.expanded(a.poly - b.poly)
        if order in ("eq", "ne"):
            if a.high < b.low or a.low > b.high or (difference.constant() or 0) != 0:
                return order == "ne"
            if not difference.terms:
                return order == "eq"
        at = len(self.taken)
        answer = self.decisions[at] if at < len(self.decisions) else True
        self.taken.append(answer)
        if order in ("eq", "ne"):
            self.assume_equal(a, b, (order == "eq") == answer)
        else:
            first, second = (a, b) if answer else (b, a)
            gap = 1 if (order == "lt") == answer else 0
            self.ring.facts.append((self.ring.expanded(second.poly - first.poly), gap, 1 << 200))
        return answer

    def assume_equal(self, a, b, is_equal):
        """Two flags are the same or not; of other words, what is equal is remembered as a fact."""
        flags = [self.flag(x) if x.constant() is None else x.poly for x in (a, b)]
        if all(f is not None and f.key() == x.poly.key() for f, x in zip(flags, (a, b))):
            for one, two in (flags, reversed(flags)):
                if one.constant() is None:
                    unknown = self.ring.unknowns[next(iter(one.terms))[0]]
                    if unknown.meaning is None:
                        unknown.meaning = two if is_equal else number(1) - two
                        return
        if is_equal:
            self.ring.facts.append((self.ring.expanded(a.poly - b.poly), 0, 0))

    # memory

    def load(self, kind, pointer):
        if kind[0] in ("array", "vector"):
            step = size_of(kind[2])
            return [self.load(kind[2], Pointer(pointer.memory, pointer.offset + step * i)) for i in range(kind[1])]
        if kind[0] == "struct":
            return [self.load(part, Pointer(pointer.memory, pointer.offset + offset_of(kind, i)))
                    for i, part in enumerate(kind[1])]
        cells = pointer.memory.cells
        size, value = cells.get(pointer.offset, (0, None))
        if size == size_of(kind):
            return value
        if size_of(kind) == 16 and size == 8 and cells.get(pointer.offset + 8, (0, None))[0] == 8:
            upper = cells[pointer.offset + 8][1]    # arguments of 128 bits come in two words
            return Value(value.poly + upper.poly.scaled(1 << 64), value.low + (upper.low << 64),
                         value.high + (upper.high << 64))
        if size_of(kind) == 8 and size == 16:
            return self.ring.narrowed(value, 64)[1]
        if size_of(kind) == 8 and cells.get(pointer.offset - 8, (0, None))[0] == 16:
            return self.ring.narrowed(cells[pointer.offset - 8][1], 64)[0]
        raise Unsupported(f"{pointer.memory.name}[{pointer.offset}]: {size_of(kind)} octets are read, {size} written")

    def store(self, kind, value, pointer):
        if kind[0] in ("array", "vector"):
            step = size_of(kind[2])
            for i in range(kind[1]):
                self.store(kind[2], value[i], Pointer(pointer.memory, pointer.offset + step * i))
            return
        if kind[0] == "struct":
            for i, part in enumerate(kind[1]):
                self.store(part, value[i], Pointer(pointer.memory, pointer.offset + offset_of(kind, i)))
            return
        size, cells = size_of(kind), pointer.memory.cells
        for offset in range(pointer.offset - 15, pointer.offset + size):
            if offset in cells and offset + cells[offset][0] > pointer.offset:
                del cells[offset]   # what is left of it cannot be read again
        cells[pointer.offset] = (size, value)

    def copy(self, target, source, size):
        cells = {at - source.offset: cell for at, cell in source.memory.cells.items()
                 if source.offset <= at < source.offset + size}
        self.clear_range(target, size)
        for at, cell in cells.items():
            target.memory.cells[target.offset + at] = cell

    def clear_range(self, target, size):
        for at in [at for at in target.memory.cells if target.offset <= at < target.offset + size]:
            del target.memory.cells[at]

    def fill(self, target, size):
        """With zeros, as words of 64 bits."""
        if size % 8 != 0:
            raise Unsupported("memset of parts of words")
        self.clear_range(target, size)
        for at in range(0, size, 8):
            target.memory.cells[target.offset + at] = (8, fixed(0))

    def global_memory(self, name):
        if name not in self.globals:
            memory = self.globals[name] = Memory(name)
            kind, initial = self.module.type_of(self.module.globals[name])
            self.initialise(Pointer(memory, 0), kind, initial)
        return self.globals[name]

    def initialise(self, pointer, kind, text):
        text = split(text)[0]
        if text.startswith("zeroinitializer"):
            return self.fill(pointer, size_of(kind))
        if kind[0] == "i":
            return self.store(kind, fixed(int(text) % (1 << kind[1])), pointer)
        for i, part in enumerate(split(text[1:-1])):
            inner, rest = self.module.type_of(part)
            offset = offset_of(kind, i) if kind[0] == "struct" else i * size_of(inner)
            self.initialise(Pointer(pointer.memory, pointer.offset + offset), inner, rest)

    # instructions

    def operand(self, kind, text, names):
        if text.startswith("%"):
            return names[text]
        if text.startswith("@"):
            return Pointer(self.global_memory(text[1:]), 0)
        if match := re.match(r"getelementptr (?:inbounds )?\((.*)\)$", text):
            return self.do_getelementptr(match[1], names)
        if kind[0] == "struct":
            return [None] * len(kind[1])
        if kind[0] == "vector":
            if text in ("zeroinitializer", "undef", "poison"):
                return [fixed(0) if text[0] == "z" else None] * kind[1]
            return [self.operand(kind[2], self.module.type_of(part)[1], names) for part in split(text[1:-1])]
        if text in ("true", "false"):
            return fixed(int(text == "true"))
        if text in ("undef", "poison", "null"):
            return None
        return fixed(int(text) % (1 << kind[1]))

    def typed(self, text, names):
        kind, rest = self.module.type_of(text)
        rest = re.sub(r"^((noundef|nonnull|nocapture|readonly|writeonly|immarg|align \d+|signext|zeroext|"
                      r"dereferenceable\(\d+\)|noalias|(byval|sret)\([^)]*\))\s+)+", "", rest)
        return kind, self.operand(kind, rest, names)

    def call(self, name, arguments):
        function = self.module.functions.get(name)
        if function is None:
            return self.intrinsic(name, arguments)
        hook = self.hooks.get(name)
        if hook is not None:
            hook.enter(self, arguments)
        names = dict(zip(function.parameters, arguments))
        self.ring.marks.append(Unknown.count)
        result = self.run(function, names)
        if hook is not None:
            hook.leave(self, arguments)
        self.ring.marks.pop()
        return result

    def intrinsic(self, name, arguments):
        if name.startswith("llvm.x86.addcarry") or name.startswith("llvm.x86.subborrow"):
            carry, a, b = arguments
            bits = int(name.rpartition(".")[2])
            sign = 1 if "addcarry" in name else -1
            if sign > 0:
                total = Value(a.poly + b.poly + carry.poly, a.low + b.low + carry.low, a.high + b.high + carry.high)
            else:
                total = Value(a.poly - b.poly - carry.poly, a.low - b.high - carry.high, a.high - b.low - carry.low)
            over, word = self.ring.narrowed(total, bits, sign)
            over = over if sign > 0 else Value(number(0) - over.poly, -over.high, -over.low)
            self.ring.chained(carry.poly, a.poly, b.poly, over.poly, sign)
            return [over, self.ring.named(word, "word", "sum" if self.is_shifted(b, a) else "held")]
        if "vpmadd52" in name:
            return [self.multiply_add("vpmadd52h" in name, *lanes) for lanes in zip(*arguments)]
        if re.search(r"\.ps(rl|ra|ll)i\.q", name):
            return [self.lane_shift(name, lane, arguments[1].constant()) for lane in arguments[0]]
        if name.startswith("llvm.memcpy") or name.startswith("llvm.memmove"):
            return self.copy(arguments[0], arguments[1], arguments[2].constant())
        if name.startswith("llvm.memset") and arguments[1].constant() == 0:
            return self.fill(arguments[0], arguments[2].constant())
        if name.startswith("llvm.expect"):
            return arguments[0]
        if name.startswith("llvm.dbg") or name.startswith("llvm.lifetime"):
            return None
        raise Unsupported(f"a call of {name}")

    def run(self, function, names):
        label, before = function.first, None
        while True:
            for step in function.blocks[label]:
                if step.opcode == "ret":
                    return None if step.text == "void" else self.typed(step.text, names)[1]
                if step.opcode == "br":
                    labels = re.findall(r"label %([\w.\-]+)", step.text)
                    taken = 0
                    if len(labels) == 2:
                        taken = 0 if self.truth(names[re.match(r"i1 (%[\w.\-]+)", step.text)[1]]) else 1
                    before, label = label, labels[taken]
                    break
                names[step.result] = self.execute(step, names, before)
            else:
                raise Unsupported("a block without an end")

    def truth(self, value):
        if value.constant() is None:
            return self.decide("ne", value, fixed(0), 1)
        return value.constant() != 0

    def execute(self, step, names, before):
        opcode, text = step.opcode, step.text
        handler = getattr(self, "do_" + opcode, None)
        if handler is None:
            raise Unsupported(f"{opcode} {text}")
        return handler(text, names, before) if opcode == "phi" else handler(text, names)

    def do_alloca(self, text, names):
        return Pointer(Memory("local " + text), 0)

    def do_load(self, text, names):
        parts = split(re.sub(r"^volatile ", "", text))
        kind, _ = self.module.type_of(parts[0])
        value = self.load(kind, self.typed(parts[1], names)[1])
        return self.wrapped(value, kind[1]) if kind[0] == "i" and isinstance(value, Value) else value

    def do_store(self, text, names):
        parts = split(re.sub(r"^volatile ", "", text))
        kind, value = self.typed(parts[0], names)
        self.store(kind, value, self.typed(parts[1], names)[1])

    def do_getelementptr(self, text, names):
        parts = split(text.replace("inbounds ", ""))
        kind, _ = self.module.type_of(parts[0])
        pointer = self.typed(parts[1], names)[1]
        offset = 0
        for i, part in enumerate(parts[2:]):
            index_kind, index = self.typed(part, names)
            index = index.constant()
            if index is None:
                raise Unsupported("an unknown index")
            index -= (index >> index_kind[1] - 1) << index_kind[1]
            if i == 0:
                offset += index * size_of(kind)
            elif kind[0] == "struct":
                offset += offset_of(kind, index)
                kind = kind[1][index]
            else:
                offset += index * size_of(kind[2])
                kind = kind[2]
        return Pointer(pointer.memory, pointer.offset + offset)

    def do_call(self, text, names):
        if match := re.search(r'asm sideeffect "", "=\w+,0[^"]*"\((.*)\)$', text):
            return self.typed(match[1], names)[1]   # only keeps the compiler from mixing what stands around it
        match = re.search(r"@([\w.]+)\((.*)\)$", re.sub(r" \[ .* \]$", "", text))
        if match is None:
            raise Unsupported(f"call {text}")
        if match[1].startswith("llvm.dbg"):
            return None
        return self.call(match[1], [self.typed(part, names)[1] for part in split(match[2])])

    def two(self, text, names):
        text = re.sub(r"^((nuw|nsw|exact)\s+)+", "", text)
        left, right = split(text)
        kind, a = self.typed(left, names)
        return kind, a, self.operand(kind, right, names)

    def do_zext(self, text, names):
        return self.typed(text.partition(" to ")[0], names)[1]

    def do_trunc(self, text, names):
        source, _, target = text.partition(" to ")
        return self.wrapped(self.typed(source, names)[1], self.module.type_of(target)[0][1])

    def do_sext(self, text, names):
        source, _, target = text.partition(" to ")
        kind, value = self.typed(source, names)
        bits, wide = kind[1], self.module.type_of(target)[0][1]
        if value.constant() is not None:
            signed = value.constant() - (value.constant() >> bits - 1 << bits)
            return fixed(signed % (1 << wide))
        if value.high >> bits - 1:
            raise Unsupported("sext of an unknown word")
        return value

    def do_bitcast(self, text, names):
        source, _, target = text.partition(" to ")
        kind, value = self.typed(source, names)
        if kind != self.module.type_of(target)[0]:
            raise Unsupported("bitcast " + text)
        return value

    def do_freeze(self, text, names):
        return self.typed(text, names)[1]

    def do_icmp(self, text, names):
        predicate, _, rest = text.partition(" ")
        kind, a, b = self.two(rest, names)
        if kind[0] == "ptr" and predicate in ("eq", "ne") and None in (a, b):
            return fixed(int((a is b) == (predicate == "eq")))
        if kind[0] != "i":
            raise Unsupported("a comparison of " + kind[0])
        return fixed(int(self.decide(predicate, a, b, kind[1])))

    def do_select(self, text, names):
        condition, one, other = split(text)
        return self.typed(one if self.truth(self.typed(condition, names)[1]) else other, names)[1]

    def do_phi(self, text, names, before):
        kind, rest = self.module.type_of(text)
        for value, label in re.findall(r"\[ (\S+), %([\w.\-]+) \]", rest):
            if label == before:
                return self.operand(kind, value, names)
        raise Unsupported("phi " + text)

    def do_extractvalue(self, text, names):
        source, index = split(text)
        return self.typed(source, names)[1][int(index)]

    def do_insertvalue(self, text, names):
        aggregate, element, index = split(text)
        parts = list(self.typed(aggregate, names)[1])
        parts[int(index)] = self.typed(element, names)[1]
        return parts

    def do_insertelement(self, text, names):
        vector, element, index = split(text)
        lanes = list(self.typed(vector, names)[1])
        lanes[self.typed(index, names)[1].constant()] = self.typed(element, names)[1]
        return lanes

    def do_extractelement(self, text, names):
        vector, index = split(text)
        return self.typed(vector, names)[1][self.typed(index, names)[1].constant()]

    def do_shufflevector(self, text, names):
        one, other, mask = split(text)
        lanes = self.typed(one, names)[1] + self.typed(other, names)[1]
        return [lanes[i.constant()] for i in self.typed(mask, names)[1]]


def binary(opcode):
    def do(self, text, names):
        kind, a, b = self.two(text, names)
        if kind[0] == "vector":
            return [self.lane(opcode, x, y) for x, y in zip(a, b)]
        return self.arithmetic(opcode, a, b, kind[1])
    return do


for opcode_name in ("add", "sub", "mul", "and", "or", "xor", "shl", "lshr", "ashr", "udiv", "urem", "sdiv", "srem"):
    setattr(Machine, "do_" + opcode_name, binary(opcode_name))
