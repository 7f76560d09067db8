"""The executor of a training and its limits; the results do not depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cxstage_core.errors import TrainingError
from cxstage_core.training.execution.executors import Executor


@dataclass(frozen=True, slots=True)
class Placement:
    """On this computer one after the other, several at a time, or on a Ray cluster.

    Args:
        at_once: networks that train at the same time on this computer.
        ray: address of a Ray cluster, such as "auto" or "host:6379"; "" for this computer.
        gpu_share: of a GPU, for each network on the cluster; None asks for a whole one where the cluster
            has GPUs and the recipe wants or allows one. With 0.25 four networks share a GPU.

    Raises:
        TrainingError: a value outside its range, or both places at once.
    """

    at_once: int = 1
    ray: str = ""
    gpu_share: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.at_once <= 64 or not 0 <= (self.gpu_share or 0) <= 1:
            raise TrainingError(
                "{count} networks at once, or {share} of a GPU for each, is not possible.",
                remedy="Choose 1 to 64 networks, and 0 to 1 of a GPU.",
                count=self.at_once,
                share=self.gpu_share or 0,
            )
        if self.ray and self.at_once > 1:
            raise TrainingError(
                "On a cluster Ray decides how many networks train at once.",
                remedy="Give a share of a GPU instead, or train on this computer.",
            )

    @property
    def in_order(self) -> bool:
        """Return True if the networks are trained one after the other on this computer."""
        return not self.ray and self.at_once == 1

    def executor(self) -> Executor | None:
        """Return what trains the networks; None is this process, one after the other.

        Raises:
            TrainingError: Ray is not installed, or no cluster answers at the address.
        """
        if self.ray:
            from cxstage_core.training.execution.ray_cluster import OnRay

            return OnRay(self.ray, gpu_share=self.gpu_share)
        if self.at_once > 1:
            from cxstage_core.training.execution.local_processes import SideBySide

            return SideBySide(self.at_once)
        return None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Placement:
        """Invert `to_dict`.

        Raises:
            TypeError: no such placement.
        """
        return cls(**data)
