"""A label from facts of which some may be unknown: computed where it is the same whatever they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache, partial

from cxstage_core.errors import StagingError
from cxstage_core.staging.completions import (
    Possible,
    missing_facts,
    possible_outcomes,
    possible_stages_of,
)
from cxstage_core.staging.editions import entered_code
from cxstage_core.staging.facts import ABSENT, Edition, Facts, unknown_facts
from cxstage_core.staging.measures import check_measures
from cxstage_core.staging.rules import Staged, stage
from cxstage_core.staging.schemes import Labelled, LabelScheme
from cxstage_core.staging.stages import Group
from cxstage_core.text import Text, text


class LabelOrigin(StrEnum):
    """What a label rests on."""

    COMPUTED = "computed from stated facts"
    ASSUMED = "computed, empty cells meaning none"
    EARLIER = "computed by an earlier version, facts perhaps not stated"
    ENTERED = "entered stage, not computed"


def label_facts(scheme: LabelScheme, facts: Facts, entered: str = "") -> Labelled:
    """Label by facts; without a label, `missing` names the facts that it waits for.

    Args:
        entered: a stage of FIGO 2018 to believe where the facts leave more than one possible; "" for none.

    Raises:
        StagingError: the measures are implausible, or no stage that the facts leave possible is the entered.
    """
    check_measures(facts)
    possible = _with_stage(possible_outcomes(facts), entered)
    if not possible:
        raise StagingError(
            "The entered stage {stage} disagrees with the facts.",
            remedy="Correct the facts or the entered stage.",
            stage=entered,
        )
    labels = _labels(scheme, possible)
    if len(labels) > 1:
        return _undecided(scheme, facts)
    (label,) = labels
    if len({(one.stage, one.t_stage) for one in possible}) == 1:
        return scheme.label(_staged(next(iter(possible))))
    if label is None:
        return scheme.label(_staged(min(possible)))
    group = next(group for group in Group if group.label == label)
    if entered:
        return Labelled(
            label, text("Entered stage {stage}: {group}.", stage=entered, group=group.value)
        )
    return Labelled(
        label,
        text(
            "The group is {group}, whatever the facts are that are not stated: {facts}.",
            group=group.value,
            facts=", ".join(unknown_facts(facts)),
        ),
    )


def believed_stage(written: str, edition: Edition | None) -> str:
    """Return an entered stage that may stand for a label: unambiguous and stated as FIGO 2018; else ""."""
    if edition is not Edition.FIGO_2018 or not written:
        return ""
    try:
        return entered_code(written, edition)
    except StagingError:
        return ""


def without(facts: Facts, names: Collection[str]) -> Facts:
    """Return the facts with these ones unknown."""
    return replace(facts, **dict.fromkeys(names))


def possible_labels(scheme: LabelScheme, facts: Facts) -> frozenset[int | None]:
    """Return the labels that a patient can have, None for left out."""
    return _labels(scheme, possible_outcomes(facts))


@lru_cache(maxsize=32)
def _labels_under(scheme: LabelScheme) -> Callable[[Facts], frozenset[int | None]]:
    """Return one function per scheme, so that what is missing is computed once."""
    return partial(possible_labels, scheme)


def _labels(scheme: LabelScheme, possible: Collection[Possible]) -> frozenset[int | None]:
    return frozenset(scheme.label(_staged(one)).label for one in possible)


def _with_stage(possible: frozenset[Possible], entered: str) -> frozenset[Possible]:
    if not entered:
        return possible
    return frozenset(one for one in possible if one.stage == entered)


def _staged(one: Possible) -> Staged:
    return Staged(one.stage, one.t_stage, "", Text(""))


def _undecided(scheme: LabelScheme, facts: Facts) -> Labelled:
    missing = missing_facts(facts, _labels_under(scheme))
    if not set(unknown_facts(facts)) & ABSENT.keys():
        try:
            labelled = scheme.label(stage(facts))
        except StagingError as lacking:
            return Labelled(None, lacking.what, missing)
        if labelled.label is None:
            return Labelled(None, labelled.reason, missing)
    return Labelled(
        None,
        text(
            "No label, because it depends on facts that are not stated: {facts}; possible are {stages}.",
            facts=", ".join(missing),
            stages=", ".join(possible_stages_of(facts)),
        ),
        missing,
    )
