// The list of pages: a small picture, the number of tables or why there is none. Pictures are fetched when they come into view,
// so a document of 500 pages costs what is looked at.
import { element } from "./dom.js";

const MAX_KEPT = 60; // pictures kept in memory

export class Thumbnails {
  constructor(root, on) {
    Object.assign(this, { root, on, document: null, items: new Map(), urls: new Map() });
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && this.#load(entry.target)), { root, rootMargin: "200px" });
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  show(which) {
    this.observer.disconnect();
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.items.clear();
    this.urls.clear();
    this.root.replaceChildren();
    this.document = which;
    this.update(which, null);
  }

  update(which, current, isScrolling = false) {
    if (which !== this.document) return;
    for (const number of which.numbers()) {
      if (!this.items.has(number)) this.#add(number);
      this.#label(number, which, number === current);
    }
    if (isScrolling) this.items.get(current)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #add(number) {
    const picture = element("span", { className: "thumb" });
    const item = element("button", { type: "button", dataset: { page: number }, onclick: () => this.on.open(number) }, picture, element("span", { className: "about" }));
    this.items.set(number, item);
    const next = [...this.root.children].find((other) => Number(other.dataset.page) > number);
    this.root.insertBefore(item, next ?? null);
    this.observer.observe(item);
  }

  #label(number, which, isCurrent) {
    const item = this.items.get(number);
    const count = which.known.get(number);
    const isUnread = which.unread.has(number);
    const what = isUnread ? "not read" : count ? `${count} table${count > 1 ? "s" : ""}` : "no table";
    item.lastChild.textContent = `${number}: ${what}${which.isChanged(number) ? " ✎" : ""}`;
    item.classList.toggle("bad", isUnread);
    if (isCurrent) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }

  async #load(item) {
    const number = Number(item.dataset.page);
    if (this.urls.has(number)) return;
    this.observer.unobserve(item);
    const which = this.document;
    try {
      const url = URL.createObjectURL(await this.on.picture(which.id, number));
      if (which !== this.document) return URL.revokeObjectURL(url);
      this.urls.set(number, url);
      item.firstChild.replaceChildren(element("img", { src: url, alt: "" }));
      this.#forget();
    } catch {
      item.firstChild.textContent = "no picture";
    }
  }

  #forget() {
    while (this.urls.size > MAX_KEPT) {
      const [number, url] = this.urls.entries().next().value;
      this.urls.delete(number);
      URL.revokeObjectURL(url);
      const item = this.items.get(number);
      item?.firstChild.replaceChildren();
      if (item) this.observer.observe(item);
    }
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || !event.target.dataset.page) return;
    const next = step > 0 ? event.target.nextElementSibling : event.target.previousElementSibling;
    next?.focus();
    event.preventDefault();
  }
}
