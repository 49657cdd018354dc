"""Kinds of organs: told by a name, by a manifest, and by their own labels."""

from __future__ import annotations

import pytest

from gongkai.report.checking.units import Kind, kind_of, kinds


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_a_kind_is_known_by_its_own_label(kind: Kind) -> None:
    assert kind_of(None, kind.label) == kind
