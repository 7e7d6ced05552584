// Checklists: boxes to tick, kept for the person in this browser. Without this
// code they are signs, for a pen.
import { h } from "../lib/dom.js";

export function mountChecklists(app) {
  const { store, words } = app;
  const boxes = new Map();
  for (const item of document.querySelectorAll("[data-checklist] [data-item]")) {
    const key = item.dataset.item;
    const sign = item.querySelector(".task");
    if (!sign) continue;
    const box = h("input", {
      type: "checkbox",
      onchange: () => store.update((state) => {
        const { [key]: _, ...others } = state.ticks;
        return { ...state, ticks: box.checked ? { ...others, [key]: true } : others };
      }),
    });
    boxes.set(key, box);
    // The label is what stands behind the sign, without lists below it.
    const text = h("span");
    for (let next = sign.nextSibling; next && !/^(UL|OL|P|DIV)$/.test(next.nodeName); next = sign.nextSibling) text.append(next);
    sign.replaceWith(h("label", { class: "tick" }, box, text));
  }
  for (const list of document.querySelectorAll("[data-checklist]")) list.append(h("p", { class: "hint" }, words.text("checklist_kept")));
  const render = () => {
    const { ticks } = store.state;
    for (const [key, box] of boxes) box.checked = ticks[key] === true;
  };
  app.onChange(render);
  render();
}
