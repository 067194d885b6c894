// The page: upload, progress, the list of pages, the picture and the tables of the page that is looked at, downloads.
import * as api from "./api.js";
import { Document } from "./document.js";
import { button, element, save } from "./dom.js";
import * as grid from "./grid.js";
import { PictureView } from "./picture.js";
import { TableView } from "./tables.js";
import { Thumbnails } from "./thumbnails.js";

const byId = (id) => document.getElementById(id);
const form = byId("form");
const fileInput = byId("file");
const documents = [];
const SUFFIXES = { records: "records.jsonl", tidy: "tidy.csv", chunks: "chunks.jsonl" }; // of formats whose name is none
let shown = null; // the Document on show
let page = null; // its page number
let selected = 0;
let views = [];
let isBusy = false;

function say(text, kind = "") {
  byId("status").textContent = text;
  byId("status").className = kind;
}

const picture = new PictureView(byId("picture"), {
  select,
  hover: markCell,
  cell: (key) => selectCell(key),
  candidate: (index) => addCandidate(index),
  box: (index, bbox) => readBox(index, bbox),
  moveEdge: (axis, at, value) => redraft((draft) => grid.moveEdge(draft, axis, at, value), "border moved"),
  addEdge: (axis, point) => addEdge(axis, point),
  removeEdge: (axis, at) => redraft((draft) => grid.removeEdge(draft, axis, at), "border removed"),
  removeTable: (index) => removeTable(index),
});
const thumbnails = new Thumbnails(byId("pagelist"), { open: (number) => openPage(number), picture: (id, number) => api.getPicture(id, number, 160) });

api.onKeyNeeded(() => {
  const dialog = byId("keydialog");
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok" ? byId("key").value : null), { once: true }));
});

// Documents.

async function upload() {
  const files = [...fileInput.files];
  if (!files.length) return say("Choose one or several documents first.", "bad");
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  for (const name of ["pages", "password", "text"]) if (form.elements[name].value) body.set(name, form.elements[name].value);
  say(`Sending ${files.length === 1 ? files[0].name : `${files.length} documents`} …`);
  try {
    const { jobs } = await api.createJobs(body);
    form.reset();
    for (const job of jobs) add(job);
    show(documents[documents.length - jobs.length]);
  } catch (error) {
    say(error.message, "bad");
  }
}

function add(job) {
  const added = new Document(job, changed);
  documents.push(added);
  listDocuments();
  added.follow();
  return added;
}

function changed(which, what, detail) {
  listDocuments();
  if (what === "unsaved") return say(`Your changes could not be saved: ${detail}`, "bad");
  if (which !== shown) return;
  thumbnails.update(which, page);
  if (what === "page" && (page === null || (detail !== page && !which.isLookedAt && !which.known.get(page) && which.known.get(detail)))) openPage(detail, false);
  if (what !== "page" || !page) tell(which);
  showDownloads();
}

function stateOf({ job }) {
  if (job.status === "queued") return ["waiting", ""];
  if (job.status === "running") return [job.pages_asked ? `page ${job.pages_done} of ${job.pages_asked}` : "opening", ""];
  if (job.status === "cancelled") return ["cancelled", "warn"];
  if (job.status === "failed") return ["failed", "bad"];
  return job.result_status === "partial" ? ["partial", "warn"] : ["complete", "good"];
}

function tell(which) {
  const { job } = which;
  const [text, kind] = stateOf(which);
  const count = [...which.known.values()].reduce((sum, n) => sum + n, 0);
  const found = `${count} table${count === 1 ? "" : "s"} on ${which.known.size} page${which.known.size === 1 ? "" : "s"}`;
  const remedy = job.problem?.code === "encrypted_document" ? ". Choose the document again, with its password in the field above" : "";
  if (job.status === "failed") return say(`${job.name}: ${job.problem?.detail ?? "could not be read"}${remedy}`, "bad");
  const why = job.status === "done" && job.result_status === "partial" ? ` Some pages or tables could not be read; they say why. ${job.errors.map((error) => error.message).join(" ")}` : "";
  const over = job.num_joined ? ` ${job.num_joined === 1 ? "One table runs" : `${job.num_joined} tables run`} over pages: whole in downloads, as long as no part of it is changed.` : "";
  say(`${job.name}: ${text}; ${found}.${over}${why}`, kind);
}

