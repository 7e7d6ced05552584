// Progress through lessons: what was opened, what is marked as done, and the
// marks beside links and cards that show it.
import { announcer, button, h } from "../lib/dom.js";
import { handedIn } from "../store/records.js";
import { day, stamp } from "../lib/time.js";

// mountLesson notes the visit and offers to mark the lesson as done.
export function mountLesson(app) {
  const lesson = document.querySelector("[data-lesson-id]");
  const end = document.querySelector("[data-lesson-end]");
  if (!lesson || !end) return;
  const { words, store } = app;
  const id = lesson.dataset.lessonId;
  const title = document.querySelector("h1")?.textContent ?? "";

  const set = (change) => store.update((state) => ({
    ...state,
    lessons: { ...state.lessons, [id]: { visited: day(new Date()), done: "", ...state.lessons[id], ...change } },
    last: { path: app.path, title },
  }));
  const status = announcer();
  const place = h("p", { class: "actions" });
  const nobody = h("p", { class: "hint" }, words.text("lesson_nobody"));
  end.append(place, status.element, nobody);

  function toggle(done) {
    set({ done: done ? day(new Date()) : "" });
    const finished = noteModule(app, done);
    app.changed();
    place.querySelector("button").focus();
    status.say(finished ? words.text("module_done", { title: finished }) : done ? words.text("marked_done") : "");
  }
  function render() {
    set({});
    nobody.hidden = store.person !== null;
    const done = store.state.lessons[id].done !== "";
    if (!done) status.say("");
    place.replaceChildren(done
      ? button(words.text("unmark_done"), () => toggle(false), { class: "button button-quiet" })
      : button(words.text("mark_done"), () => toggle(true)));
  }
  app.onChange(render);
  render();
}

// noteModule keeps that the page's module was read to its end, once all of its
// lessons are marked as done, and gives its title then; "" otherwise.
function noteModule(app, done) {
  const { address, title, version } = document.querySelector("[data-address]")?.dataset ?? {};
  if (!version) return ""; // a preview
  const lessons = [...document.querySelectorAll("[data-address] [data-lesson]")].map((link) => link.dataset.lesson);
  const { completed, lessons: kept } = app.store.state;
  const finished = done && lessons.every((id) => kept[id]?.done);
  if (!finished && !completed[address]) return "";
  const { [address]: _, ...others } = completed;
  app.store.update((state) => ({ ...state, completed: finished ? { ...others, [address]: { title, version, at: stamp(new Date()) } } : others }));
  return finished ? title : "";
}

// mountMarks keeps the marks of lessons, modules and assessments up to date.
export function mountMarks(app) {
  const render = () => {
    const state = app.store.state;
    for (const link of document.querySelectorAll("a[data-lesson]")) markLesson(app, link, state.lessons[link.dataset.lesson]);
    for (const module of document.querySelectorAll("[data-module]")) markModule(app, module, state);
    for (const element of document.querySelectorAll("[data-bank]")) markAssessment(app, element, state);
    markResume(app, state);
  };
  app.onChange(render);
  render();
}

function markLesson(app, link, lesson) {
  const status = lesson?.done ? "done" : lesson?.visited ? "visited" : "";
  markLink(link, status, status && app.words.text(`lesson_${status}`));
}

function markLink(link, status, text) {
  link.querySelector(".visually-hidden")?.remove();
  if (status === "") {
    delete link.dataset.status;
    return;
  }
  link.dataset.status = status;
  link.append(h("span", { class: "visually-hidden" }, ` (${text})`));
}

function markModule(app, module, state) {
  const place = module.querySelector("[data-progress]");
  const all = Number(module.dataset.lessons);
  if (!place || !all) return;
  const own = Object.entries(state.lessons).filter(([id]) => id.startsWith(`${module.dataset.module}/`));
  if (own.length === 0) {
    place.replaceChildren();
    return;
  }
  const done = Math.min(all, own.filter(([, lesson]) => lesson.done).length);
  const text = app.words.text("lessons_done", { done, all });
  place.replaceChildren(
    h("progress", { max: all, value: done, "aria-hidden": "true" }),
    h("p", { class: "meta" }, text, ...assessmentStatus(app, (module.dataset.asked ?? "").split(" "), state).map((s) => ` · ${s}`)));
}

// markAssessment shows how things stand with a bank or an assessed scenario.
function markAssessment(app, element, state) {
  const { bank } = element.dataset;
  const texts = assessmentStatus(app, [bank], state);
  if (element.matches("a")) markLink(element, texts.length === 0 ? "" : state.attempts[bank] ? "visited" : "done", texts.join(", "));
  element.querySelector("[data-attempts]")?.replaceChildren(...texts.map((text) => h("span", { class: "tag" }, text)));
}

function assessmentStatus(app, banks, state) {
  const times = handedIn(state).filter((a) => banks.includes(a.bank)).length;
  const out = [];
  if (banks.some((bank) => state.attempts[bank])) out.push(app.words.text("attempt_running"));
  if (times > 0) out.push(app.words.count("handed_in_times", times));
  return out;
}

function markResume(app, state) {
  const place = document.querySelector("[data-resume]");
  if (!place) return;
  place.replaceChildren(...(state.last
    ? [h("p", null, `${app.words.text("continue_with")} `, h("a", { href: app.root + state.last.path }, state.last.title))]
    : []));
}
