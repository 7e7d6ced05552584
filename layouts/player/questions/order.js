// Items that are moved into an order by buttons. As they are published they are no
// answer; whoever finds them in the right order says so.
/** @import { Controls, Marking } from "../lib/types.js" */
import { all, button, h, newID, one } from "../lib/dom.js";
import { list } from "../lib/values.js";

/** @typedef {{order: string[], scoring?: string}} OrderKey scoring: all-or-nothing, next or position */

export const seconds = 75;

/** @type {Controls} */
export function controls(element, words, changed) {
  const place = one(element, ".order");
  const items = /** @type {HTMLElement[]} */ ([...place.children]);
  const idOf = (/** @type {Element} */ item) => /** @type {HTMLElement} */ (item).dataset.item ?? "";
  const shown = items.map(idOf);
  const at = (/** @type {Element} */ item) => [...place.children].indexOf(item);
  const label = (/** @type {Element} */ item) => one(item, "[id]");
  let answered = false;
  /** @type {HTMLElement | null} */
  let moved = null;

  const keep = button(words.text("order_keep"), () => {
    answered = true;
    moved = null;
    changed();
  }, "quiet");

  function refresh() {
    keep.hidden = answered && moved !== null;
    for (const item of items) {
      const [up, down] = all(item, "button");
      up.setAttribute("aria-disabled", String(at(item) === 0));
      down.setAttribute("aria-disabled", String(at(item) === items.length - 1));
    }
  }

  /** @type {(item: HTMLElement, step: number) => boolean} */
  function move(item, step) {
    const neighbour = place.children[at(item) + step];
    if (!neighbour) return false;
    // The neighbour goes round the item, which so keeps the focus.
    if (step < 0) item.after(neighbour);
    else item.before(neighbour);
    answered = true;
    moved = item;
    refresh();
    changed();
    return true;
  }

  /** @type {(item: HTMLElement, word: string, step: number) => HTMLElement} */
  function mover(item, word, step) {
    const id = newID("move");
    const pressed = (/** @type {Event} */ event) => {
      const on = /** @type {Element} */ (event.currentTarget);
      if (move(item, step)) on.scrollIntoView({ block: "nearest" });
    };
    return button(words.text(word), pressed, "quiet", { id, "aria-labelledby": `${id} ${label(item).id}` });
  }

  for (const item of items) {
    item.append(h("span", { class: "moves" }, mover(item, "move_up", -1), mover(item, "move_down", 1)));
  }
  place.after(h("p", null, keep));
  refresh();
  return {
    first: one(items[0], "button"),
    shown,
    clearable: true,
    read: () => (answered ? { order: [...place.children].map(idOf) } : null),
    show(response) {
      const given = list(response?.order);
      answered = given.length === shown.length && shown.every((id) => given.includes(id));
      const ids = answered ? given : shown;
      for (const id of ids) place.append(items[shown.indexOf(id)]);
      moved = answered && ids.join() !== shown.join() ? items[0] : null;
      refresh();
    },
    row: (id) => items[shown.indexOf(id)],
    note() {
      if (!moved) return "";
      return words.text("order_position", { item: (label(moved).textContent ?? "").trim(), place: at(moved) + 1, all: items.length });
    },
  };
}

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

// followed counts the items that come right after the one that they should follow.
/** @type {(key: OrderKey, order: string[]) => number} */
function followed(key, order) {
  const before = (/** @type {string} */ id) => key.order[key.order.indexOf(id) - 1];
  return order.filter((id, i) => i > 0 && before(id) === order[i - 1]).length;
}