function listDocuments() {
  byId("documents").replaceChildren(
    ...documents.map((item) => {
      const { job } = item;
      const [text, kind] = stateOf(item);
      const bar = !item.isOver && element("progress", { max: job.pages_asked || 1, "aria-label": `Progress of ${job.name}` });
      if (bar && job.pages_asked) bar.value = job.pages_done;
      const open = element("button", { type: "button", className: "name", textContent: job.name || "document", onclick: () => show(item), "aria-current": item === shown ? "true" : null });
      const stop = button(item.isOver ? "✕" : "Cancel", item.isOver ? `Close and delete ${job.name}` : `Cancel ${job.name}`, () => close(item), { className: "quiet" });
      return element("li", {}, open, element("span", { className: `chip ${kind}`, textContent: text }), bar, stop);
    }),
  );
}

async function close(item) {
  const wasOver = item.isOver;
  if (wasOver && item.hasChanges && !confirm(`Delete ${item.job.name} with your corrections?`)) return;
  await item.cancel().catch((error) => say(error.message, "bad"));
  if (!wasOver) return;
  documents.splice(documents.indexOf(item), 1);
  listDocuments();
  if (item === shown) show(documents[documents.length - 1] ?? null);
}

function show(item) {
  shown = item;
  page = null;
  byId("work").hidden = !item;
  listDocuments();
  if (!item) return say("Choose PDFs or pictures, or drop or paste them anywhere on this page.");
  thumbnails.show(item);
  const first = item.numbers().find((number) => item.known.get(number)) ?? item.numbers()[0];
  if (first) openPage(first, false);
  else clearPage();
  tell(item);
  showDownloads();
}

// One page.

function clearPage() {
  picture.show({ page: { width: 0, height: 0 }, tables: [], selected: -1 });
  picture.setImage(null, "");
  byId("tables").replaceChildren(element("p", { textContent: shown?.isOver ? "Nothing was read." : "The first page is being read …" }));
  byId("pagetitle").textContent = "";
}

async function openPage(number, isChosen = true) {
  const which = shown;
  page = number;
  selected = 0;
  which.isLookedAt ||= isChosen;
  thumbnails.update(which, number, isChosen);
  byId("pagetitle").textContent = `Page ${number}`;
  try {
    await which.load(number);
  } catch (error) {
    return say(error.message, "bad");
  }
  if (which !== shown || page !== number) return;
  refresh();
  picture.setImage(null, "");
  try {
    const blob = await api.getPicture(which.id, number, 1600);
    if (which !== shown || page !== number) return;
    URL.revokeObjectURL(openPage.url);
    openPage.url = URL.createObjectURL(blob);
    picture.setImage(openPage.url, `Page ${number} of ${which.job.name}`);
  } catch (error) {
    byId("tables").prepend(element("p", { className: "bad", textContent: `No picture: ${error.message}` }));
  }
}

function refresh() {
  const kept = shown.pages.get(page);
  if (!kept) return;
  const { tables } = kept;
  selected = Math.min(selected, Math.max(0, tables.length - 1));
  views = tables.map((table, index) => new TableView(table, index, { select, hover: markCell, act, text: editText }));
  byId("tables").replaceChildren(...views.map((view) => view.root), ...notes(kept));
  drawPicture();
  byId("undo").disabled = !shown.history.canUndo;
  byId("redo").disabled = !shown.history.canRedo;
  thumbnails.update(shown, page);
  showDownloads();
}

