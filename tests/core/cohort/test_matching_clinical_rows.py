"""A clinical row finds its patient by the exact id; a similar id is shown and asked, never joined or split in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.cohort.clinical.importer import ClinicalImport, import_clinical
from cxstage_core.cohort.clinical.row_matching import RowMatches
from cxstage_core.cohort.values.identity import looked_up_form, near_forms, plain_id
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Volume

Image = Callable[[int], Volume]


def table(folder: Path, *ids: str) -> Path:
    file = folder / "table.csv"
    cells = ['"' + name.replace('"', '""') + '"' for name in ids]
    rows = "".join(f"{cell},FIGO 2018,IB2,25,{40 + n}\n" for n, cell in enumerate(cells))
    file.write_text("patient_id,edition,stage,diameter_mm,age\n" + rows, encoding="utf-8")
    return file


def with_image(cohort: Cohort, image: Image, hospital_id: str, seed: int) -> str:
    patient = cohort.pseudonym(hospital_id)
    cohort.people.remember_id(hospital_id, patient)
    cohort.add_series(patient, image(seed), SeriesInfo("T2"))
    return patient


def asked(found: ClinicalImport) -> list[tuple[int, tuple[str, ...]]]:
    return [(u.row, u.candidates) for u in found.unmatched]


@pytest.mark.parametrize(
    ("image_id", "row_id"),
    [
        ("00012345", "12345"),
        ("00012345", '="00012345"'),
        ("00012345", "'00012345"),
        ("00012345", '"00012345"'),
        ("00012345", "00012345\u200b"),
        ("00012345", "\ufeff00012345"),
        ("00012345", "000\u00ad12345"),
        ("00012345", "12345.0"),
        ("00012345", "１２３４５"),
        ("12345", "00012345"),
        ("12000000", "1.2E+07"),
        ("12345678", "1.23E+07"),
        ("H-4711", "h-4711"),
        ("H-4711", "H4711"),
        ("H-4711", "H–4711"),
        ("H-4711", "H 4711"),
        ("MÜLLER-1", "MÃœLLER-1"),
        ("MÜLLER-1", "Muller-1"),
    ],
)
def test_a_changed_id_is_asked_about(
    cohort: Cohort, image: Image, tmp_path: Path, image_id: str, row_id: str
) -> None:
    patient = with_image(cohort, image, image_id, 1)
    file = table(tmp_path, row_id)
    found = import_clinical(cohort, file)
    if found.imported:  # the reader of tables undid the change already
        assert found.imported == (patient,)
        return
    assert asked(found) == [(2, (patient,))]
    assert cohort.patients() == (patient,)
    assert cohort.clinical.records() == {}
    accepted = import_clinical(cohort, file, matches=RowMatches(accept=True))
    assert accepted.imported == (patient,)
    assert accepted.matched == ((2, patient),)
    assert import_clinical(cohort, file).imported == (patient,)  # remembered
    (line,) = [e for e in cohort.audit.entries() if e.act == "match clinical row"]
    assert line.details == {"patient": patient, "row": 2}


@pytest.mark.parametrize("row_id", ["00012345", " 00012345 ", "00012345\u00a0", "０００１２３４５"])
def test_the_exact_id_is_taken(cohort: Cohort, image: Image, tmp_path: Path, row_id: str) -> None:
    patient = with_image(cohort, image, "00012345", 1)
    with_image(cohort, image, "12345", 2)
    found = import_clinical(cohort, table(tmp_path, row_id))
    assert (found.imported, found.unmatched, found.without_images) == ((patient,), (), ())


def test_several_candidates_are_never_accepted_together(
    cohort: Cohort, image: Image, tmp_path: Path
) -> None:
    with_image(cohort, image, "00012345", 1)
    with_image(cohort, image, "0012345", 2)
    file = table(tmp_path, "12345")
    for matches in (RowMatches(), RowMatches(accept=True)):
        assert asked(import_clinical(cohort, file, matches=matches)) == [(2, ("P0001", "P0002"))]
    found = import_clinical(cohort, file, matches=RowMatches.of(["2=P0002"]))
    assert found.imported == ("P0002",)


def test_two_rows_for_one_candidate_are_never_accepted(
    cohort: Cohort, image: Image, tmp_path: Path
) -> None:
    with_image(cohort, image, "00012345", 1)
    file = table(tmp_path, "12345", "0012345")
    found = import_clinical(cohort, file, matches=RowMatches(accept=True))
    assert asked(found) == [(2, ("P0001",)), (3, ("P0001",))]
    beside = table(tmp_path, "00012345", "12345")
    found = import_clinical(cohort, beside, matches=RowMatches(accept=True))
    assert found.imported == ("P0001",)
    assert asked(found) == [(3, ("P0001",))]


def test_a_row_without_images_is_kept_and_listed(cohort: Cohort, image: Image, tmp_path: Path) -> None:
    file = table(tmp_path, "12345")
    found = import_clinical(cohort, file)
    assert (found.imported, found.without_images) == (("P0001",), ((2, "P0001", ()),))
    with_image(cohort, image, "00012345", 1)
    again = import_clinical(cohort, file)
    assert again.without_images == ((2, "P0001", ("P0002",)),)
    moved = import_clinical(cohort, file, matches=RowMatches.of(["2=P0002"]))
    assert (moved.imported, moved.without_images) == (("P0002",), ())


def test_a_row_may_be_declared_a_patient_of_its_own(
    cohort: Cohort, image: Image, tmp_path: Path
) -> None:
    with_image(cohort, image, "00012345", 1)
    found = import_clinical(cohort, table(tmp_path, "12345"), matches=RowMatches.of(["2=new"]))
    assert found.imported == ("P0002",)


@pytest.mark.parametrize("written", ["P0001", "2", "x=P0001", "2=H-4711", "=P0001"])
def test_a_match_is_written_by_row_and_patient(written: str) -> None:
    with pytest.raises(CohortError, match="row's number and its patient"):
        RowMatches.of([written])


@pytest.mark.parametrize("written", ["9=P0001", "2=P0099"])
def test_a_match_names_what_exists(cohort: Cohort, image: Image, tmp_path: Path, written: str) -> None:
    with_image(cohort, image, "00012345", 1)
    with pytest.raises(CohortError, match=r"no row|no patient"):
        import_clinical(cohort, table(tmp_path, "12345"), matches=RowMatches.of([written]))


def test_an_id_of_two_persons_is_asked_about(cohort: Cohort, image: Image, tmp_path: Path) -> None:
    from cxstage_core.cohort.values.identity import Decisions, Evidence

    first = Evidence.of(["19580312"], ["F"], "1.1")
    second = Evidence.of(["19700101"], ["F"], "1.2")
    door = cohort.people.admission()
    assert door.admit("H-1", first, image(1)).patient == "P0001"
    door.remember("P0001", first, image(1))
    answer = Decisions(separate=frozenset({"P0001"}), reason="two women")
    assert cohort.people.admission(answer).admit("H-1", second, image(2)).patient == "P0002"
    assert asked(import_clinical(cohort, table(tmp_path, "H-1"))) == [(2, ("P0001", "P0002"))]


@given(st.text(max_size=20))
def test_any_text_has_a_plain_form(name: str) -> None:
    plain = plain_id(name)
    assert plain_id(plain) == plain
    assert looked_up_form(name) is not None
    assert all(near_forms(name))
