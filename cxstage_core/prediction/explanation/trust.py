"""Trust tests of a model's layer map: numbers over its test patients, and what follows from them.

Four questions (Arun et al., Radiology: Artificial Intelligence 2021), each answered on the test patients:

localisation       does the heat find the outline better than chance? (area under the precision-recall curve of
                   the input's pixels, whose chance level is the outline's share of them)
randomisation      does the map change when the weights are replaced by random ones? (Adebayo et al., NeurIPS 2018)
repeatability      does it stay when the images move by 2 mm or get noise?
reproducibility    does it stay in another network that was trained in the same way?

Two maps are compared by Spearman's rank correlation over the pixels of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cxstage_core.text import Text, text

ALIKE = 0.5
"""Correlation below which two maps count as different, and from which as alike."""
FEWEST = 5
"""Test patients from which on a question is answered; with fewer an interval means nothing."""
LOCALISATION, RANDOMISATION = "localisation", "randomisation"
REPEATABILITY, REPRODUCIBILITY = "repeatability", "reproducibility"

TITLES: Mapping[str, Text] = MappingProxyType(
    {
        LOCALISATION: text("Localisation"),
        RANDOMISATION: text("Weight randomisation"),
        REPEATABILITY: text("Repeatability"),
        REPRODUCIBILITY: text("Reproducibility"),
    }
)
COMPARED: Mapping[str, Text] = MappingProxyType(
    {
        "members": text("members of the ensemble with each other"),
        "runs": text("networks of the same experiment with each other, trained on other folds"),
    }
)
"""What reproducibility compares, by the key that is stored."""


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One test.

    Args:
        key: "localisation", "randomisation", "repeatability" or "reproducibility".
        value: mean over the test patients; None where it could not be computed.
        interval: 95 % bootstrap interval of the mean over test patients, None where there are too few.
        n: test patients behind it.
        baseline: of localisation the mean share of pixels in the outline, which chance reaches.
        gain: of localisation the interval of the mean difference from it, patient by patient.
        compared: of reproducibility a key of `COMPARED`, "" where there is nothing to compare.
    """

    key: str
    value: float | None
    interval: tuple[float, float] | None
    n: int
    baseline: float | None = None
    gain: tuple[float, float] | None = None
    compared: str = ""

    @property
    def title(self) -> Text:
        """Name of the test."""
        return TITLES[self.key]

    @property
    def passed(self) -> bool | None:
        """The outcome; None where it is unknown."""
        interval = self.gain if self.key == LOCALISATION else self.interval
        if self.value is None or interval is None or self.n < FEWEST:
            return None
        low, high = interval
        if self.key == LOCALISATION:
            return low > 0
        return high < ALIKE if self.key == RANDOMISATION else low >= ALIKE

    @property
    def sentence(self) -> Text:
        """The number, the outcome and what it means."""
        if self.value is None:
            return _NOTHING_TO_COMPARE if self.key == REPRODUCIBILITY and not self.n else _NO_MAP
        if self.interval is None or self.n < FEWEST:
            return text(
                "{value:.2f} in {n} test patients: too few for an answer; unknown.",
                value=self.value,
                n=self.n,
            )
        return _SENTENCES[self.key](self)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `passed` is null where it is unknown."""
        return {
            "test": self.key,
            "value": self.value,
            "interval": None if self.interval is None else list(self.interval),
            "n": self.n,
            "baseline": self.baseline,
            "gain": None if self.gain is None else list(self.gain),
            "compared": self.compared,
            "passed": self.passed,
            "sentence": str(self.sentence),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> TrustRow:
        """Read what `to_json` gave; the outcome follows from the numbers.

        Raises:
            KeyError, TypeError, ValueError: it is not that.
        """
        key, compared = stored["test"], stored["compared"]
        if key not in TITLES or compared not in ("", *COMPARED):
            raise ValueError("unknown test")
        return cls(
            key,
            _number(stored["value"]),
            _pair(stored["interval"]),
            _count(stored["n"]),
            _number(stored["baseline"]),
            _pair(stored["gain"]),
            compared,
        )


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust tests of one model.

    Args:
        tensors_sha256: of the model whose maps were tested.
        rows: the four tests.
        shares: by key of the map, the share of its evidence inside the outline and in its rim, one pair for each test
            patient whose map is not empty.
        patients: test patients that were computed.
        skipped: test patients that could not be.
    """

    tensors_sha256: str
    rows: tuple[TrustRow, ...]
    shares: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    patients: int = 0
    skipped: int = 0

    @property
    def passed(self) -> bool:
        """Return True if every test was passed; what is unknown is not passed."""
        return all(row.passed is True for row in self.rows)

    @property
    def refusal(self) -> Text | None:
        """The reason why no layer map is shown, None if it may be."""
        row = self.row(RANDOMISATION)
        if row.passed is not False:
            return None
        return text("No layer map is shown for this model. {why}", why=row.sentence)

    def row(self, key: str) -> TrustRow:
        """Return one test."""
        return next(row for row in self.rows if row.key == key)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "passed": self.passed,
            "tensors_sha256": self.tensors_sha256,
            "tests": [row.to_json() for row in self.rows],
            "shares": {key: [list(pair) for pair in pairs] for key, pairs in self.shares.items()},
            "patients": self.patients,
            "skipped": self.skipped,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Trust:
        """Read what `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is not that.
        """
        rows = tuple(TrustRow.from_json(one) for one in stored["tests"])
        if tuple(row.key for row in rows) != tuple(TITLES):
            raise ValueError("not the four tests")
        shares = {
            str(key): tuple(_shares(pair) for pair in pairs) for key, pairs in stored["shares"].items()
        }
        sha256 = stored["tensors_sha256"]
        if not isinstance(sha256, str):
            raise TypeError("tensors_sha256")
        return cls(sha256, rows, shares, _count(stored["patients"]), _count(stored["skipped"]))


