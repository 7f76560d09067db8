"""The rules of the input gate: what is checked of a study before a model sees it.

The import notes the rules about the person, the training leaves such patients out by name, and a prediction
abstains; who has a reason goes on all the same, and the reason is written into result and audit log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.text import Text, text

FITTING_BODY_PARTS = frozenset(
    {
        "PELVIS", "ABDOMEN", "ABDOMENPELVIS", "CERVIX", "UTERUS", "OVARY", "VAGINA", "VULVA",
        "BLADDER", "RECTUM", "WHOLEBODY",
    }
)  # fmt: skip
"""Values of BodyPartExamined of a study that may show the uterine cervix."""

OTHER_BODY_PARTS = frozenset(
    {
        "PROSTATE", "TESTIS", "PENIS", "SCROTUM", "HEAD", "BRAIN", "SKULL", "NECK", "HEADNECK", "ORBIT", "EYE",
        "PITUITARY", "CHEST", "THORAX", "LUNG", "BREAST", "HEART", "AORTA", "LIVER", "PANCREAS", "KIDNEY", "SPLEEN",
        "SPINE", "CSPINE", "TSPINE", "LSPINE", "SHOULDER", "ARM", "ELBOW", "WRIST", "HAND", "FINGER", "LEG", "THIGH",
        "KNEE", "CALF", "ANKLE", "FOOT", "TOE", "EXTREMITY", "JAW", "TMJ",
    }
)  # fmt: skip
"""Values of BodyPartExamined of a study of something else; any other word counts as unknown."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        key: its name in results and in the audit log.
        checked: what is looked at.
        sentence: template of the message when it is broken.
        stops: a prediction abstains; otherwise it only warns.
        person: it looks at the person, so that import and training apply it too.
        overridable: a user with a reason may go on.
        learned: the study is compared with the model's training patients; a little beyond their limit warns, far
            beyond it stops if the rule does.
    """

    key: str
    checked: Text
    sentence: str
    stops: bool = True
    person: bool = False
    overridable: bool = True
    learned: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that a study breaks, in one sentence.

    Args:
        mild: it only warns, although the rule may stop.
    """

    rule: Rule
    sentence: Text
    mild: bool = False

    @property
    def stops(self) -> bool:
        """Return True if a prediction abstains because of it."""
        return self.rule.stops and not self.mild


