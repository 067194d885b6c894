from __future__ import annotations

import random

import pytest

from grits import (
    best_overlaps,
    coco_scores,
    completeness_and_purity,
    detection_score,
    end_to_end_mean,
    match_boxes,
    match_tables,
    micro_mean,
)
from table import BBox, Cell, Table

LEFT, RIGHT = BBox(0, 0, 10, 10), BBox(20, 0, 30, 10)


@pytest.mark.parametrize(
    ("truth", "prediction", "threshold", "expected"),
    [
        ([], [], 0.5, 1),
        ([LEFT], [], 0.5, 0),
        ([], [LEFT], 0.5, 0),
        ([LEFT, RIGHT], [RIGHT, LEFT], 0.9, 1),
        ([LEFT], [BBox(0, 0, 10, 5)], 0.5, 1),
        ([LEFT], [BBox(0, 0, 10, 4.9)], 0.5, 0),
        ([LEFT, RIGHT], [LEFT, BBox(0, 0, 10, 9)], 0.5, 0.5),
    ],
)
def test_detection_score(truth, prediction, threshold, expected):
    assert detection_score(truth, prediction, threshold).value == expected


def test_assignment_is_the_best_overall_not_the_greedy_one():
    truth = [BBox(0, 0, 10, 10), BBox(0, 0, 10, 12)]
    prediction = [BBox(0, 0, 10, 11), BBox(0, 0, 10, 9)]
    assert [(i, k) for i, k, _ in match_boxes(truth, prediction)] == [(0, 1), (1, 0)]


def test_boxes_without_area_match_nothing():
    point = BBox(5, 5, 5, 5)
    assert match_boxes([point], [point], 0.0) == []


def test_pages_are_put_together_by_counts():
    pages = [detection_score([LEFT], [LEFT]), detection_score([LEFT, RIGHT], [])]
    assert micro_mean(pages).recall == pytest.approx(1 / 3)


def placed(box, page=1):
    return Table(1, 1, (Cell(range(1), range(1), "x"),), page=page, bbox=box)


def test_tables_are_matched_on_their_page():
    truth = [placed(LEFT), placed(LEFT, page=2), placed(None)]
    prediction = [placed(RIGHT), placed(LEFT, page=2), placed(BBox(0, 0, 10, 4))]
    assert match_tables(truth, prediction) == [(1, 1)]
    assert best_overlaps(truth, prediction) == [2, 1, None]


def test_one_prediction_may_be_the_best_of_two_tables():
    both = [placed(BBox(0, 0, 30, 10))]
    assert best_overlaps([placed(LEFT), placed(RIGHT)], both) == [0, 0]
    assert match_tables([placed(LEFT), placed(RIGHT)], both, 0.3) == [(0, 0)]


def test_missed_and_invented_tables_count_nothing():
    assert end_to_end_mean([1.0, 0.5], 2, 3) == 0.5
    assert end_to_end_mean([1.0], 4, 1) == 0.25
    assert end_to_end_mean([], 0, 0) == 1


CHARACTERS = [BBox(x, 4, x + 1, 5) for x in range(0, 30, 2)]


@pytest.mark.parametrize(
    ("prediction", "num_complete", "num_pure"),
    [
        ([LEFT, RIGHT], 2, 2),
        ([BBox(0, 0, 5, 10), RIGHT], 1, 2),  # one loses characters
        ([BBox(0, 0, 30, 10)], 1, 0),  # both in one: complete once, pure never
        ([BBox(0, 0, 15, 10), RIGHT], 2, 1),
        ([BBox(0, 50, 10, 60)], 0, 0),  # holds nothing
        ([], 0, 0),
    ],
)
def test_completeness_and_purity(prediction, num_complete, num_pure):
    counts = completeness_and_purity([LEFT, RIGHT], prediction, CHARACTERS)
    assert (counts.num_complete, counts.num_true, counts.num_pure, counts.num_predicted) == (num_complete, 2, num_pure, len(prediction))


