"""What the phantom is made of, and how bright each tissue is in each sequence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Look:
    """How a tissue appears.

    Args:
        t2, t1: signal relative to fat = 1, T2- and T1-weighted fast spin echo without fat saturation.
        grain: standard deviation of its fine texture, relative to fat.
        septa: depth of dark strands in it, relative to fat.
        streaks: standard deviation of its coarse, patchy texture, relative to fat.
    """

    t2: float
    t1: float
    grain: float = 0.0
    septa: float = 0.0
    streaks: float = 0.0


class Tissue(Enum):
    """Every tissue with its look; values follow 1.5 and 3 T pelvic protocols by eye."""

    AIR = Look(0.0, 0.0)
    GAS = Look(0.015, 0.015)
    SKIN = Look(0.30, 0.34, 0.03)
    FAT = Look(0.80, 0.92, 0.014, 0.09, 0.035)
    VISCERAL_FAT = Look(0.72, 0.84, 0.022, 0.14, 0.05)
    MUSCLE = Look(0.13, 0.30, 0.014, -0.04, 0.025)
    GLUTEAL = Look(0.14, 0.31, 0.018, -0.16, 0.03)
    FASCIA = Look(0.22, 0.34, 0.02)
    LIGAMENT = Look(0.17, 0.27, 0.02)
    CORTEX = Look(0.045, 0.07, 0.006)
    MARROW = Look(0.58, 0.70, 0.035, 0.06, 0.05)
    RED_MARROW = Look(0.36, 0.48, 0.05, 0.05, 0.06)
    CARTILAGE = Look(0.30, 0.36, 0.01)
    FIBROCARTILAGE = Look(0.13, 0.22, 0.02, 0.0, 0.03)
    DISC = Look(0.38, 0.24, 0.03, 0.0, 0.05)
    CSF = Look(0.98, 0.12, 0.01)
    NERVE = Look(0.34, 0.28, 0.05)
    URINE = Look(1.0, 0.11, 0.008)
    BLADDER_WALL = Look(0.17, 0.26, 0.015)
    MYOMETRIUM = Look(0.37, 0.27, 0.035, 0.10, 0.05)
    JUNCTIONAL_ZONE = Look(0.17, 0.26, 0.018, 0.0, 0.02)
    ENDOMETRIUM = Look(0.72, 0.28, 0.03, 0.0, 0.04)
    CERVIX_OUTER = Look(0.33, 0.27, 0.03, 0.0, 0.03)
    CERVIX_RING = Look(0.13, 0.26, 0.015, 0.0, 0.015)
    CERVIX_MUCOSA = Look(0.50, 0.28, 0.03, 0.0, 0.03)
    CANAL = Look(0.85, 0.24, 0.02)
    TUMOUR = Look(0.45, 0.29, 0.035, 0.0, 0.055)
    NECROSIS = Look(0.72, 0.22, 0.03, 0.0, 0.06)
    INFILTRATION = Look(0.46, 0.36, 0.05, 0.08, 0.07)
    VAGINA_WALL = Look(0.20, 0.27, 0.02)
    VAGINA_LUMEN = Look(0.58, 0.26, 0.04)
    RECTUM_WALL = Look(0.19, 0.28, 0.025)
    RECTUM_MUCOSA = Look(0.42, 0.29, 0.04)
    SPHINCTER = Look(0.26, 0.29, 0.03)
    STOOL = Look(0.27, 0.38, 0.06, 0.10, 0.12)
    BOWEL_WALL = Look(0.24, 0.27, 0.02)
    BOWEL_CONTENT = Look(0.62, 0.30, 0.08, 0.10, 0.14)
    URETHRA = Look(0.42, 0.29, 0.02)
    OVARY = Look(0.40, 0.27, 0.04)
    FOLLICLE = Look(0.97, 0.14, 0.01)
    FREE_FLUID = Look(0.95, 0.13, 0.01)
    ARTERY = Look(0.035, 0.06, 0.01)
    VEIN = Look(0.16, 0.12, 0.03)
    SLOW_VEIN = Look(0.70, 0.28, 0.03)
    VESSEL_WALL = Look(0.20, 0.26, 0.01)
    NODE = Look(0.42, 0.30, 0.02)
