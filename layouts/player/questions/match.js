// Choosing an option for each stem.
/** @import { Controls, Marking } from "../lib/types.js" */
import { all } from "../lib/dom.js";
import { mapOf } from "../lib/values.js";

export const seconds = 75;

/** @type {Controls} */
export function controls(element, words, changed) {
  const selects = all(element, "select");
  for (const select of selects) select.onchange = changed;
  const options = [...selects[0].options].map((o) => o.value).filter(Boolean);
  const stem = (/** @type {HTMLElement} */ select) => select.dataset.stem ?? "";
  return {
    first: selects[0],
    shown: [...selects.map(stem), ...options],
    clearable: false,
    countOpen: ({ pairs = [] }) => selects.length - pairs.length,
    read() {
      const given = selects.filter((s) => s.value);
      return given.length === 0 ? null : { pairs: given.map((s) => [stem(s), s.value]) };
    },
    show(response) {
      const given = mapOf(response?.pairs);
      for (const select of selects) {
        const option = given.get(stem(select));
        select.value = options.includes(option) ? option : "";
      }
    },
    row: (id) => selects.find((s) => stem(s) === id)?.closest("li"),
  };
}

/** @type {Marking<{stems: {id: string, option: string}[]}, {pairs: [string, string][]}>} */
export const marking = {
  score: (key, response) => [...marking.parts(key, response).values()].filter(Boolean).length / key.stems.length,
  parts({ stems }, { pairs }) {
    return new Map(pairs.map(([stem, option]) => [stem, stems.find((s) => s.id === stem)?.option === option]));
  },
  counted: { word: "practice_parts", all: ({ stems }) => stems.length },
  caption: [".answer-text"],
  rightOnly: true,
};
