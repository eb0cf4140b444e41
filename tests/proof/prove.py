#!/usr/bin/env python3
"""prove.py - field arithmetic of the native kernels is that of integers: proved, not tested.

    prove.py [NAME...]          what is named, or all
    prove.py --self-test        that changes to the code, one at a time, leave it without a proof (mutants.py)

The C of the library, through clang's own intermediate representation, is run on words that are unknown
(machine.py, number.py), and what comes out is compared with the integers' product modulo the prime, for all
words within the limits that stand in the headers.  docs/assurance.md says what that is worth.
"""
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from claims import CLAIMS
from ir import Module
from machine import Machine, Unsupported
from mutants import MUTANTS
from number import FAR, Poly, Ring, Unknown, number

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
CLANG = "clang-16"


class Failure(Exception):
    pass


def compiled(source, first=None):
    """The module of a C file of kernels; headers in the folder `first`, if there is one, go before the library's."""
    folders = [first] * (first is not None) + [TOP / "lib", TOP / "include"]
    result = subprocess.run(
        [CLANG, "-std=c11", "-O0", "-S", "-emit-llvm", "-Xclang", "-disable-llvm-passes", "-o", "-",
         *(f"-I{folder}" for folder in folders), str(HERE / "kernels" / source)], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(result.stderr)
    return Module(result.stdout)


class Hook:
    """What is done where a function begins and ends: words get names, and numbers of words have bounds."""

    def __init__(self, names=(), numbers=()):
        self.names, self.numbers = names, numbers

    def enter(self, machine, arguments):
        self.before, machine.ring.newest = machine.ring.newest, Unknown.count
        for argument, first, count, kind in self.names:
            pointer = arguments[argument]
            for i in range(first, first + count):
                size, value = pointer.memory.cells[pointer.offset + 8 * i]
                value = machine.ring.named(value, f"word{i}", kind)
                pointer.memory.cells[pointer.offset + 8 * i] = (size, value)

    def leave(self, machine, arguments):
        machine.ring.newest = self.before
        for argument, first, count in self.numbers:
            pointer = arguments[argument]
            words = [pointer.memory.cells[pointer.offset + 8 * i][1] for i in range(first, first + count)]
            total = number(0)
            for i, word in enumerate(words):
                total += word.poly.scaled(1 << 64 * i)
            machine.ring.learn(total, 0, (1 << 64 * count) - 1)


def one_path(module, claim, decisions):
    """Run a function once; returns the decisions taken."""
    ring = Ring()
    hooks = {name: Hook(**hook) for name, hook in claim.hooks.items()}
    machine = Machine(module, ring, decisions, hooks)
    inputs, arguments, result = {}, [], None
    for name, argument in claim.arguments:
        pointer, numbers = argument.make(ring, name)
        arguments.append(pointer)
        if numbers is None:
            result = argument
        else:
            inputs[name] = numbers
    for one, two, replacement in claim.rules(ring, inputs):
        ring.rules[tuple(sorted((one, two)))] = replacement
    machine.call(claim.function, arguments)
    check(ring, claim, inputs, arguments)
    return machine.taken


def check(ring, claim, inputs, arguments):
    (name, kind), pointer = claim.arguments[claim.result], arguments[claim.result]
    lanes = kind.read(ring, pointer)
    for lane, words in enumerate(lanes):
        for i, word in enumerate(words):
            if word.low < 0 or word.high > kind.limits[i]:
                raise Failure(f"word {i} of the result may be {word.high:#x}, above {kind.limits[i]:#x}")
        total = number(0)
        for word, weight in zip(words, kind.weights):
            total += word.poly.scaled(weight)
        chosen = {n: numbers[lane if len(numbers) > 1 else 0] for n, numbers in inputs.items()}
        if claim.digits is not None:
            chosen["digits"] = claim.digits(ring, lane)
        left = ring.expanded(total.scaled(claim.factor) - ring.settled(claim.wanted(**chosen)))
        if claim.modulus is not None:
            left = Poly({m: f % claim.modulus for m, f in left.terms.items() if f % claim.modulus})
        if left.terms:
            if claim.modulus is None:
                most = sum(limit * weight for limit, weight in zip(kind.limits, kind.weights))
                ring.facts.append((ring.settled(claim.wanted(**chosen)) + left, 0, most * claim.factor))
            settle(ring, claim, kind, total, left)


def settle(ring, claim, kind, total, left):
    """What is left has to be 0 for all values that its unknowns can have together."""
    indices = sorted({i for monomial in left.terms for i in monomial})
    if len(indices) > 8 or any(ring.unknowns[i].high - ring.unknowns[i].low > 4096 for i in indices):
        raise Failure(f"{len(left.terms)} terms are left: {shown(ring, left)}")
    most = sum(limit * weight for limit, weight in zip(kind.limits, kind.weights))
    facts = [form for fact in ring.facts + [(total, 0, most)] for form in ring.forms(*fact)]
    for poly, low, high in [(total, 0, most)] + ring.augends:
        if any(i in indices for m in ring.expanded(poly, FAR).terms for i in m):
            form, factor = ring.cleared(poly)
            facts.append((form, low * factor, high * factor))
    facts = [fact for fact in facts if any(i in indices for m in fact[0].terms for i in m)]
    for values in ring.assignments(indices, facts):
        rest = ring.assigned(left, values)
        if any(claim.modulus is None or f % claim.modulus for f in rest.terms.values()):
            raise Failure(f"not for {values}: {shown(ring, left)}")


def shown(ring, poly):
    terms = sorted(poly.terms.items())[:6]
    return " + ".join(f"{f:#x} " + " ".join(ring.unknowns[i].name for i in m) for m, f in terms)


def prove(module, claim):
    """All paths; returns how many."""
    decisions = []
    for count in itertools.count(1):
        taken = one_path(module, claim, decisions)
        while taken and not taken[-1]:
            taken.pop()
        if not taken:
            return count
        decisions = taken[:-1] + [False]


def main(wanted):
    failed = 0
    for source, claims in CLAIMS.items():
        chosen = [claim for claim in claims if not wanted or any(w in f"{source} {claim.name}" for w in wanted)]
        if not chosen:
            continue
        module = compiled(source)
        for claim in chosen:
            begin = time.monotonic()
            try:
                paths = prove(module, claim)
                answer = "proved" if paths == 1 else f"proved, {paths} paths"
            except (Failure, Unsupported) as problem:
                answer, failed = f"NOT PROVED: {problem}", failed + 1
            print(f"{source[:-2]:18} {claim.name:26} {answer} ({time.monotonic() - begin:.1f} s)", flush=True)
    return failed


def self_test():
    """Every mutant is left without a proof."""
    failed = 0
    for source, name, file, old, new in MUTANTS:
        text = (TOP / "lib/crypto/native" / file).read_text()
        claim = next(claim for claim in CLAIMS[source] if claim.name == name)
        with tempfile.TemporaryDirectory() as folder:
            changed = Path(folder) / "crypto/native"
            changed.mkdir(parents=True)
            (changed / file).write_text(text.replace(old, new, 1))
            try:
                if old not in text:
                    raise LookupError("is not in the file any more: renew mutants.py")
                prove(compiled(source, folder), claim)
                answer, failed = "PROVED, though it is wrong", failed + 1
            except LookupError as problem:
                answer, failed = str(problem), failed + 1
            except (Failure, Unsupported) as problem:
                answer = "refused: " + str(problem)[:60]
        print(f"{file:20} {old.partition(chr(10))[0][:44]:44} {answer}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(1 if (self_test() if sys.argv[1:] == ["--self-test"] else main(sys.argv[1:])) else 0)
