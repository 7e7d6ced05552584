// A lesson: notes that it was opened, and whether it is marked as done.
/** @import { App } from "../app/app.js" */
/** @import { State } from "../lib/types.js" */
import { actions, all, announcer, any, button, h, one } from "../lib/dom.js";
import { now, today } from "../lib/time.js";

/**
 * mountLesson notes the visit and offers to mark the lesson as done.
 * @param {App} app
 */
export function mountLesson(app) {
  const id = any("[data-lesson-id]")?.dataset.lessonId;
  const end = any("[data-lesson-end]");
  if (!id || !end) return;
  const lesson = new Lesson(app, id, end);
  app.mount(() => lesson.render());
}

class Lesson {
  /**
   * @param {App} app
   * @param {string} id
   * @param {HTMLElement} end the element at the end of the lesson
   */
  constructor(app, id, end) {
    this.app = app;
    this.id = id;
    this.title = any("h1")?.textContent ?? "";
    this.status = announcer();
    this.place = actions();
    this.nobody = h("p", { class: "hint" }, app.words.text("lesson_nobody"));
    end.append(this.place, this.status.element, this.nobody);
  }

  // note records the visit, with a change to it.
  /** @param {{done?: string}} change */
  note(change) {
    const { id, title, app } = this;
    return app.store.update((state) => ({
      ...state,
      lessons: { ...state.lessons, [id]: { ...(state.lessons[id] ?? { visited: today(), done: "" }), ...change } },
      last: { path: app.path, title },
    }));
  }

  /** @param {boolean} done */
  mark(done) {
    const { app, place, status } = this;
    this.note({ done: done ? today() : "" });
    const finished = noteModule(app, done);
    app.changed();
    one(place, "button").focus();
    const message = finished ? app.words.text("module_done", { title: finished }) : app.words.text("marked_done");
    status.say(done ? message : "");
  }

  render() {
    const { words, store } = this.app;
    const done = this.note({}).lessons[this.id].done !== "";
    this.nobody.hidden = store.person !== null;
    if (!done) this.status.say("");
    this.place.replaceChildren(
      done
        ? button(words.text("unmark_done"), () => this.mark(false), "quiet")
        : button(words.text("mark_done"), () => this.mark(true)),
    );
  }
}

// noteModule records that the page's module was read to its end, once all its lessons are
// marked as done, and then returns its title; "" otherwise.
/** @type {(app: App, done: boolean) => string} */
function noteModule({ store }, done) {
  const { address = "", title = "", version } = any("[data-address]")?.dataset ?? {};
  if (!version) return ""; // a preview
  const { completed, lessons } = store.state;
  const finished =
    done && all(document, "[data-address] [data-lesson]").every((link) => lessons[link.dataset.lesson ?? ""]?.done);
  if (!finished && !completed[address]) return "";
  store.update((/** @type {State} */ state) => {
    const { [address]: _, ...others } = state.completed;
    return { ...state, completed: finished ? { ...others, [address]: { title, version, at: now() } } : others };
  });
  return finished ? title : "";
}
