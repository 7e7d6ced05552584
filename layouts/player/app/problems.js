// Errors in a form: a summary that takes the focus, with links to the controls; the same
// text beside each control; and a prefix in the window's title.
/** @import { App } from "./app.js" */
import { all, focusOn, h, newID } from "../lib/dom.js";

/** @typedef {{text: string, control: HTMLElement}} Problem */

/**
 * showProblems reports what is wrong with a form.
 * @param {App} app
 * @param {HTMLElement} form
 * @param {Problem[]} problems
 */
export function showProblems(app, form, problems) {
  clearProblems(form, app);
  const title = newID("problems");
  const summary = h(
    "div",
    { class: "problems", role: "group", "aria-labelledby": title, "data-problem": true },
    h("p", { class: "problems-title", id: title }, app.words.text("problem_title")),
    h("ul", null, problems.map(problemItem)),
  );
  form.prepend(summary);
  app.setTitle(app.words.text("error_prefix", { title: app.title }));
  focusOn(summary);
}

// problemItem puts a problem beside its control, and returns its item in the summary.
/** @param {Problem} problem */
function problemItem({ text, control }) {
  const id = newID("error");
  // In a fieldset the message goes above the choices: a choice is inside its label.
  const place = control.closest("fieldset")?.querySelector(".choose") ?? control;
  place.before(h("span", { class: "field-error", id, "data-problem": true }, text));
  control.id ||= newID("control");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [id, ...descriptions(control)].join(" "));
  const toControl = (/** @type {Event} */ event) => {
    event.preventDefault();
    control.focus();
  };
  return h("li", null, h("a", { href: `#${control.id}`, onclick: toControl }, text));
}

/**
 * clearProblems removes the errors of a form.
 * @param {HTMLElement} form
 * @param {App} app
 */
export function clearProblems(form, app) {
  for (const control of all(form, "[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    const kept = descriptions(control).filter((id) => !id.startsWith("error-"));
    if (kept.length > 0) control.setAttribute("aria-describedby", kept.join(" "));
    else control.removeAttribute("aria-describedby");
  }
  for (const element of all(form, "[data-problem]")) element.remove();
  app.setTitle(app.title);
}

/** @type {(control: HTMLElement) => string[]} */
const descriptions = (control) => (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
