"""The index of a study's folder: a page for people, and a list with hashes for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from cxstage_core.evaluation.report.pdf import RESEARCH_ONLY
from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.study.items import Row
from cxstage_core.evaluation.report.study.metrics import Answered, score_of
from cxstage_core.evaluation.report.study.places import INDEX, INDEX_JSON
from cxstage_core.evaluation.report.study.report_text import study_title
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import hash_of_file
from cxstage_core.text import Text, text

KINDS: Mapping[str, Text] = {
    "": text("Report"),
    "tables": text("Tables"),
    "figures": text("Figures"),
    "checklists": text("Reporting checklists"),
    "cards": text("Model cards and dataset card"),
}
"""Folders of a study, in order."""

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:1.6rem}li{margin:.15rem 0}"
    "p.only{font-weight:600}@media(prefers-color-scheme:dark){body{background:#16191d;color:#e4e7eb}a{color:#8ab8ff}}"
)


def write_index(
    study: Study,
    files: Sequence[Path],
    folder: Path,
    tripod: Sequence[Row],
    metrics: Sequence[Answered],
    language: str,
    localized: Localizer,
) -> tuple[Path, Path]:
    """Write both forms of the index; returns the files.

    Args:
        files: of the folder, without the index.

    Raises:
        CohortError: they cannot be written.
    """
    names = sorted(file.relative_to(folder).as_posix() for file in files)
    listing = {
        "experiment": study.experiment.id,
        "cohort": study.cohort,
        "program": study.program,
        "language": language,
        "research_use_only": True,
        "tripod_ai": {"rows": len(tripod), "reported": sum(row.reported for row in tripod)},
        "metrics": score_of(metrics).to_json(),
        "files": {name: hash_of_file(folder / name) for name in names},
    }
    atomic_write.write_bytes(
        folder / INDEX_JSON, json.dumps(listing, ensure_ascii=False, indent=1).encode()
    )
    atomic_write.write_bytes(folder / INDEX, _page(study, names, language, localized).encode())
    return folder / INDEX, folder / INDEX_JSON


def _page(study: Study, names: Sequence[str], language: str, localized: Localizer) -> str:
    title = escape(localized(study_title(study)))
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(language.replace("_", "-"))}"><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>',
        f'<h1>{title}</h1><p class="only">{escape(localized(RESEARCH_ONLY))}</p>',
    ]
    for kind, words in KINDS.items():
        inside = [name for name in names if name.rpartition("/")[0] == kind]
        if inside:
            lines.append(f"<h2>{escape(localized(words))}</h2><ul>")
            lines += [f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in inside]
            lines.append("</ul>")
    return "\n".join((*lines, "</html>", ""))
