"""Cases of the clinical table: what nobody stated, and files as spreadsheets write them."""

from __future__ import annotations

from tests.core.cases.running import Case


def absent_column(case: Case) -> None:
    """An earlier table states the parametrium; the case's table has no such column."""
    earlier = case.file("earlier.csv")
    earlier.write_text(
        "patient_id,edition,diameter_mm,microscopic,vagina,parametrium,hydronephrosis,pelvic_nodes,"
        "paraaortic_nodes,bladder_mucosa,rectal_mucosa,distant\n"
        "X-1,FIGO 2018,28,no,none,invaded,no,none,none,none,none,no\n",
        encoding="utf-8",
    )
    for first, stage, missing in ((False, "", True), (True, "IIB", False)):
        cohort = case.work / f"{first}.cxcohort"
        case.run("cohort", "create", cohort)
        if first:
            assert case.run("clinical", "import", cohort, earlier)["rows"][0]["stage"] == "IIB"
        (row,) = case.run("clinical", "import", cohort, case.file("table.csv"))["rows"]
        assert row["stage"] == stage
        assert ({"parametrium", "vagina", "pelvic_nodes"} <= set(row["missing"])) is missing
        (patient,) = case.run("cohort", "info", cohort)["patients"]
        assert patient["stage"] == stage
        assert patient["clinical"]["diameter_mm"] == 30


def line_of_the_separator(case: Case) -> None:
    """`sep=;` is no row of the table."""
    case.run("cohort", "create", case.cohort)
    found = case.run("clinical", "import", case.cohort, case.file("table.csv"))
    assert (found["imported"], found["refused"]) == (["P0001"], [])
    (patient,) = case.run("cohort", "info", case.cohort)["patients"]
    assert patient["stage"] == "IB2"
    assert patient["clinical"]["diameter_mm"] == 25.5


CASES = {"26": line_of_the_separator, "51": absent_column}
