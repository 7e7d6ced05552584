// The draw of a form, as docs/formats/bank.md specifies it. The gradebook repeats the draw and
// must find the same questions in the same order.
import { digest } from "../lib/encoding.js";
import { sha256 } from "../lib/sha256.js";

/** @typedef {{count: number, questions: string[]}} Group count: how many of the questions are drawn */

/**
 * draw returns the public IDs of a form's questions, in the order of the form.
 * @param {string} site
 * @param {string} bankRevision
 * @param {string} staff
 * @param {number} ordinal of the attempt, from 1
 * @param {Group[]} groups
 */
export function draw(site, bankRevision, staff, ordinal, groups) {
  const below = numbers(digest("coursemark-draw/1", site, bankRevision, staff, String(ordinal)));
  /** @type {string[]} */
  const form = [];
  for (const group of groups) {
    const ids = [...group.questions].sort();
    for (let k = 0; k < group.count; k++) swap(ids, k, k + below(ids.length - k));
    form.push(...ids.slice(0, group.count));
  }
  for (let k = form.length - 1; k >= 1; k--) swap(form, k, below(k + 1));
  return form;
}

/** @type {(list: string[], i: number, j: number) => void} */
function swap(list, i, j) {
  [list[i], list[j]] = [list[j], list[i]];
}

// numbers returns a function that returns random numbers from 0 to n−1, each equally likely:
// it skips words beyond the largest multiple of n.
/** @type {(seed: Uint8Array) => (n: number) => number} */
function numbers(seed) {
  const input = new Uint8Array(36);
  input.set(seed);
  const counter = new DataView(input.buffer);
  /** @type {DataView} */
  let block;
  let used = 32;
  let count = 0;
  function word() {
    if (used === 32) {
      counter.setUint32(32, count++);
      block = new DataView(sha256(input).buffer);
      used = 0;
    }
    used += 4;
    return block.getUint32(used - 4);
  }
  return function below(n) {
    const limit = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const w = word();
      if (w < limit) return w % n;
    }
  };
}
