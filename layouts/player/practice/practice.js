// The practice questions of a page, and a summary of the answers.
/** @import { App } from "../app/app.js" */
import { actions, all, any, button, h, newID } from "../lib/dom.js";
import { Question } from "./question.js";

/**
 * mountPractice sets up the questions of the page, with a summary at its end, and returns
 * them.
 * @param {App} app
 */
export function mountPractice(app) {
  let refresh = () => {};
  const questions = all(document, "[data-practice]").map((section) => new Question(app, section, () => refresh()));
  refresh = mountSummary(app, questions);
  return questions;
}

// mountSummary shows how many answers were right, and offers to try the others again. It
// returns a function that updates the summary.
/** @type {(app: App, questions: Question[]) => () => void} */
function mountSummary(app, questions) {
  const place = any("[data-practice-end]");
  if (!place) return () => {};
  const title = newID("summary");
  const render = () => {
    const { state } = app.store; // once, because the store reads it anew every time
    const verdicts = questions.map((q) => q.verdict(state));
    const again = questions.filter((_, i) => verdicts[i] !== null && verdicts[i] !== "right");
    place.replaceChildren(...(verdicts.every((v) => v === null) ? [] : [summary(app, title, verdicts, again)]));
  };
  app.onChange(render);
  render();
  return render;
}

/** @type {(app: App, title: string, verdicts: (string | null)[], again: Question[]) => HTMLElement} */
function summary({ words }, title, verdicts, again) {
  const right = verdicts.filter((v) => v === "right").length;
  const open = verdicts.filter((v) => v === null).length;
  const retry = () => {
    for (const question of again) question.clear();
    again[0].focus();
  };
  return h(
    "section",
    { class: "panel", "aria-labelledby": title },
    h("h2", { id: title }, words.text("summary_title")),
    h(
      "p",
      null,
      right > 0 ? `${words.text("summary_right", { right, all: verdicts.length })} ` : null,
      open > 0 ? words.count("summary_open", open) : null,
    ),
    actions(again.length > 0 ? button(words.count("summary_again", again.length), retry, "quiet") : null),
  );
}
