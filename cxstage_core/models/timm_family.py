"""Any network of timm as a family, by its name there."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any

from cxstage_core.errors import ModelError
from cxstage_core.models.family import Family

_NEAREST = 4


@cache
def timm_family(name: str, ours: tuple[str, ...]) -> Family:
    """Describe a network of timm as a family.

    Args:
        name: as timm writes it, such as "convnext_tiny" or "tf_efficientnet_lite0".
        ours: titles to offer together with timm's nearest names.

    Raises:
        ModelError: timm does not know the name; the message gives the nearest ones.
    """
    import timm

    wanted = name.strip().casefold().removeprefix("timm/").partition(".")[0]
    if not timm.is_model(wanted):
        known = timm.list_models()
        near = difflib.get_close_matches(wanted, known, n=_NEAREST, cutoff=0.5)
        raise ModelError(
            "Found no network named “{name}”.",
            remedy="Choose from: {names}; or any network of timm{nearest}.",
            name=name,
            names=", ".join(ours),
            nearest=f", such as {', '.join(near)}" if near else "",
        )
    settings: Any = timm.get_pretrained_cfg(wanted, allow_unregistered=True)
    first = _names(settings.first_conv)
    last = _names(settings.classifier)
    if not last:
        raise ModelError(
            "The network {name} of timm has no classifier that could give a group.",
            remedy="Choose another network.",
            name=wanted,
        )
    return Family(
        wanted,
        wanted,
        "timm",
        first[0] if first else "",
        last[0],
        multiple=_patch(wanted),
        more_last_layers=last[1:],
        sized=None,
    )


def _names(written: Any) -> tuple[str, ...]:
    if not written:
        return ()
    return (written,) if isinstance(written, str) else tuple(str(name) for name in written)


def _patch(name: str) -> int:
    """Return the patch size in a transformer's name; 1 where it has none."""
    _, found, rest = name.partition("patch")
    digits = rest.partition("_")[0]
    return int(digits) if found and digits.isdigit() else 1
