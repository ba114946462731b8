"""A disk that is full from any write on is named as such, whatever was being written."""

from __future__ import annotations

import pytest

from .world import World


@pytest.mark.parametrize("command", [("setup-forms", "--yes"), ("pull",)])
def test_a_full_disk_is_the_office_to_mend(world: World, command: tuple[str, ...]) -> None:
    world.respond(world.posters[0].code, world.posters[0].station, 4)
    said = [world.pc.out_of_space(touch, *command) for touch in (1, 2, 3)]
    assert {each.code for each in said} <= {0, 2}, said[-1]
    assert any("the disk is full" in each.text for each in said)
