// Typing a number, which is right within a tolerance.
/** @import { Controls, Marking } from "../lib/types.js" */
import { one } from "../lib/dom.js";
import { oneBox, partsOf, scoreOf } from "./typed.js";

/**
 * @typedef {object} NumberAnswer a value with its tolerance, or an interval
 * @property {number} [value]
 * @property {number} [tolerance]
 * @property {string} [tolerance_type] nominal, relative or geometric
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} fraction of the points
 */

/** @typedef {{answers: NumberAnswer[]}} NumberKey */

export const seconds = 50;

/** @type {Controls} */
export function controls(element, words, changed) {
  const box = one(element, "input");
  return { ...oneBox(box, "number", changed), note: () => (isNoNumber(box) ? words.text("not_a_number") : "") };
}

/**
 * isNoNumber reports whether a box for a number holds something else.
 * @param {HTMLInputElement} box
 */
export const isNoNumber = (box) =>
  box.inputMode === "decimal" && box.value.trim() !== "" && readNumber(box.value) === null;

/**
 * readNumber reads a number as people type it: with a point or a comma, spaces between
 * digits, any kind of minus sign. It returns null if the text is not a number.
 * @param {string} typed
 */
export function readNumber(typed) {
  const text = typed.replace(/\p{White_Space}/gu, "").replace(/[−–]/g, "-");
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null;
  const n = Number(text.replace(",", "."));
  return Number.isFinite(n) ? n : null;
}

/** @type {Marking<NumberKey, {number: string}>} */
export const marking = {
  score: (key, response) => scoreOf(key, place(key, response.number)),
  parts: (key, response) => partsOf(key, place(key, response.number)),
  caption: [], // what was typed stays in its box
};

// place returns the index of the first answer that accepts the number, or -1.
/** @type {(key: NumberKey, typed: string) => number} */
function place({ answers }, typed) {
  const n = readNumber(typed);
  return n === null
    ? -1
    : answers.findIndex((answer) => {
        const [low, high] = interval(answer);
        return n >= low && n <= high;
      });
}

/** @param {number} bound */
const slack = (bound) => 1e-14 * Math.abs(bound);

// interval returns the lowest and the highest number that an answer accepts.
/** @type {(answer: NumberAnswer) => [number, number]} */
function interval({ value, tolerance = 0, tolerance_type: type, min, max }) {
  if (value === undefined) {
    return [min === undefined ? -Infinity : min - slack(min), max === undefined ? Infinity : max + slack(max)];
  }
  if (type === "geometric") {
    const ends = [value / (1 + tolerance), value * (1 + tolerance)];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return [low - slack(low), high + slack(high)];
  }
  let t = type === "relative" ? Math.abs(value) * tolerance : tolerance;
  t += slack(Math.max(t, Math.abs(value)));
  return [value - t, value + t];
}
