"""The 52 rows of TRIPOD+AI: item numbers with topics in our own words.

After Collins et al., BMJ 2024;385:e078378 (CC BY 4.0), https://doi.org/10.1136/bmj-2023-078378. The wording of the
checklist itself is not copied.
"""

from __future__ import annotations

from cxstage_core.evaluation.report.study.items import (
    AUTHORS,
    CLINICIAN,
    COORDINATOR,
    LEADER,
    PATHOLOGIST,
    PHYSICIST,
    REVIEWER,
    STATISTICIAN,
    Item,
)
from cxstage_core.text import Text, text

SOURCE = text("After Collins et al., BMJ 2024;385:e078378 (CC BY 4.0); topics in our own words.")

_TITLE = text("Title and abstract")
_INTRO = text("Introduction")
_METHODS = text("Methods")
_OPEN = text("Open science")
_RESULTS = text("Results")
_DISCUSSION = text("Discussion")


def _row(number: str, section: Text, topic: Text, knows: Text = AUTHORS) -> Item:
    return Item(number, section, topic, knows)


ITEMS: tuple[Item, ...] = (
    _row("1", _TITLE, text("The title states that a prediction model is developed or tested, for whom and for what")),
    _row("2", _TITLE, text("An abstract with the usual sections")),
    _row("3a", _INTRO, text("The clinical problem and why a model could help")),
    _row("3b", _INTRO, text("For whom the model is meant, at which step of care, and who uses it"), CLINICIAN),
    _row("3c", _INTRO, text("Known differences in health between groups of people"), CLINICIAN),
    _row("4", _INTRO, text("The aim: to develop a model, to test one, or both")),
    _row("5a", _METHODS, text("Where the data come from, why these, and whom they represent"), COORDINATOR),
    _row("5b", _METHODS, text("First and last date of recruitment and of follow-up"), COORDINATOR),
    _row("6a", _METHODS, text("Kind, number and place of the hospitals"), COORDINATOR),
    _row("6b", _METHODS, text("Rules by which patients were included or not"), COORDINATOR),
    _row("6c", _METHODS, text("Treatments that patients had and how these were dealt with"), CLINICIAN),
    _row("7", _METHODS, text("Preparation and checks of the data, alike in every group"), PHYSICIST),
    _row("8a", _METHODS, text("The outcome, when and how it is determined, and why this one"), CLINICIAN),
    _row("8b", _METHODS, text("Who assessed the outcome, where that is a matter of opinion"), PATHOLOGIST),
    _row("8c", _METHODS, text("Whether those who assessed the outcome were blinded"), PATHOLOGIST),
    _row("9a", _METHODS, text("How the inputs were chosen before any modelling"), PHYSICIST),
    _row("9b", _METHODS, text("Each input: what it is, when and how it was measured"), PHYSICIST),
    _row("9c", _METHODS, text("Who assessed the inputs, where that is a matter of opinion"), REVIEWER),
    _row("10", _METHODS, text("Why so many patients, for development and for the test"), STATISTICIAN),
    _row("11", _METHODS, text("What was done about missing data, and who was left out for it"), PHYSICIST),
    _row("12a", _METHODS, text("How the data were divided and used"), PHYSICIST),
    _row("12b", _METHODS, text("How inputs were scaled or transformed"), PHYSICIST),
    _row("12c", _METHODS, text("Kind of model, steps of building it, settings, internal test"), PHYSICIST),
    _row("12d", _METHODS, text("How differences between hospitals or scanners were dealt with"), STATISTICIAN),
    _row("12e", _METHODS, text("Measures and figures of performance, and why these"), STATISTICIAN),
    _row("12f", _METHODS, text("Whether the model was updated after its test"), PHYSICIST),
    _row("12g", _METHODS, text("How predictions were computed in the test"), PHYSICIST),
    _row("13", _METHODS, text("What was done about unequal groups, and calibration after it"), PHYSICIST),
    _row("14", _METHODS, text("What was done for fairness, and why")),
    _row("15", _METHODS, text("What the model gives, and the threshold of a decision with its reason"), PHYSICIST),
    _row("16", _METHODS, text("In what development and test data differ"), COORDINATOR),
    _row("17", _METHODS, text("Approval by an ethics committee, and consent"), LEADER),
    _row("18a", _OPEN, text("Who paid, and what part they had"), LEADER),
    _row("18b", _OPEN, text("Conflicts of interest")),
    _row("18c", _OPEN, text("Where the plan of the study can be read"), LEADER),
    _row("18d", _OPEN, text("Where the study was registered"), LEADER),
    _row("18e", _OPEN, text("Who can get the data, and how"), LEADER),
    _row("18f", _OPEN, text("Who can get the code of the analysis, and how"), LEADER),
    _row("19", _OPEN, text("Part of patients and the public in the study"), LEADER),
    _row("20a", _RESULTS, text("Path of the patients through the study, with and without the outcome"), COORDINATOR),
    _row("20b", _RESULTS, text("What the patients are like, in all and by source, with what is missing"), COORDINATOR),
    _row("20c", _RESULTS, text("Test patients next to those of the development"), COORDINATOR),
    _row("21", _RESULTS, text("Patients and outcomes in each analysis"), STATISTICIAN),
    _row("22", _RESULTS, text("The whole model, so that others can predict with it"), PHYSICIST),
    _row("23a", _RESULTS, text("Performance with intervals, in subgroups too"), STATISTICIAN),
    _row("23b", _RESULTS, text("Performance by hospital or scanner, if it was looked at"), STATISTICIAN),
    _row("24", _RESULTS, text("What an update of the model gave"), PHYSICIST),
    _row("25", _DISCUSSION, text("What the results mean, fairness included")),
    _row("26", _DISCUSSION, text("Limits: who is represented, number, overfitting, missing data")),
    _row("27a", _DISCUSSION, text("What happens to poor or missing input in use"), PHYSICIST),
    _row("27b", _DISCUSSION, text("What users must do and know"), CLINICIAN),
    _row("27c", _DISCUSSION, text("What comes next, and where else it may hold")),
)  # fmt: skip
"""The rows in order."""
