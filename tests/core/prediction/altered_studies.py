"""Phantom studies in memory, and the ways in which a study that does not fit can reach a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import PreparedCase, PreparedPatient, Preprocessing, prepare_patient
from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Grid, Mask, Volume, resample_mask, resample_volume
from cxstage_core.models import ModelCard
from cxstage_core.phantom import STANDARD, draw_patient
from cxstage_core.phantom.rendering import render, truth
from cxstage_core.prediction.input_checks import Assessment, assess
from cxstage_core.prediction.placement import measure_placement


@dataclass(frozen=True, eq=False)
class Study:
    """Images of one study with their outline; `seed` is that of the noise of its alterations."""

    t2: Volume
    t1: Volume
    sagittal: Volume
    outline: Mask
    seed: int = 0
    info: SeriesInfo = field(default_factory=lambda: SeriesInfo("T2"))


def phantom_study(seed: int, number: int, style: str = STANDARD) -> Study:
    """A phantom patient; her outline is the truth."""
    patient = draw_patient(seed, number, style=style)
    made = render(patient)
    field_t = patient.examination.scanner.field_t
    return Study(
        made["t2_axial"],
        made["t1_axial"],
        made["t2_sagittal"],
        truth(patient),
        number,
        SeriesInfo("T2", tags={"Manufacturer": "other", "MagneticFieldStrength": field_t}),
    )


def prepared(study: Study, config: Preprocessing) -> PreparedPatient:
    return prepare_patient(study.t2, study.t1, study.outline, config)


def prepared_case(study: Study, config: Preprocessing, patient: str, label: int) -> PreparedCase:
    """The study as a training receives it."""
    made = prepared(study, config)
    strength = f"{study.info.tags['MagneticFieldStrength']:g} T"
    return PreparedCase(
        patient,
        label,
        made.array,
        made.slice_indices,
        facts=made.facts,
        measures=made.measures,
        scanner="other",
        field_strength=strength,
    )


def assessed(
    study: Study, card: ModelCard, config: Preprocessing
) -> tuple[Assessment, PreparedPatient] | CxStageError:
    """What the input gate says before the network sees the study, or why it cannot be prepared."""
    placed = measure_placement(
        study.t2, study.t1.grid, study.outline, config.fov_mm, [study.t2.grid, study.t1.grid]
    )
    try:
        made = prepared(study, config)
    except CxStageError as error:
        return error
    broken = () if placed is None else placed.objections()
    return assess(card, {"T2": study.info}, broken, placed, made), made


def exchanged(study: Study) -> Study:
    """T1 and T2 exchanged, each on the other one's grid, so that no size gives it away."""
    t2 = resample_volume(_floats(study.t1), study.t2.grid)
    return replace(study, t2=t2, t1=resample_volume(_floats(study.t2), study.t1.grid))


def exchanged_files(study: Study) -> Study:
    """T1 and T2 exchanged as files; the outline moves to the grid of the image that is taken for T2."""
    outline = resample_mask(study.outline, study.t1.grid)
    return replace(study, t2=study.t1, t1=study.t2, outline=outline)


def sagittal_as_axial(study: Study) -> Study:
    """The sagittal series under a header that calls it axial, at the place of the axial one."""
    grid = study.sagittal.grid
    at_zero = Grid.axial(grid.size, grid.spacing)
    x, y, z = (float(v) for v in np.asarray(study.t2.grid.centre) - np.asarray(at_zero.centre))
    wrong = Grid.axial(grid.size, grid.spacing, (x, y, z))
    outline = resample_mask(study.outline, grid)
    return replace(study, t2=Volume(study.sagittal.array, wrong), outline=Mask(outline.array, wrong))


def twice_as_large(study: Study) -> Study:
    """All spacings doubled, those of both series."""
    return replace(
        study,
        t2=Volume(study.t2.array, _doubled(study.t2.grid)),
        t1=Volume(study.t1.array, _doubled(study.t1.grid)),
        outline=Mask(study.outline.array, _doubled(study.outline.grid)),
    )


def upside_down(study: Study) -> Study:
    """Rows of both series and of the outline reversed about one line, the headers as they were."""
    t1 = resample_volume(_floats(study.t1), study.t2.grid)
    return replace(
        study,
        t2=Volume(np.ascontiguousarray(study.t2.array[:, ::-1]), study.t2.grid),
        t1=Volume(np.ascontiguousarray(t1.array[:, ::-1]), study.t2.grid),
        outline=Mask(np.ascontiguousarray(study.outline.array[:, ::-1]), study.outline.grid),
    )


def noisy(study: Study) -> Study:
    """Noise of 30 % of the signal in T2 and T1."""
    rng = np.random.default_rng(study.seed)
    return replace(study, t2=_with_noise(study.t2, rng), t1=_with_noise(study.t1, rng))


def only_noise(study: Study) -> Study:
    """Random numbers in place of T2."""
    rng = np.random.default_rng(study.seed)
    values = rng.integers(0, 1000, study.t2.array.shape).astype(np.uint16)
    return replace(study, t2=Volume(values, study.t2.grid))


def moved_in_the_scanner(study: Study) -> Study:
    """Ghosts of motion from front to back, a quarter as bright as the image."""
    image = study.t2.array.astype(np.float32)
    shift = round(0.31 * image.shape[1])
    copies = np.roll(image, shift, axis=1) + np.roll(image, -shift, axis=1)
    return replace(study, t2=Volume(image + np.float32(0.25) * copies, study.t2.grid))


def three_voxels(study: Study) -> Study:
    """Three voxels outlined, in the middle of the true outline."""
    places = np.argwhere(study.outline.array > 0)
    z, y, x = places[len(places) // 2]
    array = np.zeros_like(study.outline.array)
    array[z, y, x : x + 3] = 1
    return replace(study, outline=Mask(array, study.outline.grid))


def t1_elsewhere(study: Study) -> Study:
    """T1 18 mm aside, as in another frame of reference."""
    grid = study.t1.grid
    x, y, z = grid.origin
    moved = Grid(grid.size, grid.spacing, (x + 15.0, y + 10.0, z), grid.direction)
    return replace(study, t1=Volume(study.t1.array, moved))


ALTERATIONS: Mapping[str, Callable[[Study], Study]] = {
    "T1 and T2 exchanged": exchanged,
    "files of T1 and T2 exchanged": exchanged_files,
    "sagittal for axial": sagittal_as_axial,
    "spacing x 2": twice_as_large,
    "rows upside down": upside_down,
    "noise": noisy,
    "nothing but noise": only_noise,
    "motion": moved_in_the_scanner,
    "outline of 3 voxels": three_voxels,
    "T1 elsewhere": t1_elsewhere,
}
"""By what is wrong."""


def _floats(volume: Volume) -> Volume:
    return Volume(volume.array.astype(np.float32), volume.grid)


def _doubled(grid: Grid) -> Grid:
    (a, b, c), (x, y, z) = grid.spacing, grid.origin
    return Grid(grid.size, (2 * a, 2 * b, 2 * c), (2 * x, 2 * y, 2 * z), grid.direction)


def _with_noise(volume: Volume, rng: np.random.Generator) -> Volume:
    image: npt.NDArray[np.float32] = volume.array.astype(np.float32)
    level = float(np.median(image[image > np.percentile(image, 50)]))
    return Volume(
        np.abs(image + rng.normal(0, 0.3 * level, image.shape)).astype(np.float32), volume.grid
    )
