// One document: its job, the pages as they come, people's changes with undo, and what is saved on the service.
import * as api from "./api.js";
import { History } from "./history.js";

const SAVE_PAUSE = 400; // milliseconds after the last change

export class Document {
  constructor(job, onChange) {
    this.job = job;
    this.history = new History();
    this.pages = new Map(); // page number -> { page, tables, original } once it is loaded
    this.known = new Map(); // page number -> number of tables, once it is read
    this.unread = new Set(); // numbers of the pages that could not be read
    this.edits = new Map(); // "page" -> [{ bbox, text }] texts that a person wrote
    this.candidates = new Map();
    this.saving = new Map(); // page number -> timer
    this.onChange = onChange;
    this.aborter = new AbortController();
  }

  get id() {
    return this.job.id;
  }

  get isOver() {
    return ["done", "failed", "cancelled"].includes(this.job.status);
  }

  // Follows the job to its end.
  async follow() {
    try {
      await api.follow(this.id, (name, value) => this.#hear(name, value), this.aborter.signal);
    } catch (error) {
      if (!this.aborter.signal.aborted) {
        this.job = { ...this.job, status: "failed", problem: { detail: error.message } };
        this.onChange(this, "end");
      }
    }
  }

  #hear(name, value) {
    if (name === "page") {
      this.known.set(value.page, value.tables);
      if (value.error) this.unread.add(value.page);
      this.job = { ...this.job, status: "running", pages_done: value.done, pages_asked: value.total };
      this.onChange(this, "page", value.page);
    } else if (value.id) {
      this.job = value;
      this.onChange(this, this.isOver ? "end" : "state");
    }
  }

  async cancel() {
    if (this.isOver) this.aborter.abort();
    await api.removeJob(this.id);
  }

  numbers() {
    return [...this.known.keys()].sort((a, b) => a - b);
  }

  async load(number) {
    if (!this.pages.has(number)) {
      const page = await api.getPage(this.id, number);
      this.pages.set(number, { page, tables: page.corrected_tables ?? page.tables, original: page.tables });
      this.known.set(number, this.tables(number).length);
    }
    return this.pages.get(number);
  }

  tables(number) {
    return this.pages.get(number)?.tables ?? [];
  }

  isChanged(number) {
    const kept = this.pages.get(number);
    return Boolean(kept) && kept.tables !== kept.original;
  }

  get hasChanges() {
    return [...this.pages.keys()].some((number) => this.isChanged(number));
  }

  // Replaces a page's tables by a person's change.
  change(number, tables, what) {
    this.history.add({ number, before: this.tables(number), after: tables, what });
    this.#put(number, tables);
  }

  step(entry) {
    if (entry) this.#put(entry.number, entry.tables);
    return entry;
  }

  #put(number, tables) {
    this.pages.get(number).tables = tables;
    this.known.set(number, tables.length);
    clearTimeout(this.saving.get(number)?.timer);
    const wait = { timer: setTimeout(() => this.#save(number), SAVE_PAUSE) };
    this.saving.set(number, wait);
  }

  #save(number) {
    const wait = this.saving.get(number);
    if (!wait) return Promise.resolve();
    clearTimeout(wait.timer);
    const { tables, original } = this.pages.get(number);
    const sent = tables === original ? api.dropTables(this.id, number) : api.saveTables(this.id, number, tables);
    wait.promise = sent.then(
      () => this.saving.get(number) === wait && this.saving.delete(number),
      (error) => this.onChange(this, "unsaved", error.message),
    );
    return wait.promise;
  }

  // Everything a person changed is on the service when this resolves.
  async saved() {
    await Promise.all([...this.saving.keys()].map((number) => this.#save(number)));
  }
}
