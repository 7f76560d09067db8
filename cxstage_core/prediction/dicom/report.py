"""The answer as a structured report (SR) by template TID 1500, in the patient's own study.

The report is partial, preliminary and not verified: no person has signed it. It also
holds the conclusion as plain text, for viewers that show nothing else.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cxstage_core import __version__
from cxstage_core.imaging import Label, Mask
from cxstage_core.prediction.dicom import codes, planes
from cxstage_core.prediction.dicom.answer import Answer, outline_words
from cxstage_core.prediction.dicom.elements import MANUFACTURER, SERIAL, code, complete, equipment
from cxstage_core.prediction.dicom.segmentation import labels_of, tracking
from cxstage_core.prediction.dicom.source import Original
from cxstage_core.prediction.dicom.uids import DEVICE, uid_of
from cxstage_core.prediction.result import RESEARCH_ONLY
from cxstage_core.reading.diameter import largest_diameter, largest_diameter_in_space
from cxstage_core.staging import Group

if TYPE_CHECKING:
    import highdicom as hd
    from pydicom.dataset import Dataset

SERIES_NUMBER = 9602
_READER = "Reader^Unnamed"


def structured_report(
    original: Original,
    mask: Mask,
    answer: Answer,
    *,
    segmentation: Dataset | None = None,
    further: Sequence[Original] = (),
) -> hd.sr.ComprehensiveSR:
    """Build the report.

    Args:
        mask: on the grid of the original series.
        segmentation: of this outline, to which the measurements refer; without one they refer to the images.
        further: the series of the model's other channels, listed as evidence.
    """
    import highdicom as hd

    parts: tuple[str | bytes, ...] = (
        "sr",
        answer.sha256,
        str(original.first.SeriesInstanceUID),
        hashlib.sha256(mask.array.tobytes()).digest(),
        "" if segmentation is None else str(segmentation.SOPInstanceUID),
        *(str(one.first.SeriesInstanceUID) for one in further),
    )
    evidence = [_evidence(header) for one in (original, *further) for header in one.instances]
    if segmentation is not None:
        evidence.append(_evidence(segmentation))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # highdicom warns of names with one component
        content = hd.sr.MeasurementReport(
            observation_context=_observers(),
            procedure_reported=code(codes.MR_PELVIS),
            imaging_measurements=list(_groups(original, mask, answer, segmentation)),
            title=code(codes.REPORT),
            language_of_content_item_and_descendants=hd.sr.LanguageOfContentItemAndDescendants(
                code(codes.LANGUAGES.get(answer.language, codes.LANGUAGES["en"]))
            ),
        )[0]
        content.ContentSequence.append(_conclusion(answer))
        made = hd.sr.ComprehensiveSR(
            evidence=evidence,
            content=content,
            series_instance_uid=uid_of("series", *parts),
            series_number=SERIES_NUMBER,
            sop_instance_uid=uid_of("instance", *parts),
            instance_number=1,
            is_complete=False,
            is_final=False,
            is_verified=False,
            series_description="CxStage answer, research use only",
            specific_character_set=None,
            **equipment(),
        )
    complete(made, original.first, answer.made, *parts)
    return made


def _evidence(header: Dataset) -> Dataset:
    """What a report needs of an object that it lists."""
    from pydicom.dataset import Dataset

    found = Dataset()
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID"):
        setattr(found, keyword, str(header[keyword].value))
    for keyword in (
        "PatientID",
        "PatientName",
        "PatientBirthDate",
        "PatientSex",
        "AccessionNumber",
        "StudyID",
    ):
        setattr(found, keyword, "")
    found.StudyDate = found.StudyTime = None
    return found


def _observers() -> hd.sr.ObservationContext:
    """The person who drew, without a name, and the program that computed."""
    import highdicom as hd
    from pydicom.sr.codedict import codes as known

    person = hd.sr.PersonObserverIdentifyingAttributes(
        name=_READER, role_in_procedure=known.DCM.Performing
    )
    device = hd.sr.DeviceObserverIdentifyingAttributes(
        uid=DEVICE,
        name=MANUFACTURER,
        manufacturer_name=MANUFACTURER,
        model_name=f"{MANUFACTURER} {__version__}",
        serial_number=SERIAL,
    )
    return hd.sr.ObservationContext(
        observer_person_context=hd.sr.ObserverContext(known.DCM.Person, person),
        observer_device_context=hd.sr.ObserverContext(known.DCM.Device, device),
    )


def _groups(
    original: Original, mask: Mask, answer: Answer, segmentation: Dataset | None
) -> Iterator[
    hd.sr.MeasurementsAndQualitativeEvaluations
    | hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations
]:
    """One group of measurements for each label; the model's answer stands with the tumour's."""
    import highdicom as hd

    labels = labels_of(mask)
    for number, label in enumerate(labels, start=1):
        name, uid = tracking(answer, label)
        segment = codes.SEGMENTS[label]
        measurements = list(_of_outline(mask, label))
        evaluations: list[hd.sr.QualitativeEvaluation] = []
        if label is labels[0]:
            measurements += _of_model(answer)
            evaluations = list(_evaluations(answer))
        about = {
            "tracking_identifier": hd.sr.TrackingIdentifier(uid=uid, identifier=name),
            "finding_category": code(segment.category),
            "finding_type": code(segment.type),
            "finding_sites": [hd.sr.FindingSite(code(codes.CERVIX))],
            "measurements": measurements,
            "qualitative_evaluations": evaluations,
        }
        if segmentation is None:
            about["source_images"] = [
                hd.sr.SourceImageForMeasurementGroup(
                    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID
                )
                for item in planes.references(original)
            ]
            yield hd.sr.MeasurementsAndQualitativeEvaluations(**about)
            continue
        yield hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
            **about, referenced_segment=_segment(original, segmentation, number)
        )


def _segment(original: Original, segmentation: Dataset, number: int) -> hd.sr.ReferencedSegment:
    """Refer to a segment; highdicom's own way fails where there is only one (it looks in each frame)."""
    import highdicom as hd

    return hd.sr.ReferencedSegment(
        sop_class_uid=segmentation.SOPClassUID,
        sop_instance_uid=segmentation.SOPInstanceUID,
        segment_number=number,
        source_series=hd.sr.SourceSeriesForSegmentation(str(original.first.SeriesInstanceUID)),
    )


