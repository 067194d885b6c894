// Undo and redo: each entry holds the tables of one page before and after a change.
export class History {
  #done = [];
  #undone = [];

  add(entry) {
    this.#done.push(entry);
    if (this.#done.length > 200) this.#done.shift();
    this.#undone = [];
  }

  undo() {
    const entry = this.#done.pop();
    if (entry) this.#undone.push(entry);
    return entry ? { ...entry, tables: entry.before } : null;
  }

  redo() {
    const entry = this.#undone.pop();
    if (entry) this.#done.push(entry);
    return entry ? { ...entry, tables: entry.after } : null;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }
}
