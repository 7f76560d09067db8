"""A reading kit goes out, is read elsewhere, and comes back: blind, sealed, patient by patient."""

from __future__ import annotations

import dataclasses
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort, ReadingState
from cxstage_core.cohort.kits import export_kit, import_kit, pack_kit, unpack_kit
from cxstage_core.errors import CohortError, CxStageError, IntegrityError
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.department import Department, reading, words
from tests.core.test_command_line import run

COMMENT, STAGE, OUTCOME, READER = "left parametrium, says A", "IIB", "relapse after 14 months", "Anselm"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ("Anselm") has read the first patient; B has begun it, and nothing else."""
    made = Department.found(tmp_path_factory.mktemp("kits") / "c", patients=3)
    kim = made.enter("Kim")
    from cxstage_core.cohort.double_reading.worklist import Draw

    kim.accounts.add(READER, {"reader"}, words(READER))
    kim.worklist.assign(Draw((READER, "B")))
    kim.clinical.save(
        [ClinicalRecord(p, entered_stage=STAGE, extra={"o": OUTCOME}) for p in kim.patients()]
    )
    first = kim.patients()[0]
    done = dataclasses.replace(reading(first, READER, 9, complete=True), comment=COMMENT)
    made.enter(READER).save_reading(done)
    made.enter("B").save_reading(reading(first, "B", 3))
    return made.path


@pytest.fixture
def department(founded: Path, tmp_path: Path) -> Department:
    import shutil

    return Department(Path(shutil.copytree(founded, tmp_path / "c.cxcohort")))


@pytest.fixture
def away(department: Department, tmp_path: Path) -> Cohort:
    """B's kit, unpacked elsewhere, and B signed in there."""
    file = export_kit(department.enter("Kim"), "B", tmp_path / "B")
    assert file.name == "B.cxkit"
    return Cohort.open(unpack_kit(file, tmp_path / "elsewhere")).sign_in("B", words("B"))


def test_a_kit_is_read_elsewhere_and_comes_back(
    department: Department, away: Cohort, tmp_path: Path
) -> None:
    kim = department.enter("Kim")
    first, second, third = away.patients()
    begun = away.readings.get(first, "B")
    assert begun is not None
    assert begun.masks["t2-axial"].same_as(reading(first, "B", 3).masks["t2-axial"])
    codes = {item.patient: item.code for item in away.worklist.items()}
    assert codes == {item.patient: item.code for item in kim.worklist.items("B")}
    away.save_reading(reading(first, "B", 4, complete=True))
    away.save_reading(reading(second, "B", 5))
    back = pack_kit(away.path, tmp_path / "back.cxkit")
    report = import_kit(kim, back)
    assert report.taken == (first, second)
    assert [str(one.why) for one in report.patients if one.patient == third] == [
        "Not begun in the kit."
    ]
    stored = kim.readings.get(first, "B")
    assert stored is not None
    assert stored.state is ReadingState.COMPLETE
    assert stored.masks["t2-axial"].same_as(reading(first, "B", 4).masks["t2-axial"])
    again = import_kit(kim, back)
    assert (again.taken, again.refused) == ((), ())
    assert kim.verify() == ()
    acts = [(e.act, e.actor) for e in kim.audit.entries() if "kit" in e.act]
    assert acts == [("export reading kit", "Kim")] + [("import reading kit", "Kim")] * 2


def test_no_byte_of_a_kit_tells_of_anybody_else(department: Department, away: Cohort) -> None:
    kim = department.enter("Kim")
    theirs = kim.readings.get(away.patients()[0], READER)
    assert theirs is not None
    secret = (department.path / "secret.key").read_text()
    hospital = list(read_json(department.path / "patients.json", "patients").values())
    known = {e.details["sha256"] for e in kim.audit.entries()
             if e.act == "complete reading" and e.actor == READER}  # fmt: skip
    hidden = [READER, COMMENT, STAGE, OUTCOME, secret, *hospital, *known, theirs.saved_at, "MRN-"]
    files = [file for file in away.path.rglob("*") if file.is_file()]
    assert len(files) > 8
    for file in files:
        content = file.read_bytes()
        for word in hidden:
            assert word.encode() not in content, (file.name, word)
    assert {file.name for file in files if file.suffix == ".h5"} >= {"t2-axial.h5"}
    assert not (away.path / "clinical.h5").exists()
    assert not list((away.path / "references").iterdir())
    assert len(list((away.path / "readings").rglob("*.h5"))) == 1


