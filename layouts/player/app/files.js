// Giving files to the learner and taking them back.
import { announcer, button, h, newID } from "../lib/dom.js";
import { newAttemptID, randomBytes } from "../lib/identity.js";
import { completed, fileName, progressFile, resultsFile } from "../store/records.js";
import { day } from "../lib/time.js";

// download hands a text to the browser as a file. The name ends in .json: on
// plain http Chromium holds back kinds of file that it does not know.
function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = h("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// ready gives the state with all that the next results file holds: what was read to
// its end is handed in with whatever file comes next.
export function ready(app, state) {
  const { person } = app.store;
  return completed(state, { site: app.site, staff: state.staff, name: person.name, lang: app.lang }, () => newAttemptID(randomBytes()));
}

// resultsPanel offers the results file, and its text for where a download does
// not work.
export function resultsPanel(app) {
  const { words, store } = app;
  const status = announcer();
  const copyStatus = announcer();
  const areaID = newID("results");
  const content = () => resultsFile(store.update((state) => ready(app, state)), app.player);
  const area = h("textarea", { id: areaID, rows: 6, readonly: true, spellcheck: "false" });

  const fill = () => { // on a click at once, and where a search opens the box
    area.value = content();
  };
  const save = () => {
    const name = fileName("results", store.state.staff);
    download(name, content());
    status.say(words.text("download_done", { file: name }));
  };
  const select = () => {
    area.focus();
    area.select();
  };
  const copy = (event) => {
    select();
    // The clipboard's own interface is missing on plain http.
    const done = document.execCommand("copy");
    if (done) event.currentTarget.focus();
    copyStatus.say(words.text(done ? "copied" : "copy_failed"));
  };

  return h("div", { class: "results-panel" },
    h("p", { class: "actions" }, button(words.text("download_results"), save, { class: "button button-main" })),
    status.element,
    h("details", { class: "box-details", ontoggle: fill },
      h("summary", { onclick: fill }, words.text("copy_summary")),
      h("p", null, words.text("copy_text")),
      h("label", { for: areaID }, words.text("copy_label")),
      area,
      h("p", { class: "actions" },
        button(words.text("copy"), copy, { class: "button button-quiet" }),
        button(words.text("select_all"), select, { class: "button button-quiet" })),
      copyStatus.element));
}

// saveProgress gives the person a progress file.
export function saveProgress(app) {
  const state = app.store.state;
  const name = fileName("progress", state.staff || "nobody", `-${day(new Date())}`);
  download(name, progressFile(state));
  return name;
}

// handInSteps are the page's words on how and where to hand in.
export function handInSteps() {
  const steps = document.querySelector("[data-hand-in] > *");
  return steps ? steps.cloneNode(true) : null;
}
