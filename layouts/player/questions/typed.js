// What questions that are typed have in common.
import { clamp } from "./share.js";

/**
 * pausing calls changed at a pause in typing, on leaving a box and on leaving the page:
 * not at every key, which would fill the log.
 * @param {HTMLInputElement[]} boxes
 * @param {() => void} changed
 */
export function pausing(boxes, changed) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    if (timer === undefined) return;
    stop();
    if (!boxes[0].closest("[hidden]")) changed(); // else it is not on the screen any more
  };
  for (const box of boxes) {
    box.oninput = () => {
      stop();
      timer = setTimeout(flush, 400);
    };
    box.onchange = flush;
  }
  if (boxes.length > 0) window.addEventListener("pagehide", flush);
  return { stop, flush };
}

/**
 * oneBox is the control of a question that is answered in one box.
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

/** @typedef {{answers: {fraction: number}[]}} Answers what a key of a typed answer has, whatever its type */

/**
 * scoreOf returns the share of the points for an answer of the key, by its place in it; -1
 * stands for none.
 * @param {Answers} key
 * @param {number} place
 */
export const scoreOf = ({ answers }, place) => (place < 0 ? 0 : clamp(answers[place].fraction));

/**
 * partsOf says of that answer whether it is right.
 * @param {Answers} key
 * @param {number} place
 * @returns {Map<string, boolean>}
 */
export const partsOf = ({ answers }, place) => new Map(place < 0 ? [] : [[String(place), answers[place].fraction > 0]]);
