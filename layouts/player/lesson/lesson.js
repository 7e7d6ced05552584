// A lesson: that it was opened, and whether it is marked as done.
/** @import { App } from "../app/app.js" */
/** @import { State } from "../lib/types.js" */
import { all, announcer, any, button, h, one } from "../lib/dom.js";
import { now, today } from "../lib/time.js";

/**
 * mountLesson notes the visit and offers to mark the lesson as done.
 * @param {App} app
 */
export function mountLesson(app) {
  const id = any("[data-lesson-id]")?.dataset.lessonId;
  const end = any("[data-lesson-end]");
  if (!id || !end) return;
  const { words, store, path } = app;
  const title = any("h1")?.textContent ?? "";
  const status = announcer();
  const place = h("p", { class: "actions" });
  const nobody = h("p", { class: "hint" }, words.text("lesson_nobody"));
  end.append(place, status.element, nobody);

  const set = (/** @type {{done?: string}} */ change) => store.update((state) => ({
    ...state,
    lessons: { ...state.lessons, [id]: { ...(state.lessons[id] ?? { visited: today(), done: "" }), ...change } },
    last: { path, title },
  }));
  const mark = (/** @type {boolean} */ done) => {
    set({ done: done ? today() : "" });
    const finished = noteModule(app, done);
    app.changed();
    one(place, "button").focus();
    status.say(finished ? words.text("module_done", { title: finished }) : done ? words.text("marked_done") : "");
  };
  app.mount(() => {
    const done = set({}).lessons[id].done !== "";
    nobody.hidden = store.person !== null;
    if (!done) status.say("");
    place.replaceChildren(done
      ? button(words.text("unmark_done"), () => mark(false), "quiet")
      : button(words.text("mark_done"), () => mark(true)));
  });
}

// noteModule keeps that the page's module was read to its end, once all of its
// lessons are marked as done, and returns its title then; "" otherwise.
/** @type {(app: App, done: boolean) => string} */
function noteModule({ store }, done) {
  const { address = "", title = "", version } = any("[data-address]")?.dataset ?? {};
  if (!version) return ""; // a preview
  const { completed, lessons } = store.state;
  const finished = done && all(document, "[data-address] [data-lesson]").every((link) => lessons[link.dataset.lesson ?? ""]?.done);
  if (!finished && !completed[address]) return "";
  store.update((/** @type {State} */ state) => {
    const { [address]: _, ...others } = state.completed;
    return { ...state, completed: finished ? { ...others, [address]: { title, version, at: now() } } : others };
  });
  return finished ? title : "";
}
