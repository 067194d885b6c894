"""Published figures to set beside ours, each with its set, its regime and its source; never across regimes.

GriTS, AccCont, adjacency and AP of PubTables-1M, FinTabNet.c and ICDAR-2013.c were computed with the reference's
post-processing on ground truth and prediction, from the dataset's (PDF's) words and given table boxes. The peers on our
half of ICDAR-2013 were measured by this project with ``--post-processing ours`` (truth as it is).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.regime import PostProcessing, Regime, Task, Text
from bench.samples import Dataset

PT1M = "Smock, Pesala, Abraham: PubTables-1M (2022), tables 3 and 4"
README = "Table Transformer repository, README"
ALIGN = "Smock, Pesala, Abraham: Aligning benchmark datasets (2023), tables 4 and 5"
PEERS = "measured by this project on the same 34 documents (development half), tools as installed in 2026"
OTSL = "Lysak et al.: Optimized Table Tokenization (2023)"
TABLEFORMER = "Nassar et al.: TableFormer (2022), with the figures it cites"
# the names of the 34 documents that the peers were measured on, as results tell them (``sha256_of_names``)
DEVELOPMENT_HALF = "17692d966a85824f7aa5797d3fe54bfd2e7f839bd58821eaafa8fd1a7893df58"
SECONDARY = "secondary source, not checked in the original"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published row. ``values`` are metrics as we name them; ``note`` says what differs from our run."""

    system: str
    dataset: str
    task: Task
    text: Text
    post_processing: PostProcessing
    values: Mapping[str, float]
    source: str
    note: str = ""
    names: str = ""  # SHA-256 of the sample names where the figure is of these samples only

    def fits(self, dataset: Dataset, regime: Regime) -> bool:
        """Whether the figure may stand beside a run on ``dataset`` under ``regime``."""
        is_same = (self.dataset, self.task, self.text, self.post_processing) == (
            dataset.key,
            regime.task,
            regime.text,
            regime.post_processing,
        )
        return is_same and self.names in ("", dataset.sha256_of_names)


def _tsr(system: str, dataset: str, source: str, note: str = "", **values: float) -> Figure:
    return Figure(system, dataset, "structure", "given", "reference", values, source, note)


def _peer(system: str, task: Task, top: float | None, con: float, exact: float | None, acc: float, *detection: float) -> Figure:
    """A peer's figures; ``None`` for those that were not kept."""
    boxes = dict(zip(("detection_f1_50", "detection_f1_90"), detection, strict=False))
    known = {"grits_top": top, "grits_con": con, "exact_topology": exact, "acc_con_no_space": acc, **boxes}
    values = {name: value for name, value in known.items() if value is not None}
    return Figure(system, "icdar2013", task, "given", "ours", values, PEERS, names=DEVELOPMENT_HALF)


def _detection(system: str, source: str, **values: float) -> Figure:
    return Figure(system, "pubtables1m detection", "detection", "given", "ours", values, source)


def _teds(system: str, dataset: str, source: str, **values: float) -> Figure:
    return Figure(system, dataset, "structure", "ocr", "ours", values, source, "text from the picture by the model itself")


