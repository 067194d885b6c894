"""Quarter turns of boxes about the origin, y down: the one definition of what "rotation" means.

A rotation is the number of degrees clockwise (0, 90, 180, 270) that something must be turned to be read.
"""

from __future__ import annotations

from table import BBox

Sides = tuple[float, float, float, float]  # x0, y0, x1, y1


def turn(sides: Sides, rotation: int) -> Sides:
    """The box after turning the plane ``rotation`` degrees clockwise about the origin.

    >>> turn((1, 2, 3, 5), 90)
    (-5, 1, -2, 3)
    """
    x0, y0, x1, y1 = sides
    if rotation == 90:
        return -y1, x0, -y0, x1
    if rotation == 180:
        return -x1, -y1, -x0, -y0
    if rotation == 270:
        return y0, -x1, y1, -x0
    return sides


def turn_in_frame(box: BBox, rotation: int, width: float, height: float) -> BBox:
    """The box after turning a ``width`` x ``height`` sheet it lies on; the turned sheet's top-left is the origin again."""
    if not rotation:
        return box
    x0, y0, x1, y1 = turn((box.x0, box.y0, box.x1, box.y1), rotation)
    dx, dy = {90: (height, 0.0), 180: (width, height), 270: (0.0, width)}.get(rotation, (0.0, 0.0))
    return BBox(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def turned_size(width: float, height: float, rotation: int) -> tuple[float, float]:
    """Width and height of the sheet after the turn."""
    return (height, width) if rotation in (90, 270) else (width, height)
