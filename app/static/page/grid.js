// Pure functions on a table as the service writes it: its borders, and the table that a change of borders asks for.
// Edges are page points in the order of the rows and columns; for turned tables rows lie along x.
export const MIN_SIZE = 2; // points between two borders

const turned = (table) => table.rotation === 90 || table.rotation === 270;

// { rows: [R+1 edges], columns: [C+1 edges] }
export function edgesOf(table) {
  const [x0, y0, x1, y1] = table.bbox;
  const [rowAxis, columnAxis] = turned(table) ? [0, 1] : [1, 0];
  const whole = (axis) => (axis === 0 ? [x0, x1] : [y0, y1]);
  return {
    rows: extents(table.cells, "row", "row_span", table.num_rows, rowAxis, whole(rowAxis)),
    columns: extents(table.cells, "column", "column_span", table.num_columns, columnAxis, whole(columnAxis)),
  };
}

function extents(cells, start, span, count, axis, [low, high]) {
  const found = Array.from({ length: count }, () => null);
  for (const cell of cells) {
    if (cell[span] !== 1 || !cell.bbox) continue;
    const old = found[cell[start]];
    const [from, to] = [cell.bbox[axis], cell.bbox[axis + 2]];
    found[cell[start]] = old ? [Math.min(old[0], from), Math.max(old[1], to)] : [from, to];
  }
  const known = found.filter(Boolean);
  const falls = known.length > 1 && known[0][0] > known[known.length - 1][0];
  const ends = falls ? [high, low] : [low, high];
  const edges = [ends[0]];
  for (let index = 1; index < count; index += 1) {
    const [before, after] = [found[index - 1], found[index]];
    if (before && after) edges.push(falls ? (before[0] + after[1]) / 2 : (before[1] + after[0]) / 2);
    else if (before) edges.push(falls ? before[0] : before[1]);
    else if (after) edges.push(falls ? after[1] : after[0]);
    else edges.push(null);
  }
  edges.push(ends[1]);
  return spread(edges);
}

// Unknown edges evenly between their known neighbours; then strictly rising or falling.
function spread(edges) {
  const filled = [...edges];
  for (let index = 1; index < filled.length; index += 1) {
    if (filled[index] !== null) continue;
    let next = index;
    while (filled[next] === null) next += 1;
    filled[index] = filled[index - 1] + (filled[next] - filled[index - 1]) / (next - index + 1);
  }
  const sign = filled[filled.length - 1] >= filled[0] ? 1 : -1;
  for (let index = 1; index < filled.length; index += 1) {
    if (sign * (filled[index] - filled[index - 1]) < 0.6) filled[index] = filled[index - 1] + sign * 0.6;
  }
  return filled;
}

export function spansOf(table) {
  return table.cells
    .filter((cell) => cell.row_span > 1 || cell.column_span > 1 || cell.is_projected_row_header)
    .map((cell) => ({
      rows: [cell.row, cell.row + cell.row_span],
      columns: [cell.column, cell.column + cell.column_span],
      is_projected_row_header: cell.is_projected_row_header,
    }));
}

export function headerRowsOf(table) {
  let count = 0;
  const isHeader = (row) => table.cells.every((cell) => cell.row > row || cell.row + cell.row_span <= row || cell.is_column_header);
  while (count < table.num_rows && isHeader(count)) count += 1;
  return count;
}

// A draft: everything of a table that a person can change. `request` is what /v1/recognize takes.
export function draftOf(table) {
  return { ...edgesOf(table), spans: spansOf(table), header: headerRowsOf(table), rotation: table.rotation, id: table.id, page: table.page };
}

export function request(draft) {
  const rising = (edges) => [...edges].sort((a, b) => a - b);
  return {
    page: draft.page,
    id: draft.id,
    rotation: draft.rotation,
    row_edges: rising(draft.rows),
    column_edges: rising(draft.columns),
    spans: draft.spans.filter((span) => span.is_projected_row_header || span.rows[1] - span.rows[0] > 1 || span.columns[1] - span.columns[0] > 1),
    num_header_rows: Math.min(draft.header, draft.rows.length - 1),
  };
}

export function moveEdge(draft, axis, index, value) {
  const edges = [...draft[axis]];
  const sign = edges[edges.length - 1] >= edges[0] ? 1 : -1;
  const low = index > 0 ? edges[index - 1] + sign * MIN_SIZE : -Infinity * sign;
  const high = index < edges.length - 1 ? edges[index + 1] - sign * MIN_SIZE : Infinity * sign;
  const [least, most] = sign > 0 ? [low, high] : [high, low];
  edges[index] = Math.min(Math.max(value, least), most);
  return { ...draft, [axis]: edges };
}

