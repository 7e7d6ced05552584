// The my-progress page: what was handed in, the files to give and to keep, and
// deleting it all.
import { answers } from "../sitting/attempt.js";
import { announcer, button, focusOn, h, newID } from "../lib/dom.js";
import { toReview } from "../review/due.js";
import { handInSteps, ready, resultsPanel, saveProgress } from "../app/files.js";
import { whoForm } from "../app/person.js";
import { clearProblems, showProblems } from "../app/problems.js";
import { alsoHandedIn, handedIn, readProgress } from "../store/records.js";
import { next, plan, waiting } from "../review/schedule.js";
import { merge, withoutPage } from "../store/state.js";
import { day, readable, readableDay, stamp } from "../lib/time.js";

export function mountMyProgress(app) {
  const top = document.querySelector("[data-my-progress]");
  const bottom = document.querySelector("[data-my-files]");
  const modules = document.querySelector("[data-modules]");
  if (!top || !bottom || !modules) return;

  // Who asks here asks in the page, not in its head.
  const ask = ({ focus, message }) => {
    const form = whoForm(app, { message, onDone: () => focusOn(top.querySelector("h2")) });
    top.replaceChildren(form);
    bottom.replaceChildren();
    modules.hidden = true;
    if (focus) focusOn(form.querySelector("h2"));
  };
  app.askWho = () => ask({ focus: true });

  // render shows how things stand; message is told above the files.
  const render = () => {
    if (!app.store.person) {
      if (!top.querySelector("form")) ask({ focus: false }); // else what is typed stays
      return;
    }
    const state = app.store.state;
    const titles = new Map([...document.querySelectorAll("[data-bank]")].map((e) => [e.dataset.bank, e.dataset.title ?? e.querySelector("a")?.textContent ?? e.dataset.bank]));
    modules.hidden = false;
    top.replaceChildren(...overview(app, state, titles));
    bottom.replaceChildren(filesSection(app, { onLoaded: app.changed.bind(app) }), deleteSection(app, {
      onDeleted: (message) => {
        app.changed();
        ask({ focus: true, message });
      },
    }));
  };
  app.onChange(render);
  render();
}

function overview(app, state, titles) {
  const { words, locale } = app;
  const attempts = handedIn(state).reverse();
  const title = (bank) => titles.get(bank) ?? bank;
  const running = Object.values(state.attempts).map((a) => h("p", { class: "notice" }, words.text(a.bank_rev.startsWith("s1-") ? "running_scenario" : "running_text", {
    title: title(a.bank), ordinal: a.ordinal, date: readable(a.started, locale), answered: answers(a).size, all: a.form.length,
  })));
  const aside = state.aside.map((a) => h("p", { class: "hint" }, words.text("aside_text", { title: title(a.bank), ordinal: a.ordinal, date: readable(a.started, locale) })));
  const more = alsoHandedIn(ready(app, state)).reverse();
  const read = more.filter((r) => r.kind === "completion");
  const others = more.filter((r) => r.kind !== "completion");
  const practised = Object.values(state.practice).filter((p) => p.checked).length;
  return [
    h("section", { class: "progress-section" },
      h("h2", null, words.text("attempts_title")),
      running,
      attempts.length === 0 ? h("p", null, words.text("attempts_none")) : attemptsTable(app, attempts, title),
      others.length === 0 ? null : [
        h("p", null, words.text("also_title")),
        h("ul", null, others.map((r) => h("li", null, `${words.text(`kind_${r.kind}`)} · ${readable(r.at, locale)} · `, h("code", { class: "receipt-small" }, r.receipt))))],
      aside,
      practised > 0 ? h("p", { class: "hint" }, words.count("practice", practised)) : null),
    reviewSection(app),
    attempts.length + more.length === 0 ? null : h("section", { class: "panel progress-section" },
      h("h2", null, words.text("results_title")),
      read.length === 0 ? null : [
        h("p", null, words.count("modules_read", read.length)),
        h("ul", null, read.map((r) => h("li", null, words.text("module_read", { title: r.title || r.module, date: readable(r.at, locale) }))))],
      handInSteps(),
      resultsPanel(app)),
  ].filter(Boolean);
}

