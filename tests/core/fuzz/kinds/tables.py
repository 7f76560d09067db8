"""Clinical tables as CSV."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.clinical.csv_reader import read_rows
from cxstage_core.cohort.clinical.importer import import_clinical, parse_table
from cxstage_core.errors import CxStageError
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh

HEADER = ("patient_id", "age", "edition", "stage", "diameter_mm", "parametrium", "mri_date", "score")
ROWS = (
    ("7001", "41", "FIGO 2018", "IB2", "31", "none", "2021-03-04", "3"),
    ("7002", "52.5", "FIGO 2018", "IIB", "45", "invaded", "2020-12-31", "1"),
    ("7003", "60", "FIGO 2009", "", "28", "none", "2019-02-28", "2"),
    ("7004", "38", "FIGO 2018", "", "", "", "", "5"),
)
CELLS = (
    *mutate.WORDS, "41,5", "41.5.1", "1 000", "1e2", "４１", "41 years", "31 mm", "3,1", ">40", "2021-02-30",
    "04.03.2021", "2021/03/04", "IB", "ib2", "IIIC1r", "2018", "FIGO 2009", "yes", "no", "unknown", "?", "-",
    "=1+1", '="41"', "@SUM(A1)", "a,b", "a;b", "line\nbreak", "\ufeff", "\u00a041", "x" * 5000,
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "cp1252", "latin-1")


class ClinicalTable:
    """One changed table; rows are compared with what the csv module reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = fresh(folder)
        self.good = folder / "good.csv"
        self.good.write_text("patient_id,age,edition\n9001,44,FIGO 2018\n", encoding="utf-8")
        self.reading = Cohort.create(folder / "reading.cxcohort")
        self.imported = 0
        self.writing = Cohort.create(folder / "writing-0.cxcohort")

    def judge(self, draw: random.Random) -> str:
        """Change cells, the table's structure, its encoding, or bytes."""
        file = self.folder / "table.csv"
        table = [list(HEADER), *(list(row) for row in ROWS)]
        separator, encoding = draw.choice((",", ",", ";", "\t")), "utf-8"
        for _ in range(mutate.many(draw)):
            self._change(draw, table)
        if draw.random() < 0.2:
            encoding = draw.choice(ENCODINGS)
        out = io.StringIO()
        quoting: Any = draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        csv.writer(
            out, delimiter=separator, lineterminator=draw.choice(("\n", "\r\n")), quoting=quoting
        ).writerows(table)
        content = out.getvalue().encode(encoding, "replace")
        plain = draw.random() < 0.65
        if not plain:
            content = mutate.of_bytes(draw, content)
        file.write_bytes(content)
        outcome = self._judged(file, separator, encoding if plain else "", draw.random() < 0.15)
        if len(parse_table(self.reading, self.good).drafts) != 1:
            raise FaultError("neighbour", "the good table is not read any more")
        return outcome

    def _change(self, draw: random.Random, table: list[list[str]]) -> None:
        row = draw.choice(table)
        change = draw.randrange(8)
        if change <= 3 and row:
            row[draw.randrange(len(row))] = draw.choice(CELLS)
        elif change == 4 and row:
            del row[draw.randrange(len(row))]
        elif change == 5:
            row.append(draw.choice(CELLS))
        elif change == 6:
            table.append(list(row))
        elif len(table) > 2:
            table.remove(row)

    def _judged(self, file: Path, separator: str, encoding: str, store: bool) -> str:
        try:
            parsed = parse_table(self.reading, file)
        except CxStageError:
            return REFUSED
        seen = self._seen(file, separator, encoding)
        if seen is not None:
            _, rows = read_rows(file)
            for row in rows:
                self._compare_cells(row, seen)
        values = {}
        for number, draft in parsed.drafts:
            cells = next(r.cells for r in parsed.rows if r.number == number)
            if draft.hospital_id != cells["patient_id"]:
                raise FaultError("silent", f"{draft.hospital_id!r} from {cells['patient_id']!r}")
            _compare(draft.record, cells)
            values[number] = draft.record
        if store:
            self._store(file, parsed)
        if not parsed.drafts:
            return REFUSED
        return NOTED if parsed.refused or parsed.dropped or parsed.texts else EQUAL

    def _seen(self, file: Path, separator: str, encoding: str) -> list[list[str]] | None:
        if not encoding:
            return None
        try:
            text = file.read_bytes().decode(encoding).lstrip("\ufeff")
            found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except (UnicodeDecodeError, csv.Error):
            return None
        return found if found and len(found[0]) > 3 and encoding.startswith("utf") else None

    def _compare_cells(self, row: Any, seen: list[list[str]]) -> None:
        line = seen[row.number - 1]
        for name, cell in zip(seen[0], line, strict=False):
            if name not in HEADER:
                continue
            read, there = row.cells.get(name, ""), cell.strip()
            if read != there and there.strip("=\"'\u00a0 \t") != read:
                raise FaultError("silent", f"{name} is {read!r}, not {there!r}")

    def _store(self, file: Path, parsed: Any) -> None:
        if self.imported % 40 == 39:
            self.writing = Cohort.create(self.folder / f"writing-{self.imported}.cxcohort")
        self.imported += 1
        before = self.writing.clinical.records()
        try:
            done = import_clinical(self.writing, file)
        except CxStageError:
            if self.writing.clinical.records() != before:
                raise FaultError("silent", "refused, and yet stored") from None
            return
        rows = {row.number: row.cells for row in parsed.rows}
        stored = self.writing.clinical.records()
        for one in done.rows:
            cells, record = rows[one.row], stored[one.patient]
            if cells.get("age", "").isdigit() and record.age != float(cells["age"]):
                raise FaultError("silent", f"age {record.age} from {cells['age']!r}")
            when = cells.get("mri_date", "")
            if len(when) == 10 and record.mri_date is not None and when[4] == when[7] == "-":
                days = self.writing.shift_days(one.patient)
                if record.mri_date - timedelta(days=days) != date.fromisoformat(when):
                    raise FaultError("silent", "another date")


def _compare(record: Any, cells: Mapping[str, str]) -> None:
    """Hold what was understood against the row's own cells."""
    age = cells.get("age", "")
    if record.age is not None and not _is(record.age, age):
        raise FaultError("silent", f"age {record.age} from {age!r}")
    if record.entered_stage and record.entered_stage.casefold() != cells.get("stage", "").casefold():
        raise FaultError("silent", f"stage {record.entered_stage!r} from {cells.get('stage')!r}")
    diameter = None if record.facts is None else record.facts.diameter_mm
    if diameter is not None and not _is(diameter, cells.get("diameter_mm", "")):
        raise FaultError("silent", f"diameter {diameter} from {cells.get('diameter_mm')!r}")
    if record.edition is not None and str(record.edition)[-4:] not in cells.get("edition", ""):
        raise FaultError("silent", f"edition {record.edition} from {cells.get('edition')!r}")


def _is(value: float, cell: str) -> bool:
    words = cell.replace(",", ".").split()
    try:
        return bool(words) and float(words[0].removesuffix("mm")) == value
    except ValueError:
        return False
