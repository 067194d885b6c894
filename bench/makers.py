"""Small picklable values that make the system under test in whatever process needs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.all_queries import telling_all
from bench.checkpoint_system import CheckpointSystem
from bench.prediction_folder import FolderSystem
from bench.regime import Regime
from bench.rule_switches import options_without

PROFILED = "as the checkpoint's profile says"
GUESSED = "guessed from the checkpoint's type and name: it has no profile"


@dataclass(frozen=True, slots=True)
class CheckpointMaker:
    """Loads a structure checkpoint and, where tables have to be found, a detector."""

    name: str
    structure: str
    detector: str
    regime: Regime
    threads: int | None
    without: tuple[str, ...] = ()

    def __call__(self) -> CheckpointSystem:
        from pipeline.models.detector import load_detector
        from pipeline.models.recognizer import load_recognizer

        recognizer = telling_all(load_recognizer(self.structure, threads=self.threads))
        detector = None if self.regime.task == "structure" else load_detector(self.detector, threads=self.threads)
        return CheckpointSystem(self.name, self.regime, recognizer, detector, options=options_without(self.without))

    def facts(self) -> dict[str, object]:
        """Name, revision and checksum of the weights."""
        from pipeline.models.engines import open_checkpoint

        loaded = {"structure": open_checkpoint(self.structure, "structure")}
        if self.regime.task != "structure":
            loaded["detection"] = open_checkpoint(self.detector, "detection")
        counted = "all queries" if loaded["structure"].profile.input == "pixels" else "the objects returned"
        switched_off = {"without": list(self.without)} if self.without else {}
        return {"ap_counts": counted, **switched_off} | {
            task: {
                "name": Path(found.source.name).name,
                "revision": found.revision,
                "sha256": found.sha256,
                "preprocessing": PROFILED if found.source.profile_path.is_file() else GUESSED,
            }
            for task, found in loaded.items()
        }


@dataclass(frozen=True, slots=True)
class FolderMaker:
    """Reads a folder of output; ``names`` are what its files may be named after (``sample_names``)."""

    name: str
    folder: Path
    names: tuple[str, ...] = ()

    def __call__(self) -> FolderSystem:
        return FolderSystem(self.name, self.folder, self.names)

    def facts(self) -> dict[str, object]:
        """The folder's name and how many files it has."""
        return {"predictions": {"folder": self.folder.name, "num_files": self().num_files}}