_NOTHING_TO_COMPARE = text(
    "Unknown: there are neither members of an ensemble nor other networks that were trained in the same way."
)
_NO_MAP = text("Unknown: no test patient has a map that is not empty.")


def _localisation(row: TrustRow) -> Text:
    sentence = {
        True: text(
            "The heat finds the outline better than chance: area under the precision-recall curve {value:.2f} "
            "({low:.2f} to {high:.2f}), chance {baseline:.2f}; {n} test patients.",
            **_numbers(row),
        ),
        False: text(
            "The heat does not find the outline better than chance: area under the precision-recall curve "
            "{value:.2f} ({low:.2f} to {high:.2f}), chance {baseline:.2f}; {n} test patients.",
            **_numbers(row),
        ),
        None: _NO_MAP,
    }
    return sentence[row.passed]


def _randomisation(row: TrustRow) -> Text:
    if row.passed:
        return text(
            "With random weights the map becomes another one: correlation {value:.2f} ({low:.2f} to {high:.2f}); "
            "{n} test patients.",
            **_numbers(row),
        )
    return text(
        "With random weights the map stays much the same, so it shows the image rather than what the model learned: "
        "correlation {value:.2f} ({low:.2f} to {high:.2f}), which must stay below {limit:g}; {n} test patients.",
        **_numbers(row),
    )


def _repeatability(row: TrustRow) -> Text:
    if row.passed:
        return text(
            "Images moved by 2 mm or with little noise give much the same map: correlation {value:.2f} ({low:.2f} to "
            "{high:.2f}); {n} test patients.",
            **_numbers(row),
        )
    return text(
        "Images moved by 2 mm or with little noise give another map: correlation {value:.2f} ({low:.2f} to "
        "{high:.2f}), which must reach {limit:g}; {n} test patients.",
        **_numbers(row),
    )


def _reproducibility(row: TrustRow) -> Text:
    if row.passed:
        return text(
            "Networks trained in the same way give much the same map ({compared}): correlation {value:.2f} "
            "({low:.2f} to {high:.2f}); {n} test patients.",
            compared=COMPARED[row.compared],
            **_numbers(row),
        )
    return text(
        "Networks trained in the same way give other maps ({compared}): correlation {value:.2f} ({low:.2f} to "
        "{high:.2f}), which must reach {limit:g}; {n} test patients.",
        compared=COMPARED[row.compared],
        **_numbers(row),
    )


_SENTENCES: Mapping[str, Callable[[TrustRow], Text]] = MappingProxyType(
    {
        LOCALISATION: _localisation,
        RANDOMISATION: _randomisation,
        REPEATABILITY: _repeatability,
        REPRODUCIBILITY: _reproducibility,
    }
)


def _numbers(row: TrustRow) -> dict[str, Any]:
    low, high = row.interval or (0.0, 0.0)
    found = {"value": row.value, "low": low, "high": high, "n": row.n, "limit": ALIKE}
    return {**found, "baseline": row.baseline} if row.key == LOCALISATION else found


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError("no count")
    return value


def _pair(value: Any) -> tuple[float, float] | None:
    return None if value is None else _both(value)


def _both(value: Sequence[Any]) -> tuple[float, float]:
    low, high = (_number(one) for one in value)
    if low is None or high is None or low > high:
        raise ValueError("no interval")
    return low, high


def _shares(value: Sequence[Any]) -> tuple[float, float]:
    inside, rim = (_number(one) for one in value)
    if inside is None or rim is None or not (inside >= 0 and rim >= 0 and inside + rim <= 1 + 1e-6):
        raise ValueError("no shares")
    return inside, rim