def test_a_repeat_looks_new_in_a_kit(department: Department, tmp_path: Path) -> None:
    kim, anselm = department.enter("Kim"), department.enter(READER)
    first = kim.patients()[0]
    kim.worklist.assign_repeats(1.0, 0)
    assert {i.reading_key for i in anselm.worklist.items() if i.patient == first} == {f"{READER}#2"}
    file = export_kit(kim, READER, tmp_path / "A.cxkit", [first])
    kit = Cohort.open(unpack_kit(file, tmp_path / "away")).sign_in(READER, words(READER))
    (item,) = kit.worklist.items()
    assert item.reading_key == READER
    for path in kit.path.rglob("*"):
        if path.is_file():
            assert b"#2" not in path.read_bytes()
    kit.save_reading(reading(first, READER, 5, complete=True))
    assert import_kit(kim, kit.path).taken == (first,)
    repeat, original = kim.readings.get(first, f"{READER}#2"), kim.readings.get(first, READER)
    assert repeat is not None
    assert original is not None
    assert original.comment == COMMENT
    assert not repeat.masks["t2-axial"].same_as(original.masks["t2-axial"])


def test_what_is_newer_here_is_kept_and_the_rest_is_taken(department: Department, away: Cohort) -> None:
    kim, b = department.enter("Kim"), department.enter("B")
    first, second, third = away.patients()
    for patient in (first, second, third):
        away.save_reading(reading(patient, "B", 5, complete=True))
    b.save_reading(reading(first, "B", 6))
    b.save_reading(reading(second, "B", 6, complete=True))
    report = import_kit(kim, away.path)
    assert report.taken == (third,)
    why = {one.patient: str(one.why) for one in report.refused}
    assert "The cohort has a newer reading of B: version 2" in why[first]
    assert "already complete" in why[second]
    assert (
        kim.readings.get(first, "B").masks["t2-axial"].same_as(reading(first, "B", 6).masks["t2-axial"])
    )


def test_a_case_in_review_takes_nothing(department: Department, away: Cohort) -> None:
    kim = department.enter("Kim")
    first = away.patients()[0]
    away.save_reading(reading(first, "B", 5, complete=True))
    department.enter("B").save_reading(reading(first, "B", 3, complete=True))
    department.enter("Roe").review.begin(first)
    (refused,) = import_kit(kim, away.path).refused
    assert refused.patient == first
    assert kim.verify() == ()


def _change(file: Path, change: Callable[[Any], None]) -> None:
    content = read_json(file, "kit")
    change(content)
    write_json(file, content, "kit")


def test_another_cohorts_kit_and_a_forged_manifest_are_refused(
    department: Department, away: Cohort, tmp_path: Path
) -> None:
    kim = department.enter("Kim")
    other = Department.found(tmp_path / "other", patients=1).enter("Kim")
    with pytest.raises(CohortError, match="another cohort"):
        import_kit(other, away.path)

    def to_other(content: Any) -> None:
        content["kit"]["reader"] = READER

    _change(away.path / "kit.json", to_other)
    with pytest.raises(IntegrityError, match="was changed"):
        import_kit(kim, away.path)


def test_a_kit_that_was_tampered_with_is_refused_where_it_was(
    department: Department, away: Cohort
) -> None:
    kim = department.enter("Kim")
    first, second, _ = away.patients()
    for patient in (first, second):
        away.save_reading(reading(patient, "B", 5, complete=True))
    (file,) = (away.path / "readings" / first).glob("*.h5")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    report = import_kit(kim, away.path)
    assert report.taken == (second,)
    assert [one.patient for one in report.refused] == [first]
    log = away.path / "audit.log"
    log.write_bytes(log.read_bytes().replace(b'"B"', b'"C"', 1))
    with pytest.raises(IntegrityError, match="was changed"):
        import_kit(kim, away.path)


def test_other_images_under_the_same_name_are_refused(department: Department, away: Cohort) -> None:
    kim = department.enter("Kim")
    first, second, _ = away.patients()
    away.save_reading(reading(first, "B", 5, complete=True))
    import shutil

    shutil.copy(away.path / f"series/{second}/t2-axial.h5", away.path / f"series/{first}/t2-axial.h5")
    (refused,) = [one for one in import_kit(kim, away.path).refused if one.patient == first]
    assert "of the kit" in str(refused.why) or "images" in str(refused.why)


def test_only_a_coordinator_gives_and_takes_kits(department: Department, tmp_path: Path) -> None:
    for name in ("B", "Roe"):
        cohort = department.enter(name)
        with pytest.raises(CohortError, match="may not"):
            export_kit(cohort, "B", tmp_path / "x")
        with pytest.raises(CohortError, match="may not"):
            import_kit(cohort, tmp_path / "x.cxkit")
    with pytest.raises(CohortError, match="is not a reader"):
        export_kit(department.enter("Kim"), "Roe", tmp_path / "x")
    assert list(tmp_path.glob("*.cxkit")) == []


