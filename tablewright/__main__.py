"""``python -m tablewright`` is the same as ``tablewright``."""

from tablewright.cli import main

main()
