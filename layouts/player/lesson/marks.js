// The marks beside links and cards that show how far somebody is: with lessons, modules,
// assessments, and where to go on.
/** @import { App } from "../app/app.js" */
/** @import { State } from "../lib/types.js" */
import { all, any, h } from "../lib/dom.js";
import { handedIn } from "../store/records.js";

/**
 * mountMarks keeps the marks up to date.
 * @param {App} app
 */
export function mountMarks(app) {
  app.mount(() => {
    const { state } = app.store;
    for (const link of all(document, "a[data-lesson]")) markLesson(app, link, state);
    for (const module of all(document, "[data-module]")) markModule(app, module, state);
    for (const element of all(document, "[data-bank]")) markAssessment(app, element, state);
    markResume(app, state);
  });
}

/** @type {(app: App, link: HTMLElement, state: State) => void} */
function markLesson({ words }, link, state) {
  const lesson = state.lessons[link.dataset.lesson ?? ""];
  const status = lesson?.done ? "done" : lesson?.visited ? "visited" : "";
  markLink(link, status, status && words.text(`lesson_${status}`));
}

/** @type {(link: HTMLElement, status: string, text: string) => void} */
function markLink(link, status, text) {
  link.querySelector(".visually-hidden")?.remove();
  if (status === "") {
    delete link.dataset.status;
    return;
  }
  link.dataset.status = status;
  link.append(h("span", { class: "visually-hidden" }, ` (${text})`));
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
  const texts = [app.words.text("lessons_done", { done, all: count }), ...assessmentStatus(app, (module.dataset.asked ?? "").split(" "), state)];
  place.replaceChildren(
    h("progress", { max: count, value: done, "aria-hidden": "true" }),
    h("p", { class: "meta" }, texts.join(" · ")));
}

// markAssessment shows how things stand with a bank or an assessed scenario.
/** @type {(app: App, element: HTMLElement, state: State) => void} */
function markAssessment(app, element, state) {
  const { bank = "" } = element.dataset;
  const texts = assessmentStatus(app, [bank], state);
  if (element.matches("a")) markLink(element, texts.length === 0 ? "" : state.attempts[bank] ? "visited" : "done", texts.join(", "));
  element.querySelector("[data-attempts]")?.replaceChildren(...texts.map((text) => h("span", { class: "tag" }, text)));
}

/** @type {(app: App, banks: string[], state: State) => string[]} */
function assessmentStatus({ words }, banks, state) {
  const times = handedIn(state).filter((a) => banks.includes(a.bank)).length;
  const texts = [];
  if (banks.some((bank) => state.attempts[bank])) texts.push(words.text("attempt_running"));
  if (times > 0) texts.push(words.count("handed_in_times", times));
  return texts;
}

/** @type {(app: App, state: State) => void} */
function markResume({ words, root }, { last }) {
  any("[data-resume]")?.replaceChildren(...(last
    ? [h("p", null, `${words.text("continue_with")} `, h("a", { href: root + last.path }, last.title))]
    : []));
}
