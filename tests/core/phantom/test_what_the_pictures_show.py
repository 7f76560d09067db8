"""The findings of a patient are in her pictures and masks, and the findings are those of a clinic."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Label, Mask, resample_mask, resample_volume
from cxstage_core.phantom import STYLES, Patient, draw_patient
from cxstage_core.phantom.findings import draw_findings
from cxstage_core.phantom.readers import readings
from cxstage_core.phantom.rendering import render, truth, tumour_centre
from cxstage_core.phantom.tumour import surface
from cxstage_core.staging import Group, Mucosa, Parametrium, Vagina, group_of, stage
from tests.benchmarks.phantom_labels import labels_of


def find(wanted: object, seed: int = 5) -> Patient:
    """The first patient for whom `wanted(facts)` holds."""
    for number in range(1, 400):
        if wanted(draw_findings(seed, number).facts):  # type: ignore[operator]
            return draw_patient(seed, number)
    raise AssertionError


TABLE_1 = {"IA-IB2": 35, "IB3": 17, "IIA1": 17, "IIA2-IIB": 11, "III": 25, "IVA": 3, "IVB": 4}
"""Training and test part of Table 1 of the paper together, 112 patients."""


def row_of_table_1(found: str) -> str:
    rows = {"IB1": "IA-IB2", "IB2": "IA-IB2", "IIA2": "IIA2-IIB", "IIB": "IIA2-IIB"}
    return "III" if found.startswith("III") else rows.get(found, found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_stages_are_mixed_as_in_table_1_of_the_paper(seed: int) -> None:
    counts = Counter(row_of_table_1(draw_findings(seed, n).stage) for n in range(1, 113))
    assert set(counts) == set(TABLE_1)
    for row, patients in TABLE_1.items():
        assert counts[row] == pytest.approx(patients, abs=2)


def test_nodes_alone_move_some_patients_to_the_other_group() -> None:
    found = [draw_findings(9, n) for n in range(1, 601)]
    early = [f for f in found if group_of(stage(f.facts).t_stage) is Group.SURGERY]
    moved = [f for f in early if f.group is not Group.SURGERY]
    assert 0.07 < len(moved) / len(early) < 0.13
    assert all(f.stage.startswith("IIIC") for f in moved)


def test_diameter_alone_does_not_tell_the_groups_apart_but_the_local_extent_does() -> None:
    rows = [labels_of(seed) for seed in range(1, 21)]
    assert len(rows) == 20
    assert 0.77 <= np.mean([row.diameter_auc for row in rows]) <= 0.83
    assert np.mean([row.extent_auc for row in rows]) >= 0.93


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


def without_lobes(patient: Patient) -> Patient:
    """The same patient, her tumour broken out nowhere."""
    whole = replace(patient.tumour, lobes=(), reaches=(), touches=(), strands=())
    return replace(patient, tumour=whole)


def largest_slice(mask: Mask) -> int:
    return int(np.argmax(np.count_nonzero(mask.of(Label.TUMOUR), axis=(1, 2))))


@pytest.mark.parametrize("stages", [("IIB", 20, 30), ("IIB", 31, 45), ("IIIB", 28, 60)])
def test_what_leaves_the_cervix_takes_the_place_of_bright_fat(stages: tuple[str, int, int]) -> None:
    extent, low, high = stages
    patient = find(lambda f: stage(f).t_stage == extent and low <= f.diameter_mm <= high)
    mask = truth(patient)
    index = largest_slice(mask)
    outside = mask.array[index] == Label.INFILTRATION
    seen, healthy = (render(p)["t2_axial"].array[index] for p in (patient, without_lobes(patient)))
    replaced = outside & (healthy > 0.8 * np.median(healthy[outside]))
    assert np.count_nonzero(replaced) * mask.grid.spacing[1] ** 2 > 25
    assert np.median(seen[replaced]) < 0.8 * np.median(healthy[replaced])


def test_a_tumour_at_the_pelvic_wall_reaches_the_wall_and_others_do_not() -> None:
    def farthest(patient: Patient) -> float:
        mask = truth(patient)
        points = mask.grid.index_to_world(np.argwhere(mask.array != Label.BACKGROUND))
        middle = patient.position.offset[0]
        return float(np.abs(points[:, 0] - middle).max())

    assert farthest(find(lambda f: f.parametrium is Parametrium.PELVIC_WALL)) > 42
    assert farthest(find(lambda f: f.parametrium is Parametrium.INVADED and f.diameter_mm < 42)) < 42


def test_a_tumour_in_the_bladder_is_seen_in_the_urine() -> None:
    patient = find(lambda f: f.bladder_mucosa is Mucosa.BIOPSY_PROVEN)
    mask = truth(patient)
    seen, whole = (render(p)["t2_axial"].array for p in (patient, without_lobes(patient)))
    urine = whole > 0.85 * np.percentile(whole, 99.5)
    inside = urine & (mask.array != Label.BACKGROUND)
    assert np.count_nonzero(inside) * np.prod(mask.grid.spacing) > 100
    assert np.median(seen[inside]) < 0.75 * np.median(whole[inside])


def test_every_style_has_its_own_patients_scanners_and_readers() -> None:
    patients = {name: draw_patient(7, 1, style=name) for name in STYLES}
    assert len({p.tumour for p in patients.values()}) == len(STYLES)
    scanners = [{s.model for _, s in style.scanners} for style in STYLES.values()]
    readers = [set(style.readers) for style in STYLES.values()]
    for sets in (scanners, readers):
        assert sum(map(len, sets)) == len(set.union(*sets))
    for name, patient in patients.items():
        assert patient.examination.scanner.model in {s.model for _, s in STYLES[name].scanners}
    with pytest.raises(CxStageError, match="standard, held-out"):
        draw_patient(7, 1, style="heldout")


def test_the_held_out_scanner_has_its_own_contrast() -> None:
    ratios = {}
    for name in STYLES:
        patient = draw_patient(7, 1, style=name)
        image = render(patient)["t2_axial"].array
        tumour = image[truth(patient).of(Label.TUMOUR)]
        ratios[name] = float(np.median(tumour) / np.percentile(image, 80))
    assert ratios["held-out"] > 1.1 * ratios["standard"]


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
