// A table as an editable grid: select cells with pointer or keyboard, edit texts, and a tool bar for its structure.
import { button, element } from "./dom.js";
import { DOUBTFUL, inWords, valueInWords } from "./flags.js";
import { headerRowsOf } from "./grid.js";

const STEP = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class TableView {
  constructor(table, index, on) {
    Object.assign(this, { table, index, on, area: null, anchor: null });
    this.root = element("section", { className: "result", "aria-label": `Table ${index + 1}` }, ...this.#parts());
    this.root.addEventListener("pointerdown", () => this.on.select(index), { capture: true });
  }

  #parts() {
    const { table, index } = this;
    const doubtful = table.cells.filter((cell) => (cell.confidence !== null && cell.confidence < DOUBTFUL) || cell.value_flags?.length).length;
    const sure = table.confidence === null ? "" : `, confidence ${table.confidence.toFixed(2)}`;
    const title = element("h3", { textContent: `${table.id ?? `Table ${index + 1}`}: ${table.num_rows} × ${table.num_columns}${sure}` });
    const note = doubtful > 0 && element("p", { className: "doubts", textContent: `${doubtful} doubtful cell${doubtful > 1 ? "s" : ""} (dotted): compare with the page.` });
    const words = table.unassigned_words.map((word) => word.text).join(" ");
    const outside = words !== "" && element("p", { className: "outside", textContent: `In the box, but in no cell: ${words}` });
    const caption = table.caption && element("p", { className: "caption", textContent: table.caption.text });
    const around = [table.units_line, ...(table.notes ?? []).map((item) => item.text)].filter(Boolean);
    const notes = around.map((text) => element("p", { className: "outside", textContent: text }));
    return [title, this.#tools(), note, caption, element("div", { className: "wide" }, this.#grid()), ...notes, this.#flags(), outside];
  }

  #flags() {
    if (!this.table.flags.length) return null;
    const items = this.table.flags.map((flag) => {
      const { what, act } = inWords(flag);
      return element("li", {}, what, " ", element("strong", { textContent: act }));
    });
    return element("ul", { className: "flags", "aria-label": "What to check" }, ...items);
  }

  #tools() {
    const act = (name, ...rest) => () => this.on.act(this.index, name, this.area, ...rest);
    const header = headerRowsOf(this.table);
    const formats = element("select", { "aria-label": "Format of this table", className: "format" }, ...["xlsx", "csv", "html", "md", "json", "records", "tidy", "chunks"].map((name) => element("option", { value: name, textContent: name })));
    return element(
      "div",
      { className: "tools", role: "toolbar", "aria-label": `Tools of table ${this.index + 1}` },
      group("Cells", this.#several(), button("Merge", "Merge the selected cells", act("merge")), button("Split", "Split the selected merged cells", act("split")), button("Edit", "Edit the text of the cell (F2)", () => this.edit())),
      group("Rows", button("+ Row", "Add a row border in the middle of the selected row", act("addRow")), button("− Row", "Join the selected row with the next one", act("removeRow")), button("Section", "Make the selected row a section row, or an ordinary one", act("section"))),
      group("Columns", button("+ Column", "Add a column border in the middle of the selected column", act("addColumn")), button("− Column", "Join the selected column with the next one", act("removeColumn"))),
      group("Header rows", button("−", "One header row less", act("header", header - 1)), element("output", { textContent: header }), button("+", "One header row more", act("header", header + 1))),
      group("Table", button("Run again", "Recognise the table in its box again", act("again")), button("Delete", "Remove this table", act("remove"))),
      group("Take", button("Copy TSV", "Copy for a spreadsheet", act("copyTsv")), button("Copy HTML", "Copy as an HTML table", act("copyHtml")), formats, button("Download", "Download this table", () => this.on.act(this.index, "download", this.area, formats.value))),
    );
  }

  // For fingers, and for whoever has no Shift at hand: while it is on, the selection grows to the next cell.
  #several() {
    const made = button("Several", "Select several cells: the next ones are added", () => {
      this.isSeveral = !this.isSeveral;
      made.setAttribute("aria-pressed", this.isSeveral);
    });
    made.setAttribute("aria-pressed", "false");
    return made;
  }

  #grid() {
    const { table, index } = this;
    const rows = Array.from({ length: table.num_rows }, () => element("tr", { role: "row" }));
    for (const cell of table.cells) rows[cell.row].append(this.#cell(cell));
    this.grid = element("table", { role: "grid", "aria-label": `Cells of table ${index + 1}`, "aria-multiselectable": "true" }, element("tbody", { role: "rowgroup" }, ...rows));
    this.grid.addEventListener("pointerdown", (event) => this.#point(event));
    this.grid.addEventListener("pointerover", (event) => {
      const cell = event.target.closest("[data-cell]");
      this.on.hover(cell?.dataset.cell ?? null);
      if (cell && event.buttons === 1 && this.isDragging) this.#extend(cell);
    });
    this.grid.addEventListener("pointerup", () => (this.isDragging = false));
    this.grid.addEventListener("dblclick", () => this.edit());
    this.grid.addEventListener("keydown", (event) => this.#key(event));
    return this.grid;
  }

  #cell(cell) {
    const isHeader = cell.is_column_header || cell.is_projected_row_header;
    const doubts = (cell.value_flags ?? []).map(valueInWords);
    if (cell.confidence !== null && cell.confidence < DOUBTFUL) doubts.unshift(`confidence ${cell.confidence.toFixed(2)}`);
    const role = cell.is_column_header ? "columnheader" : cell.is_projected_row_header ? "rowheader" : "gridcell";
    const made = element(isHeader ? "th" : "td", { rowSpan: cell.row_span, colSpan: cell.column_span, textContent: cell.text, role });
    made.tabIndex = cell.row === 0 && cell.column === 0 ? 0 : -1;
    made.dataset.cell = `${this.index}-${cell.row}-${cell.column}`;
    if (cell.is_projected_row_header) made.classList.add("projected");
    if (doubts.length) {
      made.classList.add("doubtful");
      made.title = `Compare with the page: ${doubts.join("; ")}`;
    }
    made.cell = cell;
    return made;
  }

  find(row, column) {
    return [...this.grid.querySelectorAll("[data-cell]")].find(({ cell }) => cell.row <= row && row < cell.row + cell.row_span && cell.column <= column && column < cell.column + cell.column_span);
  }

  select(row, column) {
    const found = this.find(row, column);
    if (found) this.#begin(found);
  }

  mark(key) {
    for (const old of this.root.querySelectorAll(".active")) old.classList.remove("active");
    if (key) this.root.querySelector(`[data-cell="${key}"]`)?.classList.add("active");
  }

  #begin(target) {
    this.anchor = target;
    this.#extend(target);
    for (const other of this.grid.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    target.tabIndex = 0;
    target.focus({ preventScroll: true });
  }

  #extend(target) {
    const [a, b] = [this.anchor.cell, target.cell];
    this.area = {
      rows: [Math.min(a.row, b.row), Math.max(a.row + a.row_span, b.row + b.row_span)],
      columns: [Math.min(a.column, b.column), Math.max(a.column + a.column_span, b.column + b.column_span)],
    };
    for (const item of this.grid.querySelectorAll("[data-cell]")) {
      const { cell } = item;
      const isIn = cell.row < this.area.rows[1] && cell.row + cell.row_span > this.area.rows[0] && cell.column < this.area.columns[1] && cell.column + cell.column_span > this.area.columns[0];
      item.setAttribute("aria-selected", isIn);
    }
    this.last = target;
  }

  #point(event) {
    const target = event.target.closest("[data-cell]");
    if (!target || target.isContentEditable || event.button !== 0) return;
    if (event.pointerType === "mouse") event.preventDefault();
    this.isDragging = event.pointerType === "mouse";
    if ((event.shiftKey || this.isSeveral) && this.anchor) this.#extend(target);
    else this.#begin(target);
  }

  #key(event) {
    const target = event.target.closest("[data-cell]");
    if (!target || target.isContentEditable) return;
    const step = STEP[event.key];
    if (step) {
      const isGrowing = event.shiftKey || this.isSeveral;
      const from = isGrowing && this.last ? this.last : target;
      const { cell } = from;
      const row = step[0] > 0 ? cell.row + cell.row_span : cell.row + step[0];
      const column = step[1] > 0 ? cell.column + cell.column_span : cell.column + step[1];
      const next = this.find(row, column);
      if (next && isGrowing) this.#extend(next);
      else if (next) this.#begin(next);
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === "F2") {
      this.edit();
      event.preventDefault();
    } else if (event.key === "m" && !event.ctrlKey && !event.metaKey) this.on.act(this.index, "merge", this.area);
    else if (event.key === "s" && !event.ctrlKey && !event.metaKey) this.on.act(this.index, "split", this.area);
  }

  // Edits the text of the cell that was selected last; Enter or leaving it keeps, Escape takes back.
  edit() {
    const target = this.anchor ?? this.grid.querySelector("[data-cell]");
    if (!target || target.isContentEditable) return;
    target.contentEditable = "plaintext-only";
    if (!target.isContentEditable) target.contentEditable = "true";
    target.focus();
    getSelection().selectAllChildren(target);
    const finish = (isKept) => {
      target.removeEventListener("blur", blur);
      target.removeEventListener("keydown", key);
      target.contentEditable = "inherit";
      const text = target.innerText.replace(/\n$/, "");
      if (isKept && text !== target.cell.text) this.on.text(this.index, target.cell, text);
      else target.textContent = target.cell.text;
      target.focus({ preventScroll: true });
    };
    const blur = () => finish(true);
    const key = (event) => {
      if (event.key === "Enter" && !event.shiftKey) finish(true);
      else if (event.key === "Escape") finish(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    target.addEventListener("blur", blur);
    target.addEventListener("keydown", key);
  }
}

function group(name, ...items) {
  return element("span", { className: "group", role: "group", "aria-label": name }, ...items);
}
