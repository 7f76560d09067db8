"""One study of the table: its prediction, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from cxstage_core.text import Text, text


class State(StrEnum):
    """Outcome of one study."""

    PREDICTED = "predicted"
    ABSTAINED = "abstained"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """One study.

    Args:
        number: ours, from 1 on, in the order in which studies were first met.
        state: outcome.
        patient: pseudonym of a cohort's patient, "" for a study of files.
        source: path as it was named, "" unless the user asked for paths.
        inputs: sha256 of all that the prediction was made from: files or series, and the outline.
        model, model_sha256: name and file of the model.
        probability, threshold, group, logit: as in `Prediction`; None where there is none.
        lowest, highest: probability of the ensemble's members; None for one network.
        slices: number of slices.
        outline_sha256: of the mask.
        objections: keys of the rules that the study breaks.
        despite: the user's reason to go on, "" where none was needed.
        warnings: sentences that must be read with the number.
        reason: one sentence, why it has no prediction.
        reason_template: the sentence before its values are filled in, by which reasons are counted.
        runtime: library that computed it.
        seconds: for this study.
        earlier: it was done before, and its study is not among the sources now, or was changed since.
    """

    number: int
    state: State
    patient: str = ""
    source: str = ""
    inputs: str = ""
    model: str = ""
    model_sha256: str = ""
    probability: float | None = None
    threshold: float | None = None
    group: str = ""
    logit: float | None = None
    lowest: float | None = None
    highest: float | None = None
    slices: int = 0
    outline_sha256: str = ""
    objections: tuple[str, ...] = ()
    despite: str = ""
    warnings: tuple[str, ...] = ()
    reason: str = ""
    reason_template: str = ""
    runtime: str = ""
    seconds: float = 0.0
    earlier: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            **asdict(self),
            "state": str(self.state),
            "objections": list(self.objections),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Row:
        """Invert `to_json`.

        Raises:
            KeyError, TypeError, ValueError: it is not a row.
        """
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        values["state"] = State(values["state"])
        for name in ("objections", "warnings"):
            values[name] = tuple(str(one) for one in values.get(name, ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table.

    Args:
        key: its name in CSV, and of the value in `Row`.
        title: its heading in XLSX.
        width: in XLSX, characters.
        digits: of a number with decimals.
    """

    key: str
    title: Text
    width: int = 12
    digits: int | None = None


COLUMNS = (
    Column("number", text("No."), 6),
    Column("state", text("State"), 11),
    Column("patient", text("Patient"), 10),
    Column("source", text("Source"), 40),
    Column("probability", text("Probability"), 11, 4),
    Column("threshold", text("Threshold"), 11, 4),
    Column("group", text("Guideline-recommended group"), 28),
    Column("lowest", text("Members, lowest"), 11, 4),
    Column("highest", text("Members, highest"), 11, 4),
    Column("slices", text("Slices"), 7),
    Column("reason", text("Reason for no prediction"), 60),
    Column("warnings", text("Warnings"), 60),
    Column("objections", text("Rules of the input gate"), 22),
    Column("despite", text("Predicted despite, with the reason"), 24),
    Column("runtime", text("Computed with"), 24),
    Column("model", text("Model"), 24),
    Column("model_sha256", text("Model, sha256"), 16),
    Column("outline_sha256", text("Outline, sha256"), 16),
    Column("inputs", text("Inputs, sha256"), 16),
    Column("seconds", text("Seconds"), 9, 2),
    Column("earlier", text("Earlier run"), 12),
)