def test_equal_content_goes_to_the_smaller_region():
    wide, tight = BBox(0, 0, 10, 40), BBox(0, 0, 10, 10)
    counts = completeness_and_purity([LEFT], [wide, tight], CHARACTERS)
    assert (counts.completeness, counts.purity) == (1, 0.5)


def test_region_counts_add_up_over_pages():
    page = completeness_and_purity([LEFT], [LEFT], CHARACTERS)
    both = page + completeness_and_purity([LEFT], [], CHARACTERS)
    assert (both.completeness, both.purity) == (0.5, 1)


def test_perfect_objects_have_average_precision_one():
    truth = [[("table", LEFT), ("table row", RIGHT)]]
    scores = coco_scores(truth, [[(label, box, 0.9) for label, box in truth[0]]])
    assert (scores.overall.ap, scores.overall.ap50, scores.overall.ap75, scores.overall.ar) == pytest.approx((1, 1, 1, 1))
    assert list(scores.per_class) == ["table", "table row"]


def test_nothing_predicted_is_zero_and_classes_without_truth_are_left_out():
    assert coco_scores([[("table", LEFT)]], [[]]).overall.ap == 0
    scores = coco_scores([[("table", LEFT)]], [[("table", LEFT, 0.9), ("other", RIGHT, 0.95)]])
    assert scores.overall.ap == pytest.approx(1)
    assert list(scores.per_class) == ["table"]


@pytest.mark.parametrize(
    ("truth", "prediction", "message"),
    [([[]], [[]], "no true object"), ([[("table", LEFT)]], [], "1 images with truth but 0")],
)
def test_undefined_average_precision_is_an_error(truth, prediction, message):
    with pytest.raises(ValueError, match=message):
        coco_scores(truth, prediction)


def test_average_precision_equals_pycocotools(capsys):
    coco = pytest.importorskip("pycocotools.coco")
    evaluation = pytest.importorskip("pycocotools.cocoeval")
    truth, prediction = random_objects(random.Random(8))
    labels = sorted({label for objects in truth for label, _ in objects})
    gold = coco.COCO()
    gold.dataset = {
        "info": {},
        "images": [{"id": i} for i in range(len(truth))],
        "categories": [{"id": labels.index(label)} for label in labels],
        "annotations": [annotation(i, labels.index(label), box) for i, objects in enumerate(truth) for label, box in objects],
    }
    for number, found in enumerate(gold.dataset["annotations"], start=1):
        found["id"] = number
    gold.createIndex()
    results = [annotation(i, labels.index(label), box, score) for i, objects in enumerate(prediction) for label, box, score in objects]
    run = evaluation.COCOeval(gold, gold.loadRes(results), "bbox")
    run.evaluate()
    run.accumulate()
    run.summarize()
    capsys.readouterr()
    ours = coco_scores(truth, prediction).overall
    assert (ours.ap, ours.ap50, ours.ap75, ours.ar) == pytest.approx([run.stats[i] for i in (0, 1, 2, 8)], abs=1e-9)
    assert 0.1 < ours.ap < 0.9


def random_objects(rng):
    truth, prediction = [], []
    for _ in range(20):
        objects = [(rng.choice(("row", "column", "table")), random_box(rng)) for _ in range(rng.randint(0, 9))]
        noise = [(label, jittered(rng, box), round(rng.random(), 3)) for label, box in objects for _ in range(rng.randint(0, 2))]
        truth.append(objects)
        prediction.append([*noise, ("row", random_box(rng), round(rng.random(), 3))])
    return truth, prediction


def random_box(rng):
    x, y = rng.uniform(0, 500), rng.uniform(0, 500)
    return BBox(x, y, x + rng.uniform(5, 300), y + rng.uniform(5, 300))


def jittered(rng, box):
    xs, ys = (sorted((a + rng.uniform(-3, 3), b + rng.uniform(-3, 3))) for a, b in ((box.x0, box.x1), (box.y0, box.y1)))
    return BBox(xs[0], ys[0], xs[1], ys[1])


def annotation(image, category, box, score=None):
    found = {"image_id": image, "category_id": category, "bbox": [box.x0, box.y0, box.width, box.height], "area": box.area, "iscrowd": 0}
    return found if score is None else {**found, "score": score}
