"""The type of vectors."""

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
"""Vectors as rows, each of unit length."""
