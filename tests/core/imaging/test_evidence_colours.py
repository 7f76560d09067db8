"""Orange is evidence for chemoradiotherapy, blue for surgery; nothing known is transparent."""

from __future__ import annotations

import numpy as np

from cxstage_core.imaging.evidence_colours import FOR_CHEMORADIOTHERAPY, FOR_SURGERY, coloured


def test_both_directions_have_colours_of_their_own() -> None:
    found = coloured(np.array([[0.5, -1.0, np.nan, 3.0]]), 1.0)[0]
    assert tuple(found[0, :3]) == FOR_CHEMORADIOTHERAPY
    assert tuple(found[1, :3]) == FOR_SURGERY
    assert list(found[:, 3]) == [128, 255, 0, 255]


def test_a_map_without_evidence_has_no_colour() -> None:
    assert not coloured(np.array([[0.0, 0.0]]), 0.0)[..., 3].any()
