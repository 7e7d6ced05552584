// Tasks: what an assessment asks besides its questions, and nobody scores. A
// self-rating, a text for an assessor, a reflection. Drafts are kept with the
// attempt in progress and never stand in its log; what was given becomes records of
// their own kinds when the attempt is handed in (docs/formats/results.md).
//
// A reflection is its writer's: it is kept beside what they wrote for themselves in
// lessons, on no shared computer, and leaves only by its own tick.
import { frozen } from "../store/records.js";

const most = 40; // rows to which a box grows

const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);

// draftOf gives what was drafted for a task: {rev, response}, or null. What was
// kept may come from a file that somebody edited.
export function draftOf(attempt, task) {
  const draft = isObject(attempt.drafts) && Object.hasOwn(attempt.drafts, task.id) ? attempt.drafts[task.id] : null;
  if (!isObject(draft) || typeof draft.rev !== "string") return null;
  const { rev, response } = draft;
  if (task.type === "rating") {
    // Another scale is another question: 3 of 5 is not 3 of 7.
    return rev === task.revision && Number.isInteger(response) && response >= 1 && response <= task.steps ? { rev, response } : null;
  }
  return typeof response === "string" && response.trim() ? { rev, response } : null;
}

// drafted gives the attempt with a draft for a task; null takes it away.
export function drafted(attempt, task, response) {
  return { ...attempt, drafts: { ...attempt.drafts, [task.id]: { rev: task.revision, response } } };
}

// shareKey is the key of a reflection's tick, among the ticks of the person: it
// holds for one sitting.
export const shareKey = (attempt, task) => `share-${attempt.id}-${task.id}`;

// given tells how things stand with a task: "" (left out), "rated", "written",
// "reworded" (written before its words were changed), "private" or "shared".
export function given(task, attempt, reflection, shared) {
  if (task.type === "reflection") return !reflection.trim() ? "" : shared ? "shared" : "private";
  const draft = draftOf(attempt, task);
  if (!draft) return "";
  if (task.type === "rating") return "rated";
  return draft.rev === task.revision ? "written" : "reworded";
}

// entries gives the records that are handed in with an attempt. head: {site, staff,
// name, lang, at}; asked: [{task, asked: what was asked in words, reflection,
// shared}]; page: the assessment's address.
export function entries(bank, attempt, asked, page, head, newID) {
  return asked.flatMap(({ task, asked, reflection, shared }) => {
    const draft = draftOf(attempt, task);
    const source = { bank, question: task.id };
    switch (given(task, attempt, reflection, shared)) {
      case "rated":
        return [frozen("rating", newID(), head, { competency: task.competency, rating: draft.response, max_rating: task.steps, ...source })];
      case "written":
        return [frozen("written", newID(), head, { competency: task.competency, ...(task.about ? { indicators: task.about } : {}), task: asked, text: draft.response, ...source })];
      case "shared":
        return [frozen("reflection", newID(), head, { page, text: reflection, ...source })];
    }
    return [];
  });
}

// countWords counts words as people do, also where none are set apart by blanks.
export function countWords(text, lang) {
  if (typeof Intl.Segmenter === "function") {
    return [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].filter((s) => s.isWordLike).length;
  }
  return text.split(/\s+/).filter((s) => /[\p{L}\p{N}]/u.test(s)).length;
}

// lengthNote says now and then how long a text is: at every fifty words, and where
// it reaches or passes what is asked for. Between, it stays the same.
export function lengthNote(words, count, { minWords = 0, maxWords = 0 }) {
  if (maxWords && count > maxWords) return words.text("words_many", { most: maxWords });
  if (minWords && count >= minWords) return words.text("words_enough", { least: minWords });
  return count >= 50 ? words.text("words_about", { count: Math.floor(count / 50) * 50 }) : "";
}

// taskControls is what a task is answered with: {first, read(), show(response),
// shares(), share(ticked), note(), flush(), onchange}. A response is the number of
// a step or a text, null for none.
export function taskControls({ words, lang }, task, element) {
  const c = { onchange() {}, onshare() {}, note: () => "", flush() {}, share() {} };
  return Object.assign(c, task.type === "rating" ? rating(element, () => c.onchange()) : writing(element, words, lang, task, c));
}

function rating(element, changed) {
  const inputs = [...element.querySelectorAll("input")];
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

function writing(element, words, lang, task, c) {
  const area = element.querySelector("textarea");
  const box = element.querySelector("input[type=checkbox]");
  let timer = 0;
  const grow = () => {
    while (area.rows < most && area.clientHeight > 0 && area.scrollHeight > area.clientHeight + 2) area.rows++;
  };
  const flush = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    if (!area.closest("[hidden]")) c.onchange(); // else it is not on the screen any more
  };
  area.oninput = () => {
    grow();
    clearTimeout(timer);
    timer = setTimeout(flush, 400);
  };
  area.onchange = flush;
  if (box) box.onchange = () => c.onshare(box.checked);
  window.addEventListener("pagehide", flush);
  return {
    first: area,
    clearable: false,
    read: () => (area.value.trim() ? area.value : null),
    show(response) {
      clearTimeout(timer);
      timer = 0;
      area.value = response ?? "";
    },
    share(ticked) {
      box.checked = ticked;
    },
    note: () => lengthNote(words, countWords(area.value, lang), task),
    grow,
    flush,
  };
}
