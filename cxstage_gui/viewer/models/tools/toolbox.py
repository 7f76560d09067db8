"""The tools of a drawing: the active one, what it draws with, and outlines that are not accepted yet."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from cxstage_core.imaging import Label
from cxstage_core.reading import MaskEditor
from cxstage_gui.viewer.models.tools.registry import TOOLS
from cxstage_gui.viewer.models.tools.shared_tip import SharedTip
from cxstage_gui.viewer.models.tools.spec import ToolSpec
from cxstage_gui.viewer.models.tools.tool import Tool

START = "cursor"
Drafts = dict[str, dict[int, Any]]
"""Outlines that are not accepted yet, by tool and slice."""


class Toolbox:
    """One of each tool of the registry, the active one, label and protection."""

    def __init__(self) -> None:
        self.tip = SharedTip()
        self.specs: dict[str, ToolSpec] = dict(TOOLS)
        self.tools: dict[str, Tool] = {
            name: spec.tool.create(self.tip) for name, spec in self.specs.items()
        }
        self.active = self.tools[START]
        self.label = Label.TUMOUR
        self.protect = False
        self._drafts: WeakKeyDictionary[MaskEditor, dict[str, Drafts]] = WeakKeyDictionary()

    @property
    def spec(self) -> ToolSpec:
        """The row of the active tool."""
        return self.specs[self.active.name]

    @property
    def unaccepted(self) -> tuple[str, int] | None:
        """Tool and slice of an outline that is not accepted yet, None without one."""
        found = ((name, tool.drafts[0]) for name, tool in self.tools.items() if tool.drafts)
        return next(found, None)

    def exchange_drafts(self, before: tuple[MaskEditor, str], after: tuple[MaskEditor, str]) -> None:
        """Store what is not accepted with the masks and series it was begun on; restore the others'."""
        wanted = self._drafts.get(after[0], {}).pop(after[1], {})
        present = {name: tool.exchange(wanted.get(name, {})) for name, tool in self.tools.items()}
        present = {name: drafts for name, drafts in present.items() if drafts}
        if present:
            self._drafts.setdefault(before[0], {})[before[1]] = present
