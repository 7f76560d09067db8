"""A family added from outside stands in the list of the Train page with a colour of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cxstage_core.models import Family, register_family, unregister_family
from cxstage_gui.pages.train.networks import Networks
from cxstage_gui.theme import current
from cxstage_gui.widgets.colours import colour_of


@pytest.fixture
def family() -> Iterator[Family]:
    added = Family("mobilenetv3_small_050", "MobileNet", "timm", "conv_stem", "classifier")
    register_family(added)
    yield added
    unregister_family(added.key)


def test_it_can_be_chosen(family: Family, qtbot: QtBot) -> None:
    networks = Networks()
    qtbot.addWidget(networks)
    assert networks.boxes[family.key].text() == family.title
    networks.choose((family.key,))
    assert networks.chosen == (family.key,)
    assert colour_of(family.title) != current().muted
