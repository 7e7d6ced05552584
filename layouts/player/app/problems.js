// Errors of a form: a summary that takes the focus, with links to the controls,
// the same text beside each control, and a word in the window's title.
import { focusOn, h, newID } from "../lib/dom.js";

// showProblems reports faults: [{text, control}]. container is the form.
export function showProblems(app, container, faults) {
  clearProblems(container);
  const items = faults.map(({ text, control }) => {
    const id = newID("error");
    const inline = h("span", { class: "field-error", id, "data-problem": true }, text);
    // A choice stands inside its label, a fieldset carries the message first.
    const place = control.closest("fieldset")?.querySelector(".choose") ?? control;
    place.before(inline);
    control.id ||= newID("control");
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", [id, control.getAttribute("aria-describedby")].filter(Boolean).join(" "));
    const toControl = (event) => {
      event.preventDefault();
      control.focus();
    };
    return h("li", null, h("a", { href: `#${control.id}`, onclick: toControl }, text));
  });
  const summary = h("div", { class: "problems", role: "group", "aria-labelledby": newID("problems"), "data-problem": true });
  summary.append(
    h("p", { class: "problems-title", id: summary.getAttribute("aria-labelledby") }, app.words.text("problem_title")),
    h("ul", null, items),
  );
  container.prepend(summary);
  app.setTitle(app.words.text("error_prefix", { title: app.title }));
  focusOn(summary);
}

// clearProblems takes the errors of a form away again.
export function clearProblems(container, app) {
  for (const control of container.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    const kept = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.startsWith("error-"));
    if (kept.length > 0) control.setAttribute("aria-describedby", kept.join(" "));
    else control.removeAttribute("aria-describedby");
  }
  for (const element of container.querySelectorAll("[data-problem]")) element.remove();
  app?.setTitle(app.title);
}
