"""The findings of a patient are in her pictures and masks, and the findings are those of a clinic."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.imaging import Label, Mask, resample_mask, resample_volume
from cxstage_core.phantom import Patient, draw_patient
from cxstage_core.phantom.findings import draw_findings
from cxstage_core.phantom.readers import readings
from cxstage_core.phantom.rendering import render, truth, tumour_centre
from cxstage_core.phantom.tumour import surface
from cxstage_core.staging import Group, Parametrium, Vagina, group_of, stage


def find(wanted: object, seed: int = 5) -> Patient:
    """The first patient for whom `wanted(facts)` holds."""
    for number in range(1, 400):
        if wanted(draw_findings(seed, number).facts):  # type: ignore[operator]
            return draw_patient(seed, number)
    raise AssertionError


def test_half_of_the_patients_belong_to_each_group_and_nodes_decide_some() -> None:
    found = [draw_findings(9, n) for n in range(1, 601)]
    surgery = sum(f.group is Group.SURGERY for f in found) / len(found)
    assert 0.45 < surgery < 0.55
    early = [f for f in found if group_of(stage(f.facts).t_stage) is Group.SURGERY]
    moved = sum(f.group is not Group.SURGERY for f in early) / len(early)
    assert 0.07 < moved < 0.13
    stages = Counter(f.stage for f in found)
    assert {"IB1", "IB2", "IB3", "IIA1", "IIA2", "IIB", "IIIA", "IIIB", "IVA", "IVB"} <= set(stages)
    assert stages["IVA"] + stages["IVB"] < 0.06 * len(found)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_even_a_dozen_patients_hold_both_groups(seed: int) -> None:
    groups = Counter(draw_findings(seed, n).group for n in range(1, 13))
    assert min(groups[g] for g in Group) >= 4


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 5000))
def test_every_drawn_patient_can_be_staged_and_has_the_drawn_diameter(seed: int, number: int) -> None:
    patient = draw_patient(seed, number)
    facts = patient.findings.facts
    assert stage(facts).stage == patient.findings.stage
    points = surface(patient.tumour, 700)
    longest = max(float(np.linalg.norm(points - p, axis=1).max()) for p in points)
    assert longest == pytest.approx(facts.diameter_mm, rel=0.03)


def largest_diameter_mm(mask: Mask) -> float:
    region = mask.of(Label.TUMOUR)
    padded = np.pad(region, 1)
    inner = padded[1:-1, 2:, 1:-1] & padded[1:-1, :-2, 1:-1] & padded[1:-1, 1:-1, 2:]
    points = mask.grid.index_to_world(np.argwhere(region & ~(inner & padded[1:-1, 1:-1, :-2])))
    return max(float(np.linalg.norm(points - p, axis=1).max()) for p in points)


@pytest.mark.parametrize("number", range(1, 13))
def test_the_true_outline_is_as_large_as_the_facts_say(number: int) -> None:
    patient = draw_patient(21, number)
    mask = truth(patient)
    step = mask.grid.spacing[0]
    assert largest_diameter_mm(mask) == pytest.approx(
        patient.findings.facts.diameter_mm, abs=max(0.9 * step, 0.06 * patient.tumour.diameter_mm)
    )
    assert len(mask.drawn_slices) >= 2


def test_the_tumour_lies_at_the_same_place_in_all_series() -> None:
    patient = find(lambda f: 30 <= f.diameter_mm <= 45 and f.parametrium is Parametrium.NONE)
    mask = truth(patient)
    for volume in render(patient).values():
        assert volume.grid.contains(tumour_centre(patient))
        there = resample_mask(mask, volume.grid).of(Label.TUMOUR)
        centre = volume.grid.index_to_world(np.argwhere(there)).mean(axis=0)
        wanted = mask.grid.index_to_world(np.argwhere(mask.of(Label.TUMOUR))).mean(axis=0)
        assert np.linalg.norm(centre - wanted) < 3.0
    pictures = render(patient)
    axial, sagittal = pictures["t2_axial"], pictures["t2_sagittal"]
    seen = resample_volume(sagittal, axial.grid).array
    both = (seen > 0) & (axial.array > 0)
    assert np.corrcoef(seen[both], axial.array[both])[0, 1] > 0.55


def test_a_dark_ring_surrounds_a_confined_tumour_and_is_broken_by_an_invading_one() -> None:
    confined = find(lambda f: f.diameter_mm > 40 and stage(f).t_stage == "IB3")
    invading = find(lambda f: f.diameter_mm > 40 and f.parametrium is Parametrium.INVADED)
    assert darkest_share(confined) > 0.75
    assert darkest_share(invading) < darkest_share(confined) - 0.08


def darkest_share(patient: Patient) -> float:
    """How much of the tumour's surface has a dark layer within 4 mm outside it."""
    picture = render(patient)["t2_axial"]
    ways = surface(patient.tumour, 900)
    ways = ways[np.abs(ways[:, 2]) < 0.5 * patient.tumour.mean_radius_mm]
    lengths = np.linalg.norm(ways, axis=1, keepdims=True)
    centre = np.asarray(tumour_centre(patient))
    dark = np.full(len(ways), np.inf)
    for mm in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5):
        index = np.rint(picture.grid.world_to_index(centre + ways * (1 + mm / lengths))).astype(int)
        inside = np.all((index >= 0) & (index < picture.grid.size), axis=1)
        values = np.where(inside, picture.array[tuple(np.where(inside[:, None], index, 0).T)], np.inf)
        dark = np.minimum(dark, values)
    middle = np.median(picture.array[truth(patient).of(Label.TUMOUR)])
    return float(np.mean(dark < 0.6 * middle))


