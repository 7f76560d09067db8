"""First weights of a network: drawn at random, from the hub, or from a local file.

Foreign files are data, never code: safetensors, or a checkpoint read with `weights_only=True`; names
and shapes are checked before anything is taken over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import ModelError
from cxstage_core.models.family import Family
from cxstage_core.models.weight_conversion import to_timm_names

if TYPE_CHECKING:
    import torch

SUFFIXES = (".safetensors", ".pth", ".pt", ".bin")
_WRAPPERS = ("state_dict", "model", "model_state_dict", "state_dict_ema")


@dataclass(frozen=True, slots=True)
class Weights:
    """The wish: from scratch, from the public hub, or from a local file or folder.

    Args:
        kind: "scratch", "hub" or "local".
        path: the file, or the folder that holds one file per family; only with "local".
    """

    kind: str = "scratch"
    path: Path | None = None

    @classmethod
    def scratch(cls) -> Weights:
        """Random weights."""
        return cls("scratch")

    @classmethod
    def hub(cls) -> Weights:
        """ImageNet weights, downloaded once by timm or torchvision."""
        return cls("hub")

    @classmethod
    def local(cls, path: Path) -> Weights:
        """Weights of a file, or of a folder with files named after the families' keys."""
        return cls("local", Path(path))

    @classmethod
    def parse(cls, written: str) -> Weights:
        """Read "scratch", "hub", or a path."""
        if written.strip().casefold() in ("", "scratch", "from scratch"):
            return cls.scratch()
        if written.strip().casefold() in ("hub", "imagenet"):
            return cls.hub()
        return cls.local(Path(written))

    def __str__(self) -> str:
        return str(self.path) if self.kind == "local" else self.kind


@dataclass(frozen=True, slots=True)
class Loaded:
    """Weights as read.

    Args:
        tensors: by name.
        text: their origin, for tables.
        sha256: of the file.
    """

    tensors: dict[str, torch.Tensor]
    text: str
    sha256: str


def read_weights(weights: Weights, family: Family) -> Loaded | None:
    """Read the tensors for a family; None when starting from scratch.

    Raises:
        ModelError: no network, no such file, or a file that holds no weights.
    """
    if weights.kind == "scratch":
        return None
    if weights.kind == "hub":
        return _from_hub(family)
    if weights.kind == "local" and weights.path is not None:
        return _from_file(_choose_file(weights.path, family))
    raise ModelError(
        "Weights of the kind “{kind}” do not exist.",
        remedy="Choose scratch, hub or a local file.",
        kind=weights.kind,
    )


def local_file(weights: Weights, family: Family) -> Path:
    """Return the file of local weights for a family.

    Raises:
        ModelError: there is none.
    """
    return _choose_file(weights.path or Path(), family)


def _from_hub(family: Family) -> Loaded:
    try:
        if family.source == "torchvision":
            import torch
            from torchvision.models import ShuffleNet_V2_X1_0_Weights

            source = ShuffleNet_V2_X1_0_Weights.IMAGENET1K_V1
            tensors = dict(source.get_state_dict(progress=False, check_hash=True))
            file = Path(torch.hub.get_dir()) / "checkpoints" / Path(source.url).name
            origin = f"ImageNet (torchvision {family.key} {source.name})"
            return Loaded(tensors, origin, _sha256(file))
        import timm
        from safetensors.torch import load_file

        settings: Any = timm.get_pretrained_cfg(family.key)
        file = Path(_hub_file(settings.hf_hub_id))
        return Loaded(load_file(file), f"ImageNet ({settings.hf_hub_id})", _sha256(file))
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


def _from_file(file: Path) -> Loaded:
    import torch

    try:
        if file.suffix == ".safetensors":
            from safetensors.torch import load_file

            read: Any = load_file(file)
        else:
            read = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # torch and safetensors raise a dozen kinds for a foreign file
        raise ModelError(
            "The file {file} cannot be read as network weights.",
            remedy="Choose a .safetensors file, or a .pth file that holds tensors only.",
            file=file,
        ) from error
    for wrapper in _WRAPPERS:
        if isinstance(read, dict) and isinstance(read.get(wrapper), dict):
            read = read[wrapper]
    tensors = {
        str(key).removeprefix("module."): value
        for key, value in (read.items() if isinstance(read, dict) else ())
        if isinstance(value, torch.Tensor)
    }
    if not tensors:
        raise ModelError(
            "The file {file} holds no network weights.",
            remedy="Choose a file that holds a state dictionary.",
            file=file,
        )
    digest = _sha256(file)
    return Loaded(tensors, f"local file sha256 {digest[:12]}", digest)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _tokens_before_the_grid(module: torch.nn.Module, positions: int) -> int:
    """Class and register tokens that share the position embedding with the square grid of patches."""
    wanted: Any = getattr(module, "num_prefix_tokens", 1)
    return int(wanted) if round((positions - wanted) ** 0.5) ** 2 == positions - wanted else 0


def fit_weights(module: torch.nn.Module, family: Family, loaded: Loaded) -> None:
    """Take weights over into a network with other input channels and one output.

    The classifier is left as it is. Where the number of input channels differs, the first layer gets
    the mean over the file's channels, repeated and scaled so that activations keep their size. The
    position embedding of a ViT is resampled to the grid of the input size.

    Raises:
        ModelError: names or shapes are not those of this architecture.
    """
    import torch
    from timm.layers.pos_embed import resample_abs_pos_embed

    own = module.state_dict()
    last = tuple(f"{layer}." for layer in family.last_layers)
    named = to_timm_names(loaded.tensors, own)
    taken = {key: value for key, value in named.items() if not key.startswith(last)}
    first = f"{family.first_layer}.weight"
    if first in taken and taken[first].ndim == 4 and taken[first].shape[1] != own[first].shape[1]:
        kernel, channels = taken[first].float(), own[first].shape[1]
        mean = kernel.mean(dim=1, keepdim=True) * (kernel.shape[1] / channels)
        taken[first] = mean.repeat(1, channels, 1, 1)
    if "pos_embed" in taken and "pos_embed" in own and taken["pos_embed"].ndim == 3:
        before = _tokens_before_the_grid(module, own["pos_embed"].shape[1])
        grid = round((own["pos_embed"].shape[1] - before) ** 0.5)
        taken["pos_embed"] = resample_abs_pos_embed(
            taken["pos_embed"], [grid, grid], num_prefix_tokens=before
        )
    needed = {
        key for key in own if not key.startswith(last) and not key.endswith("num_batches_tracked")
    }
    missing = sorted(needed - taken.keys())
    strange = sorted(taken.keys() - own.keys())
    unlike = sorted(key for key in taken.keys() & own.keys() if taken[key].shape != own[key].shape)
    if missing or strange or unlike:
        raise ModelError(
            "The weights are not those of {title}: {missing} tensors are missing, {strange} are unknown, "
            "{unlike} have another shape (first: {first}).",
            remedy="Choose the weights of {key}.",
            title=family.title,
            key=family.key,
            missing=len(missing),
            strange=len(strange),
            unlike=len(unlike),
            first=(missing + strange + unlike)[0],
        )
    with torch.no_grad():
        for key, value in taken.items():
            own[key].copy_(value)
