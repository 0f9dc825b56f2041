"""Moving the floor tells what a run at that floor would have found."""

import json

import pytest

from dedup import pipeline
from dedup.config import Config
from tests.page.conftest import SEEDS


def higher(floor):
    """The settings of a run at another floor, without what containment adds."""
    return Config(similarity=floor, containment=0.0, recall=0.9999)


@pytest.mark.jit
@pytest.mark.parametrize("floor", [0.65, 0.7, 0.8, 0.9, 1.0])
def test_groups_at_a_floor(opened, sample, tmp_path, floor):
    """The page of the run at 0.6, its floor raised, has the near-duplicates of a run up there."""
    run = pipeline.run([str(SEEDS)], tmp_path / "out", higher(floor))
    counts = json.loads((run.folder / "run.json").read_bytes())["counts"]
    page = opened(sample, f"#/overview?floor={floor}")
    assert counts["clusters"] == page.number("groups")
    assert counts["pairs"] == page.number("pairs")
    assert f"Floor {floor:.2f}: {counts['clusters']} groups" in page.text("#floor-told")


def test_dragging_the_line(opened, sample):
    """The line follows the pointer, and the rest follows the line."""
    page = opened(sample)
    before = page.number("groups")
    box = page.page.locator("svg.floored").bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 30)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 30)
    page.page.mouse.up()
    page.until("location.hash.includes('floor=0.88')")
    assert page.number("groups") < before


def test_the_floor_by_keyboard(opened, sample):
    """Arrow keys move the floor by a hundredth; it never goes below the run's own."""
    page = opened(sample)
    page.page.focus("#floor")
    page.page.keyboard.press("ArrowLeft")
    assert "that of this run" in page.text("#floor-told")
    page.page.keyboard.press("ArrowRight")
    page.until("location.hash.includes('floor=0.61')")
    assert "Floor 0.61" in page.text("#floor-told")
    assert "floor" == page.page.evaluate("document.activeElement.id")