def test_the_tumour_is_brighter_than_muscle_on_t2_and_like_it_on_t1() -> None:
    patient = find(lambda f: 25 <= f.diameter_mm <= 60)
    pictures = render(patient)
    mask = truth(patient)
    ratios = {}
    for name in ("t2_axial", "t1_axial"):
        volume = pictures[name]
        tumour = resample_mask(mask, volume.grid).of(Label.TUMOUR)
        fat = np.percentile(volume.array, 85)
        ratios[name] = float(np.median(volume.array[tumour]) / fat)
    assert 0.3 < ratios["t2_axial"] < 0.75
    assert ratios["t1_axial"] < ratios["t2_axial"]


def test_infiltration_is_drawn_where_the_parametrium_is_invaded_only() -> None:
    for number in range(1, 41):
        patient = draw_patient(14, number)
        marked = np.count_nonzero(truth(patient).of(Label.INFILTRATION))
        invaded = patient.findings.facts.parametrium is not Parametrium.NONE
        assert (marked > 0) == invaded
        assert not invaded or marked * patient.examination.scanner.protocols[0].pixel_mm ** 2 > 60
    confined = find(lambda f: f.parametrium is Parametrium.NONE)
    assert not truth(confined).of(Label.INFILTRATION).any()


def test_vaginal_extent_reaches_as_far_down_as_the_facts_say() -> None:
    def lowest(patient: Patient) -> float:
        return float(surface(patient.tumour)[:, 2].min()) + patient.tumour.centre[2]

    upper = find(lambda f: stage(f).t_stage == "IIA1")
    lower = find(lambda f: f.vagina is Vagina.LOWER)
    confined = find(lambda f: stage(f).t_stage == "IB2")
    assert lowest(lower) < -58 < lowest(upper) < -20 < lowest(confined)


def test_reader_b_draws_about_a_millimetre_larger_than_reader_a_and_fewer_slices() -> None:
    gaps, fewer = [], 0
    for number in range(1, 11):
        patient = draw_patient(31, number)
        true = truth(patient)
        both = readings(true, 31, number)
        a, b = both["reader-a"], both["reader-b"]
        fewer += len(b.drawn_slices) < len(a.drawn_slices)
        middle = max(b.drawn_slices, key=lambda i: np.count_nonzero(true.array[i]))
        radii = [
            np.sqrt(np.count_nonzero(m.array[middle] == Label.TUMOUR) / np.pi) * m.grid.spacing[1]
            for m in (a, b, true)
        ]
        gaps.append((radii[1] - radii[0], radii[0] - radii[2]))
    larger, bias = np.mean(gaps, axis=0)
    assert larger == pytest.approx(1.0, abs=0.25)
    assert bias == pytest.approx(0.0, abs=0.25)
    assert fewer >= 5