// Why the page shows what it shows.
function notes({ page: read, tables }) {
  const found = [];
  for (const failure of read.failures) found.push(element("p", { className: "bad", textContent: `A table could not be read: ${failure.error.message}` }));
  if (read.error) found.push(element("p", { className: "bad", textContent: `This page could not be read: ${read.error.message}` }));
  else if (!tables.length && read.text_source === "none") found.push(element("p", { textContent: "No table was found, and the page has no text that can be read. If it is a scan, extract again with text: OCR; or draw a box around the table." }));
  else if (!tables.length) found.push(element("p", { textContent: "No table was found on this page. Look at weaker candidates, or draw a box around the table." }));
  if (read.figures.length) found.push(element("p", { textContent: `${read.figures.length} chart, picture or text not read as a table (dotted). Draw a box around it to read it all the same.` }));
  const { length } = weaker();
  if (length) found.push(element("p", { textContent: `${length} weaker candidate${length > 1 ? "s" : ""} (dashed, with score): click one to read it as a table.` }));
  return found;
}

// Boxes that may be tables: those of a search, before one those that came with the result.
const weaker = () => shown.candidates.get(page) ?? shown.pages.get(page)?.page.candidates ?? [];

function drawPicture() {
  const kept = shown?.pages.get(page);
  if (!kept) return;
  picture.show({ page: kept.page, tables: kept.tables, selected, candidates: weaker() });
  views.forEach((view, index) => view.root.classList.toggle("selected", index === selected));
}

function select(index) {
  if (index === selected) return;
  selected = index;
  drawPicture();
}

function selectCell(key) {
  const [index, row, column] = key.split("-").map(Number);
  select(index);
  views[index].root.scrollIntoView({ block: "nearest" });
  views[index].select(row, column);
}

function markCell(key) {
  picture.mark(key);
  for (const view of views) view.mark(key);
}

// Changes.

async function busy(text, work) {
  if (isBusy) return;
  isBusy = true;
  document.body.classList.add("busy");
  say(text);
  try {
    await work();
  } catch (error) {
    say(error.message, "bad");
    drawPicture();
  } finally {
    isBusy = false;
    document.body.classList.remove("busy");
  }
}

const editsOf = (which, number) => which.edits.get(number) ?? [];

function put(tables, what) {
  shown.change(page, tables, what);
  refresh();
  say(`Done: ${what}.`);
}

function replaced(table, index) {
  const tables = [...shown.tables(page)];
  if (index === null) tables.push(table);
  else tables[index] = table;
  tables.sort((a, b) => a.bbox[1] - b.bbox[1] || a.bbox[0] - b.bbox[0]);
  selected = tables.indexOf(table);
  return tables;
}

// A change of the selected table's borders: the service fills the new cells with the document's words.
function redraft(change, what, index = selected) {
  const table = shown.tables(page)[index];
  if (!table?.bbox) return say("This table has no place on the page.", "bad");
  const draft = change(grid.draftOf(table));
  if (!draft) {
    drawPicture();
    return say("There is no room for that here.", "bad");
  }
  return busy("Filling the cells …", async () => {
    const filled = await api.recognize(shown.id, grid.request(draft));
    const inside = editsOf(shown, page).filter(({ bbox: [x0, y0, x1, y1] }) => x0 >= table.bbox[0] - 1 && y0 >= table.bbox[1] - 1 && x1 <= table.bbox[2] + 1 && y1 <= table.bbox[3] + 1);
    const { table: kept, lost } = grid.keepTexts(filled, inside);
    const around = Object.fromEntries(["caption", "notes", "units_line"].filter((name) => table[name]).map((name) => [name, table[name]]));
    put(replaced({ ...kept, ...around }, index), what);
    if (lost) say(`Done: ${what}. ${lost} text${lost > 1 ? "s" : ""} that you wrote gave way to the document's words; Undo brings them back.`, "warn");
  });
}

function readBox(index, bbox) {
  return busy("Recognising the table in this box …", async () => {
    setMode("look");
    const id = index === null ? null : shown.tables(page)[index].id;
    const table = await api.recognize(shown.id, { page, bbox, id });
    put(replaced(table, index), index === null ? "table added" : "table recognised again");
  });
}

