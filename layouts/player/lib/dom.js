// Building blocks of the page. Everything goes through the DOM: the site's
// content security policy refuses HTML from strings.

// h makes an element. Attributes that are functions listen to events
// ({onclick: f}); true sets an empty attribute; null, undefined and false none.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

// button never submits a form by accident.
export function button(text, onclick, attributes) {
  return h("button", { type: "button", class: "button", onclick, ...attributes }, text);
}

// focusOn moves the focus to something that cannot be reached by Tab, such as a
// heading, and brings it into view.
export function focusOn(element) {
  if (!element) return;
  element.setAttribute("tabindex", "-1");
  element.focus();
}

// announcer is a line of status that screen readers tell; the same message is
// not told twice in a row.
export function announcer() {
  const line = h("p", { class: "status", role: "status" });
  return {
    element: line,
    say(text) {
      if (line.textContent !== text) line.textContent = text;
    },
  };
}

let serial = 0; // IDs are unique in a page, whoever makes them

// newID gives an ID for an element that others refer to.
export function newID(stem) {
  return `${stem}-${++serial}`;
}
