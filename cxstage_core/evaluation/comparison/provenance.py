"""What a reader of a result must know of its making: earlier tests, ensembles, searches, reopened cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxstage_core.evaluation.comparison.members import ensemble_notes
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment


def provenance_notes(
    experiment: Experiment, tested_before: int | None = None, further: Sequence[Text] = ()
) -> tuple[Text, ...]:
    """Return the notes, for the window, the terminal and every report.

    Args:
        tested_before: experiments that were stored in the cohort before, deleted ones included; None where
            it is not known.
        further: on a baseline that is measured apart; they come last.
    """
    notes: list[Text] = []
    if tested_before is not None:
        notes.append(
            text(
                "Experiments tested on patients of this cohort before this one, deleted ones included: {n}.",
                n=tested_before,
            )
        )
    recipe = experiment.config.recipe_words
    if recipe is not None:
        notes.append(text("Recipe of the training: {recipe}.", recipe=recipe))
    notes += ensemble_notes(experiment)
    for origin in experiment.config.origins:
        notes.append(
            text(
                "Search {search} chose {names} on {n} patients, none of whom is tested.",
                search=origin.get("search", ""),
                names=", ".join(origin.get("settings", {})),
                n=origin.get("patients", 0),
            )
        )
    for patient, version, since in experiment.config.reopened:
        notes.append(
            text(
                "{patient}: version {version} of the reference was used, although the case was reopened "
                "on {since}.",
                patient=patient,
                version=version,
                since=since[:10],
            )
        )
    return (*notes, *further)
