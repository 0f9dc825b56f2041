"""Names of the arrays that the scanner works on."""

import numpy as np
import numpy.typing as npt

__all__ = ["Bytes", "Keys", "Longs", "Signs"]

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
Signs = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]
