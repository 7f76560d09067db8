"""An absent column or an empty cell is unknown; what was stated before stays; the user's ways out are logged."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.clinical.choices import ImportChoices
from cxstage_core.cohort.clinical.importer import ClinicalImport, import_clinical
from cxstage_core.cohort.clinical.preview import preview_clinical
from cxstage_core.cohort.clinical.stage_reason import computed_perhaps
from cxstage_core.cohort.values.records import FactSources
from cxstage_core.dataset import label_table
from cxstage_core.errors import CohortError
from cxstage_core.staging import LabelOrigin
from cxstage_core.staging.facts import ABSENT
from tests.core.cohort.schema_1 import OPEN, unpack
from tests.core.cohort.test_importing_the_clinical_table import NO_REST, REST

ALL_NONE = tuple(ABSENT)
DIAMETER = "patient_id,edition,diameter_mm"


def imported(cohort: Cohort, *lines: str, **choices: object) -> ClinicalImport:
    file = cohort.path.parent / "table.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return import_clinical(cohort, file, choices=ImportChoices(**choices))  # type: ignore[arg-type]


def test_a_stage_is_not_computed_from_what_nobody_stated(cohort: Cohort) -> None:
    (row,) = imported(cohort, DIAMETER, "X-1,FIGO 2018,30").rows
    assert row.stage == ""
    assert {"parametrium", "vagina", "pelvic_nodes"} <= set(row.missing)
    assert "not stated: microscopic, vagina, parametrium" in str(row.reason)
    table = label_table(cohort, "paper")
    assert dict(table.labels) == {} and table.missing == {"P0001": table.missing["P0001"]}


def test_an_empty_cell_is_as_unknown_as_an_absent_column(cohort: Cohort) -> None:
    empty = NO_REST.replace("none", "", 2)
    (row,) = imported(cohort, f"{DIAMETER},{REST}", f"X-1,FIGO 2018,30,{empty}").rows
    assert (row.stage, row.missing) == ("", ("vagina", "parametrium"))


def test_a_later_table_does_not_erase_what_it_has_no_column_for(cohort: Cohort) -> None:
    invaded = NO_REST.replace("none", "invaded", 2).replace("invaded", "none", 1)
    (first,) = imported(cohort, f"{DIAMETER},{REST}", f"X-1,FIGO 2018,28,{invaded}").rows
    assert first.stage == "IIB"
    (second,) = imported(cohort, DIAMETER, "X-1,FIGO 2018,30").rows
    assert second.stage == "IIB"
    assert second.changed == {"diameter_mm": ("28.0", "30.0")}
    (third,) = imported(cohort, f"{DIAMETER},parametrium", "X-1,FIGO 2018,,").rows
    assert third.stage == "IIB" and third.changed == {}
    record = cohort.clinical.records()["P0001"]
    assert record.facts is not None and record.facts.diameter_mm == 30
    (entry,) = [e for e in cohort.audit.entries() if "facts_changed" in e.details]
    assert entry.details["facts_changed"] == {"P0001": {"diameter_mm": ["28.0", "30.0"]}}


@pytest.mark.parametrize("word", ["unknown", "?", "不详", "Unbekannt"])
def test_a_fact_is_cleared_by_a_word(cohort: Cohort, word: str) -> None:
    imported(cohort, f"{DIAMETER},{REST}", f"X-1,FIGO 2018,28,{NO_REST}")
    (row,) = imported(cohort, "patient_id,edition,parametrium", f"X-1,FIGO 2018,{word}").rows
    assert (row.stage, row.missing) == ("", ("parametrium",))
    assert row.changed == {"parametrium": ("none", "")}


def test_dates_and_further_columns_of_before_stay_as_they_are(cohort: Cohort) -> None:
    imported(cohort, "patient_id,edition,mri_date,hpv,age", "X-1,FIGO 2018,2021-03-05,16,44")
    before = cohort.clinical.records()["P0001"]
    imported(cohort, "patient_id,edition,diameter_mm", "X-1,FIGO 2018,30")
    after = cohort.clinical.records()["P0001"]
    assert (after.mri_date, after.age, after.extra) == (before.mri_date, 44, {"hpv": "16"})


def test_an_unreadable_cell_refuses_its_row(cohort: Cohort) -> None:
    found = imported(cohort, "patient_id,edition,distant", "X-1,FIGO 2018,perhaps")
    assert found.imported == () and "yes or no" in str(found.refused[0][2])


def test_empty_means_none_only_where_the_user_says_so(cohort: Cohort) -> None:
    (row,) = imported(cohort, DIAMETER, "X-1,FIGO 2018,30", empty_means_none=ALL_NONE).rows
    assert (row.stage, row.assumed) == ("IB2", ALL_NONE)
    table = label_table(cohort, "paper")
    assert table.origins == {"P0001": LabelOrigin.ASSUMED}
    assert table.origin_counts() == {LabelOrigin.ASSUMED.value: 1}
    entry = cohort.audit.entries()[-1]
    assert entry.details["empty_means_none"] == list(ALL_NONE)
    assert Cohort.open(cohort.path).verify() == ()


def test_empty_means_none_never_replaces_what_was_stated(cohort: Cohort) -> None:
    imported(cohort, "patient_id,edition,parametrium", "X-1,FIGO 2018,invaded")
    (row,) = imported(cohort, DIAMETER, "X-1,FIGO 2018,30", empty_means_none=ALL_NONE).rows
    assert row.stage == "IIB" and "parametrium" not in row.assumed
    assert label_table(cohort, "paper").origins["P0001"] is LabelOrigin.COMPUTED


def test_stating_it_later_ends_the_assumption(cohort: Cohort) -> None:
    imported(cohort, DIAMETER, "X-1,FIGO 2018,30", empty_means_none=ALL_NONE)
    imported(cohort, f"patient_id,edition,{REST}", f"X-1,FIGO 2018,{NO_REST}")
    assert cohort.clinical.sources()["P0001"] == FactSources()
    assert label_table(cohort, "paper").origins["P0001"] is LabelOrigin.COMPUTED


@pytest.mark.parametrize("name", ["diameter_mm", "nodes_by", "stage", "nonsense"])
def test_columns_without_a_none_cannot_mean_it(name: str) -> None:
    with pytest.raises(CohortError, match="cannot mean none"):
        ImportChoices.of([name])


def test_words_for_two_columns() -> None:
    chosen = ImportChoices.of(["parametrium,nodes", "Mucosa"]).empty_means_none
    assert chosen == (
        "parametrium", "pelvic_nodes", "paraaortic_nodes", "bladder_mucosa", "rectal_mucosa"
    )  # fmt: skip


def test_label_by_the_entered_stage_only_where_chosen(cohort: Cohort) -> None:
    header = "patient_id,edition,stage,diameter_mm"
    rows = ["X-1,FIGO 2018,IB2,30", "X-2,FIGO 2009,IB2,50", "X-3,FIGO 2018,IIB,50", "X-4,FIGO 2018,,30"]
    imported(cohort, header, *rows)
    assert label_table(cohort, "paper").labels == {}
    imported(cohort, header, *rows, label_by_entered_stage=True)
    table = label_table(cohort, "paper")
    assert dict(table.labels) == {"P0001": 0, "P0003": 1}
    assert table.origin_counts() == {LabelOrigin.ENTERED.value: 2}
    assert [r.computed_stage for r in cohort.clinical.records().values()] == [""] * 4
    imported(cohort, header, rows[0])
    assert "P0001" in label_table(cohort, "paper").labels, "a later table does not take the choice back"
    imported(cohort, header, rows[0], label_by_entered_stage=False)
    assert "P0001" not in label_table(cohort, "paper").labels


def test_an_entered_stage_that_no_unknown_fact_allows_blocks(cohort: Cohort) -> None:
    found = imported(
        cohort,
        "patient_id,edition,stage,parametrium",
        "X-1,FIGO 2018,IB2,invaded",
        label_by_entered_stage=True,
    )
    assert found.imported == ()
    assert "only IIB, IIIA" in str(found.refused[0][2])


def test_an_entered_stage_of_before_keeps_its_edition(cohort: Cohort) -> None:
    imported(cohort, "patient_id,edition,stage", "X-1,FIGO 2009,IB2")
    imported(cohort, f"{DIAMETER},{REST}", f"X-1,FIGO 2018,50,{NO_REST}")
    record = cohort.clinical.records()["P0001"]
    assert (record.entered_stage, record.edition, record.computed_stage) == ("IB2", "FIGO 2009", "IB3")
    found = imported(cohort, DIAMETER, "X-1,FIGO 2018,30")
    assert "disagrees" in str(found.refused[0][2])


def test_a_preview_counts_what_is_open_and_stores_nothing(cohort: Cohort) -> None:
    file = cohort.path.parent / "t.csv"
    file.write_text(
        f"patient_id,edition,stage,{REST},story\n"
        f"X-1,FIGO 2018,IVB,{NO_REST.replace('none', '', 1)},seen twice and then sent on to another town\n",
        encoding="utf-8",
    )
    assert preview_clinical(cohort, file).rows == 0, "a stage IVB without distant metastases is refused"
    file.write_text(file.read_text(encoding="utf-8").replace("IVB", "IB2"), encoding="utf-8")
    found = preview_clinical(cohort, file)
    assert (found.rows, found.unstaged, dict(found.missing), found.by_stage) == (1, 1, {"vagina": 1}, 1)
    assert [one.column for one in found.texts] == ["story"]
    assert found.asks
    assert cohort.patients() == () and cohort.clinical.records() == {}


def test_parametrium_known_and_nodes_unknown_is_a_group_without_a_stage(cohort: Cohort) -> None:
    (row,) = imported(cohort, "patient_id,edition,parametrium", "X-1,FIGO 2018,invaded").rows
    assert row.stage == ""
    table = label_table(cohort, "paper")
    assert (dict(table.labels), dict(table.origins)) == ({"P0001": 1}, {"P0001": LabelOrigin.COMPUTED})
    assert label_table(cohort, "paper_no_iiic").missing["P0001"] == ("pelvic_nodes", "paraaortic_nodes")


def test_a_table_of_an_earlier_version_keeps_its_labels_and_marks_them(tmp_path: Path) -> None:
    cohort = Cohort.open(unpack(tmp_path) / OPEN)
    before = label_table(cohort, "paper")
    assert before.origin_counts() == {LabelOrigin.COMPUTED.value: 6, LabelOrigin.EARLIER.value: 8}
    assert computed_perhaps(cohort) != ()
    assert cohort.verify() == ()
    patient = next(p for p, origin in before.origins.items() if origin is LabelOrigin.EARLIER)
    cohort.clinical.save([])
    again = Cohort.open(cohort.path)
    assert again.clinical.sources() == cohort.clinical.sources()
    assert label_table(again, "paper") == before
    assert again.verify() == ()
    file = tmp_path / "t.csv"
    file.write_text(f"patient_id,edition,{REST}\n{patient},FIGO 2018,{NO_REST}\n", encoding="utf-8")
    imported = import_clinical(again, file)
    assert imported.imported == (patient,)
    assert label_table(again, "paper").origins[patient] is LabelOrigin.COMPUTED
