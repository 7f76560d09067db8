"""Cases of the journal: damage in its middle."""

from __future__ import annotations

import numpy as np

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.imaging import Volume
from cxstage_core.reading import Delta, recover
from cxstage_core.text import text
from tests.core.cases.running import Case, Check
from tests.core.cohort.department import GRID

SERIES = "t2-axial"
STROKES = 10


def damaged_in_the_middle(case: Case) -> None:
    """What follows a damaged entry is recovered, a copy is kept, and drawing and verify say what is missing."""
    cohort = Cohort.create(case.cohort)
    patient = cohort.pseudonym("MRN-1")
    cohort.add_series(patient, Volume(np.zeros(GRID.size, np.int16), GRID), SeriesInfo("T2"))
    log = cohort.readings.journal(patient, "A")
    editor = recover(log, {}, 0, {SERIES: GRID}).editor
    editor.open_series(SERIES, GRID)
    for number in range(STROKES):
        after = editor.labels(SERIES).copy()
        after[1, 2 * number, 3:12] = 1
        editor.apply(text("brush stroke"), SERIES, Delta.of_volume(editor.labels(SERIES), after))
    drawn = editor.labels(SERIES).copy()
    log.close()
    content = bytearray(log.path.read_bytes())
    content[len(content) // 2] ^= 16
    log.path.write_bytes(content)
    assert "journal" in str(case.run("cohort", "verify", case.cohort, expect=1))

    cohort = Cohort.open(case.cohort)
    log = cohort.readings.journal(patient, "A")
    found = recover(log, {}, 0, {SERIES: GRID})
    assert found.loss is not None
    mine = found.editor.labels(SERIES)
    assert mine.sum() == drawn.sum() - 9, "all strokes but the damaged one"
    assert not (mine & ~drawn).any()
    found.editor.close()
    (copy,) = log.path.parent.glob("*.damaged-*")
    assert copy.read_bytes() == content
    assert "has not acknowledged" in str(case.run("cohort", "verify", case.cohort, expect=1))
    case.run("roi", "acknowledge", case.cohort, patient, "--reader", "A")
    case.run("cohort", "verify", case.cohort)
    acts = [entry.act for entry in cohort.audit.entries()]
    assert acts.count("find journal damaged") == acts.count("acknowledge lost strokes") == 1


CASES: dict[str, Check] = {"60": damaged_in_the_middle}
