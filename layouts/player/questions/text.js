// Typing a few words. An answer in the answer key can contain * for any characters.
/** @import { Controls, Marking } from "../lib/types.js" */
import { one } from "../lib/dom.js";
import { oneBox, partsOf, scoreOf } from "./typed.js";

/** @typedef {{answers: {text: string, fraction: number}[], exact?: boolean}} TextKey */

export const seconds = 50;

/** @type {Controls} */
export const controls = (element, words, changed) => oneBox(one(element, "input"), "text", changed);

/** @type {Marking<TextKey, {text: string}>} */
export const marking = {
  score: (key, response) => scoreOf(key, place(key, response.text)),
  parts: (key, response) => partsOf(key, place(key, response.text)),
  caption: [], // what was typed stays in its box
};

// place returns the index of the first answer that fits, or -1.
/** @type {(key: TextKey, typed: string) => number} */
function place({ answers, exact = false }, typed) {
  const folded = foldTyped(typed, exact);
  return answers.findIndex((answer) => fits(pattern(answer.text, exact), folded));
}

// foldTyped returns a typed text in the form that is compared.
/** @type {(text: string, exact: boolean) => string} */
function foldTyped(text, exact) {
  const nfc = text.normalize("NFC");
  if (exact) return nfc.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
  return fold(
    nfc
      .replace(/[’‘]/g, "'")
      .replace(/[“”]/g, '"')
      .replace(/[–—]/g, "-")
      .replace(/\p{White_Space}+/gu, " ")
      .replace(/^ | $/g, ""),
  );
}

// fold is Unicode's case folding, for which browsers have no function: ß and ẞ become ss,
// every sigma becomes σ, and ı stays.
/** @type {(text: string) => string} */
const fold = (text) =>
  text
    .split("ı")
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase())
    .join("ı")
    .replace(/ς/g, "σ");

// pattern splits an answer at its asterisks; \* is a literal asterisk.
/** @type {(written: string, exact: boolean) => string[]} */
function pattern(written, exact) {
  const asterisk = "\0";
  const cut = written.split(asterisk).join("").split("\\*").join(asterisk).split("*");
  return cut.map((part, i) => {
    let text = exact ? part.normalize("NFC") : foldPart(part);
    if (i === 0) text = text.replace(/^\p{White_Space}+/u, "");
    if (i === cut.length - 1) text = text.replace(/\p{White_Space}+$/u, "");
    return text.split(asterisk).join("*");
  });
}

// foldPart is foldTyped for a part of a text: it keeps a space at either end.
/** @type {(part: string) => string} */
function foldPart(part) {
  const folded = foldTyped(part, false);
  if (!folded) return part ? " " : "";
  return (/^\p{White_Space}/u.test(part) ? " " : "") + folded + (/\p{White_Space}$/u.test(part) ? " " : "");
}

// fits reports whether a text fits a pattern. It never backtracks, so it takes time in
// proportion to the text.
/** @type {(cut: string[], text: string) => boolean} */
function fits(cut, text) {
  const [first, last] = [cut[0], cut[cut.length - 1]];
  if (cut.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of cut.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
