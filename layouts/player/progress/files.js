// The section to save a progress file and to load one.
/** @import { App } from "../app/app.js" */
/** @import { Words } from "../lib/words.js" */
import { saveProgress } from "../app/files.js";
import { clearProblems, showProblems } from "../app/problems.js";
import { actions, announcer, button, focusOn, h, newID, one } from "../lib/dom.js";
import { merge } from "../store/merge.js";
import { readProgress } from "../store/records.js";

/** @typedef {ReturnType<typeof merge>} Merged */

/** @param {App} app */
export function filesSection(app) {
  const { words } = app;
  const status = announcer();
  status.element.setAttribute("data-files-status", "");
  const save = () => status.say(words.text("download_done", { file: saveProgress(app) }));
  return h(
    "section",
    { class: "panel progress-section" },
    h("h2", null, words.text("file_title")),
    h("p", null, words.text("file_text")),
    actions(button(words.text("save_progress"), save)),
    status.element,
    loadForm(app),
  );
}

/** @param {App} app */
function loadForm(app) {
  const { words } = app;
  const [fileID, hintID] = [newID("file"), newID("file-hint")];
  const input = h("input", { id: fileID, type: "file", accept: ".json,application/json", "aria-describedby": hintID });
  const form = h(
    "form",
    {
      novalidate: true,
      async onsubmit(/** @type {Event} */ event) {
        event.preventDefault();
        clearProblems(form, app);
        const fault = await load(app, input.files?.[0]);
        if (fault) showProblems(app, form, [{ text: fault, control: input }]);
      },
    },
    h(
      "div",
      { class: "field" },
      h("label", { for: fileID }, words.text("load_label")),
      h("p", { class: "hint", id: hintID }, words.text("load_hint")),
      input,
    ),
    actions(h("button", { type: "submit", class: "button button-quiet" }, words.text("load"))),
  );
  return form;
}

// load adds a progress file to what is kept, and returns what is wrong with it; "" if
// nothing is.
/** @type {(app: App, file: File | undefined) => Promise<string>} */
async function load(app, file) {
  const { words, store, site } = app;
  if (!file) return words.text("load_missing");
  const source = await file.text().catch(() => "");
  const read = readProgress(source, site, store.person?.staff ?? "");
  if (!read.state) return words.text(read.fault, read.values);
  const report = merge(store.state, read.state);
  store.update(() => report.state);
  app.changed();
  // The page was rendered again: the message goes to the new status line.
  const line = one(document, "[data-files-status]");
  line.textContent = loadedMessage(words, report);
  focusOn(line.closest("section")?.querySelector("h2") ?? null);
  return "";
}

/** @type {(words: Words, report: Merged) => string} */
function loadedMessage(words, { records, lessons, attempts }) {
  const parts = [
    ...(records > 0 ? [words.count("loaded_records", records)] : []),
    ...(lessons > 0 ? [words.count("loaded_lessons", lessons)] : []),
    ...(attempts > 0 ? [words.text("loaded_attempt")] : []),
  ];
  return [words.text("loaded"), ...(parts.length > 0 ? parts : [words.text("loaded_nothing")])].join(" ");
}
