"""Label schemes: how a staged patient becomes a 0 or a 1 to learn from, or is left out with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cxstage_core.staging.rules import Staged
from cxstage_core.staging.stages import group_of
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its reason.

    Args:
        label: 1 for chemoradiotherapy or systemic treatment, 0 for surgery, None when left out.
        missing: the unknown facts that a label waits for.
    """

    label: int | None
    reason: Text
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """One way to label.

    Args:
        name: the key that an experiment stores.
        title, description: English templates for lists and manuals.
        label: staged patient to label.
    """

    name: str
    title: str
    description: str
    label: Callable[[Staged], Labelled]


def _by_stage(staged: Staged) -> Labelled:
    group = group_of(staged.stage)
    return Labelled(
        group.label,
        text("Stage {stage}: {group}.", stage=staged.stage, group=group.value),
    )


def _by_extent(staged: Staged) -> Labelled:
    if staged.stage == "IVB":
        return _by_stage(staged)
    if not staged.t_stage:
        return Labelled(
            None,
            text(
                "Stage {stage} was decided by nodes, and the tumour's own extent was not measured.",
                stage=staged.stage,
            ),
        )
    group = group_of(staged.t_stage)
    return Labelled(
        group.label,
        text(
            "Local extent {extent}, nodes ignored: {group}.", extent=staged.t_stage, group=group.value
        ),
    )


def _without_iiic(staged: Staged) -> Labelled:
    if staged.stage.startswith("IIIC"):
        return Labelled(
            None, text("Stage {stage} is decided by nodes and left out.", stage=staged.stage)
        )
    return _by_stage(staged)


def _before_surgery(staged: Staged) -> Labelled:
    if staged.stage.startswith("IIIC") and staged.stage.endswith("p"):
        return _by_extent(staged)
    return _by_stage(staged)


SCHEMES: Mapping[str, LabelScheme] = {
    scheme.name: scheme
    for scheme in (
        LabelScheme(
            "paper",
            "As in the paper",
            "Surgery: IA1, IA2, IB1, IB2, IIA1. All other stages: chemoradiotherapy or systemic treatment. "
            "Stage IIIC counts, although a tumour crop cannot show lymph nodes.",
            _by_stage,
        ),
        LabelScheme(
            "t_only",
            "Local extent only",
            "Lymph nodes are ignored: the tumour's own extent decides. Distant metastases still count.",
            _by_extent,
        ),
        LabelScheme(
            "paper_no_iiic",
            "As in the paper, without IIIC",
            "Patients in stage IIIC are left out, because a tumour crop cannot show lymph nodes.",
            _without_iiic,
        ),
        LabelScheme(
            "preoperative",
            "Known before surgery",
            "Nodes seen by imaging (IIICr) count; nodes found by pathology after surgery (IIICp) do not, and "
            "the local extent decides instead.",
            _before_surgery,
        ),
    )
}