// reviewSection offers ten minutes of review.
function reviewSection(app) {
  const { words, store, locale } = app;
  const pages = [...document.querySelectorAll("a[data-practice-page]")].map((a) => a.getAttribute("href").slice(app.root.length));
  if (pages.length === 0) return null;
  const known = (item) => pages.includes(item.page);
  const lost = Object.entries(store.state.practice).filter(([, entry]) => entry.page && !known(entry)).map(([id]) => id);
  if (lost.length > 0) store.update((state) => withoutPage(state, lost));
  const { practice, review: running } = store.state;
  const today = day(new Date());
  const { due, missed } = waiting(practice, today);
  const items = plan(practice, today);
  const goOn = running?.items.every(known) && next(running) >= 0 && day(new Date(running.begun)) === today ? next(running) : -1;
  const start = () => {
    store.update((state) => ({ ...state, review: { begun: stamp(new Date()), items } }));
    location.assign(toReview(app, items[0]));
  };
  const days = Object.values(practice).filter((entry) => entry.page).map((entry) => entry.due).sort();
  const text = () => {
    if (goOn >= 0) return words.text("review_running", { number: goOn + 1, all: running.items.length });
    if (due.length > 0) return words.count("review_ready", due.length);
    if (missed.length > 0) return words.count("review_missed", missed.length);
    return days.length > 0 ? words.text("review_none", { date: readableDay(days[0], locale) }) : words.text("review_empty");
  };
  const action = goOn >= 0
    ? button(words.text("review_go_on"), () => location.assign(toReview(app, running.items[goOn])))
    : items.length > 0 ? button(words.count("review_start", items.length), start) : null;
  return h("section", { class: "panel progress-section" },
    h("h2", null, words.text("review_name")),
    h("p", null, text()),
    h("p", { class: "actions" }, action));
}

function attemptsTable({ words, locale }, attempts, title) {
  const head = (key) => h("th", { scope: "col" }, words.text(key));
  const cell = (key, ...content) => h("td", { "data-label": words.text(key) }, content);
  return h("table", { class: "attempts" },
    h("caption", null, words.text("attempts_caption")),
    h("thead", null, h("tr", null, ["column_assessment", "column_attempt", "column_date", "column_receipt"].map(head))),
    h("tbody", null, attempts.map((a) => h("tr", null,
      h("th", { scope: "row" }, title(a.bank)),
      cell("column_attempt", String(a.ordinal)),
      cell("column_date", readable(a.submitted, locale)),
      cell("column_receipt", h("code", { class: "receipt-small" }, a.receipt))))));
}

function filesSection(app, { onLoaded }) {
  const { words, store } = app;
  const status = announcer();
  const [fileID, hintID] = [newID("file"), newID("file-hint")];
  const file = h("input", { id: fileID, type: "file", accept: ".json,application/json", "aria-describedby": hintID });
  const save = () => status.say(words.text("download_done", { file: saveProgress(app) }));

  async function load(event) {
    event.preventDefault();
    clearProblems(form, app);
    const refuse = (key, values) => showProblems(app, form, [{ text: words.text(key, values), control: file }]);
    if (!file.files.length) return refuse("load_missing");
    let source;
    try {
      source = await file.files[0].text();
    } catch {
      return refuse("load_not_progress");
    }
    const { state, fault, values } = readProgress(source, app.site, store.person?.staff ?? "");
    if (fault) return refuse(fault, values);
    let report;
    store.update((current) => {
      report = merge(current, state);
      return report.state;
    });
    onLoaded();
    // The page was drawn anew: the message goes to the new status line.
    const line = document.querySelector("[data-files-status]");
    line.textContent = loadedMessage(words, report);
    focusOn(line.closest("section").querySelector("h2"));
  }

  const form = h("form", { novalidate: true, onsubmit: load },
    h("div", { class: "field" },
      h("label", { for: fileID }, words.text("load_label")),
      h("p", { class: "hint", id: hintID }, words.text("load_hint")),
      file),
    h("p", { class: "actions" }, h("button", { type: "submit", class: "button button-quiet" }, words.text("load"))));
  status.element.setAttribute("data-files-status", "");
  return h("section", { class: "panel progress-section" },
    h("h2", null, words.text("file_title")),
    h("p", null, words.text("file_text")),
    h("p", { class: "actions" }, button(words.text("save_progress"), save)),
    status.element,
    form);
}

function loadedMessage(words, report) {
  const parts = [];
  if (report.records > 0) parts.push(words.count("loaded_records", report.records));
  if (report.lessons > 0) parts.push(words.count("loaded_lessons", report.lessons));
  if (report.attempts > 0) parts.push(words.text("loaded_attempt"));
  if (parts.length === 0) parts.push(words.text("loaded_nothing"));
  return [words.text("loaded"), ...parts].join(" ");
}

function deleteSection(app, { onDeleted }) {
  const { words, store } = app;
  const staff = store.person.staff;
  const section = h("section", { class: "progress-section" });
  const offer = () => section.replaceChildren(
    h("h2", null, words.text("delete_title")),
    h("p", null, words.text("delete_text", { staff })),
    h("p", { class: "actions" }, button(words.text("delete"), confirm, { class: "button button-quiet" })));
  function confirm() {
    section.replaceChildren(
      h("h2", null, words.text("delete_confirm_title", { staff })),
      h("p", null, words.text("delete_text", { staff })),
      store.state.records.length > 0 ? h("p", { class: "notice" }, words.text("delete_confirm_unsent")) : "",
      h("p", { class: "actions" },
        button(words.text("delete_yes"), () => {
          store.forget();
          onDeleted(words.text("deleted", { staff }));
        }, { class: "button button-danger" }),
        button(words.text("cancel"), () => {
          offer();
          section.querySelector("button").focus();
        }, { class: "button button-quiet" })));
    focusOn(section.querySelector("h2"));
  }
  offer();
  return section;
}
