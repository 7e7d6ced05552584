// Moving items into an order with buttons. The published order is not an answer by itself: a
// learner who thinks that it is right presses a button.
/** @import { Controls, Marking } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import { all, button, h, newID, one } from "../lib/dom.js";
import { list } from "../lib/values.js";

/** @typedef {{order: string[], scoring?: string}} OrderKey scoring: all-or-nothing, next or position */

export const seconds = 75;

/** @type {Controls} */
export function controls(element, words, changed) {
  const order = new Order(one(element, ".order"), words, changed);
  return {
    first: one(order.items[0], "button"),
    shown: order.shown,
    clearable: true,
    read: () => order.read(),
    show: (response) => order.show(list(response?.order)),
    row: (id) => order.itemOf(id),
    note: () => order.note(),
  };
}

class Order {
  /**
   * @param {HTMLElement} place the list of items
   * @param {Words} words
   * @param {() => void} changed
   */
  constructor(place, words, changed) {
    this.place = place;
    this.words = words;
    this.changed = changed;
    this.items = /** @type {HTMLElement[]} */ ([...place.children]);
    this.shown = this.ids;
    this.answered = false;
    /** @type {HTMLElement | null} */
    this.moved = null;
    this.keep = button(words.text("order_keep"), () => this.keepAsShown(), "quiet");
    for (const item of this.items) {
      item.append(h("span", { class: "moves" }, this.mover(item, "move_up", -1), this.mover(item, "move_down", 1)));
    }
    place.after(h("p", null, this.keep));
    this.refresh();
  }

  get ids() {
    return /** @type {HTMLElement[]} */ ([...this.place.children]).map((item) => item.dataset.item ?? "");
  }

  /** @param {HTMLElement} item */
  at(item) {
    return [...this.place.children].indexOf(item);
  }

  /** @param {string} id */
  itemOf(id) {
    return this.items[this.shown.indexOf(id)];
  }

  /** @type {(item: HTMLElement, word: string, step: number) => HTMLElement} */
  mover(item, word, step) {
    const id = newID("move");
    const pressed = (/** @type {Event} */ event) => {
      const on = /** @type {Element} */ (event.currentTarget);
      if (this.move(item, step)) on.scrollIntoView({ block: "nearest" });
    };
    return button(this.words.text(word), pressed, "quiet", { id, "aria-labelledby": `${id} ${labelOf(item).id}` });
  }

  /** @type {(item: HTMLElement, step: number) => boolean} */
  move(item, step) {
    const neighbour = this.place.children[this.at(item) + step];
    if (!neighbour) return false;
    // The neighbour moves, not the item, so that the item keeps the focus.
    if (step < 0) item.after(neighbour);
    else item.before(neighbour);
    this.answered = true;
    this.moved = item;
    this.refresh();
    this.changed();
    return true;
  }

  keepAsShown() {
    this.answered = true;
    this.moved = null;
    this.changed();
  }

  refresh() {
    this.keep.hidden = this.answered && this.moved !== null;
    for (const item of this.items) {
      const [up, down] = all(item, "button");
      up.setAttribute("aria-disabled", String(this.at(item) === 0));
      down.setAttribute("aria-disabled", String(this.at(item) === this.items.length - 1));
    }
  }

  read() {
    return this.answered ? { order: this.ids } : null;
  }

  /** @param {string[]} given */
  show(given) {
    const { shown } = this;
    this.answered = given.length === shown.length && shown.every((id) => given.includes(id));
    const ids = this.answered ? given : shown;
    for (const id of ids) this.place.append(this.itemOf(id));
    this.moved = this.answered && ids.join() !== shown.join() ? this.items[0] : null;
    this.refresh();
  }

  note() {
    const { moved, items } = this;
    if (!moved) return "";
    const item = (labelOf(moved).textContent ?? "").trim();
    return this.words.text("order_position", { item, place: this.at(moved) + 1, all: items.length });
  }
}

/** @param {HTMLElement} item */
const labelOf = (item) => one(item, "[id]");

/** @type {Marking<OrderKey, {order: string[]}>} */
export const marking = {
  score(key, { order }) {
    if (key.scoring === "next") return order.length < 2 ? 1 : followed(key, order) / (order.length - 1);
    const placed = order.filter((id, i) => key.order[i] === id).length;
    return key.scoring === "all-or-nothing" && placed < order.length ? 0 : placed / order.length;
  },
  parts: (key, { order }) => new Map(order.map((id, i) => [id, key.order[i] === id])),
  counted: { word: "practice_parts", all: (key) => key.order.length },
  caption: [".answer-text"],
  rightOnly: true,
};

// followed counts the items that come directly after the item that they should follow.
/** @type {(key: OrderKey, order: string[]) => number} */
function followed(key, order) {
  const before = (/** @type {string} */ id) => key.order[key.order.indexOf(id) - 1];
  return order.filter((id, i) => i > 0 && before(id) === order[i - 1]).length;
}
