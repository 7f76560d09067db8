"""Computing a recorded prediction again, and comparing every value bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import PredictionError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import load_model
from cxstage_core.models.runtime.named import runtime_named
from cxstage_core.prediction.case import Case, LoadedModel, OutlineKind
from cxstage_core.prediction.predictor import predict_case, preprocessing_of
from cxstage_core.prediction.report.composition import record_of
from cxstage_core.prediction.report.record import PredictionRecord, read_record
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.prediction.result import Prediction

_STAGES = 3


@dataclass(frozen=True, slots=True)
class Source:
    """From what a prediction is computed again: a cohort, or a study of files with outline and model.

    Args:
        cohort: with the patient and the model of the record.
        study: folder of the images, with `roi` and `model`.
    """

    cohort: Cohort | None = None
    study: Path | None = None
    roi: Path | None = None
    model: Path | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One value of both computations.

    Args:
        recorded, found: plain JSON values.
    """

    key: str
    title: Text
    recorded: Any
    found: Any

    @property
    def same(self) -> bool:
        """Return True if both are the same, bit for bit."""
        return bool(self.recorded == self.found)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A recorded prediction and the same one computed again.

    Args:
        rows: what was compared.
        differences: one sentence for each cause of a difference and each value that differs.
        notes: what else is different, though it need not change a value.
    """

    rows: tuple[Compared, ...]
    differences: tuple[Text, ...]
    notes: tuple[Text, ...]

    @property
    def identical(self) -> bool:
        """Return True if every value is the same, bit for bit."""
        return all(row.same for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        return {
            "identical": self.identical,
            "compared": [
                {"value": r.key, "recorded": r.recorded, "found": r.found, "same": r.same}
                for r in self.rows
            ],
            "differences": [str(one) for one in self.differences],
            "notes": [str(one) for one in self.notes],
        }


Explain = Callable[[LoadedModel, Case, "Prediction"], object]
"""Computes the explanation of a prediction again, as it was computed for the record."""


def reproduce(
    record_file: Path, source: Source, job: Job | None = None, *, explain: Explain | None = None
) -> Comparison:
    """Predict again what a record holds, with the runtime that it names, and compare both bit for bit.

    Nothing is stored or logged.

    Args:
        record_file: a record as JSON.
        explain: computes the maps again, whose digests are then compared; None leaves them out.

    Raises:
        IntegrityError: the record was changed after it was written.
        PredictionError: it is not such a record, the source lacks what it needs, or the study cannot be predicted.
        CohortError, ModelError, IntakeError: the source cannot be read.
        Cancelled: a stop was asked for.
    """
    return compare_again(read_record(record_file), source, job, explain=explain)


def compare_again(
    record: PredictionRecord, source: Source, job: Job | None = None, *, explain: Explain | None = None
) -> Comparison:
    """Compare a record in memory; as `reproduce`."""
    job = job or no_progress()
    job.step(Progress(0, _STAGES, "Loading the model"))
    loaded, file = _model(record, source)
    job.step(Progress(1, _STAGES, "Preparing slices"))
    case = _case(record, source, loaded, job)
    job.step(Progress(2, _STAGES, "Predicting slices"))
    recorded = record.part("runtime")
    with _threads(int(recorded["threads"])):
        runtime = runtime_named(str(recorded["title"]), loaded.network, loaded.card)
        prediction = predict_case(loaded, case, runtime=runtime)
        maps = (
            None
            if explain is None or not record.part("explanation")
            else explain(loaded, case, prediction)
        )
        again = record_of(loaded, case, prediction, maps, model_file=file)
    rows = tuple(_rows(record, again, with_maps=maps is not None))
    job.step(Progress(_STAGES, _STAGES, "Predicting slices"))
    return Comparison(rows, tuple(_differences(record, again, rows)), tuple(_notes(record, again)))


def _model(record: PredictionRecord, source: Source) -> tuple[LoadedModel, Path]:
    name = str(record.part("model")["id"])
    if source.cohort is not None:
        file = source.cohort.models.path(name)
        return LoadedModel(name, *load_model(file)), file
    if source.model is None:
        raise PredictionError(
            "A study of files is predicted again only with the model's file.",
            remedy="Name it with --model FILE.",
        )
    return LoadedModel(source.model.stem, *load_model(source.model)), source.model


def _case(record: PredictionRecord, source: Source, loaded: LoadedModel, job: Job) -> Case:
    despite = str(record.part("prediction")["despite"])
    config = preprocessing_of(loaded.card)
    kind = OutlineKind(record.part("outline")["kind"])
    if source.cohort is not None:
        from cxstage_core.prediction.of_cohort import case_of_patient

        if kind not in (OutlineKind.REFERENCE, OutlineKind.READING):
            raise PredictionError(
                "The outline of this prediction was drawn for it or read from a file; the cohort does not hold it.",
                remedy="Give the study, the outline and the model as files: --study, --roi and --model.",
            )
        reader = str(record.part("outline")["author"]) if kind is OutlineKind.READING else ""
        patient = str(record.content["patient"])
        return case_of_patient(source.cohort, patient, config, despite=despite, reader=reader)
    from cxstage_core.prediction.of_files import case_of_study, open_study, read_outline_of

    if source.study is None or source.roi is None:
        raise PredictionError(
            "Nothing to predict again was given.",
            remedy="Name the cohort with --cohort, or the study with --study, --roi and --model.",
        )
    study = open_study([source.study], job, outline=source.roi)
    return case_of_study(study, read_outline_of(study, source.roi), config, despite=despite)


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Compute with as many threads as the record: the order of a sum depends on them."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(max(1, count))
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _rows(record: PredictionRecord, again: PredictionRecord, *, with_maps: bool) -> Iterator[Compared]:
    ours, theirs = record.part("prediction"), again.part("prediction")
    for key, title in (
        ("probability", text("Probability")),
        ("logit", text("Logit")),
        ("group", text("Guideline-recommended group")),
        ("threshold", text("Threshold")),
        ("objections", text("Broken rules of the input gate")),
        ("members", text("Members of the ensemble")),
    ):
        yield Compared(key, title, ours[key], theirs[key])
    yield Compared("slices", text("Slices with their contributions"), _numbers(ours), _numbers(theirs))
    for key, title, place in (
        ("model", text("Weights of the model"), ("model", "tensors_sha256")),
        ("outline", text("Outline"), ("outline", "on_t2_sha256")),
        ("preprocessing", text("Preprocessing"), ("input", "preprocessing_sha256")),
        ("input", text("Images that the network sees"), ("input", "sha256")),
    ):
        section, name = place
        yield Compared(key, title, record.part(section)[name], again.part(section)[name])
    yield Compared("pixels", text("Pixels of the series"), _pixels(record), _pixels(again))
    if with_maps:
        yield Compared(
            "maps",
            text("Maps"),
            digests(record.part("explanation")),
            digests(again.part("explanation")),
        )


def _numbers(prediction: Mapping[str, Any]) -> list[list[Any]]:
    """Slices without the name of their series, which differs between a cohort and files."""
    return [[s["index"], s["logit"], s["probability"], s["weight"]] for s in prediction["slices"]]


def _pixels(record: PredictionRecord) -> dict[str, str]:
    return {str(one["channel"]): str(one["sha256"]) for one in record.content["series"]}


def digests(value: Any) -> list[str]:
    """Return the digests of all arrays in a stored result, in their order."""
    if isinstance(value, Mapping):
        if value.keys() == {"shape", "type", "sha256"}:
            return [str(value["sha256"])]
        return [found for _, one in sorted(value.items()) for found in digests(one)]
    return [found for one in value for found in digests(one)] if isinstance(value, list) else []


def _differences(
    record: PredictionRecord, again: PredictionRecord, rows: tuple[Compared, ...]
) -> Iterator[Text]:
    """The causes first, then every number that differs."""
    differing = {row.key: row for row in rows if not row.same}
    if "model" in differing:
        yield text("Another model: its weights are not those of the record.")
    if "pixels" in differing:
        row = differing["pixels"]
        names = sorted(
            name
            for name in row.recorded.keys() | row.found.keys()
            if row.recorded.get(name) != row.found.get(name)
        )
        yield text("Other pixels: the series of {channels}.", channels=", ".join(names))
    if "outline" in differing:
        yield text("Another outline than that of the record.")
    if "preprocessing" in differing:
        yield text("Another preprocessing of the images.")
    if "input" in differing and not differing.keys() & {"pixels", "outline", "preprocessing"}:
        yield text("The same images were prepared to other pixels, by another version or registration.")
    if differing:
        yield from _causes(record, again)
    for key in ("probability", "logit"):
        if key in differing:
            row = differing[key]
            yield text(
                "{title}: {recorded} in the record, {found} now.",
                title=row.title,
                recorded=repr(row.recorded),
                found=repr(row.found),
            )
    for key in ("group", "threshold", "objections", "members", "slices", "maps"):
        if key in differing:
            yield text("{title}: not the same as in the record.", title=differing[key].title)


def _causes(record: PredictionRecord, again: PredictionRecord) -> Iterator[Text]:
    """Other software and another computer, which can change the last digits."""
    ours, theirs = record.part("runtime"), again.part("runtime")
    if ours["title"] != theirs["title"]:
        yield text(
            "Another runtime: {recorded} in the record, {found} here.",
            recorded=ours["title"],
            found=theirs["title"],
        )
    for name, recorded in record.part("software").items():
        found = again.part("software").get(name, "")
        if found != recorded:
            yield text(
                "Another version of {name}: {recorded} in the record, {found} here.",
                name=name,
                recorded=recorded,
                found=found,
            )
    for name in ("processor", "instructions"):
        if ours["computer"].get(name) != theirs["computer"].get(name):
            yield text("Another computer: {name}.", name=name)


def _notes(record: PredictionRecord, again: PredictionRecord) -> Iterator[Text]:
    if record.part("model")["file_sha256"] != again.part("model")["file_sha256"]:
        yield text("The file of the model is another one with the same weights or other ones.")
    for name, title in (("explanation", text("explanation")), ("uncertainty", text("uncertainty"))):
        if record.content.get(name) is not None and again.content.get(name) is None:
            yield text("Not compared: {name}.", name=title)
    yield from _causes(record, again)