@pytest.mark.parametrize(
    "member",
    ["../evil", "/etc/evil", "a/../../evil", "C:evil", "a\\b", "link", "twice", "bomb", "nothing"],
)
def test_hostile_zips_are_refused_in_one_sentence(
    department: Department, tmp_path: Path, member: str
) -> None:
    file = tmp_path / "evil.cxkit"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if member != "nothing":
            archive.writestr("kit.json", "{}")
        if member == "link":
            info = zipfile.ZipInfo("link")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
        elif member == "twice":
            archive.writestr("KIT.json", "{}")
        elif member == "bomb":
            archive.writestr("big", b"\0" * 50_000_000)
        elif member != "nothing":
            archive.writestr(member, "x")
    for door in (
        lambda: unpack_kit(file, tmp_path / "place"),
        lambda: import_kit(department.enter("Kim"), file),
    ):
        with pytest.raises(CxStageError) as caught:
            door()
        assert "kit" in str(caught.value)
    assert not (tmp_path / "place.cxcohort").exists()
    assert not (tmp_path.parent / "evil").exists()


def test_what_is_no_zip_at_all_is_said(department: Department, tmp_path: Path) -> None:
    file = tmp_path / "x.cxkit"
    for content in (b"", b"PK\x03\x04 not really", b"\0" * 4096):
        file.write_bytes(content)
        with pytest.raises(CohortError, match="not a reading kit"):
            import_kit(department.enter("Kim"), file)
    with pytest.raises(CohortError, match="not a reading kit"):
        import_kit(department.enter("Kim"), department.path)


def test_a_kit_of_a_cohort_without_accounts(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "open")
    import numpy as np

    from cxstage_core.cohort import SeriesInfo
    from cxstage_core.imaging import Volume
    from tests.core.cohort.department import GRID

    patient = cohort.pseudonym("MRN-1")
    cohort.add_series(patient, Volume(np.ones(GRID.size, np.int16), GRID), SeriesInfo("T2"))
    cohort.save_reading(reading(patient, "A", 4, complete=True))
    file = export_kit(cohort, "B", tmp_path / "B.cxkit")
    away = Cohort.open(unpack_kit(file, tmp_path / "away"))
    assert away.readings.readers(patient) == ()
    away.save_reading(reading(patient, "B", 6, complete=True))
    away.save_reading(reading(patient, "C", 6, complete=True))  # nobody asked for it
    assert import_kit(cohort, away.path).taken == (patient,)
    assert cohort.readings.readers(patient) == ("A", "B")


def test_kits_from_the_shell(
    department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXSTAGE_PASSPHRASE", words("Kim"))
    made = run("kit", "export", department.path, "B", tmp_path / "B", "--as", "Kim")
    away = run("kit", "unpack", made["file"], tmp_path / "away")["cohort"]
    cohort = Cohort.open(Path(away)).sign_in("B", words("B"))
    cohort.save_reading(reading(cohort.patients()[1], "B", 5, complete=True))
    back = run("kit", "pack", away, tmp_path / "back")["file"]
    rows = run("kit", "import", department.path, back, "--as", "Kim")["patients"]
    assert [row["status"] for row in rows] == ["left", "taken", "left"]


@pytest.mark.parametrize("flaw", ["a damaged stream", "a name too long", "a file as a folder"])
def test_a_damaged_kit_is_refused_by_one_sentence(
    department: Department, away: Cohort, tmp_path: Path, flaw: str
) -> None:
    kit = pack_kit(away.path, tmp_path / "back.cxkit")
    with zipfile.ZipFile(kit, "a", zipfile.ZIP_DEFLATED) as archive:
        if flaw == "a name too long":
            archive.writestr("readings/" + "n" * 300, b"x")
        elif flaw == "a file as a folder":
            archive.writestr("kit.json/x", b"x")
        else:
            archive.writestr("x", bytes(range(256)) * 40)
    content = bytearray(kit.read_bytes())
    if flaw == "a damaged stream":
        with zipfile.ZipFile(kit) as archive:
            info = archive.getinfo("x")
        start = info.header_offset + 30 + len("x")
        content[start : start + info.compress_size] = b"\xff" * info.compress_size
        kit.write_bytes(content)
    with pytest.raises(CohortError, match="is not a reading kit, or it is damaged"):
        import_kit(department.enter("Kim"), kit)
    with pytest.raises(CohortError, match="is not a reading kit, or it is damaged"):
        unpack_kit(kit, tmp_path / "again")
