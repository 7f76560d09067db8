"""Configuration of an experiment: the only module that uses the keys under which it is stored.

The stored values are kept unchanged, so that the hash of an experiment written by an older version stays valid; the
properties return typed values, with defaults where an older version stored none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxstage_core.cohort.values.folds import FOLDED, Fold, group_sizes
from cxstage_core.text import Text, text

HOLDOUT = "holdout"
EXTERNAL = "external"
OWN_RECIPE = "own"
"""Name of a recipe whose values are those of no named one."""


def recipe_words(name: str, base: str) -> Text | None:
    """Return the words of a table for the recipe of a training; None where its name is not known.

    Args:
        name: of the named recipe whose values it has, or `OWN_RECIPE`.
        base: name of the recipe that the values began with.
    """
    if not name:
        return None
    return text("own, from {base}", base=base) if name == OWN_RECIPE else text("{name}", name=name)


@dataclass(frozen=True, slots=True)
class ProtocolRecord:
    """Test protocol of an experiment, as stored."""

    stored: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def planned(
        cls,
        settings: Mapping[str, Any],
        folds: Sequence[Fold],
        labels: Mapping[str, int],
        *,
        split_sha256: str,
        plan_sha256: str,
        member_folds: Sequence[Fold] = (),
        member_folds_sha256: str = "",
    ) -> ProtocolRecord:
        """Describe a plan of patients.

        Args:
            settings: of the protocol, with its "kind".
            labels: pseudonym to label, of every patient in the folds.
            split_sha256: of the locked split, "" without one.
            plan_sha256: of the folds.
            member_folds: inside the training part, one per member of the ensembles; each one's `test` is held
                out. Empty without members.
            member_folds_sha256: of these.
        """

        def described(plan: Sequence[Fold]) -> list[dict[str, Any]]:
            return [
                {**fold.to_dict(), "training_groups": list(group_sizes(fold.training, labels))}
                for fold in plan
            ]

        stored = {
            **settings,
            "split_sha256": split_sha256,
            "plan_sha256": plan_sha256,
            "plan": described(folds),
        }
        if member_folds:
            stored |= {
                "member_folds_sha256": member_folds_sha256,
                "member_folds": described(member_folds),
            }
        return cls(stored)

    @classmethod
    def external(
        cls,
        *,
        trained_in: str,
        model: str,
        experiment: str,
        training_patients: int,
        tensors_sha256: str,
        against_own_test: Mapping[str, Any] | None,
    ) -> ProtocolRecord:
        """Describe the test of a network that was trained in another cohort.

        Args:
            trained_in: id of that cohort.
            model, experiment: ids in that cohort.
            training_patients: number of patients the network was trained on.
            tensors_sha256: of the model file.
            against_own_test: the AUC here compared with that on the network's own test patients.
        """
        return cls(
            {
                "kind": EXTERNAL,
                "trained_in": trained_in,
                "model": model,
                "experiment": experiment,
                "training_patients": training_patients,
                "tensors_sha256": tensors_sha256,
                "against_own_test": against_own_test,
            }
        )

    @property
    def kind(self) -> str:
        """Name of the protocol: of `dataset.protocols.KINDS`, or "external"."""
        return str(self.stored.get("kind", HOLDOUT))

    @property
    def folded(self) -> bool:
        """Return True if every patient was tested by a network that has not seen it."""
        return self.kind in FOLDED

    @property
    def folds(self) -> tuple[Fold, ...]:
        """The partitions that all networks shared; empty for external tests and old experiments."""
        return tuple(Fold.from_dict(row) for row in self.stored.get("plan") or ())

    @property
    def members(self) -> int:
        """Networks of each ensemble; 0 where each network is a single one."""
        return int(self.stored.get("members", 0))

    @property
    def member_folds(self) -> tuple[Fold, ...]:
        """The folds inside the training part, one per member; empty without members."""
        return tuple(Fold.from_dict(row) for row in self.stored.get("member_folds") or ())

    @property
    def split_sha256(self) -> str:
        """Hash of the locked split, "" without one."""
        return str(self.stored.get("split_sha256", ""))

    @property
    def plan_sha256(self) -> str:
        """Hash of the folds, "" without any."""
        return str(self.stored.get("plan_sha256", ""))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return dict(self.stored)


@dataclass(frozen=True, slots=True)
class ExperimentConfig:
    """Settings and origin of an experiment.

    Args:
        stored: plain JSON values, as in the file.
    """

    stored: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_external_test(
        cls,
        *,
        scheme: str,
        protocol: ProtocolRecord,
        preprocessing: Mapping[str, Any],
        recipe: Mapping[str, Any],
        aggregation: str,
        training_groups: tuple[int, int],
        excluded: Sequence[tuple[str, str]],
        libraries: Mapping[str, str],
        label_origins: Mapping[str, Mapping[str, int]],
        origins: Sequence[Mapping[str, Any]] = (),
        reopened: Sequence[tuple[str, int, str]] = (),
        recipe_name: str = "",
    ) -> ExperimentConfig:
        """Describe an external test; the arguments are those of `of_training`."""
        return cls(
            {
                "scheme": scheme,
                "protocol": protocol.to_dict(),
                "preprocessing": dict(preprocessing),
                "recipe": dict(recipe),
                "aggregation": aggregation,
                "training_groups": list(training_groups),
                "excluded": [list(row) for row in excluded],
                "libraries": dict(libraries),
                "label_origins": {part: dict(n) for part, n in label_origins.items()},
                **({"origins": [dict(one) for one in origins]} if origins else {}),
                **({"reopened": [list(one) for one in reopened]} if reopened else {}),
                **({"recipe_name": recipe_name} if recipe_name else {}),
            }
        )

    @classmethod
    def of_training(
        cls,
        *,
        scheme: str,
        protocol: ProtocolRecord,
        preprocessing: Mapping[str, Any],
        recipe: Mapping[str, Any],
        seed: int,
        aggregation: str,
        training_groups: tuple[int, int],
        training_labels: Mapping[str, int],
        validation_patients: Sequence[str],
        excluded: Sequence[tuple[str, str]],
        notes: Mapping[str, Sequence[str]],
        weights_sha256: Mapping[str, str],
        data_sha256: str,
        libraries: Mapping[str, str],
        search: Mapping[str, Any] | None = None,
        chosen: Sequence[Mapping[str, Any]] | None = None,
        label_origins: Mapping[str, Mapping[str, int]] | None = None,
        origins: Sequence[Mapping[str, Any]] = (),
        reopened: Sequence[tuple[str, int, str]] = (),
        recipe_name: str = "",
    ) -> ExperimentConfig:
        """Describe a comparison of networks.

        Args:
            scheme: key of the label scheme.
            preprocessing, recipe: from their `to_dict`, without private paths.
            seed: of the recipe.
            aggregation: method that combines slices into a patient.
            training_groups: training patients of the surgery group and of the other group.
            training_labels: of the single training part; empty with folds.
            validation_patients: of the single training part; empty with folds.
            excluded: patients left out, each with the reason.
            notes: per network, what its validation part could not decide.
            weights_sha256: family to hash of the file of its first weights.
            data_sha256: of patients, labels and every prepared pixel.
            libraries: name to version.
            label_origins: part to number of labels by what they rest on.
            search, chosen: of the nested protocol: the search, and what it chose in every fold.
            origins: the searches that chose settings before, with the images of their patients.
            reopened: reopened cases whose frozen reference was used: patient, version, since when.
            recipe_name: of the named recipe whose values were used, or `OWN_RECIPE`.
        """
        stored: dict[str, Any] = {
            "scheme": scheme,
            "protocol": protocol.to_dict(),
            "preprocessing": dict(preprocessing),
            "recipe": dict(recipe),
            "seed": seed,
            "aggregation": aggregation,
            "training_groups": list(training_groups),
            "training_labels": dict(training_labels),
            "validation_patients": list(validation_patients),
            "excluded": [list(row) for row in excluded],
            "notes": {model: list(sentences) for model, sentences in notes.items()},
            "weights_sha256": dict(weights_sha256),
            "data_sha256": data_sha256,
            "libraries": dict(libraries),
        }
        if search is not None:
            stored |= {"search": dict(search), "chosen": [dict(row) for row in chosen or ()]}
        if label_origins is not None:
            stored["label_origins"] = {part: dict(n) for part, n in label_origins.items()}
        if origins:
            stored["origins"] = [dict(one) for one in origins]
        if reopened:
            stored["reopened"] = [list(one) for one in reopened]
        if recipe_name:
            stored["recipe_name"] = recipe_name
        return cls(stored)

    @property
    def label_origins(self) -> Mapping[str, Mapping[str, int]]:
        """Part to number of labels by what they rest on; empty where it is not stored."""
        found: Mapping[str, Mapping[str, int]] = self.stored.get("label_origins") or {}
        return found

    @property
    def scheme(self) -> str:
        """Key of the label scheme, "" if an old experiment has none."""
        return str(self.stored.get("scheme", ""))

    @property
    def protocol(self) -> ProtocolRecord:
        """The test protocol."""
        return ProtocolRecord(self.stored.get("protocol") or {})

    @property
    def preprocessing(self) -> Mapping[str, Any]:
        """The preprocessing as a dictionary."""
        found: Mapping[str, Any] = self.stored.get("preprocessing") or {}
        return found

    @property
    def recipe(self) -> Mapping[str, Any]:
        """The recipe as a dictionary."""
        found: Mapping[str, Any] = self.stored.get("recipe") or {}
        return found

    @property
    def weights_sha256(self) -> Mapping[str, str]:
        """Family to hash of the file of its first weights; "" from scratch, empty where it is not stored."""
        found: Mapping[str, str] = self.stored.get("weights_sha256") or {}
        return found

    @property
    def recipe_words(self) -> Text | None:
        """Name of the recipe as tables show it; None where an older version did not store it."""
        name = str(self.stored.get("recipe_name", ""))
        return recipe_words(name, str(self.recipe.get("base", "")))

    @property
    def size_px(self) -> int | None:
        """Height and width of the networks' input, None where it is not stored."""
        found = self.preprocessing.get("size_px")
        return None if found is None else int(found)

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the networks' input channels."""
        return tuple(str(name) for name in self.preprocessing.get("channels", ()))

    @property
    def epochs(self) -> int | None:
        """Epochs that each network was trained, None where it is not stored."""
        found = self.recipe.get("epochs")
        return None if found is None else int(found)

    @property
    def aggregation(self) -> str:
        """Method that combined slices into a patient, "" if not stored."""
        return str(self.stored.get("aggregation", ""))

    @property
    def training_groups(self) -> tuple[int, int]:
        """Training patients of the surgery group and of the other group."""
        surgery, other = self.stored.get("training_groups", (0, 0))
        return int(surgery), int(other)

    @property
    def training_labels(self) -> dict[str, int]:
        """Label of every training patient of a single split; empty with folds."""
        found = self.stored.get("training_labels") or {}
        return {str(patient): int(label) for patient, label in found.items()}

    @property
    def validation_patients(self) -> tuple[str, ...]:
        """Validation part of a single split; empty with folds."""
        return tuple(self.stored.get("validation_patients", ()))

    @property
    def excluded(self) -> tuple[tuple[str, str], ...]:
        """Excluded patients, each with the reason."""
        return tuple((str(patient), str(reason)) for patient, reason in self.stored.get("excluded", ()))

    @property
    def search(self) -> Mapping[str, Any]:
        """Settings of the nested protocol's search; empty for other protocols."""
        found: Mapping[str, Any] = self.stored.get("search") or {}
        return found

    @property
    def chosen(self) -> tuple[Mapping[str, Any], ...]:
        """Settings chosen by the nested protocol's search for every network; empty for other protocols."""
        return tuple(self.stored.get("chosen") or ())

    @property
    def origins(self) -> tuple[Mapping[str, Any], ...]:
        """The searches that chose settings before; empty without any."""
        return tuple(self.stored.get("origins") or ())

    @property
    def reopened(self) -> tuple[tuple[str, int, str], ...]:
        """Reopened cases whose frozen reference was used: patient, version, since when."""
        found = self.stored.get("reopened") or ()
        return tuple((str(patient), int(version), str(since)) for patient, version, since in found)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, exactly as they are stored."""
        return dict(self.stored)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> ExperimentConfig:
        """Invert `to_dict`."""
        return cls(dict(stored))
