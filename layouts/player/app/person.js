// Who uses the site: the bar on every page, and the form that asks.
/** @import { App } from "./app.js" */
/** @import { Person } from "../lib/types.js" */
import { actions, any, button, focusOn, h, newID, one } from "../lib/dom.js";
import { canonicalStaff } from "../lib/identity.js";
import { saveProgress } from "./files.js";
import { clearProblems, showProblems } from "./problems.js";

/**
 * mountPerson fills the bar at the head of the page. A page that asks in its own way sets
 * app.askWho.
 * @param {App} app
 */
export function mountPerson(app) {
  const bar = any("[data-person]");
  if (!bar) return;
  const { words, store } = app;
  let asking = false;

  function ask() {
    if (app.askWho) {
      app.askWho();
      return;
    }
    const close = () => {
      asking = false;
      app.changed();
      focusOn(bar);
    };
    const form = whoForm(app, { onDone: close, onCancel: close });
    bar?.replaceChildren(form);
    asking = true;
    focusOn(one(form, "h2"));
  }

  const notMe = () => {
    store.leave();
    app.changed();
    ask();
  };

  app.mount(() => {
    const { person } = store;
    if (asking && !person) return; // what is typed stays
    asking = false;
    bar.replaceChildren(...(person
      ? whoUses(app, person, notMe)
      : [h("p", null, words.text("nobody"), " ", button(words.text("say_who"), ask, "link"))]));
  });
}

/** @type {(app: App, person: Person, notMe: () => void) => HTMLElement[]} */
function whoUses(app, person, notMe) {
  const { words } = app;
  const name = words.text(person.name ? "you_are_named" : "you_are", { ...person });
  const parts = [h("p", null, name, " ", button(words.text("not_you"), notMe, "link"))];
  if (person.shared) {
    parts.push(h("p", { class: "person-shared" }, words.text("shared_reminder"), " ",
      button(words.text("save_progress"), () => saveProgress(app), "link")));
  }
  return parts;
}

/**
 * whoForm asks for staff ID and name and identifies the person.
 * @param {App} app
 * @param {{onDone: () => void, onCancel?: () => void, message?: string}} options
 */
export function whoForm(app, { onDone, onCancel, message }) {
  const { words, store } = app;
  const staff = field(app, ["staff_label", "staff_hint"], { type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  const name = field(app, ["name_label", "name_hint"], { type: "text", autocomplete: "name" });
  const shared = field(app, ["shared_label", "shared_hint"], { type: "checkbox" });

  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const typed = staff.input.value;
    const id = canonicalStaff(typed);
    if (id === "") {
      showProblems(app, form, [{ text: words.text(typed.trim() === "" ? "staff_missing" : "staff_too_long"), control: staff.input }]);
      return;
    }
    clearProblems(form, app);
    store.identify({ staff: id, name: name.input.value.trim(), shared: shared.input.checked });
    app.changed();
    onDone();
  }

  const form = h("form", { class: "panel who", novalidate: true, onsubmit: submit },
    h("h2", null, words.text("who_title")),
    message ? h("p", { class: "notice" }, message) : null,
    h("p", null, words.text("who_text")),
    staff.element, name.element, shared.element,
    actions(
      h("button", { type: "submit", class: "button" }, words.text("continue")),
      onCancel ? button(words.text("cancel"), onCancel, "quiet") : null));
  return form;
}

// field is one control of the form, with the words of its label and hint.
/** @type {(app: App, words: string[], attributes: Record<string, string>) => {element: HTMLElement, input: HTMLInputElement}} */
function field({ words }, names, attributes) {
  const [label, hintText] = names.map((name) => words.text(name));
  const [id, hintID] = [newID("who"), newID("who-hint")];
  const input = h("input", { id, ...attributes, "aria-describedby": hintID });
  const hint = h("p", { class: "hint", id: hintID }, hintText);
  const element = h("div", { class: "field" }, attributes.type === "checkbox"
    ? [h("label", { class: "choice", for: id }, input, h("span", null, label)), hint]
    : [h("label", { for: id }, label), hint, input]);
  return { element, input };
}