FIGURES: tuple[Figure, ...] = (
    _detection("Faster R-CNN", PT1M, ap=0.825, ap50=0.985, ap75=0.927, ar=0.866),
    _detection("DETR", PT1M, ap=0.966, ap50=0.995, ap75=0.988, ar=0.981),
    _detection("Table Transformer v1.0", README, ap=0.970, ap50=0.995, ap75=0.989, ar=0.985),
    _tsr(
        "Faster R-CNN", "pubtables1m", PT1M, "full test set",
        acc_con=0.1039, grits_top=0.8616, grits_con=0.8538, grits_loc=0.7211, adjacency=0.7871, ap=0.722, ap50=0.815, ap75=0.785, ar=0.762,
    ),
    _tsr(
        "DETR", "pubtables1m", PT1M, "full test set",
        acc_con=0.8138, grits_top=0.9845, grits_con=0.9846, grits_loc=0.9781, adjacency=0.9774, ap=0.912, ap50=0.971, ap75=0.948, ar=0.942,
    ),
    _tsr("DETR, trained on non-canonical", "pubtables1m", PT1M, "full test set",
         acc_con=0.5851, grits_top=0.9576, grits_con=0.9588, grits_loc=0.9449, adjacency=0.9494),
    _tsr("Table Transformer v1.0", "pubtables1m", README, "full test set",
         acc_con=0.8243, grits_top=0.9849, grits_con=0.9850, grits_loc=0.9786, ap=0.902, ap50=0.970, ap75=0.941, ar=0.935),
    _tsr("TATR trained on FinTabNet.c", "fintabnet.c", ALIGN, "full test set",
         acc_con=0.812, grits_top=0.9891, grits_con=0.9854, grits_loc=0.9796, ap=0.875, ap50=0.976, ap75=0.948, ar=0.921),
    _tsr("TATR v1.1-Fin (FinTabNet.c)", "icdar2013.c", ALIGN, "competition part",
         acc_con=0.646, grits_top=0.9702, grits_con=0.9625, grits_loc=0.9431, adjacency=0.9336, ap=0.757, ap50=0.941, ap75=0.840),
    _tsr("TATR v1.1-Pub (PubTables-1M)", "icdar2013.c", ALIGN, "competition part",
         acc_con=0.753, grits_top=0.9786, grits_con=0.9756, grits_loc=0.9700, adjacency=0.9570, ap=0.828, ap50=0.973, ap75=0.934),
    _tsr("TATR v1.1-All (both)", "icdar2013.c", ALIGN, "competition part",
         acc_con=0.810, grits_top=0.9842, grits_con=0.9811, grits_loc=0.9750, adjacency=0.9648, ap=0.826, ap50=0.974, ap75=0.934),
    _peer("PyMuPDF 2.0, find_tables(use_layout=True, union=True, refine=True)", "end-to-end", 0.929, 0.919, 0.494, 0.541, 0.970, 0.959),
    _peer("pymupdf4llm 2.0 with layout models", "end-to-end", 0.914, 0.915, 0.388, 0.388, 0.976, 0.964),
    _peer("camelot 2.0 hybrid", "end-to-end", 0.867, 0.853, 0.388, 0.353, 0.721, 0.495),
    _peer("camelot 2.0 auto", "end-to-end", 0.815, 0.804, 0.412, 0.365, 0.868, 0.626),
    _peer("img2table 2.0, borderless", "end-to-end", 0.771, 0.752, 0.224, 0.200, 0.862, 0.678),
    _peer("tabula 1.0.5, guess", "end-to-end", 0.741, 0.689, 0.153, 0.129, 0.915, 0.780),
    _peer("camelot lattice", "end-to-end", 0.627, 0.621, 0.400, 0.353, 0.816, 0.605),
    _peer("pdfplumber 0.11, lines", "end-to-end", 0.503, 0.534, 0.247, 0.247, 0.795, 0.564),
    _peer("camelot stream", "structure", 0.827, 0.800, 0.188, 0.176),
    _peer("pdfplumber text", "structure", 0.832, 0.795, 0.188, 0.094),
    _peer("camelot hybrid", "structure", 0.716, 0.685, 0.294, 0.259),
    _peer("camelot lattice (regions)", "structure", 0.629, 0.622, 0.400, 0.353),
    _teds("EDD", "pubtabnet", TABLEFORMER, teds_struct=0.899, teds=0.883),
    _teds("GTE", "pubtabnet", TABLEFORMER, teds_struct=0.9301),
    _teds("TableFormer", "pubtabnet", TABLEFORMER, teds_struct=0.9675, teds=0.936),
    _teds("OTSL decoder", "pubtabnet", OTSL, teds_struct=0.955),
    _teds("EDD", "fintabnet original", TABLEFORMER, teds_struct=0.906),
    _teds("TableFormer", "fintabnet original", TABLEFORMER, teds_struct=0.968),
    _teds("OTSL decoder", "fintabnet original", OTSL, teds_struct=0.959),
    _teds("VAST", "fintabnet original", SECONDARY, teds_struct=0.9863),
    _teds("UniTable-Large", "fintabnet original", SECONDARY, teds_struct=0.9889),
    _teds("TABLET", "fintabnet original", SECONDARY, teds_struct=0.9871),
)  # fmt: skip


def figures_for(dataset: Dataset, regime: Regime) -> tuple[Figure, ...]:
    """The figures of the same set and regime; empty when there are none, which is an answer."""
    return tuple(figure for figure in FIGURES if figure.fits(dataset, regime))


def other_regimes(dataset: Dataset, regime: Regime) -> tuple[str, ...]:
    """Regimes under which figures of this set exist, for the user who got none."""
    others = (f for f in FIGURES if f.dataset == dataset.key and f.names in ("", dataset.sha256_of_names) and not f.fits(dataset, regime))
    found = {str(Regime(f.task, f.post_processing, f.text)) for f in others}
    return tuple(sorted(found))
