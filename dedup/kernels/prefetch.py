"""Memory asked for before it is needed: a row named by a number drawn at random is in no cache."""

from typing import Any

import numpy as np
from llvmlite import ir

from dedup.kernels.arrays import Keys
from dedup.kernels.jit import nothing_from, spelled_out

__all__ = ["prefetch"]

FLAG, POINTER = ir.IntType(32), ir.IntType(8).as_pointer()

# It will be read, and soon again; it is data.
READ, KEEP, DATA = (ir.Constant(FLAG, number) for number in (0, 3, 1))

Value = Any


def generate(context: Value, builder: Value, signature: Value, args: Value) -> Value:
    """One instruction for the line of the cache that holds words[at]."""
    words = context.make_array(signature.args[0])(context, builder, args[0])
    kind = ir.FunctionType(ir.VoidType(), [POINTER, FLAG, FLAG, FLAG])
    ask = builder.module.declare_intrinsic("llvm.prefetch", [POINTER], kind)
    line = builder.bitcast(builder.gep(words.data, [args[1]]), POINTER)
    builder.call(ask, [line, READ, KEEP, DATA])
    return context.get_dummy_value()


def typed(_context: Value, words: Any, at: Any) -> Any:  # noqa: ANN401 - numba's types
    """Any array of words, and the place of one as if it had a single axis."""
    return nothing_from(words, at), generate


@spelled_out(typed)
def prefetch(words: Keys, at: np.int64) -> None:
    """Have words[at] in the cache soon; changes nothing, and any place will do."""
