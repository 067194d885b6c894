// The page's picture with what was found on it. Boxes and borders are moved with pointer, touch or keyboard; what they
// mean is the caller's: every change ends in one of the `on` callbacks. Coordinates are page points.
import { edgesOf } from "./grid.js";
import { element, shape } from "./dom.js";

const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const CURSORS = { nw: "nwse-resize", se: "nwse-resize", ne: "nesw-resize", sw: "nesw-resize", n: "ns-resize", s: "ns-resize", e: "ew-resize", w: "ew-resize" };
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LEAST = 8; // points each way of a box that somebody drew
const PAUSE = 700; // milliseconds after the last key until a moved box is read again

export class PictureView {
  constructor(root, on) {
    this.on = on;
    this.mode = "look";
    this.zoom = 1;
    this.image = element("img", { alt: "" });
    this.svg = shape("svg", { class: "overlay", role: "group", "aria-label": "Tables on the page", preserveAspectRatio: "none" });
    this.sheet = element("div", { className: "sheet" }, this.image);
    this.sheet.append(this.svg);
    this.scroller = element("div", { className: "scroller" }, this.sheet);
    root.append(this.scroller);
    this.svg.addEventListener("pointerdown", (event) => this.#down(event));
    this.svg.addEventListener("keydown", (event) => this.#key(event));
    this.svg.addEventListener("pointerover", (event) => this.on.hover(event.target.dataset?.cell ?? null));
    this.scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  show({ page, tables, selected, candidates }) {
    Object.assign(this, { page, tables, selected, candidates });
    this.svg.setAttribute("viewBox", `0 0 ${page.width || 1} ${page.height || 1}`);
    this.sheet.style.aspectRatio = `${page.width || 1} / ${page.height || 1}`;
    this.#draw();
  }

  setImage(url, text) {
    this.image.hidden = !url;
    if (url) this.image.src = url;
    this.image.alt = text;
  }

  setMode(mode) {
    this.mode = mode;
    this.svg.setAttribute("data-mode", mode);
    if (mode !== "draw" && this.keyed) {
      this.keyed = null;
      this.ghost?.remove();
    }
  }

  // Draws with keys alone: a box in the middle of the page that arrows move and Shift and arrows resize until Enter.
  drawWithKeys() {
    const { width, height } = this.page;
    this.keyed = this.#ghost([width / 4, height / 4, (3 * width) / 4, height / 2]);
    this.svg.tabIndex = -1;
    this.svg.focus();
  }

  setZoom(zoom) {
    const { scroller } = this;
    const [x, y] = [(scroller.scrollLeft + scroller.clientWidth / 2) / scroller.scrollWidth, (scroller.scrollTop + scroller.clientHeight / 2) / scroller.scrollHeight];
    this.zoom = Math.min(6, Math.max(0.5, zoom));
    this.sheet.style.width = `${this.zoom * 100}%`;
    scroller.scrollTo(x * scroller.scrollWidth - scroller.clientWidth / 2, y * scroller.scrollHeight - scroller.clientHeight / 2);
  }

  mark(cell) {
    for (const old of this.svg.querySelectorAll(".active")) old.classList.remove("active");
    if (cell) for (const rect of this.svg.querySelectorAll(`[data-cell="${cell}"]`)) rect.classList.add("active");
  }

  #draw() {
    const focused = document.activeElement?.dataset?.key;
    this.svg.replaceChildren();
    for (const bbox of this.page.figures ?? []) this.#rect(bbox, "figure");
    for (const failure of this.page.failures ?? []) this.#rect(failure.bbox, "failure");
    for (const [index, candidate] of (this.candidates ?? []).entries()) {
      const label = `Candidate with score ${candidate.score.toFixed(2)}: add it as a table`;
      this.#rect(candidate.bbox, "candidate", { "data-candidate": index, tabindex: 0, role: "button", "aria-label": label, "data-key": `candidate-${index}` });
      this.#text(candidate.bbox, candidate.score.toFixed(2));
    }
    this.tables.forEach((table, index) => this.#table(table, index));
    if (focused) this.svg.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  #table(table, index) {
    if (!table.bbox) return;
    const isSelected = index === this.selected;
    const box = { "data-table": index, "data-key": `table-${index}`, tabindex: 0, role: "button", "aria-pressed": isSelected };
    const help = isSelected ? "; arrows move, Shift and arrows resize, Delete removes" : "";
    this.#rect(table.bbox, `region${isSelected ? " selected" : ""}`, { ...box, "aria-label": `Table ${index + 1}${help}` });
    for (const cell of table.cells) {
      if (!cell.bbox) continue;
      const kind = cell.is_column_header ? " header" : cell.is_projected_row_header ? " projected" : "";
      this.#rect(cell.bbox, `cell${kind}`, { "data-cell": `${index}-${cell.row}-${cell.column}`, "data-table": index });
    }
    if (isSelected) {
      this.#borders(table, index);
      this.#handles(table.bbox);
    }
  }

  #borders(table, index) {
    const [x0, y0, x1, y1] = table.bbox;
    const turned = table.rotation === 90 || table.rotation === 270;
    for (const [axis, edges] of Object.entries(edgesOf(table))) {
      const along = (axis === "rows") === turned; // the border stands upright on the page
      edges.slice(1, -1).forEach((value, at) => {
        const line = along ? { x1: value, x2: value, y1: y0, y2: y1 } : { x1: x0, x2: x1, y1: value, y2: value };
        const name = axis === "rows" ? "Row" : "Column";
        const about = { role: "slider", "aria-label": `${name} border ${at + 1}; arrows move, Delete removes`, "aria-valuenow": value.toFixed(1), "aria-valuemin": Math.round(along ? x0 : y0), "aria-valuemax": Math.round(along ? x1 : y1), "aria-orientation": along ? "horizontal" : "vertical" };
        const group = shape("g", { class: `border ${axis}`, tabindex: 0, "data-axis": axis, "data-at": at + 1, "data-table": index, "data-upright": along, "data-key": `${axis}-${at + 1}`, ...about });
        group.append(shape("line", { ...line, class: "hit" }), shape("line", { ...line, class: "line" }));
        group.style.cursor = along ? "col-resize" : "row-resize";
        this.svg.append(group);
      });
    }
  }

  #handles([x0, y0, x1, y1]) {
    const size = 7 / this.#scale();
    for (const name of HANDLES) {
      const x = name.includes("w") ? x0 : name.includes("e") ? x1 : (x0 + x1) / 2;
      const y = name.includes("n") ? y0 : name.includes("s") ? y1 : (y0 + y1) / 2;
      const handle = shape("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, class: "handle", "data-handle": name });
      handle.style.cursor = CURSORS[name];
      this.svg.append(handle);
    }
    const grip = shape("circle", { cx: (x0 + x1) / 2 + 5 * size, cy: y0, r: 1.3 * size, class: "handle grip", "data-handle": "move" });
    grip.append(shape("title", {}));
    grip.firstChild.textContent = "Move the box";
    this.svg.append(grip);
  }

  #rect([x0, y0, x1, y1], className, attributes = {}) {
    const made = shape("rect", { x: x0, y: y0, width: Math.max(0, x1 - x0), height: Math.max(0, y1 - y0), class: className, ...attributes });
    this.svg.append(made);
    return made;
  }

  #text([x0, y0], text) {
    const made = shape("text", { x: x0, y: y0 - 2, class: "score", "font-size": 12 / this.#scale() });
    made.textContent = text;
    this.svg.append(made);
  }

  // Screen pixels per point.
  #scale() {
    return (this.svg.getBoundingClientRect().width || 1) / (this.page.width || 1);
  }

  #point(event) {
    const box = this.svg.getBoundingClientRect();
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);
    return [
      clamp(((event.clientX - box.left) / box.width) * this.page.width, this.page.width),
      clamp(((event.clientY - box.top) / box.height) * this.page.height, this.page.height),
    ];
  }

  #down(event) {
    if (event.button !== 0 || !this.page.width) return;
    const { target } = event;
    const start = this.#point(event);
    const border = target.closest("[data-axis]");
    if (this.mode === "draw") return this.#drag(event, (point) => this.#drawBox(start, point));
    if (this.mode === "rows" || this.mode === "columns") return this.on.addEdge(this.mode, start);
    if (target.dataset.handle === "move") return this.#drag(event, (point) => this.#move(start, point));
    if (target.dataset.handle) return this.#drag(event, (point) => this.#resize(target.dataset.handle, start, point));
    if (border) return this.#drag(event, (point) => this.#moveBorder(border, point));
    if (target.dataset.candidate) return this.on.candidate(Number(target.dataset.candidate));
    if (target.dataset.cell) return this.on.cell(target.dataset.cell);
    if (target.dataset.table) {
      const index = Number(target.dataset.table);
      if (index !== this.selected) return this.on.select(index);
      return this.#drag(event, (point) => this.#move(start, point));
    }
  }

  // Follows the pointer until it is let go; `step(point)` shows a change and returns what ends it.
  #drag(event, step) {
    event.preventDefault();
    let finish = null;
    const move = (next) => (finish = step(this.#point(next)));
    const stop = (isDone) => () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      this.ghost?.remove();
      if (isDone && finish) finish();
      else this.#draw();
    };
    const [up, cancel] = [stop(true), stop(false)];
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
  }

  #ghost(bbox) {
    this.ghost?.remove();
    this.ghost = this.#rect(bbox, "ghost");
    return bbox;
  }

  #drawBox([x, y], [a, b]) {
    const bbox = this.#ghost([Math.min(x, a), Math.min(y, b), Math.max(x, a), Math.max(y, b)]);
    return bbox[2] - bbox[0] < LEAST || bbox[3] - bbox[1] < LEAST ? null : () => this.on.box(null, bbox);
  }

  #resize(name, [x, y], [a, b]) {
    const sides = [...this.tables[this.selected].bbox];
    if (name.includes("w")) sides[0] = Math.min(sides[0] + a - x, sides[2] - LEAST);
    if (name.includes("e")) sides[2] = Math.max(sides[2] + a - x, sides[0] + LEAST);
    if (name.includes("n")) sides[1] = Math.min(sides[1] + b - y, sides[3] - LEAST);
    if (name.includes("s")) sides[3] = Math.max(sides[3] + b - y, sides[1] + LEAST);
    const bbox = this.#ghost(this.#inside(sides));
    return () => this.on.box(this.selected, bbox);
  }

  #move([x, y], [a, b]) {
    if (Math.hypot(a - x, b - y) * this.#scale() < 4) return null; // a click
    const bbox = this.#ghost(this.#shifted(this.tables[this.selected].bbox, a - x, b - y));
    return () => this.on.box(this.selected, bbox);
  }

  #shifted([x0, y0, x1, y1], dx, dy) {
    const x = Math.min(Math.max(dx, -x0), this.page.width - x1);
    const y = Math.min(Math.max(dy, -y0), this.page.height - y1);
    return [x0 + x, y0 + y, x1 + x, y1 + y];
  }

  #inside([x0, y0, x1, y1]) {
    return [Math.max(0, x0), Math.max(0, y0), Math.min(this.page.width, x1), Math.min(this.page.height, y1)];
  }

  #moveBorder(group, [x, y]) {
    const isUpright = group.dataset.upright === "true";
    const value = isUpright ? x : y;
    for (const line of group.children) {
      for (const name of isUpright ? ["x1", "x2"] : ["y1", "y2"]) line.setAttribute(name, value);
    }
    return () => this.on.moveEdge(group.dataset.axis, Number(group.dataset.at), value);
  }

  #key(event) {
    const { target } = event;
    const border = target.closest?.("[data-axis]");
    const step = STEP[event.key];
    if (this.mode === "draw" && this.keyed) this.#keyDraw(event, step);
    else if (event.key === "Enter" || event.key === " ") {
      if (target.dataset.candidate) this.on.candidate(Number(target.dataset.candidate));
      else if (target.dataset.table && !border) this.on.select(Number(target.dataset.table));
      else return;
      event.preventDefault();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (border) this.on.removeEdge(border.dataset.axis, Number(border.dataset.at));
      else if (Number(target.dataset.table) === this.selected) this.on.removeTable(this.selected);
      event.preventDefault();
    } else if (step && border) {
      const isUpright = border.dataset.upright === "true";
      const by = step[isUpright ? 0 : 1];
      if (by) this.#keyEdge(border, by);
      event.preventDefault();
    } else if (step && Number(target.dataset.table) === this.selected) {
      this.#keyBox(step, event.shiftKey);
      event.preventDefault();
    }
  }

  #keyDraw(event, step) {
    const [x0, y0, x1, y1] = this.keyed;
    const [dx, dy] = (step ?? [0, 0]).map((by) => 5 * by);
    if (event.key === "Enter") {
      this.keyed = null;
      this.ghost?.remove();
      this.on.box(null, [x0, y0, x1, y1]);
    } else if (step) {
      const sized = [x0, y0, Math.max(x0 + LEAST, x1 + dx), Math.max(y0 + LEAST, y1 + dy)];
      this.keyed = this.#ghost(event.shiftKey ? this.#inside(sized) : this.#shifted(this.keyed, dx, dy));
    } else return;
    event.preventDefault();
  }

  #keyEdge(border, by) {
    const now = Number(border.getAttribute("aria-valuenow")) + by;
    border.setAttribute("aria-valuenow", now.toFixed(1));
    this.#moveBorder(border, [now, now]);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.on.moveEdge(border.dataset.axis, Number(border.dataset.at), now), PAUSE);
  }

  #keyBox([dx, dy], isResizing) {
    const now = this.keyed ?? this.tables[this.selected].bbox;
    const next = isResizing ? this.#inside([now[0], now[1], Math.max(now[0] + LEAST, now[2] + dx), Math.max(now[1] + LEAST, now[3] + dy)]) : this.#shifted(now, dx, dy);
    this.keyed = this.#ghost(next);
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.keyed = null;
      this.ghost?.remove();
      this.on.box(this.selected, next);
    }, PAUSE);
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.setZoom(this.zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
  }
}
