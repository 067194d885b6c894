"""The structure rules, one file each, ``Draft -> Draft``; ``pipeline.structure.order`` says in which order they are applied."""
