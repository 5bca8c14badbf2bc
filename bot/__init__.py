"""The process: settings, platforms, web server, clock, courier, command line."""

import os

# Whoever needs NumPy imports it after this. It would start a thread for each core, which a sentence has no use for.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
