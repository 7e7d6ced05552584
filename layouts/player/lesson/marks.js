// The marks beside links to lessons and assessments that show how far somebody is.
/** @import { App } from "../app/app.js" */
/** @import { State } from "../lib/types.js" */
import { all, h } from "../lib/dom.js";
import { handedIn } from "../store/records.js";

/**
 * mountMarks keeps the marks up to date.
 * @param {App} app
 */
export function mountMarks(app) {
  app.mount(() => {
    const { state } = app.store;
    for (const link of all(document, "a[data-lesson]")) markLesson(app, link, state);
    for (const element of all(document, "[data-bank]")) markAssessment(app, element, state);
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

// markAssessment shows the status of a bank or an assessed scenario.
/** @type {(app: App, element: HTMLElement, state: State) => void} */
function markAssessment(app, element, state) {
  const { bank = "" } = element.dataset;
  const texts = assessmentStatus(app, [bank], state);
  if (element.matches("a"))
    markLink(element, texts.length === 0 ? "" : state.attempts[bank] ? "visited" : "done", texts.join(", "));
  element.querySelector("[data-attempts]")?.replaceChildren(...texts.map((text) => h("span", { class: "tag" }, text)));
}

/**
 * assessmentStatus returns the status of banks and assessed scenarios in words.
 * @param {App} app
 * @param {string[]} banks
 * @param {State} state
 */
export function assessmentStatus({ words }, banks, state) {
  const times = handedIn(state).filter((a) => banks.includes(a.bank)).length;
  const texts = [];
  if (banks.some((bank) => state.attempts[bank])) texts.push(words.text("attempt_running"));
  if (times > 0) texts.push(words.count("handed_in_times", times));
  return texts;
}