function addEdge(axis, [x, y]) {
  const table = shown.tables(page)[selected];
  if (!table) return;
  const isUpright = (axis === "rows") === (table.rotation === 90 || table.rotation === 270);
  setMode("look");
  redraft((draft) => grid.addEdge(draft, axis, isUpright ? x : y), `${axis === "rows" ? "row" : "column"} border added`);
}

function removeTable(index) {
  put(shown.tables(page).filter((_, at) => at !== index), "table removed");
}

function addCandidate(index) {
  const { bbox, rotation } = weaker()[index];
  shown.candidates.set(page, weaker().filter((_, at) => at !== index));
  return busy("Reading the candidate …", async () => put(replaced(await api.recognize(shown.id, { page, bbox, rotation }), null), "candidate added"));
}

function editText(index, cell, text) {
  const table = shown.tables(page)[index];
  const cells = table.cells.map((item) => (item === cell ? { ...item, text, confidence: null } : item));
  if (cell.bbox) shown.edits.set(page, [...editsOf(shown, page).filter((edit) => edit.bbox !== cell.bbox), { bbox: cell.bbox, text }]);
  const tables = [...shown.tables(page)];
  tables[index] = { ...table, cells };
  selected = index;
  put(tables, "text edited");
  views[index].select(cell.row, cell.column);
}

const middle = (edges, at) => (edges[at] + edges[at + 1]) / 2;

function act(index, name, area, value) {
  selected = index;
  const table = shown.tables(page)[index];
  const needsCell = ["merge", "split", "addRow", "removeRow", "section", "addColumn", "removeColumn"].includes(name);
  if (needsCell && !area) return say("Select a cell first: click it, or move to it with the arrow keys; Shift or Several selects more.", "bad");
  const last = (axis) => area[axis][1] - 1;
  const actions = {
    merge: () => redraft((draft) => grid.merge(draft, area), "cells merged", index),
    split: () => redraft((draft) => grid.split(draft, area), "cells split", index),
    addRow: () => redraft((draft) => grid.addEdge(draft, "rows", middle(draft.rows, last("rows"))), "row added", index),
    removeRow: () => redraft((draft) => grid.removeEdge(draft, "rows", last("rows") + 1), "rows joined", index),
    addColumn: () => redraft((draft) => grid.addEdge(draft, "columns", middle(draft.columns, last("columns"))), "column added", index),
    removeColumn: () => redraft((draft) => grid.removeEdge(draft, "columns", last("columns") + 1), "columns joined", index),
    section: () => redraft((draft) => grid.toggleSection(draft, area.rows[0]), "section row changed", index),
    header: () => redraft((draft) => grid.setHeader(draft, value), "header rows changed", index),
    again: () => readBox(index, table.bbox),
    remove: () => removeTable(index),
    copyTsv: () => copy({ "text/plain": grid.tsv(table) }),
    copyHtml: () => copyHtml(index),
    download: () => download(area, value, { page, table: index }),
  };
  return actions[name]();
}

// Copies and downloads.

async function copy(parts) {
  try {
    if (navigator.clipboard?.write && window.ClipboardItem && Object.keys(parts).length > 1) {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(Object.entries(parts).map(([type, text]) => [type, new Blob([text], { type })])))]);
    } else await navigator.clipboard.writeText(parts["text/plain"]);
    say("Copied.");
  } catch {
    say("The browser does not allow copying here; download the table instead.", "bad");
  }
}

async function copyHtml(index) {
  await shown.saved();
  const text = await (await api.getResult(shown.id, { format: "html", page, table: index })).text();
  const html = new DOMParser().parseFromString(text, "text/html").querySelector("table")?.outerHTML ?? "";
  await copy({ "text/plain": html, "text/html": html });
}

