"""The report as PDF: both languages, embedded fonts, the same bytes, no identifier; and pictures in true millimetres."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.dataset.crop import Window
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.document import font_files
from cxstage_core.evaluation.report.document.font_files import chinese_font
from cxstage_core.evaluation.report.language import localizer_of
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.prediction.report import PredictionRecord
from cxstage_core.prediction.report.fonts import fonts_for
from cxstage_core.prediction.report.pdf import write_pdf
from cxstage_core.prediction.report.pictures import Painted, Pictures, draw_slice, pictures_of
from cxstage_core.prediction.report.place import Place, direction_letters, place_of
from cxstage_core.prediction.report.sheet import breakable
from cxstage_core.text import Text, text
from tests.core.prediction.sites import Site

needs_chinese = pytest.mark.skipif(
    chinese_font() is None, reason="no font with Chinese characters here"
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils are not installed"
)

TITLE = text("Additive map")
METHOD = text("Parts of the logit: bias and all cells of all slices add up to it.")


@dataclass(frozen=True)
class Cells:
    """Cells evenly spread over the input."""

    stride: float

    def centres(self, cells: int) -> np.ndarray:
        return (np.arange(cells) + 0.5) * self.stride - 0.5

    def borders(self, cells: int, size_px: int) -> np.ndarray:
        return np.linspace(-0.5, size_px - 0.5, cells + 1)


@dataclass(frozen=True)
class Map:
    """A map as an explanation gives it."""

    key: str
    cells: np.ndarray
    slice_indices: tuple[int, ...]
    size_px: int = 64
    towards: int = 1
    empty: Text | None = None
    title: Text = TITLE
    method: Text = METHOD

    @property
    def lattice(self) -> Cells:
        return Cells(self.size_px / self.cells.shape[1])


@dataclass(frozen=True)
class Explained:
    """An explanation with these maps."""

    additive: Map | None
    layer: Map | None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("report")
    yield Site.build(root)
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def record(site: Site) -> PredictionRecord:
    return site.record()


@pytest.fixture(scope="module")
def pictures(site: Site) -> Pictures:
    case = site.case()
    cells = np.zeros((len(case.prepared.slice_indices), 2, 2))
    cells[:, 0, 0] = 1.0
    return pictures_of(case, Explained(Map("additive", cells, case.prepared.slice_indices), None))


def _words(file: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout


@needs_poppler
@needs_chinese
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Prediction report", "Research use only", "Conformal set", "Checksum"]),
        ("zh_CN", ["预测报告", "仅供科研使用", "共形预测集", "校验和", "放化疗"]),
    ],
)
def test_a_report_is_complete_in_both_languages(
    record: PredictionRecord, pictures: Pictures, tmp_path: Path, language: str, expected: list[str]
) -> None:
    file = tmp_path / "report.pdf"
    written = write_pdf(record, pictures, file, language)
    assert (written.language, written.note) == (language, None)
    found = _words(file)
    assert [one for one in expected if one not in found] == []
    pages = found.split("\f")[: written.pages]
    assert all(expected[1] in page for page in pages)
    assert record.sha256 in "".join(found.split())
    assert f"{record.part('prediction')['probability']:.3f}" in found
    for sentence in record.sentences("cautions"):
        start = localizer_of(language)(sentence)[:12]
        assert start in found
        assert found.index(start) < found.index(f"{record.part('prediction')['probability']:.3f}")
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert rows
    assert all(row[-5] == "yes" for row in rows), fonts


@needs_poppler
def test_a_report_names_nobody(
    site: Site, record: PredictionRecord, pictures: Pictures, tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    write_pdf(record, pictures, file)
    about = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert record.content["patient"] not in about
    everything = about + _words(file)
    assert not [one for one in (*site.hospital_ids, str(site.root)) if one in everything]


def test_the_same_record_gives_the_same_bytes(
    record: PredictionRecord, pictures: Pictures, tmp_path: Path
) -> None:
    first = write_pdf(record, pictures, tmp_path / "a.pdf")
    second = write_pdf(PredictionRecord.from_json(record.to_json()), pictures, tmp_path / "b.pdf")
    assert first.sha256 == second.sha256
    other = PredictionRecord.from_json({**record.to_json(), "created_at": "2027-01-01T00:00:00+00:00"})
    assert write_pdf(other, pictures, tmp_path / "c.pdf").sha256 != first.sha256


def test_without_a_chinese_font_the_report_is_english_and_gives_the_reason(
    record: PredictionRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_files, "font_folders", lambda: (tmp_path,))
    chinese_font.cache_clear()
    try:
        written = write_pdf(record, None, tmp_path / "report.pdf", "zh_CN")
        assert written.language == "en"
        assert "no font with Chinese characters" in str(written.note)
        if shutil.which("pdftotext"):
            assert "no font with Chinese characters" in _words(tmp_path / "report.pdf")
    finally:
        chinese_font.cache_clear()


@needs_chinese
def test_a_character_that_no_font_has_is_named() -> None:
    fonts = fonts_for("zh_CN")
    assert fonts is not None
    written = "".join(part for _, part in fonts.runs("王𠅤 ≤ 40 mm"))
    assert written == "王〔U+20164〕 ≤ 40 mm"
    assert fonts.width("王", 10) == pytest.approx(10, abs=0.5)


def test_lines_end_between_chinese_characters_and_never_inside_numbers() -> None:
    assert breakable("概率为 0.731，阈值") == ["概", "率", "为 ", "0.731，", "阈", "值"]
    assert breakable("AUC of 0.78 (n = 33)") == ["AUC ", "of ", "0.78 ", "(n ", "= ", "33)"]


def test_an_unknown_language_is_refused(record: PredictionRecord, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="not translated into fr"):
        write_pdf(record, None, tmp_path / "report.pdf", "fr")
    assert not (tmp_path / "report.pdf").exists()


def test_every_slice_and_map_has_its_picture(site: Site, pictures: Pictures) -> None:
    used = site.case().prepared.slice_indices
    assert tuple(one.slice_index for one in pictures.slices) == used
    (found,) = pictures.maps
    assert tuple(one.slice_index for one in found.slices) == used
    assert pictures.letters == ("R", "L", "A", "P")
    assert not np.array_equal(found.slices[0].image, pictures.slices[0].image)
    assert found.cell_mm == pytest.approx(134.4 / 2)


def _place(spacing: tuple[float, float], left_handed: bool = False) -> Place:
    """A disc of 30 mm radius around the middle of a black image with these pixels."""
    rows, columns = (round(160 / one) for one in spacing)
    direction = ((0.0, 0.0, -1.0 if left_handed else 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    grid = Grid((2, rows, columns), (4.0, *spacing), (0.0, 0.0, 0.0), direction)
    down, across = np.meshgrid(
        np.arange(rows) * spacing[0], np.arange(columns) * spacing[1], indexing="ij"
    )
    centre = ((rows - 1) / 2 * spacing[0], (columns - 1) / 2 * spacing[1])
    disc = np.hypot(down - centre[0], across - centre[1]) <= 30
    mask = Mask(np.stack([disc, disc]).astype(np.uint8), grid)
    window = Window(((rows - 1) / 2, (columns - 1) / 2), spacing, 120.0, 64)
    return Place(Volume(np.zeros(grid.size, np.float32), grid), mask, window, (0, 1))


def _blue(image: np.ndarray) -> np.ndarray:
    """Where the outline is drawn."""
    red, green, blue = (image[..., number].astype(int) for number in range(3))
    return (blue - red > 60) & (green > 60)


@pytest.mark.parametrize("spacing", [(1.0, 1.0), (0.5, 1.5), (1.6, 0.4)])
@pytest.mark.parametrize("left_handed", [False, True])
def test_a_disc_stays_a_disc_whatever_the_pixels(
    spacing: tuple[float, float], left_handed: bool
) -> None:
    picture = draw_slice(_place(spacing, left_handed), 0)
    rows, columns = np.nonzero(_blue(picture.image))
    high, wide = (np.ptp(one) * picture.pixel_mm for one in (rows, columns))
    assert high == pytest.approx(60, abs=2 * max(spacing))
    assert wide == pytest.approx(60, abs=2 * max(spacing))
    assert picture.pixel_mm == pytest.approx(0.25)


def test_a_cell_is_drawn_from_border_to_border() -> None:
    place = replace(_place((1.0, 1.0)), mask=Mask.empty(_place((1.0, 1.0)).t2.grid))
    values = np.zeros((2, 3))
    values[0, 2] = 1.0
    borders = np.array([-0.5, 15.5, 63.5]), np.array([-0.5, 20.5, 31.5, 63.5])
    picture = draw_slice(place, 0, Painted(values, *borders, 1.0, 64))
    plain = draw_slice(place, 0)
    red = picture.image[..., 0].astype(int) - plain.image[..., 0].astype(int) > 60
    rows, columns = np.nonzero(red)
    mm = [
        float(one) * picture.pixel_mm
        for one in (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1)
    ]
    assert mm == pytest.approx([0.0, 16 * 120 / 64, 32 * 120 / 64, 120.0], abs=0.6)


def test_evidence_for_surgery_is_blue_in_every_map(site: Site) -> None:
    case = site.case()
    cells = np.ones((len(case.prepared.slice_indices), 4, 4))
    indices = case.prepared.slice_indices
    layer = pictures_of(case, Explained(None, Map("layer", cells, indices, towards=-1))).maps[0]
    additive = pictures_of(case, Explained(Map("additive", -cells, indices), None)).maps[0]
    for found in (layer, additive):
        mean = found.slices[0].image.reshape(-1, 3).mean(axis=0)
        assert mean[2] > mean[0] + 20


def test_what_lies_to_the_patient_s_left_is_on_the_right(site: Site) -> None:
    case = site.case()
    images = case.load()
    place = place_of(case, images)
    here = np.argwhere(place.mask.array > 0).mean(axis=0)
    further = place.t2.grid.index_to_world(here + np.array([0, 0, 5]))
    assert further[0] > place.t2.grid.index_to_world(here)[0]  # LPS: x grows to the left


@pytest.mark.parametrize(
    ("direction", "letters"),
    [
        ((1, 0, 0), "L"),
        ((0, -1, 0), "A"),
        ((0.02, 0.98, -0.18), "P"),
        ((-0.8, 0.6, 0), "RP"),
        ((0, 0.6, 0.8), "HP"),
    ],
)
def test_orientation_letters(direction: tuple[float, float, float], letters: str) -> None:
    assert direction_letters(direction) == letters
