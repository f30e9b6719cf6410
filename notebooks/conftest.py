"""One BLAS thread for every notebook: set before NumPy is first imported, inherited by the kernels."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
