"""Comments pinned to places: written, answered, resolved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cxstage_core.cohort.values.review import Comment
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

HEIGHT = 96


class CommentField(QLineEdit):
    """Keeps Return for itself, which elsewhere on the page is a command."""

    def event(self, event: QEvent) -> bool:
        """Take Return before the commands of the page do."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            event.accept()
            return True
        return super().event(event)


class Comments(QWidget):
    """Lists the comments of a case and their answers.

    Signals:
        chosen: a `Comment` to look at.
        written: text to be pinned to the place of the cursor.
        answered: id and text.
        resolved: id.
    """

    chosen = Signal(object)
    written = Signal(str)
    answered = Signal(int, str)
    resolved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._resolves = False
        self.model: RowsModel[Comment] = RowsModel(
            (
                Column("", lambda c: str(c.id), number=True),
                Column(self.tr("Comment"), lambda c: c.text, tip=lambda c: c.text, colour=self._colour),
            )
        )
        self.view = table_view(self.tr("Comments"))
        self.view.setModel(self.model)
        self.view.setColumnWidth(0, 28)
        self.view.setFixedHeight(HEIGHT + 24)
        self.talk = QPlainTextEdit()
        self.talk.setReadOnly(True)
        self.talk.setAccessibleName(self.tr("Comment and answers"))
        self.talk.setFixedHeight(HEIGHT)
        self.field = CommentField()
        self.field.setAccessibleName(self.tr("Your comment"))
        self.field.setPlaceholderText(self.tr("A comment on the place of the cursor, or an answer"))
        self.pin = QPushButton(self.tr("Pin here (C)"))
        self.reply = QPushButton(self.tr("Answer"))
        self.resolve = QPushButton(self.tr("Resolve"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(
            label(self.tr("Readers see comments once the case is complete."), "muted", wrap=True)
        )
        column.addWidget(self.view)
        column.addWidget(self.talk)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.pin, self.reply, self.resolve):
            row.addWidget(button)
        column.addLayout(row)
        column.addStretch(1)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        self.field.textChanged.connect(lambda _: self._enable())
        self.field.returnPressed.connect(self._return)
        self.pin.clicked.connect(self._pin)
        self.reply.clicked.connect(self._reply)
        self.resolve.clicked.connect(self._resolve)
        self._quiet = False
        self.show_case(None, writable=False)

    def show_case(self, case: OpenCase | None, *, writable: bool) -> None:
        """Show the comments of a case."""
        kept = self.comment
        self._resolves = writable
        self._quiet = True
        self.model.show(() if case is None or case.review is None else case.review.comments)
        if kept is not None:
            for row, comment in enumerate(self.model.rows):
                if comment.id == kept.id:
                    self.view.selectRow(row)
        self._quiet = False
        self._show_comment()
        self._enable()

    @property
    def comment(self) -> Comment | None:
        """The chosen comment."""
        row = self.view.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _current(self) -> None:
        self._show_comment()
        self._enable()
        if not self._quiet and self.comment is not None:
            self.chosen.emit(self.comment)

    def _show_comment(self) -> None:
        comment = self.comment
        if comment is None:
            self.talk.clear()
            return
        lines = [f"{comment.by}: {comment.text}"]
        lines += [f"{answer.by}: {answer.text}" for answer in comment.answers]
        if comment.is_resolved:
            lines.append(self.tr("Resolved by {name}.").format(name=comment.resolved_by))
        self.talk.setPlainText("\n".join(lines))

    def _enable(self) -> None:
        written, comment = bool(self.field.text().strip()), self.comment
        self.pin.setEnabled(written and self._resolves)
        self.reply.setEnabled(written and comment is not None)
        self.resolve.setEnabled(self._resolves and comment is not None and not comment.is_resolved)

    def _return(self) -> None:
        (self.pin if self.comment is None or not self.reply.isEnabled() else self.reply).click()

    def _pin(self) -> None:
        self.written.emit(self.field.text().strip())
        self.field.clear()

    def _reply(self) -> None:
        if self.comment is not None:
            self.answered.emit(self.comment.id, self.field.text().strip())
            self.field.clear()

    def _resolve(self) -> None:
        if self.comment is not None:
            self.resolved.emit(self.comment.id)

    def _colour(self, comment: Comment) -> str:
        return current().faint if comment.is_resolved else ""
