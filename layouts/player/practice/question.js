// A practice question: answer it, check the answer, read why, try again. The page holds the
// answer key; without this code the answer is in a <details>.
/** @import { App } from "../app/app.js" */
/** @import { Key, Response, State, Verdict } from "../lib/types.js" */
import { actions, all, announcer, any, button, focusOn, h, one } from "../lib/dom.js";
import { day } from "../lib/time.js";
import { clearProblems, showProblems } from "../app/problems.js";
import { controls, markingOf } from "../questions/types.js";
import { answered } from "../review/schedule.js";
import { scheduleOf } from "../store/state.js";
import { feedback, markPieces } from "./feedback.js";

/**
 * The spaced review that asks a question.
 * @typedef {object} Asking
 * @property {boolean} last whether the question is its last
 * @property {(verdict: Verdict) => void} onChecked
 * @property {() => void} onNext
 */

export class Question {
  /**
   * @param {App} app
   * @param {HTMLElement} section
   * @param {() => void} onAnswered called when the answer or its feedback has changed
   */
  constructor(app, section, onAnswered) {
    const { words } = app;
    this.app = app;
    this.section = section;
    this.onAnswered = onAnswered;
    this.id = section.dataset.practice ?? "";
    this.rev = section.dataset.revision ?? "";
    this.page = any("[data-practice-page]")?.dataset.practicePage;
    /** @type {Key} */
    this.key = JSON.parse(section.dataset.key ?? "");
    /** @type {HTMLDetailsElement} */
    this.answer = one(section, "[data-answer]");
    this.control = controls(words, section);
    this.status = announcer();
    this.actions = actions(button(words.text("check_answer"), () => this.check())); // hidden while there is feedback
    this.place = h("div", { class: "feedback-place" });
    this.reworded = h("p", { class: "notice", hidden: true }, words.text("reworded"));
    /** @type {Asking | null} */
    this.asking = null;

    one(section, "fieldset").before(this.reworded);
    this.answer.before(this.status.element, this.actions, this.place);
    showHints(section);
    this.control.onchange = () => this.changed();
    app.onChange(() => this.render());
    this.render();
  }

  /**
   * kept returns the entry for the question as it is worded now, if there is one.
   * @param {State} state
   */
  kept(state) {
    const entry = state.practice[this.id];
    return entry?.rev && entry.rev !== this.rev ? undefined : entry;
  }

  /**
   * verdict returns whether the answer was right; null if it was not checked.
   * @param {State} state
   */
  verdict(state) {
    const response = this.control.read();
    return this.kept(state)?.checked && response !== null ? verdictOn(this.key, response) : null;
  }

  check() {
    const { app, control, section } = this;
    control.flush();
    clearProblems(section, app);
    const response = control.read();
    if (response === null) {
      showProblems(app, section, [{ text: app.words.text("practice_missing"), control: control.first }]);
      return;
    }
    this.keep(response, true);
    this.asking?.onChecked(verdictOn(this.key, response));
    this.showFeedback(response);
    focusOn(/** @type {HTMLElement | null} */ (this.place.firstElementChild));
    this.onAnswered();
  }

  /** @type {(response: Response | null, checked: boolean) => void} */
  keep(response, checked) {
    const { id, key, page, rev } = this;
    this.app.store.update((state) => {
      const entry = this.kept(state);
      const schedule =
        checked && response && page
          ? answered(entry, { verdict: verdictOn(key, response), today: day(new Date()), rev, page })
          : scheduleOf(entry ?? {});
      return { ...state, practice: { ...state.practice, [id]: { response, checked, ...schedule } } };
    });
  }

  changed() {
    clearProblems(this.section, this.app);
    this.hideFeedback();
    this.keep(this.control.read(), false);
    this.reworded.hidden = true;
    this.status.say(this.control.note());
    this.onAnswered();
  }

  clear() {
    this.control.show(null);
    this.changed();
  }

  focus() {
    this.control.first.focus();
  }

  /**
   * ask gives the question to a spaced review; null gives it back to its page.
   * @param {Asking | null} asking
   */
  ask(asking) {
    this.asking = asking;
    one(this.section, ".practice-title").hidden = asking !== null; // a review has its own numbers
    this.render();
  }

  // render shows the answer that is kept for the person who uses the site now. A review
  // shows no answer that was checked before: it asks again.
  render() {
    const { store } = this.app;
    const { id, page } = this;
    const { state } = store;
    const entry = this.kept(state);
    this.hideFeedback();
    if (entry?.box && page && entry.page !== page) {
      store.update((s) => ({ ...s, practice: { ...s.practice, [id]: { ...entry, page } } })); // it moved here
    }
    this.reworded.hidden = !state.practice[id] || entry !== undefined;
    this.control.show(this.asking && entry?.checked ? null : (entry?.response ?? null));
    const response = this.control.read();
    if (!this.asking && entry?.checked && response !== null) this.showFeedback(response);
  }

  /** @param {Response} response */
  showFeedback(response) {
    const { key, answer } = this;
    const marking = markingOf(key);
    const given = marking.parts(key, response);
    const verdict = verdictOn(key, response);
    const checked = { words: this.app.words, key, answer, given, missed: marking.missed?.(key, given) ?? [], verdict };
    this.status.say("");
    markPieces(checked, this.control);
    this.place.replaceChildren(feedback(checked, this.onward(verdict)));
    this.actions.hidden = true;
    this.answer.hidden = false;
  }

  // onward returns the button after feedback: to the next question of a review, or to
  // another try.
  /** @param {Verdict} verdict */
  onward(verdict) {
    const { words } = this.app;
    if (this.asking) return button(words.text(this.asking.last ? "review_finish" : "review_next"), this.asking.onNext);
    const retry = () => {
      this.clear();
      this.focus();
    };
    return verdict === "right" ? null : button(words.text("try_again"), retry, "quiet");
  }

  hideFeedback() {
    this.place.replaceChildren();
    for (const row of all(this.section, "[data-verdict]")) delete row.dataset.verdict;
    for (const said of all(this.section, "[data-said]")) said.remove();
    this.actions.hidden = false;
    this.answer.hidden = true;
    this.answer.open = false;
  }
}

/** @type {(key: Key, response: Response) => Verdict} */
function verdictOn(key, response) {
  const { score, parts } = markingOf(key);
  const share = score(key, response);
  if (share === 1) return "right";
  return share > 0 || [...parts(key, response).values()].includes(true) ? "partly" : "wrong";
}

// showHints offers a hint only once the one before it has been opened.
/** @param {HTMLElement} section */
function showHints(section) {
  const hints = /** @type {HTMLDetailsElement[]} */ (all(section, "[data-hint]"));
  for (const [i, hint] of hints.entries()) {
    hint.hidden = i > 0;
    hint.addEventListener("toggle", () => {
      if (hint.open && hints[i + 1]) hints[i + 1].hidden = false;
    });
  }
}
