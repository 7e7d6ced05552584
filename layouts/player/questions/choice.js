// Choosing one option out of several, or all that are right.
/** @import { Controls, Fraction, Marking } from "../lib/types.js" */
import { all } from "../lib/dom.js";
import { list } from "../lib/values.js";
import { clamp } from "./share.js";

/**
 * @typedef {object} ChoiceKey
 * @property {string} type single, multiple or truefalse
 * @property {Fraction[]} options
 * @property {string} [scoring] of multiple: all-or-nothing, weights or partial
 */

export const seconds = 50;

/** @type {Controls} */
export function controls(element, words, changed) {
  const inputs = all(element, "input");
  const multiple = element.dataset.type === "multiple";
  for (const input of inputs) input.onchange = changed;
  return {
    first: inputs[0],
    shown: inputs.map((i) => i.value),
    clearable: !multiple,
    read() {
      const ids = inputs.filter((i) => i.checked).map((i) => i.value);
      if (ids.length === 0) return null;
      return multiple ? { choices: ids.sort() } : { choice: ids[0] };
    },
    show(response) {
      const ids = response?.choices ? list(response.choices) : [response?.choice];
      for (const input of inputs) input.checked = ids.includes(input.value);
    },
    row: (id) => inputs.find((i) => i.value === id)?.closest("label"),
  };
}

/** @type {Marking<ChoiceKey, {choice: string, choices?: string[]}>} */
export const marking = {
  score(key, { choice, choices }) {
    return clamp(choices ? severalShare(key, choices) : fraction(key, choice));
  },
  parts(key, { choice, choices }) {
    return new Map((choices ?? [choice]).map((id) => [id, fraction(key, id) > 0]));
  },
  missed(key, parts) {
    if (key.type !== "multiple") return [];
    return key.options.filter((o) => o.fraction > 0 && !parts.has(o.id)).map((o) => o.id);
  },
  caption: [".answer-text"],
  chosen: true,
};

/** @type {(key: ChoiceKey, id: string) => number} */
const fraction = ({ options }, id) => options.find((o) => o.id === id)?.fraction ?? 0;

/** @type {(key: ChoiceKey, chosen: string[]) => number} */
function severalShare({ options, scoring }, chosen) {
  const right = options.filter((o) => o.fraction > 0);
  const wrong = options.length - right.length;
  const hits = right.filter((o) => chosen.includes(o.id)).length;
  const slips = options.filter((o) => chosen.includes(o.id)).length - hits;
  if (scoring === "all-or-nothing") return hits === right.length && slips === 0 ? 1 : 0;
  if (scoring === "weights") return options.reduce((sum, o) => (chosen.includes(o.id) ? sum + o.fraction : sum), 0);
  if (right.length === 0) return 0;
  return hits / right.length - (wrong > 0 ? slips / wrong : 0);
}
