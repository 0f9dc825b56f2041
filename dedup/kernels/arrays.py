"""The arrays that kernels work on, by what they hold."""

import numpy as np
import numpy.typing as npt

__all__ = ["Bytes", "Doubles", "Flags", "Hashes", "Ints", "Keys", "Longs", "Scores", "Shorts"]

Bytes = npt.NDArray[np.uint8]
Shorts = npt.NDArray[np.int16]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]
Scores = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
