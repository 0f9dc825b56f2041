"""The inner loop of MinHash, spelled out in vectors: one permutation a lane, one hash at a time.

The compiler by itself puts hashes into the lanes, and then has to find the least of sixteen lanes
for every permutation and text; this way the lanes are the answer, and all permutations of a block
stay in registers.  LLVM fits the vectors to what the processor has.
"""

from typing import Any

import numpy as np
from llvmlite import ir

from dedup.kernels.arrays import Hashes
from dedup.kernels.jit import nothing_from, spelled_out

__all__ = ["BLOCK", "VECTOR", "block_minima", "vector_minima"]

U32 = np.uint32
TOP = U32(0xFFFFFFFF)
VECTOR, BLOCK = 16, 64
WORD, INDEX = ir.IntType(32), ir.IntType(64)

Value = Any


def splat(builder: Value, value: Value, lanes: ir.VectorType) -> Value:
    """A vector that has `value` in every lane."""
    one = builder.insert_element(ir.Constant(lanes, ir.Undefined), value, ir.Constant(WORD, 0))
    nowhere = ir.Constant(ir.VectorType(WORD, lanes.count), None)
    return builder.shuffle_vector(one, ir.Constant(lanes, ir.Undefined), nowhere)


def smaller(builder: Value, one: Value, other: Value) -> Value:
    """The lane by lane minimum, unsigned."""
    return builder.select(builder.icmp_unsigned("<", one, other), one, other)


def emit_loop(builder: Value, n: Value, hashes: Value, a: Value, b: Value) -> Value:
    """A loop over hashes[:n], at least one, that returns the minimum of a * h + b in each lane."""
    before, loop = builder.block, builder.append_basic_block("hashes")
    builder.branch(loop)
    builder.position_at_end(loop)
    j, least = builder.phi(INDEX), builder.phi(a.type)
    h = splat(builder, builder.load(builder.gep(hashes, [j])), a.type)
    found = smaller(builder, least, builder.add(builder.mul(a, h), b))
    following = builder.add(j, ir.Constant(INDEX, 1))
    j.add_incoming(ir.Constant(INDEX, 0), before)
    j.add_incoming(following, loop)
    least.add_incoming(ir.Constant(a.type, [int(TOP)] * a.type.count), before)
    least.add_incoming(found, loop)
    done = builder.append_basic_block("done")
    builder.cbranch(builder.icmp_signed("<", following, n), loop, done)
    builder.position_at_end(done)
    return found


def minima(width: int) -> Any:  # noqa: ANN401 - what numba.extending.intrinsic takes
    """The code of `minima_of` for `width` permutations."""
    lanes = ir.VectorType(WORD, width)

    def generate(context: Value, builder: Value, signature: Value, args: Value) -> Value:
        kinds = [signature.args[i] for i in (0, 2, 3, 5)]
        arrays = [args[i] for i in (0, 2, 3, 5)]
        data = [
            context.make_array(k)(context, builder, x).data
            for k, x in zip(kinds, arrays, strict=True)
        ]
        at = [builder.gep(x, [args[4]]) for x in data[1:]]
        a, b, out = (builder.bitcast(x, lanes.as_pointer()) for x in at)
        a, b = builder.load(a, align=4), builder.load(b, align=4)
        builder.store(emit_loop(builder, args[1], data[0], a, b), out, align=4)
        return context.get_dummy_value()

    def typed(_context: Value, hashes: Any, n: Any, a: Any, b: Any, first: Any, out: Any) -> Any:  # noqa: ANN401
        return nothing_from(hashes, n, a, b, first, out), generate

    return typed


def minima_of(
    hashes: Hashes, n: int, a: Hashes, b: Hashes, first: int, width: int, out: Hashes
) -> None:
    """out[p]: the minimum of a[p] * h + b[p] over hashes[:n], for `width` values of p from `first`."""
    for p in range(first, first + width):
        out[p] = TOP
        for j in range(n):
            out[p] = min(out[p], U32(U32(a[p] * hashes[j]) + b[p]))


@spelled_out(minima(VECTOR))
def vector_minima(hashes: Hashes, n: int, a: Hashes, b: Hashes, first: int, out: Hashes) -> None:
    """`minima_of` for VECTOR permutations."""
    minima_of(hashes, n, a, b, first, VECTOR, out)


@spelled_out(minima(BLOCK))
def block_minima(hashes: Hashes, n: int, a: Hashes, b: Hashes, first: int, out: Hashes) -> None:
    """`minima_of` for BLOCK permutations, four vectors of 512 bits."""
    minima_of(hashes, n, a, b, first, BLOCK, out)
