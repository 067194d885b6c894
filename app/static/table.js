// A table of the JSON result as an HTML table; text is set as text, never as markup.
export function tableElement(table, index) {
  const element = document.createElement("table");
  const rows = Array.from({ length: table.num_rows }, () => document.createElement("tr"));
  for (const cell of table.cells) {
    const item = document.createElement(cell.is_column_header || cell.is_projected_row_header ? "th" : "td");
    if (cell.is_projected_row_header) item.className = "projected";
    item.rowSpan = cell.row_span;
    item.colSpan = cell.column_span;
    item.textContent = cell.text;
    item.dataset.cell = `${index}-${cell.row}-${cell.column}`;
    rows[cell.row].append(item);
  }
  const body = document.createElement("tbody");
  body.append(...rows);
  element.append(body);
  return element;
}
