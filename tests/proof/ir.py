"""ir.py - reads LLVM's intermediate representation, as clang -O0 writes it: functions of blocks of
instructions.

Types are tuples: ("i", bits), ("ptr",), ("array", count, type), ("vector", count, type), ("struct", types)
and ("void",).
"""
import re


class Instruction:
    __slots__ = ("result", "opcode", "text")

    def __init__(self, result, opcode, text):
        self.result, self.opcode, self.text = result, opcode, text


class Function:
    def __init__(self, name, parameters):
        self.name, self.parameters, self.blocks, self.first = name, parameters, {}, None


def split(text):
    """The parts between commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "([{<":
            depth += 1
        elif letter in ")]}>":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    last = text[start:].strip()
    return parts + [last] if last else parts


class Module:
    def __init__(self, text):
        self.structs, self.functions, self.globals = {}, {}, {}
        function = block = None
        for line in text.splitlines():
            line = re.sub(r"\s*;.*$|, !\w.*$| #\d+", "", line).rstrip()
            if function is None:
                if match := re.match(r"(%[\w.\-]+) = type (.*)$", line):
                    self.structs[match[1]] = match[2]
                elif match := re.match(r"@([\w.]+) = .*?(?:constant|global) (.*)$", line):
                    self.globals[match[1]] = match[2]
                elif line.startswith("define "):
                    match = re.search(r"@([\w.]+)\((.*)\)[^)]*\{$", line)
                    names = [part.split()[-1] for part in split(match[2])]
                    function = self.functions[match[1]] = Function(match[1], names)
                    block = None
                continue
            if line == "}":
                function = None
            elif match := re.match(r"([\w.\-]+):", line):
                block = function.blocks[match[1]] = []
                function.first = function.first or match[1]
            elif line.strip():
                if block is None:   # the first block has no label, only a number that follows the parameters
                    function.first = str(len(function.parameters))
                    block = function.blocks[function.first] = []
                match = re.match(r"\s+(?:(%[\w.\-]+) = )?(?:tail |musttail |notail )?(\w+)\s*(.*)$", line)
                # lines without a form are parts of instructions that machine.py does not know
                block.append(Instruction(*match.groups()) if match else Instruction(None, "unknown", line.strip()))

    def type_of(self, text):
        """(type, what follows it)"""
        text = text.strip()
        if match := re.match(r"i(\d+)\b", text):
            return ("i", int(match[1])), text[match.end():].strip()
        if match := re.match(r"(ptr|void|metadata)\b", text):
            return (match[1],), text[match.end():].strip()
        if match := re.match(r"%[\w.\-]+", text):
            return self.type_of(self.structs[match[0]])[0], text[match.end():].strip()
        opening, closing = text[0], {"[": "]", "<": ">", "{": "}"}[text[0]]
        depth = 0
        for at, letter in enumerate(text):
            depth += (letter == opening) - (letter == closing)
            if depth == 0:
                break
        inner, rest = text[1:at].strip(), text[at + 1:].strip()
        if opening == "{":
            return ("struct", tuple(self.type_of(part)[0] for part in split(inner))), rest
        count, _, element = inner.partition(" x ")
        return ("array" if opening == "[" else "vector", int(count), self.type_of(element)[0]), rest


def align_of(kind):
    if kind[0] == "i":
        return max(1, 1 << ((kind[1] + 7) // 8 - 1).bit_length()) if kind[1] > 8 else 1
    if kind[0] == "ptr":
        return 8
    if kind[0] == "array":
        return align_of(kind[2])
    if kind[0] == "vector":
        return size_of(kind)
    return max(map(align_of, kind[1]), default=1)


def size_of(kind):
    if kind[0] == "i":
        return align_of(kind)
    if kind[0] == "ptr":
        return 8
    if kind[0] in ("array", "vector"):
        return kind[1] * size_of(kind[2])
    return offset_of(kind, len(kind[1]))


def offset_of(kind, index):
    """Where a struct's part begins; with an index after the last, the size of the whole."""
    at = 0
    for part in kind[1][:index]:
        at += -at % align_of(part) + size_of(part)
    return at + -at % (align_of(kind[1][index]) if index < len(kind[1]) else align_of(kind))
