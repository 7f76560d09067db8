"""The whole table of actions: those of the menus, one per page, one per language."""

from __future__ import annotations

from cxstage_gui import languages
from cxstage_gui.actions import TABLE, Entry
from cxstage_gui.pages import registry


def all_entries() -> tuple[Entry, ...]:
    """Return every action of the window."""
    return (*TABLE, *_pages(), *_languages())


def _pages() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            f"page.{page.key}",
            page.title,
            page.shortcut,
            ("cohort",) if page.needs_cohort and not page.home else (),
            icon=page.icon,
            permission=page.permission,
        )
        for page in registry.listed()
    )


def _languages() -> tuple[Entry, ...]:
    return tuple(Entry(f"language.{code}", languages.native_name(code)) for code in languages.codes())
