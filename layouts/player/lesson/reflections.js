// Prompts to reflect: room to write, kept for the person in this browser and
// nowhere else. Without this code there is ruled space, for a pen.
import { h, newID } from "../lib/dom.js";

const most = 20_000; // characters: a store is small

export function mountReflections(app) {
  for (const box of document.querySelectorAll("[data-reflect]")) mountReflection(app, box);
}

function mountReflection(app, box) {
  const { words, store } = app;
  const key = box.dataset.reflect;
  const prompt = box.querySelector(".reflect-prompt");
  const ruled = box.querySelector("[data-ruled]");
  const [promptID, noteID] = [newID("prompt"), newID("prompt-note")];
  prompt.id = promptID;
  const area = h("textarea", { rows: ruled.childElementCount, maxlength: most, "aria-label": words.text("reflect_label"), "aria-describedby": `${promptID} ${noteID}` });
  const kept = h("p", { class: "kept print-only" }); // a textarea prints what fits into it
  const note = h("p", { class: "hint", id: noteID });
  ruled.before(area, note, kept);

  const show = () => {
    kept.textContent = area.value;
    kept.hidden = area.value === "";
    ruled.hidden = !kept.hidden;
  };
  ruled.classList.add("print-only");

  area.addEventListener("input", () => {
    show();
    if (store.person?.shared) return;
    store.update((state) => {
      const { [key]: _, ...others } = state.reflections;
      return { ...state, reflections: area.value === "" ? others : { ...others, [key]: area.value } };
    });
  });
  let whose; // whose words stand in the box
  const render = () => {
    const staff = store.person?.staff ?? "";
    const shared = store.person?.shared === true;
    note.textContent = words.text(shared ? "reflect_shared" : "reflect_kept");
    // Another person must not find them; who has just said who they are goes on.
    if (!shared || (whose !== undefined && whose !== "" && whose !== staff)) area.value = store.state.reflections[key] ?? "";
    whose = staff;
    show();
  };
  app.onChange(render);
  render();
}
