"""CxStage core: cervical-cancer MRI cohorts, readings, networks and predictions, without a window."""

import os
import sys

if sys.platform == "darwin":  # read when PyTorch is loaded: what Apple's GPU cannot do, the CPU does
    os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")

__version__ = "0.1.0"
