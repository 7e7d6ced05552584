// The screen of a question or task, and the status line below it.
/** @import { App } from "../app/app.js" */
/** @import { Way } from "./screens.js" */
import { announcer, button, h } from "../lib/dom.js";

/**
 * What the screen shows.
 * @typedef {object} Shown
 * @property {string} heading
 * @property {{number: number, all: number}} of for the progress bar
 * @property {HTMLElement} element
 * @property {string[]} [notices]
 * @property {Reworded | null} [reworded]
 * @property {() => boolean} clearable
 * @property {() => Promise<boolean> | null} onClear
 * @property {Way | null} previous
 * @property {Way | null} next
 * @property {() => void} onLookOver
 */

/**
 * A question that was reworded since it was answered. empty: the answer is no longer possible.
 * @typedef {{empty: boolean, onKeep: () => Promise<boolean> | null}} Reworded
 */

export class QuestionScreen {
  /**
   * @param {App} app
   * @param {Shown} shown
   */
  constructor({ words }, shown) {
    this.words = words;
    this.shown = shown;
    this.status = announcer();
    this.clear = button(words.text("clear"), () => this.cleared(), "link");
    this.notice = shown.reworded ? this.rewordedNotice(shown.reworded) : null;
    this.refresh();
    this.element = this.build(shown);
  }

  /** @param {Shown} shown */
  build({ heading, of, element, notices = [], previous, next, onLookOver }) {
    return h(
      "section",
      { class: "panel screen screen-question" },
      h("progress", { max: of.all, value: of.number, "aria-hidden": "true" }),
      h("h2", null, heading),
      notices.map((text) => h("p", { class: "notice" }, text)),
      this.notice,
      element,
      h("div", { class: "under-question" }, this.clear, this.status.element),
      h(
        "p",
        { class: "actions actions-apart" },
        previous ? button(previous.text, previous.go, "quiet") : null,
        next ? button(next.text, next.go, "main") : null,
        button(this.words.text("to_review"), onLookOver, next ? "quiet" : "main"),
      ),
    );
  }

  // rewordedNotice asks the learner to look at the question again.
  /** @param {Reworded} reworded */
  rewordedNotice({ empty, onKeep }) {
    const { words } = this;
    const keep = () => {
      const kept = onKeep();
      if (kept) this.saved("", kept);
    };
    return h(
      "div",
      { class: "notice" },
      h("p", null, h("strong", null, words.text("reworded_title"))),
      h("p", null, words.text(empty ? "reworded_empty" : "reworded_text")),
      empty ? null : h("p", null, button(words.text("reworded_keep"), keep, "quiet")),
    );
  }

  cleared() {
    const kept = this.shown.onClear();
    if (!kept) return;
    this.clear.hidden = true;
    this.notice?.remove();
    this.say(kept, this.words.text("cleared"));
  }

  /**
   * saved announces that an answer is saved, once it is, together with a note about it.
   * @param {string} note
   * @param {Promise<boolean>} kept
   */
  saved(note, kept) {
    this.notice?.remove();
    this.refresh();
    this.say(kept, [note, this.words.text("saved")].filter(Boolean).join(" "), note);
  }

  /**
   * say announces one text once something is kept, and another if it is not.
   * @param {Promise<boolean>} kept
   * @param {string} yes
   */
  async say(kept, yes, no = "") {
    this.status.say((await kept) ? yes : no);
  }

  refresh() {
    this.clear.hidden = !this.shown.clearable();
  }
}
