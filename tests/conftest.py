"""One BLAS thread for every test and kernel: set before NumPy is first imported, inherited by the kernels."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
