// The types of questions, in one place. A type is a module beside this one, which exports
//   controls  what the question is answered with
//   marking   what an answer is worth and what practice says about it
//   seconds   how long an answer usually takes
// and a line in each table. There are three tables because a page carries only what it uses:
// an assessment must not carry the code that marks.
/** @import { Control, Controls, Key, Marking, Response } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import * as choice from "./choice.js";
import * as cloze from "./cloze.js";
import * as match from "./match.js";
import * as number from "./number.js";
import * as order from "./order.js";
import * as text from "./text.js";

/** @type {Record<string, Controls>} */
const controlsOf = {
  single: choice.controls,
  multiple: choice.controls,
  truefalse: choice.controls,
  match: match.controls,
  order: order.controls,
  number: number.controls,
  text: text.controls,
  cloze: cloze.controls,
};

/** @type {Record<string, Marking<any, any>>} */
const markings = {
  single: choice.marking,
  multiple: choice.marking,
  truefalse: choice.marking,
  match: match.marking,
  order: order.marking,
  number: number.marking,
  text: text.marking,
  cloze: cloze.marking,
};

// By the member of a response (docs/formats/results.md): a kept answer does not name the type
// of its question.
/** @type {Record<string, number>} */
const seconds = {
  choice: choice.seconds,
  choices: choice.seconds,
  pairs: match.seconds,
  order: order.seconds,
  number: number.seconds,
  text: text.seconds,
  gaps: cloze.seconds,
};

/**
 * controls returns what a question is answered with.
 * @param {Words} words
 * @param {HTMLElement} element the question
 * @returns {Control}
 */
export function controls(words, element) {
  const control = { onchange() {}, countOpen: () => 0, note: () => "", flush() {}, row: () => undefined };
  const make = controlsOf[element.dataset.type ?? ""] ?? choice.controls;
  return Object.assign(
    control,
    make(element, words, () => control.onchange()),
  );
}

/**
 * markingOf returns how answers to a question are marked.
 * @param {Key} key
 */
export const markingOf = (key) => markings[key.type];

/**
 * secondsFor returns how long it usually takes to answer a question that was answered like
 * this.
 * @param {Response | null} response
 */
export const secondsFor = (response) => seconds[Object.keys(response ?? {})[0]] ?? choice.seconds;
