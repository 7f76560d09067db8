"""The rows of the recipe editor: what each setting is called, its limits and its unit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cxstage_core.staging import SCHEMES
from cxstage_gui.pages.train.fields import Field, check, choice, number, whole
from cxstage_gui.strings import localized

SIZES = (64, 96, 128, 160, 192, 224, 256, 320, 384)


def protocol_rows() -> list[Field]:
    """How a comparison is tested."""
    translate = QCoreApplication.translate
    return [
        choice(
            "kind",
            translate("SettingsRows", "Protocol"),
            (
                (translate("SettingsRows", "Locked split with validation"), "holdout"),
                (translate("SettingsRows", "Locked split as in the paper"), "paper"),
                (translate("SettingsRows", "Cross-validation"), "cross-validation"),
                (translate("SettingsRows", "Nested cross-validation"), "nested"),
            ),
        ),
        whole("folds", translate("SettingsRows", "Folds"), 2, 50),
        whole("repeats", translate("SettingsRows", "Repeats"), 1, 100),
    ]


def input_rows() -> list[Field]:
    """Which pixels a network sees."""
    translate = QCoreApplication.translate
    return [
        choice("size_px", translate("SettingsRows", "Size"), [(f"{n} px", n) for n in SIZES]),
        choice(
            "slices",
            translate("SettingsRows", "Slices"),
            (
                (translate("SettingsRows", "Largest and its neighbours"), "largest+neighbours"),
                (translate("SettingsRows", "All with an outline"), "all"),
            ),
        ),
        choice(
            "scheme",
            translate("SettingsRows", "Labels"),
            [(localized(scheme.title), scheme.name) for scheme in SCHEMES.values()],
        ),
    ]


def preprocessing_rows() -> list[Field]:
    """How the pixels are made."""
    translate = QCoreApplication.translate
    on, off = translate("SettingsRows", "on"), translate("SettingsRows", "off")
    mm, percent = translate("SettingsRows", " mm"), " %"
    return [
        number("fov_mm", translate("SettingsRows", "Field of view"), 20, 500, 1, 5, mm),
        number("margin_mm", translate("SettingsRows", "Margin wanted"), 0, 100, 1, 1, mm),
        number("clip_low", translate("SettingsRows", "Clip below"), 0, 20, 1, 0.5, percent),
        number("clip_high", translate("SettingsRows", "Clip above"), 80, 100, 1, 0.5, percent),
        check(
            "bias_correction",
            translate("SettingsRows", "Bias field"),
            translate("SettingsRows", "correct (N4)"),
            on,
            off,
        ),
        number("denoise_sigma_mm", translate("SettingsRows", "Denoise"), 0, 10, 2, 0.1, mm),
        number("sharpen", translate("SettingsRows", "Edge enhancement"), 0, 5, 2, 0.1),
        number("sharpen_radius_mm", translate("SettingsRows", "Its radius"), 0.1, 20, 1, 0.1, mm),
        choice(
            "contrast",
            translate("SettingsRows", "Contrast"),
            (
                (translate("SettingsRows", "As it is"), "none"),
                (translate("SettingsRows", "Stretched to percentiles"), "percentile"),
                (translate("SettingsRows", "Local (CLAHE)"), "clahe"),
            ),
        ),
    ]


def recipe_rows() -> list[Field]:
    """How a network is trained."""
    translate = QCoreApplication.translate
    on, off = translate("SettingsRows", "on"), translate("SettingsRows", "off")
    return [
        whole("epochs", translate("SettingsRows", "Epochs"), 1, 1000),
        whole("batch", translate("SettingsRows", "Batch"), 2, 512),
        whole("accumulate", translate("SettingsRows", "In parts"), 1, 64),
        number("lr", translate("SettingsRows", "Learning rate"), 0.00001, 1.0, 5, 0.001),
        choice(
            "schedule",
            translate("SettingsRows", "Its course"),
            (
                (translate("SettingsRows", "Cosine to 0"), "cosine"),
                (translate("SettingsRows", "Constant"), "constant"),
            ),
        ),
        number("momentum", translate("SettingsRows", "Momentum"), 0, 0.999, 3, 0.05),
        number("weight_decay", translate("SettingsRows", "Weight decay"), 0, 0.1, 5, 0.0001),
        whole(
            "validation",
            translate("SettingsRows", "Validation share"),
            5,
            50,
            suffix=" %",
            scale=100,
        ),
        choice(
            "aggregation",
            translate("SettingsRows", "Patient from slices"),
            (
                (translate("SettingsRows", "Mean logit"), "mean logit"),
                (translate("SettingsRows", "Largest logit"), "max logit"),
                (translate("SettingsRows", "Learned attention"), "attention"),
            ),
        ),
        whole("seed", translate("SettingsRows", "Seed"), 0, 2**31 - 1),
        check(
            "balance",
            "",
            translate("SettingsRows", "Draw both groups equally often"),
            on,
            off,
        ),
        check(
            "recalibrate",
            "",
            translate("SettingsRows", "Recompute batch statistics while young"),
            on,
            off,
        ),
        choice(
            "device",
            translate("SettingsRows", "Device"),
            (
                (translate("SettingsRows", "GPU if there is one"), "auto"),
                (translate("SettingsRows", "CPU"), "cpu"),
                (translate("SettingsRows", "GPU (CUDA)"), "cuda"),
                (translate("SettingsRows", "Apple GPU (MPS)"), "mps"),
            ),
        ),
        choice(
            "precision",
            translate("SettingsRows", "Precision"),
            (
                (translate("SettingsRows", "bfloat16 where faster"), "auto"),
                (translate("SettingsRows", "Full (float32)"), "float32"),
                (translate("SettingsRows", "bfloat16"), "bfloat16"),
            ),
        ),
        check(
            "deterministic",
            "",
            translate("SettingsRows", "Same bits each time"),
            on,
            off,
        ),
        check(
            "compile",
            "",
            translate("SettingsRows", "Compile the training step"),
            on,
            off,
        ),
    ]


def augmentation_rows() -> list[Field]:
    """How training images vary."""
    translate = QCoreApplication.translate
    on, off = translate("SettingsRows", "on"), translate("SettingsRows", "off")

    def share(name: str, title: str, high: int) -> Field:
        return whole(name, title, 0, high, suffix=" %", scale=100)

    return [
        number("rotation_deg", translate("SettingsRows", "Rotation ±"), 0, 45, 0, 1, "°"),
        share("translation", translate("SettingsRows", "Shift ±"), 50),
        share("scale", translate("SettingsRows", "Size ±"), 50),
        share("crop", translate("SettingsRows", "Random crop"), 50),
        check("flip", "", translate("SettingsRows", "Exchange left and right"), on, off),
        number("brightness", translate("SettingsRows", "Brightness ±"), 0, 3, 2, 0.05, " SD"),
        share("contrast", translate("SettingsRows", "Contrast ±"), 90),
        number("gamma", translate("SettingsRows", "Gamma ±"), 0, 1.5, 2, 0.05),
        share("modality_dropout", translate("SettingsRows", "T1 left out"), 100),
    ]
