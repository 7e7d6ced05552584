// What a question is answered with, by its type. Each reads a response in the
// shape of docs/formats/results.md, null for blank, and shows one again.
import { button, h, newID } from "../lib/dom.js";
import { readNumber } from "./scoring.js";

// What was kept may come from a file that somebody edited.
const list = (x) => (Array.isArray(x) ? x : []);

// controls takes the element of a question:
// {first: what takes the focus, shown: [ID], parts: how many pieces are to be filled
// in, 0 where there are none, clearable, read(), show(response),
// row(id): where a piece of the answer stands, note(): what is said of a change,
// flush(): keeps what is being typed, onchange: called when the answer changed}.
export function controls(words, element) {
  const make = { match: pairs, order, number: typed, text: typed, cloze: gaps }[element.dataset.type] ?? choices;
  const c = { parts: 0, onchange() {}, note: () => "", flush() {}, row: () => null };
  return Object.assign(c, make(element, words, () => c.onchange()));
}

function choices(element, words, changed) {
  const inputs = [...element.querySelectorAll("input")];
  const multiple = element.dataset.type === "multiple";
  for (const input of inputs) input.onchange = changed;
  return {
    first: inputs[0],
    shown: inputs.map((i) => i.value),
    clearable: !multiple,
    read() {
      const ids = inputs.filter((i) => i.checked).map((i) => i.value);
      if (ids.length === 0) return null;
      return multiple ? { choices: ids.sort() } : { choice: ids[0] };
    },
    show(response) {
      const ids = response?.choices ? list(response.choices) : [response?.choice];
      for (const input of inputs) input.checked = ids.includes(input.value);
    },
    row: (id) => inputs.find((i) => i.value === id)?.closest("label"),
  };
}

// pairs: an option for each stem.
function pairs(element, words, changed) {
  const selects = [...element.querySelectorAll("select")];
  for (const select of selects) select.onchange = changed;
  const options = [...selects[0].options].map((o) => o.value).filter(Boolean);
  return {
    first: selects[0],
    shown: [...selects.map((s) => s.dataset.stem), ...options],
    parts: selects.length,
    clearable: false,
    read() {
      const given = selects.filter((s) => s.value).map((s) => [s.dataset.stem, s.value]);
      return given.length === 0 ? null : { pairs: given };
    },
    show(response) {
      const given = new Map(list(response?.pairs).filter(Array.isArray));
      for (const select of selects) {
        const option = given.get(select.dataset.stem);
        select.value = options.includes(option) ? option : "";
      }
    },
    row: (id) => selects.find((s) => s.dataset.stem === id)?.closest("li"),
  };
}

// order: items that are moved by buttons. As they are published, they are no
// answer; whoever finds them right says so.
function order(element, words, changed) {
  const place = element.querySelector(".order");
  const items = [...place.children];
  const shown = items.map((i) => i.dataset.item);
  let answered = false;
  let moved = null;
  const keep = button(words.text("order_keep"), () => {
    answered = true;
    moved = null;
    changed();
  }, { class: "button button-quiet" });
  const at = (item) => [...place.children].indexOf(item);
  const refresh = () => {
    keep.hidden = answered && moved !== null;
    for (const item of items) {
      const [up, down] = item.querySelectorAll("button");
      up.setAttribute("aria-disabled", String(at(item) === 0));
      down.setAttribute("aria-disabled", String(at(item) === items.length - 1));
    }
  };
  for (const item of items) {
    const mover = (word, step) => {
      const id = newID("move");
      return button(words.text(word), (event) => {
        const other = place.children[at(item) + step];
        if (!other) return;
        // The neighbour goes round the item, which so keeps the focus.
        if (step < 0) item.after(other);
        else item.before(other);
        answered = true;
        moved = item;
        refresh();
        changed();
        event.currentTarget.scrollIntoView({ block: "nearest" });
      }, { class: "button button-quiet", id, "aria-labelledby": `${id} ${item.firstElementChild.id}` });
    };
    item.append(h("span", { class: "moves" }, mover("move_up", -1), mover("move_down", 1)));
  }
  place.after(h("p", null, keep));
  refresh();
  return {
    first: items[0].querySelector("button"),
    shown,
    clearable: true,
    read: () => (answered ? { order: [...place.children].map((i) => i.dataset.item) } : null),
    show(response) {
      const given = list(response?.order);
      answered = given.length === shown.length && shown.every((id) => given.includes(id));
      const ids = answered ? given : shown;
      for (const id of ids) place.append(items[shown.indexOf(id)]);
      moved = answered && ids.join() !== shown.join() ? items[0] : null;
      refresh();
    },
    row: (id) => items[shown.indexOf(id)],
    note: () => (moved ? words.text("order_position", { item: moved.firstElementChild.textContent.trim(), place: at(moved) + 1, all: items.length }) : ""),
  };
}

// typed: a number or a few words. What is typed is kept at a pause, on leaving the
// box and on leaving the page: not at every key, which would fill the log.
function typed(element, words, changed) {
  const input = element.querySelector("input");
  const type = element.dataset.type;
  const { stop, flush } = pausing([input], changed);
  return {
    first: input,
    shown: [],
    clearable: false,
    read: () => (input.value.trim() ? { [type]: input.value } : null),
    show(response) {
      stop();
      input.value = typeof response?.[type] === "string" ? response[type] : "";
    },
    note: () => (isNoNumber(input) ? words.text("not_a_number") : ""),
    flush,
  };
}

const isNoNumber = (input) => input.inputMode === "decimal" && input.value.trim() && readNumber(input.value) === null;

function pausing(inputs, changed) {
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
  };
  const flush = () => {
    if (!timer) return;
    stop();
    if (!inputs[0].closest("[hidden]")) changed(); // else it is not on the screen any more
  };
  for (const input of inputs) {
    input.oninput = () => {
      stop();
      timer = setTimeout(flush, 400);
    };
    input.onchange = flush;
  }
  if (inputs.length > 0) window.addEventListener("pagehide", flush);
  return { stop, flush };
}

// gaps: choices and boxes in a running text.
function gaps(element, words, changed) {
  const all = [...element.querySelectorAll("[data-gap]")];
  const boxes = all.filter((gap) => !gap.options);
  const { stop, flush } = pausing(boxes, changed);
  const choicesOf = (gap) => [...(gap.options ?? [])].map((o) => o.value).filter(Boolean);
  for (const gap of all) if (gap.options) gap.onchange = changed;
  return {
    first: all[0],
    shown: all.flatMap((gap) => [gap.dataset.gap, ...choicesOf(gap)]),
    parts: all.length,
    clearable: false,
    read() {
      const filled = all.filter((gap) => gap.value.trim()).map((gap) => [gap.dataset.gap, gap.value]);
      return filled.length === 0 ? null : { gaps: filled };
    },
    show(response) {
      stop();
      const filled = new Map(list(response?.gaps).filter(Array.isArray));
      for (const gap of all) {
        const value = filled.get(gap.dataset.gap);
        gap.value = typeof value === "string" && (!gap.options || choicesOf(gap).includes(value)) ? value : "";
      }
    },
    row: (part) => all.find((gap) => gap.dataset.gap === part.split(" ")[0])?.closest(".gap"),
    note: () => (boxes.some(isNoNumber) ? words.text("not_a_number") : ""),
    flush,
  };
}
