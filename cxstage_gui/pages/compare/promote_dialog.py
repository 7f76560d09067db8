"""Ask for the reason for using a model for predictions."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cxstage_gui.widgets.reason import ReasonDialog


class PromoteDialog(ReasonDialog):
    """The reason is kept in the audit log; without one the model in use stays."""

    def __init__(self, model: str, in_use: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Use {model} for predictions").format(model=model),
            (
                self.tr("The Predict page takes this model first, in place of {other}.").format(
                    other=in_use
                )
                if in_use
                else self.tr("The Predict page takes this model first.")
            ),
            self.tr("Use for predictions"),
            self.tr("Such as: best AUC in validation, agreed in the meeting of 12 March"),
            parent,
        )
