"""The words of code, sentences and documentation are those of the field."""

from __future__ import annotations

from pathlib import Path

from tests.words import PLACES, ROOT, hits, hits_of_text


def test_a_private_word_would_be_found() -> None:
    (hit,) = hits_of_text(Path("x.py"), 3, "The one who sits here.")
    assert (hit.line, hit.word, hit.instead) == (3, "sits", "current user; is signed in")
    assert list(hits_of_text(Path("x.py"), 1, "The current user.")) == []


def test_no_private_word_is_left() -> None:
    found = [str(hit) for hit in hits(ROOT / place for place in PLACES)]
    assert found == []
