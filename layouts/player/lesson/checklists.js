// Checklists: boxes to tick, kept for the person in this browser. Without this code they
// are printed squares, to tick with a pen.
/** @import { App } from "../app/app.js" */
import { all, h } from "../lib/dom.js";

/** @param {App} app */
export function mountChecklists(app) {
  const boxes = new Map(
    all(document, "[data-checklist] [data-item]").flatMap((item) => {
      const sign = item.querySelector(".task");
      const key = item.dataset.item ?? "";
      return sign ? [[key, boxFor(app, key, sign)]] : [];
    }),
  );
  for (const list of all(document, "[data-checklist]"))
    list.append(h("p", { class: "hint" }, app.words.text("checklist_kept")));
  app.mount(() => {
    const { ticks } = app.store.state;
    for (const [key, box] of boxes) box.checked = ticks[key] === true;
  });
}

// boxFor replaces a printed square with a checkbox. Its label is the text after the
// square, without any lists below it.
/** @type {(app: App, key: string, sign: Element) => HTMLInputElement} */
function boxFor({ store }, key, sign) {
  const tick = () =>
    store.update((state) => {
      const { [key]: _, ...others } = state.ticks;
      return { ...state, ticks: box.checked ? { ...others, [key]: true } : others };
    });
  const box = h("input", { type: "checkbox", onchange: tick });
  const text = h("span");
  for (let next = sign.nextSibling; next && !/^(UL|OL|P|DIV)$/.test(next.nodeName); next = sign.nextSibling)
    text.append(next);
  sign.replaceWith(h("label", { class: "tick" }, box, text));
  return box;
}
