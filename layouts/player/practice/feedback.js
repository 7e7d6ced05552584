// What practice says about an answer: marks beside its pieces, and why each is right or wrong.
/** @import { Control, Key, Marking, Verdict } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import { actions, copy, h, newID } from "../lib/dom.js";
import { markingOf } from "../questions/types.js";

/**
 * An answer that was checked, and what its feedback is made from.
 * @typedef {object} Checked
 * @property {Words} words
 * @property {Key} key
 * @property {HTMLElement} answer the part of the page that explains the right answer
 * @property {Map<string, boolean>} given whether each piece is right
 * @property {string[]} missed options that are right and were not chosen
 * @property {Verdict} verdict
 */

/**
 * markPieces marks each piece of the answer: with a drawn mark, and a word for screen readers.
 * @param {Checked} checked
 * @param {Control} control
 */
export function markPieces({ words, given, missed, answer }, control) {
  for (const [part, right] of given) {
    const row = /** @type {HTMLElement | null | undefined} */ (control.row(part));
    if (!row) continue;
    row.dataset.verdict = right ? "right" : "wrong";
    const word = words.text(right ? "part_right" : "part_wrong");
    (row.querySelector("label") ?? row).append(
      h("span", { class: "visually-hidden", "data-said": true }, ` (${word})`),
    );
  }
  for (const option of missed) {
    entryOf(answer, option)
      ?.querySelector(".verdict")
      ?.append(h("span", { "data-said": true }, ` · ${words.text("not_chosen")}`));
  }
}

/**
 * feedback returns the box that says whether the answer was right. onward is the button at
 * its end, if any.
 * @param {Checked} checked
 * @param {HTMLElement | null} onward
 */
export function feedback(checked, onward) {
  const { words, verdict, given, missed, answer } = checked;
  const [title, text] = [newID("feedback"), newID("feedback-text")];
  return h(
    "div",
    { class: `feedback feedback-${verdict}`, role: "group", "aria-labelledby": title, "aria-describedby": text },
    h("p", { class: "feedback-title", id: title }, words.text(`practice_${verdict}`)),
    h(
      "div",
      { id: text },
      rightPieces(checked),
      [...given].map(([part, right]) => feedbackOn(checked, part, right)),
      verdict === "partly" && missed.length > 0 ? h("p", null, words.count("missed", missed.length)) : null,
      verdict === "right" ? h("div", null, copy(answer.querySelector("[data-explanation]"))) : null,
    ),
    actions(onward),
    h("p", { class: "hint" }, words.text("practice_not_counted")),
  );
}

/** @param {Checked} checked */
function rightPieces({ words, key, given }) {
  const { counted } = markingOf(key);
  if (!counted) return null;
  return h(
    "p",
    null,
    words.text(counted.word, { right: [...given.values()].filter(Boolean).length, all: counted.all(key) }),
  );
}

// feedbackOn returns a copy of what the page says about a piece of the answer.
/** @type {(checked: Checked, part: string, right: boolean) => HTMLElement | null} */
function feedbackOn({ words, key, answer }, part, right) {
  const marking = markingOf(key);
  const entry = entryOf(answer, part);
  if (!entry && marking.unfit)
    return h("p", { class: "feedback-item feedback-choice" }, marking.unfit(words, key, part));
  const why = copy(entry?.querySelector(".answer-feedback"));
  if (!entry || why.length === 0 || (marking.rightOnly && !right)) return null;
  return h("div", { class: "feedback-item" }, captionOf(words, marking, entry), h("div", null, why));
}

/** @type {(words: Words, marking: Marking<any, any>, entry: Element) => HTMLElement | null} */
function captionOf(words, { caption, chosen }, entry) {
  if (caption.length === 0) return null;
  return h(
    "p",
    { class: "feedback-choice" },
    chosen ? h("span", { class: "meta" }, `${words.text("you_chose")}: `) : null,
    caption.flatMap((selector) => copy(entry.querySelector(selector))),
  );
}

/** @type {(answer: HTMLElement, part: string) => Element | null} */
const entryOf = (answer, part) => answer.querySelector(`[data-option="${CSS.escape(part)}"]`);
