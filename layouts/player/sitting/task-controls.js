// The controls of tasks.
/** @import { App } from "../app/app.js" */
/** @import { Task } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import { all, one } from "../lib/dom.js";
import { pausing } from "../lib/typing.js";
import { countWords, lengthNote } from "./tasks.js";

const most = 40; // rows: a box grows no further

/**
 * @typedef {object} TaskControl
 * @property {HTMLElement} first what takes the focus
 * @property {boolean} clearable
 * @property {() => string | number | null} read the number of a step, a text, or null
 * @property {(response: string | number | null | undefined) => void} show
 * @property {() => string} note what is announced after a change
 * @property {() => void} flush keeps what is being typed
 * @property {() => void} grow makes the box as tall as its text, once it is on the screen
 * @property {(ticked: boolean) => void} share shows whether a reflection is handed in
 * @property {() => void} onchange called when the response has changed
 * @property {(ticked: boolean) => void} onshare called when the box was ticked
 */

/**
 * taskControl returns the control of a task.
 * @param {App} app
 * @param {Task} task
 * @param {HTMLElement} element
 * @returns {TaskControl}
 */
export function taskControl({ words, lang }, task, element) {
  const control = {
    onchange() {},
    onshare(/** @type {boolean} */ _ticked) {},
    note: () => "",
    flush() {},
    grow() {},
    share() {},
  };
  const changed = () => control.onchange();
  if (task.type === "rating") return Object.assign(control, rating(element, changed));
  const box = element.querySelector("input");
  if (box) box.onchange = () => control.onshare(box.checked);
  return Object.assign(control, writing(element, changed), {
    note: () => lengthNote(words, countWords(one(element, "textarea").value, lang), task),
    share(/** @type {boolean} */ ticked) {
      if (box) box.checked = ticked;
    },
  });
}

/** @type {(element: HTMLElement, changed: () => void) => Pick<TaskControl, "first" | "clearable" | "read" | "show">} */
function rating(element, changed) {
  const inputs = all(element, "input");
  for (const input of inputs) input.onchange = changed;
  return {
    first: inputs[0],
    clearable: true,
    read: () => Number(inputs.find((i) => i.checked)?.value) || null,
    show(response) {
      for (const input of inputs) input.checked = input.value === String(response);
    },
  };
}

/** @type {(element: HTMLElement, changed: () => void) => Omit<TaskControl, "note" | "share" | "onchange" | "onshare">} */
function writing(element, changed) {
  const area = one(element, "textarea");
  const { stop, flush } = pausing([area], changed);
  const grow = () => {
    while (area.rows < most && area.clientHeight > 0 && area.scrollHeight > area.clientHeight + 2) area.rows++;
  };
  area.addEventListener("input", grow);
  return {
    first: area,
    clearable: false,
    read: () => (area.value.trim() ? area.value : null),
    show(response) {
      stop();
      area.value = String(response ?? "");
    },
    flush,
    grow,
  };
}
