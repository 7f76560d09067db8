"""Who is who: two persons under one id, one person under two, ids that spreadsheets changed."""

from __future__ import annotations

from pathlib import Path

from pydicom import dcmread

from tests.core.cases.running import Case


def two_people_under_one_id(case: Case) -> None:
    """Birth date and sex differ: the second study is held back, and the answer gives two pseudonyms."""
    found = case.imported()
    assert found["counts"] == {"imported": 1, "duplicate": 0, "rejected": 1}
    (held,) = [s for s in found["series"] if s["status"] == "rejected"]
    assert "birth date or sex differ" in held["reason"]
    assert held["question"] == {"kind": "other person under this id", "patient": "P0001"}
    again = case.run("import", case.cohort, case.file("in/two"))
    assert again["counts"]["rejected"] == 1  # one after the other, too
    assert (
        "give a reason"
        in case.run("import", case.cohort, case.file("in"), "--separate", "P0001", expect=1)[
            "error"
        ].lower()
    )
    case.run("import", case.cohort, case.file("in"), "--separate", "P0001", "--reason", "two women")
    patients = case.run("cohort", "info", case.cohort)["patients"]
    assert [(p["patient"], len(p["series"])) for p in patients] == [("P0001", 1), ("P0002", 1)]
    stored = b"".join(p.read_bytes() for p in case.cohort.rglob("*") if p.is_file())
    for personal in (b"19700101", b"19450505", b"ANONYMOUS", b"Other^Person"):
        assert personal not in stored


def an_id_that_a_spreadsheet_changed(case: Case) -> None:
    """The row is shown with its candidate, and taken when the user matches it; the match is remembered."""
    case.imported()
    found = case.run("clinical", "import", case.cohort, case.file("table.csv"))
    stage = {p["patient"]: p["stage"] for p in case.run("cohort", "info", case.cohort)["patients"]}
    if found["unmatched"]:
        assert found["imported"] == []
        (asked,) = found["unmatched"]
        assert (asked["row"], asked["candidates"]) == (2, ["P0001"])
        assert "belongs to no imported image" in asked["reason"]
        assert stage == {"P0001": ""}
        table = case.file("table.csv")
        matched = case.run("clinical", "import", case.cohort, table, "--match", "2=P0001")
        assert matched["matched"] == [{"row": 2, "patient": "P0001"}]
        assert case.run("clinical", "import", case.cohort, table)["imported"] == ["P0001"]
    (patient,) = case.run("cohort", "info", case.cohort)["patients"]
    assert (patient["patient"], patient["stage"], len(patient["series"])) == ("P0001", "IB2", 1)


def one_examination_under_two_ids(case: Case) -> None:
    """One bit per slice and the PatientID changed: refused; the answer keeps both in one part of a split."""
    case.run("phantom", case.file("ph"), "--patients", 1)
    case.run("cohort", "create", case.cohort)
    case.run("import", case.cohort, case.file("ph/dicom"))
    for file in sorted(p for p in case.file("ph/dicom").rglob("*") if p.is_file()):
        _change(file, case.file("other") / file.relative_to(case.file("ph/dicom")))
    found = case.run("import", case.cohort, case.file("other"))
    assert found["counts"]["imported"] == 0
    assert {s["question"]["kind"] for s in found["series"]} == {"same UIDs under another id"}
    assert all("P0001" in s["reason"] and "P0002" in s["reason"] for s in found["series"])
    said = ("--same-person", "P0001", "--reason", "sent twice")
    found = case.run("import", case.cohort, case.file("other"), *said)
    assert found["counts"]["rejected"] == 0
    assert case.run("cohort", "info", case.cohort)["same_person"] == [["P0001", "P0002"]]
    assert case.run("cohort", "verify", case.cohort)["ok"]


def _change(file: Path, target: Path) -> None:
    dataset = dcmread(file)
    dataset.PatientID = "QQ-17"
    dataset.PixelData = bytes([dataset.PixelData[0] ^ 1]) + dataset.PixelData[1:]
    target.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(target)


CASES = {
    "09": two_people_under_one_id,
    "10": an_id_that_a_spreadsheet_changed,
    "11": an_id_that_a_spreadsheet_changed,
    "56": one_examination_under_two_ids,
}
