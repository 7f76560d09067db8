"""The methods of a study in sentences, each from a recorded setting; what is not recorded is not written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cxstage_core.dataset.roles import ROLES
from cxstage_core.evaluation.comparison.metrics import Place, shown_in
from cxstage_core.evaluation.report.document.blocks import Block, Heading, Paragraph
from cxstage_core.evaluation.report.learning import flat_settings, written_settings
from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.study.participants import TITLES
from cxstage_core.evaluation.report.table_cells import Localizer, label_notes
from cxstage_core.evaluation.statistics.estimate import LEVEL
from cxstage_core.models.aggregation import ATTENTION, MAX_LOGIT, MEAN_LOGIT
from cxstage_core.models.weights_history import origin_text
from cxstage_core.staging import SCHEMES
from cxstage_core.text import Text, text

_FULL_STOPS = ("。", "；", "：")
"""After these no blank follows."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the methods.

    Args:
        key: for links.
        sentences: gives them, from what is recorded; none where nothing is.
    """

    key: str
    title: Text
    sentences: Callable[[Study, Localizer], Iterator[Text | str]]


def methods_blocks(study: Study, localized: Localizer = str) -> tuple[Block, ...]:
    """Return the sections that have a sentence, each as heading and paragraph."""
    blocks: list[Block] = []
    for section in SECTIONS:
        written = section_words(section, study, localized)
        if written:
            blocks += [Heading(localized(section.title), 2), Paragraph(written)]
    return tuple(blocks)


def section_words(section: Section, study: Study, localized: Localizer = str) -> str:
    """Return the paragraph of a section, "" where nothing is recorded."""
    return one_after_another(localized(one) for one in section.sentences(study, localized))


def one_after_another(sentences: Iterable[str]) -> str:
    """Join sentences: with a blank, but none behind a Chinese full stop."""
    joined = ""
    for words in sentences:
        joined += words if not joined or joined.endswith(_FULL_STOPS) else f" {words}"
    return joined


def _patients(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    for part in study.parts:
        groups = part.groups
        if groups is None:
            yield text("{part}: {n} patients.", part=TITLES[part.key], n=part.n)
            continue
        yield text(
            "{part}: {n} patients, {surgery} of the surgery group and {other} of the chemoradiotherapy or systemic "
            "group.",
            part=TITLES[part.key],
            n=part.n,
            surgery=groups[0],
            other=groups[1],
        )
    excluded = len(study.experiment.config.excluded)
    if excluded:
        yield text("{n} patients were left out; the reasons are listed.", n=excluded)


def _images(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    for one in study.acquisitions:
        if any((one.sequence, one.plane) == (r.sequence, r.plane) for r in _channels(study)):
            yield text(
                "{sequence} {plane}: {series} series of {patients} patients, {slices} slices.",
                sequence=one.sequence,
                plane=one.plane,
                series=one.series,
                patients=one.patients,
                slices=one.slices,
            )


def _channels(study: Study) -> list[Any]:
    return [ROLES[name] for name in study.experiment.config.channels if name in ROLES]


def _outcome(study: Study, localized: Localizer) -> Iterator[Text | str]:
    scheme = SCHEMES.get(study.experiment.config.scheme)
    if scheme is None:
        return
    yield text(
        "The outcome is the treatment group that a guideline recommends for the stage of FIGO 2018, by the label "
        "scheme “{title}”: {description}",
        title=Text(scheme.title),
        description=Text(scheme.description),
    )
    origins = study.experiment.config.label_origins
    computed = sum(n.get("computed from stated facts", 0) for n in origins.values())
    if computed:
        yield text("Labels of {n} patients are computed from stated facts.", n=computed)
    yield from label_notes(study.board, localized)


def _outlines(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    readers = study.readers
    if readers is None:
        return
    if readers.read:
        yield text(
            "{readers} readers outlined the tumour of {n} patients; {twice} of them were read by two readers or more, "
            "to whom the program shows no other outline before both are complete.",
            readers=len(readers.names),
            n=len(readers.read),
            twice=readers.read_twice,
        )
        if readers.unblinded:
            yield text("Blinding was lifted in {n} patients.", n=readers.unblinded)
    if readers.frozen:
        yield text(
            "{n} of {all} patients have a frozen reference outline, from which the networks see a crop.",
            n=len(readers.frozen),
            all=study.n,
        )


def _preprocessing(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    found = study.experiment.config.preprocessing
    if not found:
        return
    if {"size_px", "fov_mm"} <= found.keys():
        yield text(
            "Each slice was resampled in its plane to {size} × {size} pixels of a field of {fov} mm around the outline "
            "({pixel} mm per pixel), in upright pose.",
            size=found["size_px"],
            fov=f"{found['fov_mm']:g}",
            pixel=f"{found['fov_mm'] / found['size_px']:.2f}",
        )
    if "channels" in found:
        yield text("Input channels: {channels}.", channels=", ".join(map(str, found["channels"])))
    if found.get("slices") == "all":
        yield text("Every slice with an outline was used.")
    elif found.get("slices") == "largest+neighbours":
        yield text("The slice with the largest outlined area and its two neighbours were used.")
    if "clip_percentiles" in found:
        low, high = found["clip_percentiles"]
        yield text(
            "Intensities were clipped at the {low} and {high} percentiles of the body and standardised by its mean and "
            "standard deviation, for each patient and channel alone.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    yield from _filters(found)
    missing = found.get("empty_if_missing")
    if missing:
        yield text(
            "A patient without one of these channels keeps it empty: {channels}. Who lacks another channel was left "
            "out.",
            channels=", ".join(map(str, missing)),
        )


def _filters(found: Mapping[str, Any]) -> Iterator[Text]:
    if found.get("bias_correction"):
        yield text("The bias field was corrected (N4).")
    if found.get("denoise_sigma_mm"):
        yield text(
            "Noise was reduced by a Gaussian filter of {sigma} mm.",
            sigma=f"{found['denoise_sigma_mm']:g}",
        )
    if found.get("sharpen"):
        yield text(
            "Edges were enhanced by an unsharp mask of {amount}.", amount=f"{found['sharpen']:g}"
        )
    if found.get("contrast", "none") != "none":
        yield text("Contrast: {kind}.", kind=str(found["contrast"]))
    if found.get("register"):
        yield text(
            "Rigidly registered to T2: {channels}.", channels=", ".join(map(str, found["register"]))
        )


def _partition(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    protocol = study.experiment.config.protocol
    stored = protocol.stored
    match protocol.kind:
        case "cross-validation" | "nested":
            yield text(
                "Patients were dealt into {folds} folds, stratified by group (repeats: {repeats}); in each repeat every "
                "patient was tested once, by networks that had not seen the patient.",
                folds=stored.get("folds", len({fold.number for fold in protocol.folds})),
                repeats=stored.get("repeats", 1),
            )
            if protocol.kind == "nested":
                yield text("The settings were searched inside the training part of every fold.")
        case "external":
            yield text(
                "The networks were trained on {n} patients of another cohort and applied here unchanged; nothing was "
                "chosen on these patients.",
                n=stored.get("training_patients", 0),
            )
            return
        case _:
            yield text(
                "Patients were divided once, at random and by patient, into a training and a test part; the division "
                "was locked before any training."
            )
            if protocol.members:
                yield text(
                    "Each network is an ensemble of {members} members, each trained on all but one fold of the training "
                    "part.",
                    members=protocol.members,
                )
    yield text(
        "No slice of a patient and no copy of an image is in two parts; the program refuses such a plan."
    )
    for title, digest in (
        (text("Hash of the split: {sha256}."), protocol.split_sha256),
        (text("Hash of the plan: {sha256}."), protocol.plan_sha256),
        (
            text("Hash of the data: {sha256}."),
            str(study.experiment.config.to_dict().get("data_sha256", "")),
        ),
    ):
        if digest:
            yield Text(title.template, (("sha256", digest),))


def _networks(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    for row in study.networks:
        yield text(
            "{name}: {parameters} million parameters; first weights: {origin}.",
            name=row.title,
            parameters=f"{row.parameters / 1e6:.2f}",
            origin=origin_text(row.weights) if row.weights else text("not recorded"),
        )


_OPTIMISERS = {
    "sgd": text("stochastic gradient descent with momentum {momentum}"),
    "adamw": text("AdamW with a decay of the mean gradient of {momentum}"),
}
_SCHEDULES = {"cosine": text("falling to 0 along a cosine"), "constant": text("constant")}


def _training(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    config = study.experiment.config
    found = config.recipe
    if not found:
        return
    name = config.recipe_words
    if name is not None:
        yield text("Recipe: {recipe}.", recipe=name)
    if {"epochs", "batch", "lr"} <= found.keys():
        optimiser = _OPTIMISERS.get(str(found.get("optimiser", "sgd")))
        yield text(
            "Epochs: {epochs}; slices per step: {batch}; learning rate {lr} ({schedule}), {optimiser}, weight decay "
            "{decay}.",
            epochs=found["epochs"],
            batch=found["batch"],
            lr=f"{found['lr']:g}",
            schedule=_SCHEDULES.get(str(found.get("schedule", "")), text("not recorded")),
            optimiser=text("not recorded")
            if optimiser is None
            else Text(optimiser.template, (("momentum", f"{found.get('momentum', 0):g}"),)),
            decay=f"{found.get('weight_decay', 0):g}",
        )
    if "augmentation" in found:
        yield text("Augmentation: {settings}.", settings=_augmentation(found["augmentation"]))
    if "balance" in found:
        yield (
            text("Both groups were drawn equally often, inside the training part only.")
            if found["balance"]
            else text("Groups were drawn as often as they occur.")
        )
    if "seed" in found:
        yield text("Seed: {seed}.", seed=found["seed"])
    if study.external:
        return
    yield _selection(study)


def _augmentation(settings: Any) -> str:
    return written_settings(settings) if isinstance(settings, Mapping) else str(settings)


def _selection(study: Study) -> Text:
    """What chose epoch, threshold and temperature."""
    protocol = study.experiment.config.protocol
    if protocol.kind == "paper":
        return text("The last epoch was kept and the threshold is 0.5; nothing was chosen.")
    if protocol.members:
        return text(
            "Of each member the epoch with the lowest loss on validation patients inside its training part was kept; "
            "threshold and temperature come from out-of-fold scores of the training part."
        )
    return text(
        "The epoch with the lowest loss on validation patients inside the training part was kept; threshold and "
        "temperature come from them, never from tested patients."
    )


_AGGREGATIONS = {
    MEAN_LOGIT: text("the mean of their logits"),
    MAX_LOGIT: text("the largest of their logits"),
    ATTENTION: text("attention weights learned from their features"),
}


def _evaluation(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    rule = _AGGREGATIONS.get(study.experiment.config.aggregation)
    if rule is not None:
        yield text("The slices of a patient were joined by {rule}.", rule=rule)
    yield text(
        "The patient is the unit of every figure. Intervals of {level}: {metrics}.",
        level=f"{LEVEL:.0%}",
        metrics=_metric_words(),
    )
    if len(study.networks) > 1:
        yield text(
            "Networks were compared with {reference}, fixed beforehand, by DeLong's test of the AUCs and McNemar's "
            "exact test of decisions, with Holm's correction.",
            reference=study.chosen.name,
        )
    if study.baselines:
        yield text(
            "Next to the networks stand {names}.",
            names=_joined([Text(one.name) for one in study.baselines]),
        )


def _metric_words() -> Text:
    return _joined(
        [
            text("{metric} ({interval})", metric=one.title, interval=one.interval)
            for one in shown_in(Place.REPORT)
        ]
    )


def _joined(parts: list[Text]) -> Text:
    """One sentence part of several, nested so that each is translated."""
    found = parts[0]
    for part in parts[1:]:
        found = text("{first}, {second}", first=found, second=part)
    return found


def _software(study: Study, _localized: Localizer) -> Iterator[Text | str]:
    yield text(
        "Experiment {experiment} of CxStage; this report was written by version {version}.",
        experiment=study.experiment.id,
        version=study.program,
    )
    libraries = study.experiment.config.to_dict().get("libraries") or {}
    if libraries:
        yield text(
            "Trained with {libraries}.",
            libraries=", ".join(
                f"{name} {version}" for name, version in flat_settings(libraries).items()
            ),
        )


SECTIONS: tuple[Section, ...] = (
    Section("patients", text("Patients"), _patients),
    Section("images", text("Images"), _images),
    Section("outcome", text("Outcome"), _outcome),
    Section("outlines", text("Outlines"), _outlines),
    Section("preprocessing", text("Preprocessing"), _preprocessing),
    Section("partition", text("Partition of the patients"), _partition),
    Section("networks", text("Networks"), _networks),
    Section("training", text("Training"), _training),
    Section("evaluation", text("Evaluation"), _evaluation),
    Section("software", text("Software"), _software),
)
"""The sections in order."""
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}


def has_section(study: Study, key: str) -> bool:
    """Return True if something is recorded for a section."""
    return bool(section_words(BY_KEY[key], study))
