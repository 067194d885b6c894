// The page: sends the document, shows each page's picture with what was found on it, and its tables beside it.
import { overlay } from "./overlay.js";
import { tableElement } from "./table.js";

const form = document.getElementById("form");
const fileInput = document.getElementById("file");
const statusLine = document.getElementById("status");
const pages = document.getElementById("pages");
const downloads = document.getElementById("downloads");
const layers = document.getElementById("layers");
let last = null; // { body: FormData, name, text } of the result on show

function say(text, isBad = false) {
  statusLine.textContent = text;
  statusLine.classList.toggle("bad", isBad);
}

async function send(query, body) {
  const response = await fetch(`v1/extract?${query}`, { method: "POST", body });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({ detail: `the server answered ${response.status}` }));
  throw new Error(problem.detail);
}

async function busy(text, work) {
  const buttons = document.querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  say(text);
  try {
    await work();
  } catch (error) {
    say(error.message, true);
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

// Nothing of the document before stays on show while, or after, another one is read.
function clear() {
  last = null;
  pages.replaceChildren();
  downloads.hidden = layers.hidden = true;
}

function extract() {
  clear();
  const body = new FormData(form);
  const name = fileInput.files[0].name;
  return busy(`Reading ${name} …`, async () => {
    const text = await (await send("format=json&pictures=true", body)).text();
    last = { body, name, text };
    show(JSON.parse(text));
  });
}

function show(result) {
  const count = result.pages.reduce((sum, page) => sum + page.tables.length, 0);
  pages.replaceChildren(...result.pages.map(pageElement));
  downloads.hidden = layers.hidden = false;
  const notes = result.errors.map((error) => error.message).join(" ");
  say(`${count} table${count === 1 ? "" : "s"} on ${result.pages.length} page${result.pages.length === 1 ? "" : "s"} in ${result.seconds.total.toFixed(1)} s, ${result.status}. ${notes}`);
}

function pageElement(page) {
  const section = document.createElement("section");
  section.className = "page";
  const picture = document.createElement("div");
  picture.className = "picture";
  if (page.picture) {
    const image = document.createElement("img");
    image.src = page.picture;
    image.alt = `Page ${page.page}`;
    picture.append(image, overlay(page));
  }
  const results = document.createElement("div");
  results.append(heading("h2", `Page ${page.page}`), ...page.tables.map(resultElement), ...problems(page).map(problemElement));
  if (results.childElementCount === 1) results.append(paragraph("No table found."));
  if (page.figures.length) results.append(paragraph(`Charts or pictures not read as tables: ${page.figures.length} (dotted).`));
  section.append(picture, results);
  link(section);
  return section;
}

function resultElement(table, index) {
  const element = document.createElement("div");
  element.className = "result";
  const confidence = table.confidence === null ? "" : `, confidence ${table.confidence.toFixed(2)}`;
  element.append(heading("h3", `${table.id ?? `Table ${index + 1}`}: ${table.num_rows} × ${table.num_columns}${confidence}`));
  element.append(tableElement(table, index));
  if (table.flags.length) element.append(paragraph(table.flags.join(", "), "flags"));
  return element;
}

function problems(page) {
  return [page.error, ...page.failures.map((failure) => failure.error)].filter(Boolean);
}

function problemElement(error) {
  return paragraph(error.message, "bad");
}

function heading(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

function paragraph(text, className = "") {
  return Object.assign(document.createElement("p"), { textContent: text, className });
}

// A cell under the pointer is marked in the picture and in the table.
function link(section) {
  const mark = (event) => {
    section.querySelectorAll(".active").forEach((element) => element.classList.remove("active"));
    const key = event.target.closest("[data-cell]")?.dataset.cell;
    if (key && event.type === "pointerover") {
      section.querySelectorAll(`[data-cell="${key}"]`).forEach((element) => element.classList.add("active"));
    }
  };
  section.addEventListener("pointerover", mark);
  section.addEventListener("pointerleave", mark);
}

async function download(format) {
  const blob = format === "json" ? new Blob([last.text]) : await (await send(`format=${format}`, last.body)).blob();
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = `${last.name.replace(/\.[^.]*$/, "")}.${format}`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  extract();
});
downloads.addEventListener("click", (event) => {
  const format = event.target.dataset.format;
  if (format && last) busy(`Writing ${format} …`, () => download(format).then(() => say("Saved.")));
});
layers.addEventListener("change", (event) => pages.classList.toggle(`hide-${event.target.value}`, !event.target.checked));
pages.classList.add("hide-row", "hide-column");
for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", type === "dragover");
  });
}
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  fileInput.files = event.dataTransfer.files;
  extract();
});