// A new border at `value`; spans across it grow, what comes after it moves on. null: there is no room.
export function addEdge(draft, axis, value) {
  const edges = draft[axis];
  const sign = edges[edges.length - 1] >= edges[0] ? 1 : -1;
  const index = edges.findIndex((edge) => sign * (edge - value) > 0);
  if (index <= 0 || Math.abs(edges[index] - value) < MIN_SIZE || Math.abs(value - edges[index - 1]) < MIN_SIZE) return null;
  const grow = ([from, to]) => [from >= index ? from + 1 : from, to >= index ? to + 1 : to];
  const spans = draft.spans.map((span) => ({ ...span, [axis]: grow(span[axis]) }));
  const header = axis === "rows" && draft.header >= index ? draft.header + 1 : draft.header;
  return { ...draft, [axis]: [...edges.slice(0, index), value, ...edges.slice(index)], spans, header };
}

// Without the inner border `index`: the two beside it become one.
export function removeEdge(draft, axis, index) {
  const edges = draft[axis];
  if (index <= 0 || index >= edges.length - 1) return null;
  const shrink = ([from, to]) => [from >= index ? from - 1 : from, to >= index ? to - 1 : to];
  const spans = draft.spans.map((span) => ({ ...span, [axis]: widen(shrink(span[axis])) }));
  const header = axis === "rows" && draft.header >= index ? draft.header - 1 : draft.header;
  return { ...draft, [axis]: edges.filter((_, at) => at !== index), spans: apart(spans), header };
}

const widen = ([from, to]) => (to > from ? [from, to] : [from, from + 1]);
const meet = (a, b) => a.rows[0] < b.rows[1] && b.rows[0] < a.rows[1] && a.columns[0] < b.columns[1] && b.columns[0] < a.columns[1];

function apart(spans) {
  return spans.filter((span, index) => !spans.slice(0, index).some((other) => meet(span, other)));
}

// One cell of everything in the area, which takes in the spans it touches.
export function merge(draft, area) {
  let { rows, columns } = area;
  let touched = [];
  for (let before = -1; before !== touched.length; ) {
    before = touched.length;
    touched = draft.spans.filter((span) => meet(span, { rows, columns }));
    for (const span of touched) {
      rows = [Math.min(rows[0], span.rows[0]), Math.max(rows[1], span.rows[1])];
      columns = [Math.min(columns[0], span.columns[0]), Math.max(columns[1], span.columns[1])];
    }
  }
  const spans = draft.spans.filter((span) => !meet(span, { rows, columns }));
  return { ...draft, spans: [...spans, { rows, columns, is_projected_row_header: false }] };
}

export function split(draft, area) {
  return { ...draft, spans: draft.spans.filter((span) => !meet(span, area)) };
}

export function toggleSection(draft, row) {
  const whole = { rows: [row, row + 1], columns: [0, draft.columns.length - 1] };
  const is = draft.spans.some((span) => span.is_projected_row_header && span.rows[0] === row);
  const spans = draft.spans.filter((span) => !meet(span, whole));
  return { ...draft, spans: is ? spans : [...spans, { ...whole, is_projected_row_header: true }] };
}

export const setHeader = (draft, count) => ({ ...draft, header: Math.max(0, Math.min(count, draft.rows.length - 1)) });

// Texts that a person wrote stay where their cell is still the same; returns the table and how many could not.
export function keepTexts(table, edits) {
  let lost = 0;
  const cells = table.cells.map((cell) => ({ ...cell }));
  for (const edit of edits) {
    const cell = cells.find((item) => item.bbox && item.bbox.every((side, index) => Math.abs(side - edit.bbox[index]) < 0.6));
    if (cell) Object.assign(cell, { text: edit.text, confidence: null });
    else lost += 1;
  }
  return { table: { ...table, cells }, lost };
}

export function tsv(table) {
  const grid = Array.from({ length: table.num_rows }, () => Array(table.num_columns).fill(""));
  for (const cell of table.cells) grid[cell.row][cell.column] = cell.text.replace(/[\t\n\r]+/g, " ");
  return grid.map((row) => row.join("\t")).join("\n");
}
