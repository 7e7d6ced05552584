// Prompts to reflect: room to write, kept for the person in this browser and
// nowhere else. Without this code there is ruled space, for a pen.
/** @import { App } from "../app/app.js" */
import { all, h, newID, one } from "../lib/dom.js";

const most = 20_000; // characters: a store is small

/** @param {App} app */
export function mountReflections(app) {
  for (const box of all(document, "[data-reflect]")) mountReflection(app, box);
}

/** @type {(app: App, box: HTMLElement) => void} */
function mountReflection(app, box) {
  const { words, store } = app;
  const key = box.dataset.reflect ?? "";
  const ruled = one(box, "[data-ruled]");
  const [promptID, noteID] = [newID("prompt"), newID("prompt-note")];
  one(box, ".reflect-prompt").id = promptID;
  const area = h("textarea", {
    rows: ruled.childElementCount, maxlength: most, "aria-label": words.text("reflect_label"), "aria-describedby": `${promptID} ${noteID}`,
  });
  const printed = h("p", { class: "kept print-only" }); // a textarea prints what fits into it
  const note = h("p", { class: "hint", id: noteID });
  ruled.before(area, note, printed);
  ruled.classList.add("print-only");

  const show = () => {
    printed.textContent = area.value;
    printed.hidden = area.value === "";
    ruled.hidden = !printed.hidden;
  };
  area.addEventListener("input", () => {
    show();
    if (store.person?.shared) return;
    store.update((state) => {
      const { [key]: _, ...others } = state.reflections;
      return { ...state, reflections: area.value === "" ? others : { ...others, [key]: area.value } };
    });
  });
  /** @type {string | undefined} */
  let whose; // whose words stand in the box
  app.mount(() => {
    const { staff = "", shared = false } = store.person ?? {};
    note.textContent = words.text(shared ? "reflect_shared" : "reflect_kept");
    // Another person must not find them; who has just said who they are goes on.
    if (!shared || (whose !== undefined && whose !== "" && whose !== staff)) area.value = store.state.reflections[key] ?? "";
    whose = staff;
    show();
  });
}
