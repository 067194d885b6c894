"""Average precision equals pycocotools' on random images, and a few values by hand."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from grits import coco_scores
from grits.coco import PredictedObject, TrueObject
from table import BBox

LABELS = ("row", "column", "span")


def _published(truth: Sequence[Sequence[TrueObject]], found: Sequence[Sequence[PredictedObject]]) -> dict[str, Any]:
    """pycocotools' precision (IoU, recall, class) and recall (IoU, class) with 100 predictions, all areas."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    def box(one: BBox) -> list[float]:
        return [one.x0, one.y0, one.width, one.height]

    annotations = [
        {"id": number, "image_id": image, "category_id": LABELS.index(label), "bbox": box(one), "area": one.area, "iscrowd": 0}
        for number, (image, (label, one)) in enumerate(((i, o) for i, objects in enumerate(truth) for o in objects), start=1)
    ]
    results = [
        {"image_id": image, "category_id": LABELS.index(label), "bbox": box(one), "score": score}
        for image, objects in enumerate(found)
        for label, one, score in objects
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        images = COCO()
        images.dataset = {
            "info": {},
            "images": [{"id": image} for image in range(len(truth))],
            "annotations": annotations,
            "categories": [{"id": number, "name": label} for number, label in enumerate(LABELS)],
        }
        images.createIndex()
        evaluator = COCOeval(images, images.loadRes(results), "bbox")
        evaluator.evaluate()
        evaluator.accumulate()
    return {"precision": evaluator.eval["precision"][:, :, :, 0, -1], "recall": evaluator.eval["recall"][:, :, 0, -1]}


def _random_box(rng: np.random.Generator) -> BBox:
    x, y, width, height = (float(value) for value in rng.integers(0, 12, 4))
    return BBox(x, y, x + width + 1, y + height + 1)


def _near(box: BBox, rng: np.random.Generator) -> BBox:
    dx, dy = (float(value) for value in rng.integers(-1, 2, 2))
    return BBox(box.x0, box.y0, max(box.x0 + 1, box.x1 + dx), max(box.y0 + 1, box.y1 + dy))


def _images(rng: np.random.Generator) -> tuple[list[list[TrueObject]], list[list[PredictedObject]]]:
    """Crowded images with equal scores, equal boxes and up to 130 predictions."""
    truth, found = [], []
    for _ in range(int(rng.integers(1, 5))):
        true = [(str(rng.choice(LABELS)), _random_box(rng)) for _ in range(int(rng.integers(0, 8)))]
        score = lambda: float(rng.integers(1, 6)) / 5  # noqa: E731
        hits = [(label, _near(box, rng), score()) for label, box in true for _ in range(int(rng.integers(0, 3)))]
        misses = [(str(rng.choice(LABELS)), _random_box(rng), score()) for _ in range(int(rng.choice([0, 3, 120])))]
        truth.append(true)
        found.append([*hits, *misses])
    return truth, found


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_pycocotools(seed: int) -> None:
    truth, found = _images(np.random.default_rng(seed))
    labels = sorted({label for objects in truth for label, _ in objects})
    if not labels or not any(found):
        pytest.skip("the reference cannot read a set without objects")
    published, ours = _published(truth, found), coco_scores(truth, found)
    for label in labels:
        precision, recall = (published[name][..., LABELS.index(label)] for name in ("precision", "recall"))
        mine = ours.per_class[label]
        expected = (precision.mean(), precision[0].mean(), precision[5].mean(), recall.mean())
        assert (mine.ap, mine.ap50, mine.ap75, mine.ar) == pytest.approx(expected, abs=1e-12)
    known = published["precision"][published["precision"] > -1]
    assert ours.overall.ap == pytest.approx(known.mean(), abs=1e-12)


def test_nothing_found_is_0_and_nothing_true_is_an_error() -> None:
    box = BBox(0, 0, 2, 2)
    assert coco_scores([[("row", box)], []], [[], []]).overall.ap == 0
    with pytest.raises(ValueError, match="no true object"):
        coco_scores([[]], [[("row", box, 1.0)]])
    with pytest.raises(ValueError, match="1 images"):
        coco_scores([[]], [])


def test_half_of_the_objects_found_gives_half_of_the_recall_levels() -> None:
    boxes = [BBox(0, 0, 2, 2), BBox(10, 0, 12, 2)]
    found = coco_scores([[("row", box) for box in boxes]], [[("row", boxes[0], 0.5), ("other", boxes[1], 0.9)]])
    assert found.overall.ap == pytest.approx(51 / 101)
    assert found.overall.ar == 0.5
