"""What no model may judge is not judged, unless a user gives a reason; every rule of the table can be broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.cohort.values.gate_rules import RULES, about_person, person_recorded
from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.prepared_set import check_person
from cxstage_core.errors import CohortError, DatasetError
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.prediction.gate import AbstainedError, require_reason
from cxstage_core.prediction.placement import check_placement

FOV = 134.0
GRID = Grid.axial((20, 256, 256), (4.0, 0.8, 0.8))


def tissue(grid: Grid = GRID) -> Volume:
    rng = np.random.default_rng(4)
    return Volume(rng.integers(300, 900, grid.size).astype(np.uint16), grid)


def ball(grid: Grid = GRID, radius_mm: float = 15.0, centre: tuple[float, ...] | None = None) -> Mask:
    """A ball around a world point (LPS mm), the middle of the grid without one."""
    middle = grid.centre if centre is None else np.asarray(centre)
    points = grid.index_to_world(np.moveaxis(np.indices(grid.size), 0, -1))
    inside = np.linalg.norm(points - middle, axis=-1) <= radius_mm
    return Mask(inside.astype(np.uint8), grid)


def keys(
    mask: Mask, t2: Volume | None = None, t1: Grid | None = None, study: tuple[Grid, ...] = ()
) -> list[str]:
    image = t2 or tissue()
    found = check_placement(image, t1, mask, FOV, study or (image.grid,))
    return [one.rule.key for one in found]


def test_an_ordinary_study_breaks_no_rule() -> None:
    assert keys(ball(), t1=GRID) == []


def test_an_outline_of_another_series_of_the_study_breaks_no_rule() -> None:
    fine = Grid.axial((40, 200, 200), (2.0, 0.9, 0.9), (10.0, 10.0, 1.0))
    assert keys(ball(fine), study=(GRID, fine)) == []
    sagittal = Grid(
        (60, 90, 220), (2.0, 0.8, 0.8), (40.0, 30.0, 75.0), ((1.0, 0, 0), (0, 0, -1.0), (0, 1.0, 0))
    )
    assert keys(ball(sagittal), study=(GRID, sagittal)) == []
    planning = Grid.axial((60, 300, 300), (3.0, 1.0, 1.0), (-40.0, -40.0, -40.0))
    assert keys(ball(planning, centre=tuple(GRID.centre))) == []


def test_an_outline_drawn_on_another_patient() -> None:
    moved = Grid(GRID.size, GRID.spacing, (25.0, -18.0, 22.0), GRID.direction)
    assert keys(ball(moved, centre=tuple(GRID.centre))) == ["outline-elsewhere"]


@pytest.mark.parametrize(("beyond_mm", "key"), [(12.0, "outline-lost"), (3.0, "outline-lost-part")])
def test_an_outline_that_ends_beyond_the_stack_tells_the_lost_volume(
    beyond_mm: float, key: str
) -> None:
    taller = Grid.axial((40, 256, 256), (4.0, 0.8, 0.8), (0.0, 0.0, 0.0))
    top = 19.5 * 4.0
    mask = ball(
        Grid.axial((160, 256, 256), (1.0, 0.8, 0.8)), centre=(100.0, 100.0, top - 15.0 + beyond_mm)
    )
    found = check_placement(tissue(), None, mask, FOV, (GRID, taller))
    (one,) = [o for o in found if o.rule.key == key]
    lost, volume = (dict(one.sentence.params)[name] for name in ("lost", "volume"))
    cap = np.pi * beyond_mm**2 * (15.0 - beyond_mm / 3) / 1000
    assert lost == pytest.approx(cap, rel=0.35)
    assert volume == pytest.approx(4 / 3 * np.pi * 1.5**3, rel=0.03)
    assert "outline-at-end" in [o.rule.key for o in found]


@pytest.mark.parametrize("radius", [0.5, 52.0])
def test_an_outline_of_an_impossible_size(radius: float) -> None:
    grid = Grid.axial((40, 256, 256), (4.0, 0.8, 0.8))
    mask = ball(grid, radius, tuple(grid.index_to_world((20, 128, 128))))
    assert "outline-size" in keys(mask, tissue(grid))


def test_an_outline_in_the_air() -> None:
    image = tissue()
    image.array[:, :, :90] = 2
    assert "outline-in-air" in keys(ball(centre=(40.0, 100.0, 38.0)), image)
    assert "outline-in-air" not in keys(ball(), image)


@pytest.mark.parametrize(("side", "key"), [(60, "t2-window"), (150, "t2-window-part"), (256, "")])
def test_a_t2_that_is_smaller_than_the_field_of_view(side: int, key: str) -> None:
    small = Grid.axial((20, side, side), (4.0, 0.8, 0.8))
    assert [k for k in keys(ball(small), tissue(small)) if k.startswith("t2-window")] == (
        [key] if key else []
    )


def test_a_t1_beside_the_outline() -> None:
    beside = Grid.axial((20, 256, 256), (4.0, 0.8, 0.8), (160.0, 0.0, 0.0))
    assert keys(ball(), t1=beside) == ["t1-outline"]


def test_an_outline_at_the_edge_is_noted() -> None:
    assert "outline-at-edge" in keys(ball(centre=(5.0, 100.0, 38.0)))
    assert "outline-at-end" in keys(ball(centre=(100.0, 100.0, 4.0)))


@pytest.mark.parametrize(
    ("tags", "key"),
    [
        ({}, ""),
        ({"PatientSex": "F", "BodyPartExamined": "PELVIS"}, ""),
        ({"PatientSex": "M"}, "sex"),
        ({"PatientSex": "O"}, "sex"),
        ({"BodyPartExamined": "PROSTATE"}, "body-part"),
        ({"BodyPartExamined": "HEAD"}, "body-part"),
        ({"BodyPartExamined": "PELVIS\\PROSTATE"}, ""),
        ({"BodyPartExamined": "UTERUS"}, ""),
    ],
)
def test_the_person(tags: dict[str, str | float], key: str) -> None:
    assert [one.rule.key for one in about_person([("T2", tags)])] == ([key] if key else [])
    assert person_recorded([tags]) == (len(tags) == 2)


def test_a_reason_goes_on_and_is_said() -> None:
    broken = about_person([("T2", {"PatientSex": "M"})])
    for empty in ("", "  "):
        with pytest.raises(AbstainedError, match="recorded as a man"):
            require_reason(broken, empty)
    said = [str(sentence) for sentence in require_reason(broken, " a phantom ")]
    assert said[-1] == "Predicted despite this, with the reason: a phantom"
    assert require_reason((), "not needed") == ()


def test_every_rule_has_a_key_a_sentence_and_says_what_it_checks() -> None:
    assert all(key == rule.key and rule.sentence and str(rule.checked) for key, rule in RULES.items())
    assert not [r.key for r in RULES.values() if r.person and not r.stops]


def test_training_leaves_a_man_out_unless_there_is_a_reason(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    patient = cohort.pseudonym("H-1")
    info = SeriesInfo("T2", tags={"PatientSex": "M"})
    image = tissue(Grid.axial((4, 16, 16), (4.0, 1.0, 1.0)))
    cohort.add_series(patient, image, info)
    with pytest.raises(DatasetError, match="recorded as a man"):
        check_person(cohort, patient, Preprocessing())
    with pytest.raises(CohortError, match="Give a reason"):
        cohort.people.use_despite(patient, reason="")
    cohort.people.use_despite(patient, reason="wrong in the header")
    check_person(cohort, patient, Preprocessing())
    (line,) = [e for e in cohort.audit.entries() if e.act == "use patient despite gate"]
    assert line.details == {"patient": patient, "reason": "wrong in the header"}
    other = cohort.pseudonym("H-2")
    cohort.add_series(other, replace(image, array=image.array + 1), replace(info, tags={}))
    check_person(cohort, other, Preprocessing())
