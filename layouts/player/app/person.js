// Who uses the site: the bar on every page, and the form that asks.
import { button, focusOn, h, newID } from "../lib/dom.js";
import { saveProgress } from "./files.js";
import { canonicalStaff } from "../lib/identity.js";
import { clearProblems, showProblems } from "./problems.js";

// mountPerson fills the bar at the head of the page. A page that asks in its own
// way sets app.askWho.
export function mountPerson(app) {
  const bar = document.querySelector("[data-person]");
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
    bar.replaceChildren(form);
    asking = true;
    focusOn(form.querySelector("h2"));
  }

  function render() {
    const person = store.person;
    if (asking && !person) return; // what is typed stays
    asking = false;
    if (!person) {
      bar.replaceChildren(h("p", null, words.text("nobody"), " ", button(words.text("say_who"), ask, { class: "link-button" })));
      return;
    }
    bar.replaceChildren(
      h("p", null, whoIs(app, person), " ",
        button(words.text("not_you"), () => {
          store.leave();
          app.changed();
          ask();
        }, { class: "link-button" })),
      ...(person.shared ? [h("p", { class: "person-shared" }, words.text("shared_reminder"), " ",
        button(words.text("save_progress"), () => saveProgress(app), { class: "link-button" }))] : []),
    );
  }
  app.onChange(render);
  render();
}

// whoIs is the sentence that names a person.
function whoIs(app, person) {
  return person.name ? app.words.text("you_are_named", person) : app.words.text("you_are", person);
}

// whoForm asks for staff ID and name and identifies the person.
export function whoForm(app, { onDone, onCancel, message }) {
  const { words, store } = app;
  const [staffID, staffHint, nameID, nameHint, sharedID, sharedHint] =
    ["staff", "staff-hint", "name", "name-hint", "shared", "shared-hint"].map(newID);
  const staff = h("input", {
    id: staffID, type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": staffHint,
  });
  const name = h("input", { id: nameID, type: "text", autocomplete: "name", "aria-describedby": nameHint });
  const shared = h("input", { id: sharedID, type: "checkbox", "aria-describedby": sharedHint });

  function submit(event) {
    event.preventDefault();
    const id = canonicalStaff(staff.value);
    if (id === "") {
      const key = staff.value.trim() === "" ? "staff_missing" : "staff_too_long";
      showProblems(app, form, [{ text: words.text(key), control: staff }]);
      return;
    }
    clearProblems(form, app);
    store.identify({ staff: id, name: name.value.trim(), shared: shared.checked });
    app.changed();
    onDone();
  }

  const form = h("form", { class: "panel who", novalidate: true, onsubmit: submit },
    h("h2", null, words.text("who_title")),
    message ? h("p", { class: "notice" }, message) : null,
    h("p", null, words.text("who_text")),
    h("div", { class: "field" },
      h("label", { for: staffID }, words.text("staff_label")),
      h("p", { class: "hint", id: staffHint }, words.text("staff_hint")),
      staff),
    h("div", { class: "field" },
      h("label", { for: nameID }, words.text("name_label")),
      h("p", { class: "hint", id: nameHint }, words.text("name_hint")),
      name),
    h("div", { class: "field" },
      h("label", { class: "choice", for: sharedID }, shared, h("span", null, words.text("shared_label"))),
      h("p", { class: "hint", id: sharedHint }, words.text("shared_hint"))),
    h("p", { class: "actions" },
      h("button", { type: "submit", class: "button" }, words.text("continue")),
      onCancel ? button(words.text("cancel"), onCancel, { class: "button button-quiet" }) : null),
  );
  return form;
}
