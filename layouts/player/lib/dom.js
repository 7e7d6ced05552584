// Building blocks of the page. Everything goes through the DOM: the site's
// content security policy refuses HTML from strings.

/** @typedef {Node | string | null | undefined | false | 0} Child */

/**
 * h makes an element. Attributes that are functions listen to events
 * ({onclick: f}); true sets an empty attribute; null, undefined and false set none.
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
 * button never submits a form by accident.
 * @param {string} text
 * @param {(event: Event) => void} onclick
 * @param {keyof typeof looks} [look]
 * @param {Record<string, unknown>} [attributes]
 */
export function button(text, onclick, look = "plain", attributes) {
  return h("button", { type: "button", class: looks[look], onclick, ...attributes }, text);
}

/**
 * actions is the row of buttons at the end of something.
 * @param {Child[]} buttons
 */
export const actions = (...buttons) => h("p", { class: "actions" }, buttons);

/**
 * panel is a screen with a heading.
 * @param {string} title
 * @param {(Child | Child[])[]} children
 */
export const panel = (title, ...children) => h("section", { class: "panel screen" }, h("h2", null, title), ...children);

/** @typedef {<K extends keyof HTMLElementTagNameMap>(root: ParentNode, tag: K) => HTMLElementTagNameMap[K][]} ByTag */

/**
 * all returns the elements inside root that a selector finds.
 * @type {ByTag & (<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => T[])}
 */
export const all = (/** @type {ParentNode} */ root, /** @type {string} */ selector) =>
  /** @type {any} */ ([...root.querySelectorAll(selector)]);

/** @typedef {<K extends keyof HTMLElementTagNameMap>(root: ParentNode, tag: K) => HTMLElementTagNameMap[K]} OneByTag */

/**
 * one returns the element inside root that a selector finds. A template that lacks it does
 * not fit the player.
 * @type {OneByTag & (<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) => T)}
 */
export const one = (/** @type {ParentNode} */ root, /** @type {string} */ selector) => {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {any} */ (found);
};

/**
 * any returns the element of the page that a selector finds, null where there is none.
 * @type {<T extends HTMLElement = HTMLElement>(selector: string) => T | null}
 */
export const any = (selector) => document.querySelector(selector);

/**
 * copy returns what an element holds, to be put elsewhere.
 * @param {Element | null | undefined} element
 */
export const copy = (element) => [...(element?.childNodes ?? [])].map((n) => n.cloneNode(true));

/**
 * focusOn moves the focus to something that cannot be reached by Tab, such as a
 * heading, and brings it into view.
 * @param {HTMLElement | null} element
 */
export function focusOn(element) {
  if (!element) return;
  element.setAttribute("tabindex", "-1");
  element.focus();
}

/**
 * announcer is a status line that screen readers read out; they do not hear the same
 * message twice in a row.
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

let serial = 0; // IDs are unique in a page, whoever makes them

/**
 * newID returns an ID for an element that others refer to.
 * @param {string} stem
 */
export function newID(stem) {
  return `${stem}-${++serial}`;
}
