// Gaps in a running text, to choose for or to type in.
/** @import { Controls, Marking } from "../lib/types.js" */
import { all } from "../lib/dom.js";
import { pausing } from "../lib/typing.js";
import { mapOf } from "../lib/values.js";
import * as choice from "./choice.js";
import * as number from "./number.js";
import { clamp } from "./share.js";
import * as text from "./text.js";

/**
 * @typedef {object} Gap with what a question of its type has as a key
 * @property {string} id
 * @property {string} type single, number or text
 * @property {number} weight
 */

export const seconds = 75;

/** @type {Controls} */
export function controls(element, words, changed) {
  const gaps = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ (all(element, "[data-gap]"));
  const boxes = gaps.filter((gap) => gap instanceof HTMLInputElement);
  const { stop, flush } = pausing(boxes, changed);
  const idOf = (/** @type {HTMLElement} */ gap) => gap.dataset.gap ?? "";
  const options = (/** @type {HTMLElement} */ gap) =>
    all(gap, "option")
      .map((o) => o.value)
      .filter(Boolean);
  for (const gap of gaps) if (gap instanceof HTMLSelectElement) gap.onchange = changed;
  return {
    first: gaps[0],
    shown: gaps.flatMap((gap) => [idOf(gap), ...options(gap)]),
    clearable: false,
    countOpen: (response) => gaps.length - (response.gaps ?? []).length,
    read() {
      const filled = gaps.filter((gap) => gap.value.trim());
      return filled.length === 0 ? null : { gaps: filled.map((gap) => [idOf(gap), gap.value]) };
    },
    show(response) {
      stop();
      const filled = mapOf(response?.gaps);
      for (const gap of gaps) {
        const value = filled.get(idOf(gap));
        gap.value =
          typeof value === "string" && (gap instanceof HTMLInputElement || options(gap).includes(value)) ? value : "";
      }
    },
    row: (part) => gaps.find((gap) => idOf(gap) === part.split(" ")[0])?.closest(".gap"),
    note: () => (boxes.some(number.isNoNumber) ? words.text("not_a_number") : ""),
    flush,
  };
}

// A gap is marked like a question of its type, whose response has one member.
/** @type {Record<string, {member: string, inGap: Marking<any, any>}>} */
const inGaps = {
  single: { member: "choice", inGap: choice.marking },
  number: { member: "number", inGap: number.marking },
  text: { member: "text", inGap: text.marking },
};

/** @type {Marking<{gaps: Gap[]}, {gaps: [string, string][]}>} */
export const marking = {
  // The weighted mean of the gaps; a blank gap is worth nothing.
  score(key, response) {
    const given = new Map(response.gaps);
    let [sum, weights] = [0, 0];
    for (const gap of key.gaps) {
      const { member, inGap } = inGaps[gap.type];
      sum += gap.weight * (given.has(gap.id) ? inGap.score(gap, { [member]: given.get(gap.id) }) : 0);
      weights += gap.weight;
    }
    return clamp(sum / weights);
  },
  // A part is named by the ID of its gap and the part of the answer in it; by the ID alone if
  // no answer fits.
  parts(key, response) {
    return new Map(
      key.gaps.flatMap((gap) => {
        const given = response.gaps.find(([id]) => id === gap.id);
        if (!given) return [];
        const { member, inGap } = inGaps[gap.type];
        const [[part, right] = ["", false]] = inGap.parts(gap, { [member]: given[1] });
        return [[`${gap.id} ${part}`.trim(), right]];
      }),
    );
  },
  counted: { word: "practice_gaps", all: ({ gaps }) => gaps.length },
  unfit: (words, { gaps }, part) => words.text("practice_gap", { number: gaps.findIndex((g) => g.id === part) + 1 }),
  caption: [".answer-gap", ".verdict"], // what was typed is in its box; the answer key's words may differ from it
};
