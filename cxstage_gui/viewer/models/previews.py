"""The preview of a drawing: what would be drawn, and what is still being computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxstage_gui.viewer.models.tools import Outcome, Proposal, Tool

Background = Callable[[Callable[[], Any], Callable[[Any], None]], object]
"""Runs its first argument and calls the second with the result."""


def run_now(work: Callable[[], Any], done: Callable[[Any], None]) -> None:
    """Run work at once, in the calling thread."""
    done(work())


class Previews:
    """Keeps one proposal; of those that are computed in the background only the newest is shown.

    Args:
        changed: called when another preview is shown, or none.
        run_in_background: called with the work and with what to do with its result.
    """

    def __init__(self, changed: Callable[[], None], run_in_background: Background = run_now) -> None:
        self.shown: Proposal | None = None
        self.run_in_background = run_in_background
        self._changed = changed
        self._tool: Tool | None = None
        self._computing: Callable[[], Proposal | None] | None = None
        self._next: Callable[[], Proposal | None] | None = None

    @property
    def by_tool(self) -> bool:
        """True if the preview comes from a tool, or a tool's preview is being computed."""
        return self._tool is not None or self._computing is not None

    def show(self, proposal: Proposal | None) -> None:
        """Show a preview that no tool made; with None show none."""
        if self._tool is not None:
            self._tool.forget()
        self._tool = self._computing = self._next = None
        if proposal is not None or self.shown is not None:
            self.shown = proposal
            self._changed()

    def take(self, outcome: Outcome, tool: Tool) -> None:
        """Show, compute or drop the preview that a tool's outcome asks for."""
        if outcome.drops:
            self.show(None)
        if outcome.proposal is not None:
            self._computing = self._next = None
            self._show_of(tool, outcome.proposal)
        elif outcome.background is not None:
            self._next = outcome.background
            if self._computing is None:
                self._compute(tool)

    def _compute(self, tool: Tool) -> None:
        """Compute the newest preview wanted; those wanted in between are skipped."""
        work, self._computing, self._next = self._next, self._next, None
        if work is not None:
            self.run_in_background(work, lambda made: self._computed(work, made, tool))

    def _computed(
        self, work: Callable[[], Proposal | None], proposal: Proposal | None, tool: Tool
    ) -> None:
        if self._computing is not work:
            return  # dropped meanwhile
        if proposal is not None:
            self._show_of(tool, proposal)
        self._compute(tool)

    def _show_of(self, tool: Tool, proposal: Proposal) -> None:
        self.shown, self._tool = proposal, tool
        self._changed()
