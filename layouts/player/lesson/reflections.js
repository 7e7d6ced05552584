// Prompts to reflect: a box to write in, whose text is kept for the person in this browser
// and nowhere else. Without this code there are ruled lines for a pen.
/** @import { App } from "../app/app.js" */
import { all, h, newID, one } from "../lib/dom.js";

const most = 20_000; // characters: the browser's store is small

/** @param {App} app */
export function mountReflections(app) {
  for (const box of all(document, "[data-reflect]")) {
    const reflection = new Reflection(app, box);
    app.mount(() => reflection.render());
  }
}

class Reflection {
  /**
   * @param {App} app
   * @param {HTMLElement} box
   */
  constructor(app, box) {
    this.app = app;
    this.key = box.dataset.reflect ?? "";
    this.ruled = one(box, "[data-ruled]");
    /** @type {string | undefined} */
    this.whose = undefined; // staff ID of the person whose text is in the box
    const [promptID, noteID] = [newID("prompt"), newID("prompt-note")];
    one(box, ".reflect-prompt").id = promptID;
    this.area = h("textarea", {
      rows: this.ruled.childElementCount,
      maxlength: most,
      "aria-label": app.words.text("reflect_label"),
      "aria-describedby": `${promptID} ${noteID}`,
      oninput: () => this.keep(),
    });
    this.note = h("p", { class: "hint", id: noteID });
    this.printed = h("p", { class: "kept print-only" }); // a textarea prints only what fits into it
    this.ruled.before(this.area, this.note, this.printed);
    this.ruled.classList.add("print-only");
  }

  keep() {
    const { key, area } = this;
    const { store } = this.app;
    this.fillPrinted();
    if (store.person?.shared) return;
    store.update((state) => {
      const { [key]: _, ...others } = state.reflections;
      return { ...state, reflections: area.value === "" ? others : { ...others, [key]: area.value } };
    });
  }

  fillPrinted() {
    const { area, printed, ruled } = this;
    printed.textContent = area.value;
    printed.hidden = area.value === "";
    ruled.hidden = !printed.hidden;
  }

  render() {
    const { store, words } = this.app;
    const { staff = "", shared = false } = store.person ?? {};
    this.note.textContent = words.text(shared ? "reflect_shared" : "reflect_kept");
    // Another person must not see the text; somebody who has only just identified themselves
    // keeps it.
    const isAnother = this.whose !== undefined && this.whose !== "" && this.whose !== staff;
    if (!shared || isAnother) this.area.value = store.state.reflections[this.key] ?? "";
    this.whose = staff;
    this.fillPrinted();
  }
}
