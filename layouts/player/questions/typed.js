// What questions with typed answers have in common.
import { pausing } from "../lib/typing.js";
import { clamp } from "./share.js";

/**
 * oneBox returns the control of a question that is answered in one box.
 * @param {HTMLInputElement} box
 * @param {"number" | "text"} member of the response
 * @param {() => void} changed
 */
export function oneBox(box, member, changed) {
  const { stop, flush } = pausing([box], changed);
  return {
    first: box,
    shown: [],
    clearable: false,
    read: () => (box.value.trim() ? { [member]: box.value } : null),
    show(/** @type {Record<string, any> | null | undefined} */ response) {
      stop();
      box.value = typeof response?.[member] === "string" ? response[member] : "";
    },
    flush,
  };
}

/** @typedef {{answers: {fraction: number}[]}} Answers what the key of every question with typed answers has */

/**
 * scoreOf returns the share of the points for an answer of the key, by its index in it; -1
 * means that no answer fits.
 * @param {Answers} key
 * @param {number} place
 */
export const scoreOf = ({ answers }, place) => (place < 0 ? 0 : clamp(answers[place].fraction));

/**
 * partsOf maps the index of that answer to whether it is right; the map is empty for -1.
 * @param {Answers} key
 * @param {number} place
 * @returns {Map<string, boolean>}
 */
export const partsOf = ({ answers }, place) => new Map(place < 0 ? [] : [[String(place), answers[place].fraction > 0]]);
