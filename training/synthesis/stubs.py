"""Row labels: the texts of a table's first column, in the order a real publication would list them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.synthesis import vocabulary as v
from training.synthesis.styles import Style
from training.synthesis.values import FORMATS, Tokens, sentence


def stub_source(rng: Random, style: Style, count: int) -> list[Tokens]:
    """``count`` row labels for the style's kind of stub; none is empty."""
    return _SOURCES[style.stub](rng, count)


def _pool(rng: Random, pool: list[str], count: int) -> list[Tokens]:
    chosen = rng.sample(pool, count) if count <= len(pool) else rng.choices(pool, k=count)
    return [tuple(text.split()) for text in chosen]


def _items(rng: Random, count: int) -> list[Tokens]:
    return _pool(rng, rng.choice((v.SCIENCE_ITEMS, v.GOVERNMENT_ITEMS)), count)


def _sorted_pool(pool: list[str]) -> Callable[[Random, int], list[Tokens]]:
    def draw(rng: Random, count: int) -> list[Tokens]:
        found = _pool(rng, pool, count)
        return sorted(found) if rng.random() < 0.8 else found

    return draw


def _years(rng: Random, count: int) -> list[Tokens]:
    first, shape = rng.randint(1950, 2010), rng.randrange(5)
    step = -1 if rng.random() < 0.15 else 1
    years = [first + step * i for i in range(count)]
    if shape == 0:
        return [(f"{y}–{(y + 1) % 100:02d}",) for y in years]
    if shape == 1:
        return [(f"{y}/{(y + 1) % 100:02d}",) for y in years]
    return [(str(y),) for y in years]


def _months(rng: Random, count: int) -> list[Tokens]:
    start = rng.randrange(12)
    return [(v.MONTHS[(start + i) % 12],) for i in range(count)]


def _numbers(rng: Random, count: int) -> list[Tokens]:
    tail = rng.choice(("", "", ".", ")"))
    start = rng.choice((1, 1, 1, rng.randint(2, 200)))
    return [(f"{start + i}{tail}",) for i in range(count)]


def _phrases(rng: Random, count: int) -> list[Tokens]:
    low = rng.randint(1, 3)
    return [sentence(rng, rng.randint(low, low + 4)) for _ in range(count)]


def _long(rng: Random, count: int) -> list[Tokens]:
    return [sentence(rng, rng.randint(4, 14)) for _ in range(count)]


def _of_format(kind: str) -> Callable[[Random, int], list[Tokens]]:
    def draw(rng: Random, count: int) -> list[Tokens]:
        value = FORMATS[kind](rng)
        return [value(rng) or ("–",) for _ in range(count)]

    return draw


def _finance(rng: Random, count: int) -> list[Tokens]:
    return _pool(rng, v.FINANCE_ITEMS, count)


_SOURCES: dict[str, Callable[[Random, int], list[Tokens]]] = {
    "items": _items,
    "countries": _sorted_pool(v.COUNTRIES),
    "states": _sorted_pool(v.STATES),
    "chemicals": _sorted_pool(v.CHEMICALS),
    "years": _years,
    "months": _months,
    "numbers": _numbers,
    "phrases": _phrases,
    "long": _long,
    "codes": _of_format("code"),
    "words": _of_format("word"),
    "names": _of_format("name"),
    "dates": _of_format("date"),
    "finance": _finance,
}
