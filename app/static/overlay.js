// What was found on a page as SVG in page points, laid over the page's picture.
const SVG = "http://www.w3.org/2000/svg";

export function overlay(page) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  page.tables.forEach((table, index) => {
    for (const cell of table.cells) {
      if (!cell.bbox) continue;
      const kind = cell.is_column_header ? "cell header" : cell.is_projected_row_header ? "cell projected" : "cell";
      rectangle(svg, cell.bbox, kind).dataset.cell = `${index}-${cell.row}-${cell.column}`;
    }
    lanes(table, "row", "row_span").forEach((box) => rectangle(svg, box, "row"));
    lanes(table, "column", "column_span").forEach((box) => rectangle(svg, box, "column"));
    if (table.bbox) rectangle(svg, table.bbox, "region");
  });
  page.failures.forEach((failure) => rectangle(svg, failure.bbox, "failure"));
  page.figures.forEach((bbox) => rectangle(svg, bbox, "figure"));
  return svg;
}

// The box around the cells that lie in one row (or column) only.
function lanes(table, start, span) {
  const boxes = new Map();
  for (const cell of table.cells) {
    if (cell[span] > 1 || !cell.bbox) continue;
    const [x0, y0, x1, y1] = cell.bbox;
    const old = boxes.get(cell[start]) ?? cell.bbox;
    boxes.set(cell[start], [Math.min(x0, old[0]), Math.min(y0, old[1]), Math.max(x1, old[2]), Math.max(y1, old[3])]);
  }
  return [...boxes.values()];
}

function rectangle(svg, [x0, y0, x1, y1], className) {
  const element = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 })) element.setAttribute(name, value);
  element.setAttribute("class", className);
  if (!className.startsWith("cell")) element.style.pointerEvents = "none";
  return svg.appendChild(element);
}
