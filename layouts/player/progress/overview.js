// What somebody has done: attempts in progress, attempts handed in, questions to review, and
// the contents of the next results file.
/** @import { App } from "../app/app.js" */
/** @import { Attempt } from "../lib/types.js" */
/** @import { Entry, HandedIn } from "../store/records.js" */
import { handInSteps, ready, resultsPanel } from "../app/files.js";
import { h } from "../lib/dom.js";
import { readable } from "../lib/time.js";
import { answers } from "../sitting/attempt.js";
import { smallReceipt } from "../sitting/screens.js";
import { entries, handedIn } from "../store/records.js";
import { reviewSection } from "./review.js";

/**
 * overview returns the sections at the top of the page.
 * @param {App} app
 * @param {Map<string, string>} titles by bank
 */
export function overview(app, titles) {
  const { state } = app.store;
  const attempts = handedIn(state).reverse();
  const others = entries(ready(app, state)).reverse();
  const sections = [attemptsSection(app, attempts, others, (bank) => titles.get(bank) ?? bank), reviewSection(app)];
  if (attempts.length + others.length > 0)
    sections.push(
      resultsSection(
        app,
        others.filter((e) => e.kind === "completion"),
      ),
    );
  return sections.filter((section) => section !== null);
}

/** @type {(app: App, attempts: HandedIn[], handed: Entry[], title: (bank: string) => string) => HTMLElement} */
function attemptsSection(app, attempts, handed, title) {
  const { words, locale, store } = app;
  const { state } = store;
  const others = handed.filter((e) => e.kind !== "completion");
  const practised = Object.values(state.practice).filter((p) => p.checked).length;
  const particulars = (/** @type {Attempt} */ { bank, ordinal, started }) => ({
    title: title(bank),
    ordinal,
    date: readable(started, locale),
  });
  const running = (/** @type {Attempt} */ a) =>
    words.text(a.bank_rev.startsWith("s1-") ? "running_scenario" : "running_text", {
      ...particulars(a),
      answered: answers(a).size,
      all: a.form.length,
    });
  return h(
    "section",
    { class: "progress-section" },
    h("h2", null, words.text("attempts_title")),
    Object.values(state.attempts).map((a) => h("p", { class: "notice" }, running(a))),
    attempts.length === 0 ? h("p", null, words.text("attempts_none")) : attemptsTable(app, attempts, title),
    others.length === 0
      ? []
      : [
          h("p", null, words.text("also_title")),
          h(
            "ul",
            null,
            others.map((e) =>
              h("li", null, `${words.text(`kind_${e.kind}`)} · ${readable(e.at, locale)} · `, smallReceipt(e.receipt)),
            ),
          ),
        ],
    state.aside.map((a) => h("p", { class: "hint" }, words.text("aside_text", particulars(a)))),
    practised > 0 ? h("p", { class: "hint" }, words.count("practice", practised)) : null,
  );
}

/** @type {(app: App, attempts: HandedIn[], title: (bank: string) => string) => HTMLElement} */
function attemptsTable({ words, locale }, attempts, title) {
  const head = (/** @type {string} */ word) => h("th", { scope: "col" }, words.text(word));
  const cell = (/** @type {string} */ word, /** @type {string | HTMLElement} */ content) =>
    h("td", { "data-label": words.text(word) }, content);
  return h(
    "table",
    { class: "attempts" },
    h("caption", null, words.text("attempts_caption")),
    h("thead", null, h("tr", null, ["column_assessment", "column_attempt", "column_date", "column_receipt"].map(head))),
    h(
      "tbody",
      null,
      attempts.map((a) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, title(a.bank)),
          cell("column_attempt", String(a.ordinal)),
          cell("column_date", readable(a.submitted, locale)),
          cell("column_receipt", smallReceipt(a.receipt)),
        ),
      ),
    ),
  );
}

/** @type {(app: App, read: Entry[]) => HTMLElement} */
function resultsSection(app, read) {
  const { words, locale } = app;
  return h(
    "section",
    { class: "panel progress-section" },
    h("h2", null, words.text("results_title")),
    read.length === 0
      ? []
      : [
          h("p", null, words.count("modules_read", read.length)),
          h(
            "ul",
            null,
            read.map((e) =>
              h("li", null, words.text("module_read", { title: e.title || e.module, date: readable(e.at, locale) })),
            ),
          ),
        ],
    handInSteps(),
    resultsPanel(app),
  );
}
