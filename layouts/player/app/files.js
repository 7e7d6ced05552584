// Files for the learner to save.
/** @import { App } from "./app.js" */
/** @import { State } from "../lib/types.js" */
import { actions, announcer, any, button, h, newID } from "../lib/dom.js";
import { today } from "../lib/time.js";
import { completed, fileName, progressFile, resultsFile } from "../store/records.js";

// download saves a text as a file. Its name has to end in .json: on plain http, Chromium
// blocks kinds of file that it does not know.
/** @type {(name: string, content: string) => void} */
function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = h("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * ready returns the state with everything that the next results file holds. Modules that
 * were read to their end are handed in with the next file.
 * @param {App} app
 * @param {State} state
 */
export function ready({ site, lang, store }, state) {
  return completed(state, { site, staff: state.staff, name: store.person?.name ?? "", lang });
}

/**
 * resultsPanel offers the results file, and its text to copy if a download does not work.
 * @param {App} app
 */
export function resultsPanel(app) {
  const { words, store, player } = app;
  const status = announcer();
  const content = () =>
    resultsFile(
      store.update((state) => ready(app, state)),
      player,
    );
  const save = () => {
    const name = fileName("results", store.state.staff);
    download(name, content());
    status.say(words.text("download_done", { file: name }));
  };
  return h(
    "div",
    { class: "results-panel" },
    actions(button(words.text("download_results"), save, "main")),
    status.element,
    copyBox(app, content),
  );
}

/** @type {(app: App, content: () => string) => HTMLElement} */
function copyBox({ words }, content) {
  const status = announcer();
  const areaID = newID("results");
  const area = h("textarea", { id: areaID, rows: 6, readonly: true, spellcheck: "false" });
  const fill = () => {
    // at once on a click, and also when the browser's search opens the box
    area.value = content();
  };
  const select = () => {
    area.focus();
    area.select();
  };
  const copy = (/** @type {Event} */ event) => {
    select();
    // navigator.clipboard is missing on plain http.
    const done = document.execCommand("copy");
    if (done) /** @type {HTMLElement} */ (event.currentTarget).focus();
    status.say(words.text(done ? "copied" : "copy_failed"));
  };
  return h(
    "details",
    { class: "box-details", ontoggle: fill },
    h("summary", { onclick: fill }, words.text("copy_summary")),
    h("p", null, words.text("copy_text")),
    h("label", { for: areaID }, words.text("copy_label")),
    area,
    actions(button(words.text("copy"), copy, "quiet"), button(words.text("select_all"), select, "quiet")),
    status.element,
  );
}

/**
 * saveProgress downloads the person's progress file and returns its name.
 * @param {App} app
 */
export function saveProgress({ store }) {
  const { state } = store;
  const name = fileName("progress", state.staff || "nobody", `-${today()}`);
  download(name, progressFile(state));
  return name;
}

/** handInSteps returns a copy of the page's text on how and where to hand in. */
export function handInSteps() {
  return any("[data-hand-in] > *")?.cloneNode(true) ?? null;
}
