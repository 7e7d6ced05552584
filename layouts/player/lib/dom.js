// Building blocks of the page. Everything goes through the DOM: the site's
// content security policy refuses HTML from strings.

/** @typedef {Node | string | null | undefined | false | 0} Child */

/**
 * h makes an element. An attribute that is a function listens to an event ({onclick: f});
 * true sets an empty attribute; null, undefined and false set none.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {(Child | Child[])[]} children
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  const shown = /** @type {Child[]} */ (children.flat()).filter((c) => c !== null && c !== undefined && c !== false);
  element.append(.../** @type {(Node | string)[]} */ (shown));
  return element;
}

const looks = {
  plain: "button",
  main: "button button-main",
  quiet: "button button-quiet",
  danger: "button button-danger",
  link: "link-button",
};

/**
 * button returns a button that does not submit its form.
 * @param {string} text
 * @param {(event: Event) => void} onclick
 * @param {keyof typeof looks} [look]
 * @param {Record<string, unknown>} [attributes]
 */
export function button(text, onclick, look = "plain", attributes) {
  return h("button", { type: "button", class: looks[look], onclick, ...attributes }, text);
}

/**
 * actions returns a row of buttons.
 * @param {Child[]} buttons
 */
export const actions = (...buttons) => h("p", { class: "actions" }, buttons);

/**
 * panel returns a screen with a heading.
 * @param {string} title
 * @param {(Child | Child[])[]} children
 */
export const panel = (title, ...children) => h("section", { class: "panel screen" }, h("h2", null, title), ...children);

/** @typedef {<K extends keyof HTMLElementTagNameMap>(root: ParentNode, tag: K) => HTMLElementTagNameMap[K][]} ByTag */

/**
 * all returns the elements inside root that match a selector.
 * @type {ByTag & (<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => T[])}
 */
export const all = (/** @type {ParentNode} */ root, /** @type {string} */ selector) =>
  /** @type {any} */ ([...root.querySelectorAll(selector)]);

/** @typedef {<K extends keyof HTMLElementTagNameMap>(root: ParentNode, tag: K) => HTMLElementTagNameMap[K]} OneByTag */

/**
 * one returns the first element inside root that matches a selector. It throws if there is
 * none: the template does not fit the player.
 * @type {OneByTag & (<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => T)}
 */
export const one = (/** @type {ParentNode} */ root, /** @type {string} */ selector) => {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {any} */ (found);
};

/**
 * any returns the first element of the page that matches a selector, or null.
 * @type {<T extends HTMLElement = HTMLElement>(selector: string) => T | null}
 */
export const any = (selector) => document.querySelector(selector);

/**
 * copy returns a copy of an element's content.
 * @param {Element | null | undefined} element
 */
export const copy = (element) => [...(element?.childNodes ?? [])].map((n) => n.cloneNode(true));

/**
 * focusOn moves the focus to an element that cannot be reached by Tab, such as a heading,
 * and brings it into view.
 * @param {HTMLElement | null} element
 */
export function focusOn(element) {
  if (!element) return;
  element.setAttribute("tabindex", "-1");
  element.focus();
}

/**
 * announcer returns a status line that screen readers read out. The same message is not
 * announced twice in a row.
 */
export function announcer() {
  const line = h("p", { class: "status", role: "status" });
  return {
    element: line,
    say(/** @type {string} */ text) {
      if (line.textContent !== text) line.textContent = text;
    },
  };
}

let serial = 0; // shared by all callers, so that IDs are unique on the page

/**
 * newID returns an ID for an element that others refer to.
 * @param {string} stem
 */
export function newID(stem) {
  return `${stem}-${++serial}`;
}
