// Who uses the site: the bar on every page, and the form that asks for the staff ID.
/** @import { App } from "./app.js" */
/** @import { Person } from "../lib/types.js" */
import { actions, any, button, focusOn, h, newID, one } from "../lib/dom.js";
import { canonicalStaff } from "../lib/identity.js";
import { saveProgress } from "./files.js";
import { clearProblems, showProblems } from "./problems.js";

/**
 * mountPerson fills the bar at the top of the page. A page that asks in its own way sets
 * app.askWho.
 * @param {App} app
 */
export function mountPerson(app) {
  const bar = any("[data-person]");
  if (!bar) return;
  const person = new PersonBar(app, bar);
  app.mount(() => person.render());
}

class PersonBar {
  /**
   * @param {App} app
   * @param {HTMLElement} bar
   */
  constructor(app, bar) {
    this.app = app;
    this.bar = bar;
    this.asking = false;
  }

  ask() {
    const { app, bar } = this;
    if (app.askWho) return app.askWho();
    const close = () => {
      this.asking = false;
      app.changed();
      focusOn(bar);
    };
    const form = whoForm(app, { onDone: close, onCancel: close });
    bar.replaceChildren(form);
    this.asking = true;
    focusOn(one(form, "h2"));
  }

  notMe() {
    this.app.store.leave();
    this.app.changed();
    this.ask();
  }

  render() {
    const { person } = this.app.store;
    if (this.asking && !person) return; // keep what is typed
    this.asking = false;
    this.bar.replaceChildren(
      ...(person ? this.whoUses(person) : [this.line("nobody", {}, "say_who", () => this.ask())]),
    );
  }

  /** @param {Person} person */
  whoUses(person) {
    const { app } = this;
    const line = this.line(person.name ? "you_are_named" : "you_are", { ...person }, "not_you", () => this.notMe());
    if (!person.shared) return [line];
    const shared = this.line("shared_reminder", {}, "save_progress", () => saveProgress(app));
    shared.className = "person-shared";
    return [line, shared];
  }

  /** @type {(word: string, values: Record<string, unknown>, action: string, onAction: () => void) => HTMLElement} */
  line(word, values, action, onAction) {
    const { words } = this.app;
    return h("p", null, words.text(word, values), " ", button(words.text(action), onAction, "link"));
  }
}

/**
 * whoForm asks for staff ID and name and identifies the person.
 * @param {App} app
 * @param {{onDone: () => void, onCancel?: () => void, message?: string}} options
 */
export function whoForm(app, { onDone, onCancel, message }) {
  const { words, store } = app;
  const staff = field(app, ["staff_label", "staff_hint"], {
    type: "text",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
  });
  const name = field(app, ["name_label", "name_hint"], { type: "text", autocomplete: "name" });
  const shared = field(app, ["shared_label", "shared_hint"], { type: "checkbox" });

  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const typed = staff.input.value;
    const id = canonicalStaff(typed);
    if (id === "") {
      showProblems(app, form, [
        { text: words.text(typed.trim() === "" ? "staff_missing" : "staff_too_long"), control: staff.input },
      ]);
      return;
    }
    clearProblems(form, app);
    store.identify({ staff: id, name: name.input.value.trim(), shared: shared.input.checked });
    app.changed();
    onDone();
  }

  const form = h(
    "form",
    { class: "panel who", novalidate: true, onsubmit: submit },
    h("h2", null, words.text("who_title")),
    message ? h("p", { class: "notice" }, message) : null,
    h("p", null, words.text("who_text")),
    staff.element,
    name.element,
    shared.element,
    actions(
      h("button", { type: "submit", class: "button" }, words.text("continue")),
      onCancel ? button(words.text("cancel"), onCancel, "quiet") : null,
    ),
  );
  return form;
}

/**
 * field returns one control of the form, with its label and hint.
 * @param {App} app
 * @param {string[]} names of the words: label, hint
 * @param {Record<string, string>} attributes
 */
function field({ words }, names, attributes) {
  const [label, hintText] = names.map((name) => words.text(name));
  const [id, hintID] = [newID("who"), newID("who-hint")];
  const input = h("input", { id, ...attributes, "aria-describedby": hintID });
  const hint = h("p", { class: "hint", id: hintID }, hintText);
  const element = h(
    "div",
    { class: "field" },
    attributes.type === "checkbox"
      ? [h("label", { class: "choice", for: id }, input, h("span", null, label)), hint]
      : [h("label", { for: id }, label), hint, input],
  );
  return { element, input };
}
