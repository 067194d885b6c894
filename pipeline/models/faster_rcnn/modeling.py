"""Faster R-CNN (Ren et al. 2015, arXiv 1506.01497) on a ResNet-18, in plain torch: one map, own anchors, one head.

In: pictures of one size. Out: queries as a DETR's, so that training, serving and evaluation are those of every pixel checkpoint:
each kept (box, class) is a query whose softmax is that class's probability. Differences from the paper's baseline: no
pretrained weights (none are here), group instead of batch normalisation (batches are of two), one map of stride 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.models.faster_rcnn.boxes import POOLED, anchors, moved, offsets, pairwise_iou, pooled, suppressed
from pipeline.models.faster_rcnn.configuration import FasterRcnnConfig
from pipeline.models.transformers_door import ModelOutput, PreTrainedModel

FOREGROUND, BACKGROUND = 0.6, 0.3  # overlaps of anchors; between them nothing is asked
PROPOSAL_OVERLAP, IS_OBJECT, SAME_OBJECT = 0.8, 0.5, 0.5
ANCHORS_ASKED, PROPOSALS_ASKED, SHARE_OF_OBJECTS = 256, 192, 0.5  # of one picture, for the losses
LEAST_SCORE = 0.02
NEVER = -30.0  # logit of the classes that a query does not speak of
Truth = dict[str, Tensor]


@dataclass
class FasterRcnnOutput(ModelOutput):
    """logits: (batch, queries, classes + 1) · pred_boxes: (batch, queries, 4) centre and size · loss: with labels only."""

    loss: Tensor | None = None
    logits: Tensor | None = None
    pred_boxes: Tensor | None = None


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions beside the identity."""

    def __init__(self, given: int, size: int, stride: int) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(given, size, 3, stride, 1, bias=False), nn.Conv2d(size, size, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList(nn.GroupNorm(16, size) for _ in range(2))
        self.shortcut = nn.Conv2d(given, size, 1, stride, bias=False) if stride > 1 or given != size else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        inner = self.norms[1](self.second(functional.relu(self.norms[0](self.first(x)))))
        return functional.relu(inner + self.shortcut(x))


class Body(nn.Module):
    """ResNet-18 with its last three stages added up on one map of stride 8."""

    def __init__(self, config: FasterRcnnConfig) -> None:
        super().__init__()
        sizes = config.hidden_sizes
        self.stem = nn.Sequential(nn.Conv2d(config.num_channels, sizes[0], 7, 2, 3, bias=False), nn.GroupNorm(16, sizes[0]), nn.ReLU())
        given = [sizes[0], *sizes[:-1]]
        stages = zip(given, sizes, (1, 2, 2, 2), strict=True)
        self.stages = nn.ModuleList(nn.Sequential(ResidualBlock(a, b, stride), ResidualBlock(b, b, 1)) for a, b, stride in stages)
        self.laterals = nn.ModuleList(nn.Conv2d(size, config.map_channels, 1) for size in sizes[1:])
        self.smooth = nn.Conv2d(config.map_channels, config.map_channels, 3, 1, 1)

    def forward(self, pixels: Tensor) -> Tensor:
        x = functional.max_pool2d(self.stem(pixels), 3, 2, 1)
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        size = maps[1].shape[-2:]
        found = [functional.interpolate(lateral(level), size=size) for lateral, level in zip(self.laterals, maps[1:], strict=True)]
        joined: Tensor = self.smooth(torch.stack(found).sum(0))
        return joined


class FasterRcnnForObjectDetection(PreTrainedModel):  # type: ignore[no-untyped-call]  # transformers' base has untyped hooks
    """Proposals from the map, then one class and one box each."""

    config_class = FasterRcnnConfig
    main_input_name = "pixel_values"

    def __init__(self, config: FasterRcnnConfig) -> None:
        super().__init__(config)
        self.num_classes = len(config.id2label or {})
        num_shapes, size = len(config.anchor_widths) * len(config.anchor_heights), config.head_channels
        self.body = Body(config)
        self.rpn = nn.Conv2d(config.map_channels, config.map_channels, 3, 1, 1)
        self.rpn_scores, self.rpn_offsets = (nn.Conv2d(config.map_channels, num_shapes * n, 1) for n in (1, 4))
        self.head = nn.Sequential(
            nn.Flatten(), nn.Linear(config.map_channels * POOLED**2, size), nn.ReLU(), nn.Linear(size, size), nn.ReLU()
        )
        self.classes, self.box_offsets = nn.Linear(size, self.num_classes + 1), nn.Linear(size, 4 * self.num_classes)
        self.post_init()  # type: ignore[no-untyped-call]

    def _init_weights(self, module: nn.Module) -> None:
        """torch's own initial values are kept."""

    def forward(self, pixel_values: Tensor, labels: Sequence[Truth] | None = None, **_: Any) -> FasterRcnnOutput:
        """labels: per picture ``class_labels`` (n,) and ``boxes`` (n, 4), centre and size."""
        features = self.body(pixel_values)
        hidden = functional.relu(self.rpn(features))
        scores = self.rpn_scores(hidden).permute(0, 2, 3, 1).flatten(1).float()
        moves = self.rpn_offsets(hidden).permute(0, 2, 3, 1).reshape(len(scores), -1, 4).float()
        places = anchors((features.shape[-2], features.shape[-1]), self.config.anchor_widths, self.config.anchor_heights, scores)
        if labels is None:
            return self._queries([self._found(features[k : k + 1], places, scores[k], moves[k]) for k in range(len(scores))])
        losses = [self._loss(features[k : k + 1], places, scores[k], moves[k], truth) for k, truth in enumerate(labels)]
        return FasterRcnnOutput(loss=torch.stack(losses).mean())

    def _proposals(self, places: Tensor, scores: Tensor, moves: Tensor) -> Tensor:
        best = scores.topk(min(self.config.num_candidates, len(scores))).indices
        boxes = moved(places[best], moves[best])
        return boxes[suppressed(boxes, scores[best], PROPOSAL_OVERLAP, self.config.num_proposals)]

    def _judged(self, features: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.head(pooled(features, boxes))
        return self.classes(hidden).float(), self.box_offsets(hidden).float().reshape(-1, self.num_classes, 4)

    def _found(self, features: Tensor, places: Tensor, scores: Tensor, moves: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(class, probability, box) of what stays after suppression within each class, best first."""
        proposals = self._proposals(places, scores, moves)
        logits, shifts = self._judged(features, proposals)
        shares = logits.softmax(-1)
        found: list[tuple[Tensor, Tensor, Tensor]] = []
        for index in range(self.num_classes):
            likely = torch.nonzero(shares[:, index] >= LEAST_SCORE)[:, 0]
            boxes = moved(proposals[likely], shifts[likely, index])
            kept = suppressed(boxes, shares[likely, index], SAME_OBJECT, self.config.num_detections)
            found.append((torch.full_like(kept, index), shares[likely, index][kept], boxes[kept]))
        classes, chances, boxes = (torch.cat(part) for part in zip(*found, strict=True))
        best = chances.argsort(descending=True, stable=True)[: self.config.num_detections]
        return classes[best], chances[best], boxes[best]

    def _queries(self, found: Sequence[tuple[Tensor, Tensor, Tensor]]) -> FasterRcnnOutput:
        shape = (len(found), self.config.num_detections)
        logits = torch.full((*shape, self.num_classes + 1), NEVER, device=found[0][1].device)
        boxes = torch.full((*shape, 4), 0.5, device=logits.device)
        logits[..., -1] = 0.0
        for k, (classes, chances, corners) in enumerate(found):
            rows = torch.arange(len(classes), device=logits.device)
            logits[k, rows, classes] = chances.clamp(1e-6, 1 - 1e-6).log()
            logits[k, rows, -1] = (1 - chances).clamp(1e-6, 1 - 1e-6).log()
            boxes[k, rows] = torch.cat([(corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]], dim=1)
        return FasterRcnnOutput(logits=logits, pred_boxes=boxes)

    def _loss(self, features: Tensor, places: Tensor, scores: Tensor, moves: Tensor, truth: Truth) -> Tensor:
        center, size = truth["boxes"][:, :2], truth["boxes"][:, 2:]
        boxes = torch.cat([center - size / 2, center + size / 2], dim=1)
        with torch.no_grad():
            proposals = torch.cat([self._proposals(places, scores, moves), boxes])
        return _rpn_loss(places, scores, moves, boxes) + self._head_loss(features, proposals, boxes, truth["class_labels"])

    def _head_loss(self, features: Tensor, proposals: Tensor, boxes: Tensor, classes: Tensor) -> Tensor:
        share, partner = _best_partners(proposals, boxes)
        asked = _asked(share >= IS_OBJECT, share < IS_OBJECT, PROPOSALS_ASKED)
        logits, shifts = self._judged(features, proposals[asked])
        is_object = share[asked] >= IS_OBJECT
        known = torch.nonzero(is_object)[:, 0]
        wanted = torch.full_like(asked, self.num_classes)
        wanted[known] = classes[partner[asked[known]]]
        loss = functional.cross_entropy(logits, wanted)
        if not len(known):
            return loss
        target = offsets(proposals[asked][known], boxes[partner[asked][known]])
        return loss + functional.smooth_l1_loss(shifts[known, wanted[known]], target, beta=0.1)


def _rpn_loss(places: Tensor, scores: Tensor, moves: Tensor, boxes: Tensor) -> Tensor:
    share, partner = _best_partners(places, boxes)
    is_object = share >= FOREGROUND
    if len(boxes):
        is_object[pairwise_iou(places, boxes).argmax(0)] = True
    asked = _asked(is_object, share < BACKGROUND, ANCHORS_ASKED)
    loss = functional.binary_cross_entropy_with_logits(scores[asked], is_object[asked].float())
    known = asked[is_object[asked]]
    if not len(known):
        return loss
    return loss + functional.smooth_l1_loss(moves[known], offsets(places[known], boxes[partner[known]]), beta=0.1)


def _best_partners(boxes: Tensor, truth: Tensor) -> tuple[Tensor, Tensor]:
    """For each box the largest overlap with a true one and which; 0 without truth."""
    if not len(truth):
        return boxes.new_zeros(len(boxes)), boxes.new_zeros(len(boxes), dtype=torch.long)
    share, partner = pairwise_iou(boxes, truth).max(1)
    return share, partner


def _asked(is_object: Tensor, is_nothing: Tensor, most: int) -> Tensor:
    """Random indices: at most a share of objects, filled up with places of nothing."""
    objects, others = torch.nonzero(is_object)[:, 0], torch.nonzero(is_nothing & ~is_object)[:, 0]
    objects = objects[torch.randperm(len(objects), device=objects.device)[: int(most * SHARE_OF_OBJECTS)]]
    others = others[torch.randperm(len(others), device=others.device)[: most - len(objects)]]
    return torch.cat([objects, others])