function download(_, format, part = {}) {
  return busy(`Writing ${format} …`, async () => {
    await shown.saved();
    const stem = (shown.job.name || "tables").replace(/\.[^.]*$/, "");
    const suffix = SUFFIXES[format] ?? format;
    const name = part.page ? `${stem}.page-${part.page}.table-${part.table + 1}.${suffix}` : `${stem}.${suffix}`;
    save(await api.getResult(shown.id, { format, ...part }), name);
    say(`Saved ${name}${shown.hasChanges ? ", with your corrections" : ""}.`);
  });
}

function showDownloads() {
  byId("downloads").hidden = shown?.job.status !== "done";
  byId("samples").disabled = !shown?.hasChanges;
}

// Tools of the page.

function setMode(mode) {
  picture.setMode(mode);
  for (const item of document.querySelectorAll("[data-mode-button]")) item.setAttribute("aria-pressed", item.dataset.modeButton === mode);
  const hints = { draw: "Draw a box around the table.", rows: "Click where the new row border belongs.", columns: "Click where the new column border belongs." };
  if (hints[mode]) say(hints[mode]);
}

for (const item of document.querySelectorAll("[data-mode-button]")) {
  item.addEventListener("click", (event) => {
    setMode(picture.mode === item.dataset.modeButton ? "look" : item.dataset.modeButton);
    if (event.detail !== 0 || picture.mode !== "draw" || !shown?.pages.has(page)) return; // a pointer draws by itself
    picture.drawWithKeys();
    say("Arrows move the box, Shift and arrows resize it, Enter reads it, Escape gives it up.");
  });
}

function turn(step) {
  const entry = step === "undo" ? shown?.history.undo() : shown?.history.redo();
  if (!entry) return;
  shown.step(entry);
  if (entry.number === page) refresh();
  else openPage(entry.number);
  say(`${step === "undo" ? "Undone" : "Done again"}: ${entry.what}.`);
}

byId("undo").addEventListener("click", () => turn("undo"));
byId("redo").addEventListener("click", () => turn("redo"));
byId("zoomin").addEventListener("click", () => picture.setZoom(picture.zoom * 1.3));
byId("zoomout").addEventListener("click", () => picture.setZoom(picture.zoom / 1.3));
byId("weaker").addEventListener("click", () =>
  busy("Looking for weaker candidates …", async () => {
    const far = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1])) < 0.5 * (b[2] - b[0]) * (b[3] - b[1]);
    const found = (await api.detect(shown.id, page)).filter(({ bbox }) => shown.tables(page).every((table) => !table.bbox || far(table.bbox, bbox)));
    shown.candidates.set(page, found);
    drawPicture();
    say(found.length ? `${found.length} weaker candidate${found.length > 1 ? "s" : ""} (dashed, with score): click one to add it.` : "There is no other candidate on this page; draw a box.");
  }),
);
byId("downloads").addEventListener("click", (event) => {
  const { format } = event.target.dataset;
  if (format === "samples") {
    busy("Writing samples …", async () => {
      await shown.saved();
      save(await api.getSamples(shown.id), "samples.zip");
      say("Saved samples.zip: unpack it and give its folders to tablewright train --data.");
    });
  } else if (format) download(null, format);
});
document.addEventListener("keydown", (event) => {
  const isText = event.target.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (event.key === "Escape") setMode("look");
  if (isText || !(event.ctrlKey || event.metaKey)) return;
  const name = event.key.toLowerCase();
  if (name === "z") turn(event.shiftKey ? "redo" : "undo");
  else if (name === "y") turn("redo");
  else return;
  event.preventDefault();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  upload();
});
for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", type === "dragover");
  });
}
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  fileInput.files = event.dataTransfer.files;
  upload();
});

document.addEventListener("paste", (event) => {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  fileInput.files = event.clipboardData.files;
  upload();
});

// Documents of before, with their corrections, stay at hand until the service forgets them.
api.listJobs().then(
  (jobs) => jobs.reverse().forEach(add),
  () => {},
);
window.addEventListener("beforeunload", (event) => {
  if (documents.some((item) => item.saving.size)) event.preventDefault();
});