def _of_outline(mask: Mask, label: Label) -> Iterator[hd.sr.Measurement]:
    """Volume and longest diameters of a label."""
    inside = mask.of(label)
    yield _measured(codes.VOLUME, mask.volume_cm3(label), codes.CM3)
    spacing = mask.grid.spacing
    in_slices = [largest_diameter(plane, (spacing[1], spacing[2])) for plane in inside]
    yield _measured(codes.LONG_AXIS, max(one.mm for one in in_slices if one is not None), codes.MM)
    if (in_space := largest_diameter_in_space(inside, spacing)) is not None:
        yield _measured(codes.LONGEST_IN_SPACE, in_space.mm, codes.MM)


def _of_model(answer: Answer) -> Iterator[hd.sr.Measurement]:
    """The probability of the group with what belongs to it, each with the algorithm that computed it."""
    if answer.probability is not None:
        yield _measured(codes.PROBABILITY, answer.probability, codes.RATIO, answer)
    if answer.interval is not None:
        yield _measured(codes.LOW, answer.interval.low, codes.RATIO, answer)
        yield _measured(codes.HIGH, answer.interval.high, codes.RATIO, answer)
        yield _measured(codes.LEVEL, answer.interval.level, codes.RATIO, answer)
    if answer.threshold is not None:
        yield _measured(codes.THRESHOLD, answer.threshold, codes.RATIO, answer)
    if answer.groups is not None:
        yield _measured(codes.SET_LEVEL, answer.groups.level, codes.RATIO, answer)


def _measured(
    name: codes.Coded, value: float, unit: codes.Coded, by: Answer | None = None
) -> hd.sr.Measurement:
    import highdicom as hd

    algorithm = None
    if by is not None:
        parameters = [f"model={by.model_id}", f"sha256={by.model_sha256}", f"record={by.record}"]
        algorithm = hd.sr.AlgorithmIdentification(
            name=f"{MANUFACTURER} {by.model}", version=__version__, parameters=parameters
        )
    return hd.sr.Measurement(
        name=code(name), value=round(value, 6), unit=code(unit), algorithm_id=algorithm
    )


def _evaluations(answer: Answer) -> Iterator[hd.sr.QualitativeEvaluation]:
    """The predicted group, or that there is none, and the groups of the conformal set."""
    import highdicom as hd

    group = codes.ABSTAINED if answer.group is None else codes.GROUPS[answer.group]
    yield hd.sr.QualitativeEvaluation(name=code(codes.GROUP), value=code(group))
    if answer.groups is None:
        return
    inside = [codes.GROUPS[one] for one in Group if one in answer.groups.groups]
    for one in inside or [codes.NO_GROUP]:
        yield hd.sr.QualitativeEvaluation(name=code(codes.CONFORMAL), value=code(one))


def conclusion_text(answer: Answer) -> str:
    """Return the conclusion: that it is for research, where the outline comes from, and the sentences."""
    lines = [str(RESEARCH_ONLY), *answer.sentences]
    if answer.language == "en":
        lines.insert(1, str(outline_words(answer.outline)))
    return "\r\n".join(dict.fromkeys(lines))


def _conclusion(answer: Answer) -> hd.sr.ContainerContentItem:
    import highdicom as hd

    item = hd.sr.ContainerContentItem(
        name=code(codes.EVALUATIONS), relationship_type=hd.sr.RelationshipTypeValues.CONTAINS
    )
    item.ContentSequence = hd.sr.ContentSequence(
        [
            hd.sr.TextContentItem(
                name=code(codes.CONCLUSION),
                value=conclusion_text(answer),
                relationship_type=hd.sr.RelationshipTypeValues.CONTAINS,
            )
        ]
    )
    return item
