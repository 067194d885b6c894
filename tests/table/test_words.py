"""Words that are moved or numbered again."""

from dataclasses import fields, replace

from table import BBox, Word


def test_a_word_moved_or_put_on_another_line_keeps_everything_else() -> None:
    word = Word("a", BBox(0, 1, 2, 3), 4, 0.5, True, 90, True, True, True, "https://example.org")
    assert word.on_line(7) == replace(word, line=7)
    assert word.moved(BBox(5, 6, 7, 8), -180) == replace(word, bbox=BBox(5, 6, 7, 8), rotation=270)
    assert len(fields(Word)) == 10, "a new field belongs behind the others and into this test's word"
