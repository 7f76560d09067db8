"""The one definition of how pixels become a network's input, for training and prediction alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self

from cxstage_core.dataset.roles import OPTIONAL, ROLES
from cxstage_core.errors import CxStageError, DatasetError
from cxstage_core.settings import (
    Choice,
    Part,
    Searched,
    SettingsGroup,
    check_settings,
    read_settings,
    refuse,
    rows,
    setting,
    write_settings,
)
from cxstage_core.text import Text, text

ALGORITHM = 1
"""Grows whenever the same settings would give other pixels."""

CHANNELS = ("T2", "T1", "mask")
"""The channels of a training that does not choose others; `ROLES` has all there are."""

MOST_NEIGHBOURS = 2
_OPTIONAL = tuple(Choice(name, ROLES[name].title.template) for name in OPTIONAL)

FUSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "T2": ("T2",),
        "T2+mask": ("T2", "mask"),
        "T2+T1": ("T2", "T1"),
        "T2+T1+mask": ("T2", "T1", "mask"),
    }
)
"""Channels by the names that a search uses."""


def neighbour_offsets(count: int) -> tuple[int, ...]:
    """Offsets of the neighbouring slices, in slices towards the head, nearest first: -1, 1, -2, 2."""
    return tuple(sign * step for step in range(1, count + 1) for sign in (-1, 1))


def neighbour_names(count: int) -> tuple[str, ...]:
    """Names of the channels of `neighbour_offsets`."""
    return tuple(f"T2{offset:+d}" for offset in neighbour_offsets(count))


@dataclass(frozen=True, slots=True)
class Preprocessing(SettingsGroup):
    """SettingsGroup of the preprocessing; `digest` names them.

    Raises:
        DatasetError: a value outside its limits.
    """

    TITLE: ClassVar[Text] = text("preprocessing")
    ERROR: ClassVar[type[CxStageError]] = DatasetError

    channels: tuple[str, ...] = setting(
        CHANNELS,
        "Channels",
        "Channels of the input, in this order. T2 is always one of them.",
        choices=tuple(Choice(role.name, role.title.template) for role in ROLES.values()),
        required="T2",
        section="",
        search=Searched(7, tuple(FUSIONS), name="fusion", presets=FUSIONS),
    )
    empty_if_missing: tuple[str, ...] = setting(
        ("T1",),
        "Empty where missing",
        "Channels that stay empty (0) in a patient who lacks the series, which a network learns by leaving "
        "channels out at random. A patient who lacks the series of any other channel is left out.",
        choices=_OPTIONAL,
        section="",
        safe_default=("T1",),
    )
    dwi_b: float = setting(
        0.0,
        "b-value of DWI",
        "The b-value of the DWI channel, at most a fifth away; 0 takes the highest of a patient, which must be "
        "500 s/mm² or more.",
        low=0.0,
        high=5000.0,
        unit=" s/mm²",
        decimals=0,
        step=100,
        safe_default=0.0,
    )
    neighbours: int = setting(
        0,
        "Neighbouring slices",
        "T2 slices towards the feet and towards the head that are further channels of every slice (2.5D). At an "
        "end of the stack the last slice stands for those that are missing.",
        low=0,
        high=MOST_NEIGHBOURS,
        offered=(0, 1, 2),
        section="input",
        safe_default=0,
    )
    register: tuple[str, ...] = setting(
        (),
        "Register to T2",
        "Channels whose series is moved rigidly onto T2 before it is sampled. A result that shifts by more than "
        "20 mm, turns by more than 10°, or fits worse than before is not used.",
        choices=_OPTIONAL,
        section="",
        safe_default=(),
    )
    size_px: int = setting(
        224,
        "Size",
        "Rows and columns of the input.",
        low=16,
        high=1024,
        unit=" px",
        offered=(64, 96, 128, 160, 192, 224, 256, 320, 384),
        section="input",
    )
    fov_mm: float = setting(
        134.4,
        "Field of view",
        "Side of the square field of view, the same for every patient, so that a centimetre stays a "
        "centimetre. One input pixel is the field of view divided by the size.",
        low=20.0,
        high=500.0,
        unit=" mm",
        decimals=1,
        step=5,
        search=Searched(5, (112.0, 134.4, 160.0), name="crop"),
    )
    wanted_margin_mm: float = setting(
        15.0,
        "Margin wanted",
        "Room wanted around the outline. It crops nothing: a patient whose outline with this margin does "
        "not fit the field of view gets a note.",
        low=0.0,
        high=100.0,
        unit=" mm",
        decimals=1,
        step=1,
        key="margin_mm",
    )
    slices: str = setting(
        "largest+neighbours",
        "Slices",
        "Slices of a patient: the three around the largest outlined area, or every slice with an outline.",
        choices=(
            Choice("largest+neighbours", "Largest and its neighbours"),
            Choice("all", "All with an outline"),
        ),
        section="input",
        search=Searched(6, ("largest+neighbours", "all")),
    )
    clip_percentiles: tuple[float, float] = setting(
        (0.5, 99.5),
        "Clip",
        "Percentiles of the body's voxels to which a channel is clipped.",
        parts=(Part("clip_low", "Clip below", 0, 20), Part("clip_high", "Clip above", 80, 100)),
        unit=" %",
        decimals=1,
        step=0.5,
    )
    bias_correction: bool = setting(
        False,
        "Bias field",
        "Correct the bias field with N4 before normalisation.",
        words="correct (N4)",
    )
    denoise_sigma_mm: float = setting(
        0.0,
        "Denoise",
        "Standard deviation of a Gaussian filter within the slice; 0 is off.",
        low=0.0,
        high=10.0,
        unit=" mm",
    )
    sharpen: float = setting(
        0.0, "Edge enhancement", "Amount of the unsharp mask; 0 is off.", low=0.0, high=5.0
    )
    sharpen_radius_mm: float = setting(
        1.5,
        "Edge radius",
        "Standard deviation of the blur of the unsharp mask.",
        low=0.1,
        high=20.0,
        unit=" mm",
        decimals=1,
    )
    contrast: str = setting(
        "none",
        "Contrast",
        "Contrast of the crop: unchanged, stretched from the 2nd to the 98th percentile, or CLAHE.",
        choices=(
            Choice("none", "As it is"),
            Choice("percentile", "Stretched to percentiles"),
            Choice("clahe", "Local (CLAHE)"),
        ),
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def pixel_mm(self) -> float:
        """Side of one input pixel, mm."""
        return self.fov_mm / self.size_px

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the input's channels in their order.

        T2 is followed by its neighbours, "T2-1" being one slice nearer to the feet, "T2+1" to the head.
        """
        return tuple(
            name
            for channel in self.channels
            for name in (channel, *(neighbour_names(self.neighbours) if channel == "T2" else ()))
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, with the number of the algorithm."""
        return {"algorithm": ALGORITHM, **write_settings(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote, also of an older version.

        Raises:
            DatasetError: written with another algorithm, or a setting is unknown, unusable, or missing
                without a safe default.
        """
        values = dict(data)
        algorithm = values.pop("algorithm", None)
        if algorithm != ALGORITHM:
            refuse(
                cls,
                "These preprocessing settings are of version {found}; this program has version {known}.",
                remedy="Use the program version that wrote them, or train again.",
                found=algorithm,
                known=ALGORITHM,
            )
        return read_settings(cls, values)

    def counted(self) -> dict[str, Any]:
        """The settings that change pixels, as plain JSON values.

        A setting that came after older settings were hashed counts only where it is not at its safe default, so
        that names made from these values stay.
        """
        content = self.to_dict()
        for row in rows(type(self)):
            if getattr(self, row.name) == row.safe_default:
                del content[row.key]
        return content

    def digest(self) -> str:
        """sha256 (hex) of `counted` as canonical JSON."""
        canonical = json.dumps(self.counted(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
