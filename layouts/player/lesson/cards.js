// Progress on the cards of modules, and the link to the lesson to continue with.
/** @import { App } from "../app/app.js" */
/** @import { State } from "../lib/types.js" */
import { all, any, h } from "../lib/dom.js";
import { assessmentStatus } from "./marks.js";

/** @param {App} app */
export function mountCards(app) {
  app.mount(() => {
    const { state } = app.store;
    for (const module of all(document, "[data-module]")) markModule(app, module, state);
    markResume(app, state);
  });
}

/** @type {(app: App, module: HTMLElement, state: State) => void} */
function markModule(app, module, state) {
  const place = module.querySelector("[data-progress]");
  const count = Number(module.dataset.lessons);
  if (!place || !count) return;
  const own = Object.entries(state.lessons).filter(([id]) => id.startsWith(`${module.dataset.module}/`));
  if (own.length === 0) {
    place.replaceChildren();
    return;
  }
  const done = Math.min(count, own.filter(([, lesson]) => lesson.done).length);
  const texts = [
    app.words.text("lessons_done", { done, all: count }),
    ...assessmentStatus(app, (module.dataset.asked ?? "").split(" "), state),
  ];
  place.replaceChildren(
    h("progress", { max: count, value: done, "aria-hidden": "true" }),
    h("p", { class: "meta" }, texts.join(" · ")),
  );
}

/** @type {(app: App, state: State) => void} */
function markResume({ words, root }, { last }) {
  any("[data-resume]")?.replaceChildren(
    ...(last ? [h("p", null, `${words.text("continue_with")} `, h("a", { href: root + last.path }, last.title))] : []),
  );
}
