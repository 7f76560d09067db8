"""Names of weights in files of other projects, turned into those of timm.

The widespread EfficientNet files number their blocks in one row (`_blocks.5._expand_conv`), timm by stage
(`blocks.2.1.conv_pw`). The layers are the same and come in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")

_BLOCK = re.compile(r"^_blocks\.(\d+)\.(_\w+?)\.(.+)$")
_STAGE = re.compile(r"^blocks\.(\d+)\.(\d+)\.")
_OUTSIDE = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2"}
_OUTSIDE["_fc"] = "classifier"
_EXPANDING = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
_PLAIN = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
_SQUEEZE = {"_se_reduce": "se.conv_reduce", "_se_expand": "se.conv_expand"}


def to_timm_names(tensors: Mapping[str, T], own: Iterable[str]) -> dict[str, T]:
    """Rename the tensors of an EfficientNet file; any other file comes back as it is.

    Args:
        tensors: by their names in the file.
        own: names in the network that they are meant for.
    """
    if "_conv_stem.weight" not in tensors:
        return dict(tensors)
    stages = sorted({(int(m[1]), int(m[2])) for name in own if (m := _STAGE.match(name))})
    expanding = {int(m[1]) for name in tensors if (m := _BLOCK.match(name)) and m[2] == "_expand_conv"}
    return {_renamed(name, stages, expanding): value for name, value in tensors.items()}


def _renamed(name: str, stages: list[tuple[int, int]], expanding: set[int]) -> str:
    found = _BLOCK.match(name)
    if found is None:
        layer, _, rest = name.partition(".")
        return f"{_OUTSIDE[layer]}.{rest}" if layer in _OUTSIDE else name
    number = int(found[1])
    layers = {**(_EXPANDING if number in expanding else _PLAIN), **_SQUEEZE}
    if number >= len(stages) or found[2] not in layers:
        return name
    stage, place = stages[number]
    return f"blocks.{stage}.{place}.{layers[found[2]]}.{found[3]}"