RULES: Mapping[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "sex",
            text("The recorded sex (PatientSex): M or O"),
            text(
                "The study is of a person recorded as {sex}, not as a woman; this program is about cervical cancer."
            ).template,
            person=True,
        ),
        Rule(
            "body-part",
            text("The recorded body part (BodyPartExamined): another one than the pelvis"),
            text("The series {series} is recorded as an image of another body part ({part}).").template,
            person=True,
        ),
        Rule(
            "outline-on-t2",
            text("Something is outlined on the axial T2 series"),
            text("No tumour is outlined on the axial T2 series.").template,
            overridable=False,
        ),
        Rule(
            "outline-elsewhere",
            text("The outline was drawn on an image of this study"),
            text(
                "The outline was drawn on an image that is none of this study's: each of them contains only a part of it."
            ).template,
        ),
        Rule(
            "outline-lost",
            text("The T2 series holds the whole outline: at most 5 % lie outside"),
            text(
                "{lost:.1f} cm³ of the outline's {volume:.1f} cm³ lie outside the axial T2 series and are lost."
            ).template,
        ),
        Rule(
            "outline-size",
            text("The outline has a possible size: 0.01 to 500 cm³, no wider than the field of view"),
            text(
                "The outline has {volume:.2f} cm³ and is {width:.0f} mm wide, which no cervical tumour is."
            ).template,
        ),
        Rule(
            "outline-in-air",
            text("The outline lies on tissue: at most half of it where the T2 series is dark as air"),
            text("{share:.0f} % of the outline lie where the T2 series shows no tissue.").template,
        ),
        Rule(
            "t2-window",
            text("The T2 series covers at least 60 % of the field of view around the outline"),
            text(
                "The axial T2 series covers only {share:.0f} % of the field of view of {fov:g} mm; the rest is empty."
            ).template,
        ),
        Rule(
            "t1-outline",
            text("The T1 series covers at least half of the outline"),
            text("The axial T1 series covers only {share:.0f} % of the outline.").template,
        ),
        Rule(
            "t2-window-part",
            text("The T2 series covers the whole field of view around the outline"),
            text(
                "The axial T2 series covers {share:.0f} % of the field of view of {fov:g} mm; the rest is empty."
            ).template,
            stops=False,
        ),
        Rule(
            "outline-lost-part",
            text("The T2 series holds the whole outline"),
            text(
                "{lost:.2f} cm³ of the outline's {volume:.1f} cm³ lie outside the axial T2 series."
            ).template,
            stops=False,
        ),
        Rule(
            "outline-at-edge",
            text("The outline ends inside the T2 image"),
            text(
                "The outline reaches the edge of the axial T2 image, where it may be cut off."
            ).template,
            stops=False,
        ),
        Rule(
            "outline-at-end",
            text("The outline ends inside the T2 stack"),
            text(
                "The outline reaches the first or the last slice of the axial T2 series, where it may be cut off."
            ).template,
            stops=False,
        ),
        Rule(
            "outline-few-voxels",
            text("The outline consists of at least 10 voxels"),
            text("The outline consists of {n} voxels; at least {least} are needed.").template,
        ),
        Rule(
            "echo-time",
            text("The recorded echo time: at least 40 ms for T2, at most 40 ms for T1"),
            text(
                "The {channel} series was recorded with an echo time of {ms:g} ms, which makes no {channel}-weighted "
                "image."
            ).template,
        ),
        Rule(
            "possible-geometry",
            text(
                "The T2 images have a possible size: 80 to 600 mm wide and high, slices at most 15 mm apart"
            ),
            text(
                "The T2 images are {rows:.0f} by {columns:.0f} mm large, {slice:.1f} mm apart; no such images are taken "
                "of a pelvis."
            ).template,
        ),
        Rule(
            "geometry",
            text("Size of images, stack and voxels as in training"),
            text("The size of the images is not that of the training patients: {worst}.").template,
            learned=True,
        ),
        Rule(
            "body-region",
            text("Width, depth and area of the body as in training"),
            text(
                "The body in the images is not as large as those of the training patients: {worst}."
            ).template,
            learned=True,
        ),
        Rule(
            "plane",
            text("The left half mirrors the right half, not the front the back: an axial plane"),
            text(
                "The images do not look like axial slices of the training patients: {worst}. The plane may be another "
                "one than in the header."
            ).template,
            learned=True,
        ),
        Rule(
            "upside-down",
            text("Grey values from front to back as in training, not the other way round"),
            text(
                "The images look upside down or turned, compared with those of the training patients: {worst}."
            ).template,
            learned=True,
        ),
        Rule(
            "t2-weighting",
            text("Contrast of T2 as in training: body, outline, its surroundings"),
            text(
                "The contrast of the T2 series is not that of the training patients: {worst}. It may be another "
                "sequence."
            ).template,
            learned=True,
        ),
        Rule(
            "t1-t2",
            text("Contrast of T1 and T2 together as in training, not with the two exchanged"),
            text(
                "The contrast of T1 and T2 is not that of the training patients: {worst}. The two series may be "
                "exchanged, or of another sequence."
            ).template,
            learned=True,
        ),
        Rule(
            "registration",
            text("T1 lies where T2 lies, by the edges in both"),
            text("T1 does not lie where T2 lies: {worst}.").template,
            learned=True,
        ),
        Rule(
            "noise",
            text("Noise and sharpness of T2 as in training"),
            text(
                "The T2 series is noisier or more blurred than those of the training patients: {worst}."
            ).template,
            learned=True,
        ),
        Rule(
            "motion",
            text("No displaced copies or one-sided blur, as motion leaves them"),
            text("The T2 series shows signs of motion: {worst}.").template,
            learned=True,
        ),
        Rule(
            "outline-form",
            text("Size of the outline as in training"),
            text("The outline is not as large as those of the training patients: {worst}.").template,
            stops=False,
            learned=True,
        ),
        Rule(
            "outline-place",
            text("Place of the outline in the body as in training"),
            text(
                "The outline does not lie where those of the training patients lie: {worst}."
            ).template,
            learned=True,
        ),
        Rule(
            "intensities",
            text("Grey values of what the network sees as in training"),
            text(
                "The grey values that the network sees are unlike those of the training patients: {worst}."
            ).template,
            learned=True,
        ),
        Rule(
            "scanner",
            text("Manufacturer and field strength were among the training patients"),
            text("No training patient was examined on such a scanner: {found}.").template,
            stops=False,
            learned=True,
        ),
        Rule(
            "features",
            text("Features that the network itself finds as in training"),
            text(
                "The network finds features unlike those of its training patients: distance {value:.1f}, in training "
                "up to {limit:.1f}."
            ).template,
            stops=False,
            learned=True,
        ),
        Rule(
            "person-unknown",
            text("Sex and body part are recorded"),
            text("Sex or body part is not recorded in the images, so it was not checked.").template,
            stops=False,
        ),
    )
}
"""By key, in the order in which they are shown."""


def objection(key: str, *, mild: bool = False, **values: object) -> Objection:
    """Return the message of a broken rule; a mild one only warns."""
    rule = RULES[key]
    return Objection(rule, Text(rule.sentence, tuple(values.items())), mild)


def about_person(series: Iterable[tuple[str, Mapping[str, str | float]]]) -> tuple[Objection, ...]:
    """Check the person whom series show.

    Args:
        series: name and kept tags of each.

    Returns:
        The broken rules that stop a prediction; nothing recorded breaks none.
    """
    found: dict[str, Objection] = {}
    for name, tags in series:
        sexes = set(_words(tags, "PatientSex")) & {"M", "O"}
        if sexes:
            word = text("a man") if "M" in sexes else text("of another sex")
            found.setdefault("sex", objection("sex", sex=word))
        parts = _words(tags, "BodyPartExamined")
        strange = [part for part in parts if part in OTHER_BODY_PARTS]
        if strange and not set(parts) & FITTING_BODY_PARTS:
            found.setdefault("body-part", objection("body-part", series=name, part=strange[0]))
    return tuple(found.values())


class Described(Protocol):
    """A series with its metadata."""

    @property
    def info(self) -> SeriesInfo:
        """Sequence and tags."""


def unfit(study: Iterable[Described], used: Iterable[Described]) -> tuple[Objection, ...]:
    """Check the person of a study: the sex in all of its series, the body part in those that are used."""
    sexes = [(s.info.sequence, _only(s.info.tags, "PatientSex")) for s in study]
    parts = [(s.info.sequence, _only(s.info.tags, "BodyPartExamined")) for s in used]
    return about_person([*sexes, *parts])


def _only(tags: Mapping[str, str | float], keyword: str) -> dict[str, str | float]:
    return {key: value for key, value in tags.items() if key == keyword}


def person_recorded(series: Iterable[Mapping[str, str | float]]) -> bool:
    """Return True if sex and body part are recorded in one of the series."""
    tags = list(series)
    return all(
        any(_words(one, keyword) for one in tags) for keyword in ("PatientSex", "BodyPartExamined")
    )


def _words(tags: Mapping[str, str | float], keyword: str) -> list[str]:
    return [word for word in str(tags.get(keyword, "")).split("\\") if word]
