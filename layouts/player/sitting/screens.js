// The screens of a sitting. Each function builds one from plain data and reports what the
// learner does through callbacks.
/** @import { App } from "../app/app.js" */
/** @import { Attempt, Person } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
/** @import { Entry, HandedIn } from "../store/records.js" */
/** @import { Extras, SittingData } from "./sitting.js" */
/** @import { Given } from "./tasks.js" */
import { handInSteps, resultsPanel, saveProgress } from "../app/files.js";
import { actions, announcer, button, h, newID, panel } from "../lib/dom.js";
import { readable, readableDay, today } from "../lib/time.js";
import { counting } from "./limits.js";

/** @typedef {{text: string, go: () => void}} Way where a button leads */

/**
 * start says what to expect: facts about this assessment, and what holds for every attempt. It
 * never prevents anybody from starting: HR decides what counts.
 * @param {App} app
 * @param {{data: SittingData, facts: string[], used: HandedIn[], onStart: () => void}} what
 */
export function start({ words, locale }, { data, facts, used, onStart }) {
  const { left, counts, from } = counting(data, used, today());
  const limit = from
    ? words.text("limit_from", { date: readableDay(from, locale) })
    : words.count("limit_used", data.attempts);
  const attempts =
    left === Infinity
      ? words.text("start_attempts_unlimited")
      : words.count("start_attempts", left, { all: data.attempts });
  return panel(
    words.text("start_title"),
    used.length > 0 ? earlier(words, locale, used) : null,
    counts ? null : h("p", { class: "notice" }, limit),
    h(
      "ul",
      { class: "facts" },
      [...facts, attempts, words.text("start_scoring"), data.public && words.text("start_public")].map(
        (fact) => fact && h("li", null, fact),
      ),
    ),
    actions(button(words.text("start", { ordinal: used.length + 1 }), onStart, counts ? "main" : "quiet")),
  );
}

/** @type {(words: Words, locale: string, used: HandedIn[]) => HTMLElement} */
function earlier(words, locale, used) {
  return h(
    "div",
    { class: "earlier" },
    h("h3", null, words.text("earlier_title")),
    h("p", null, words.count("earlier_text", used.length)),
    h(
      "ul",
      null,
      used.map((a) => h("li", null, `${readable(a.submitted, locale)} · `, smallReceipt(a.receipt))),
    ),
  );
}

/** @param {string} receipt */
export const smallReceipt = (receipt) => h("code", { class: "receipt-small" }, receipt);

/**
 * resume offers ways to go on; the first is the main one.
 * @param {App} app
 * @param {{attempt: Attempt, answered: number, ways: Way[]}} what
 */
export function resume({ words, locale }, { attempt, answered, ways }) {
  const { ordinal, started, form } = attempt;
  return panel(
    words.text("resume_title"),
    h("p", null, words.text("resume_text", { ordinal, date: readable(started, locale), answered, all: form.length })),
    actions(...ways.map(({ text, go }, i) => button(text, go, i === 0 ? "main" : "quiet"))),
  );
}

/**
 * @param {App} app
 * @param {{old: Attempt, kept: number, again: number, lost: number, onContinue: () => void}} what numbers of questions
 */
export function revised({ words, locale }, { old, kept, again, lost, onContinue }) {
  return panel(
    words.text("revised_title"),
    h("p", null, words.text("revised_text", { ordinal: old.ordinal, date: readable(old.started, locale) })),
    h(
      "ul",
      null,
      kept > 0 ? h("li", null, words.count("revised_kept", kept)) : null,
      again > 0 ? h("li", null, words.count("revised_again", again)) : null,
      lost > 0 ? h("li", null, words.count("revised_lost", lost)) : null,
      again + lost === 0 ? h("li", null, words.text("revised_none_lost")) : null,
    ),
    actions(button(words.text("revised_continue"), onContinue, "main")),
  );
}

/** @typedef {{context: string, task: string}} Wording what is asked, and the case above it that it is about */

/** @typedef {"answered" | "partly" | "reworded" | "blank"} Answered how far a question is answered */

// marks is how the look-over shows a question, by how far it is answered.
/** @type {Record<Answered, {look: string, status: string, change: string}>} */
const marks = {
  answered: { look: "is-answered", status: "review_answered", change: "review_change" },
  partly: { look: "is-blank", status: "review_partly", change: "review_rest" },
  reworded: { look: "is-blank", status: "review_reworded", change: "review_answer" },
  blank: { look: "is-blank", status: "review_blank", change: "review_answer" },
};

/**
 * What the look-over shows: the questions, and separately the tasks.
 * @typedef {object} LookOver
 * @property {(Wording & {state: Answered})[]} items
 * @property {(Wording & {given: Given})[]} tasks
 * @property {(index: number) => void} onQuestion
 * @property {(index: number) => void} onTask
 * @property {() => void} onHandIn
 */

/**
 * lookOver returns the screen before handing in.
 * @param {App} app
 * @param {LookOver} what
 */
export function lookOver({ words }, { items, tasks, onQuestion, onTask, onHandIn }) {
  const times = (/** @type {Answered} */ state) => items.filter((i) => i.state === state).length;
  const [partly, again] = [times("partly"), times("reworded")];
  const answered = times("answered") + partly;
  return panel(
    words.text("review_title"),
    h("p", null, words.text(answered === items.length ? "review_all" : "review_some", { answered, all: items.length })),
    partly > 0 ? h("p", { class: "notice" }, words.count("partly_open", partly)) : null,
    again > 0 ? h("p", { class: "notice" }, words.count("review_again", again)) : null,
    h(
      "ol",
      { class: "review" },
      items.map((item, i) => lookedOver(words, item, marks[item.state], () => onQuestion(i))),
    ),
    tasks.length === 0
      ? []
      : [
          h("h3", { class: "review-tasks" }, words.text("tasks_title")),
          h("p", null, words.text("tasks_text")),
          h(
            "ol",
            { class: "review" },
            tasks.map((task, i) => lookedOver(words, task, taskMark(task.given), () => onTask(i))),
          ),
        ],
    actions(
      button(words.text("hand_in"), onHandIn, "main"),
      button(words.text("back_to_questions"), () => onQuestion(0), "quiet"),
    ),
  );
}

/** @param {Given} given */
function taskMark(given) {
  const look = given === "" ? "is-left-out" : given === "reworded" ? "is-blank" : "is-answered";
  return { look, status: `given_${given || "blank"}`, change: given === "" ? "review_answer" : "review_change" };
}

/** @type {(words: Words, wording: Wording, mark: typeof marks["blank"], onChange: () => void) => HTMLElement} */
function lookedOver(words, { context, task }, { look, status, change }, onChange) {
  const [name, id] = [newID("question"), newID("change")];
  return h(
    "li",
    { class: look },
    context ? h("p", { class: "review-case" }, context) : null,
    h("p", { class: "review-question", id: name }, task),
    h(
      "p",
      { class: "review-status" },
      h("span", { class: "tag" }, words.text(status)),
      " ",
      button(words.text(change), onChange, "link", { id, "aria-labelledby": `${id} ${name}` }),
    ),
  );
}

/**
 * @param {App} app
 * @param {{title: string, ordinal: number, person: Person, unanswered: string, extras: Extras, onYes: () => void,
 *   onNo: () => void, onBack: () => void}} what unanswered: in words
 */
export function confirm({ words }, { title, ordinal, person, unanswered, extras, onYes, onNo, onBack }) {
  return panel(
    words.text("confirm_title"),
    h("p", null, words.text("confirm_text", { ordinal, title })),
    h("p", { class: "identity" }, person.name ? h("span", null, person.name) : null, h("strong", null, person.staff)),
    unanswered ? h("p", { class: "notice" }, unanswered) : null,
    extras.handedIn.length > 0
      ? [
          h("p", null, words.text("confirm_also")),
          h(
            "ul",
            null,
            extras.handedIn.map((text) => h("li", null, text)),
          ),
        ]
      : [],
    extras.kept ? h("p", null, extras.kept) : null,
    h("p", null, words.text("confirm_final")),
    actions(
      button(words.text("confirm_yes"), onYes, "main"),
      button(words.text("confirm_no"), onNo, "quiet"),
      button(words.text("confirm_back"), onBack, "quiet"),
    ),
  );
}

/**
 * @param {App} app
 * @param {{attempt: HandedIn, more: Entry[], kept: Promise<boolean>, shared: boolean, onLeave: () => void,
 *   onAgain: () => void}} what
 */
export function done(app, { attempt, more, kept, shared, onLeave, onAgain }) {
  const { words } = app;
  const status = announcer();
  kept.then((sure) => sure && status.say(words.text("saved")));
  const save = () => status.say(words.text("download_done", { file: saveProgress(app) }));
  return panel(
    words.text("done_title"),
    h("p", null, words.text("done_text", { ordinal: attempt.ordinal })),
    h(
      "dl",
      { class: "receipt" },
      h("dt", null, words.text("receipt")),
      h("dd", null, h("code", null, attempt.receipt)),
    ),
    h("p", { class: "hint" }, words.text("receipt_text")),
    more.length === 0
      ? []
      : [
          h("p", null, words.text("done_also")),
          h(
            "ul",
            null,
            more.map((entry) => h("li", null, `${words.text(`kind_${entry.kind}`)} · `, smallReceipt(entry.receipt))),
          ),
        ],
    shared ? h("p", { class: "notice" }, words.text("shared_done")) : null,
    h("h3", null, words.text("how_title")),
    handInSteps(),
    resultsPanel(app),
    actions(
      button(words.text("save_progress"), save, "quiet"),
      shared ? button(words.text("leave_shared"), onLeave, "quiet") : null,
      button(words.text("again"), onAgain, "quiet"),
    ),
    status.element,
  );
}

/**
 * @param {App} app
 * @param {{onReload: () => void}} what
 */
export function elsewhere({ words }, { onReload }) {
  return panel(
    words.text("elsewhere_title"),
    h("p", null, words.text("elsewhere_text")),
    actions(button(words.text("reload"), onReload)),
  );
}

/** @param {App} app */
export function incomplete({ words }) {
  return panel(words.text("problem_title"), h("p", null, words.text("too_few")));
}
