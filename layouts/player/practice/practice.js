// Practice questions: answer, check, read why, try again. The page holds the
// answers; without this code they stand in a <details>.
import { controls } from "../questions/controls.js";
import { announcer, button, focusOn, h, newID } from "../lib/dom.js";
import { clearProblems, showProblems } from "../app/problems.js";
import { answered } from "../review/schedule.js";
import { parts, score } from "../questions/scoring.js";
import { scheduleOf } from "../store/state.js";
import { day } from "../lib/time.js";

// mountPractice gives the questions of the page (mountQuestion) and sums them up at
// their end.
export function mountPractice(app) {
  let refresh = () => {};
  const questions = [...document.querySelectorAll("[data-practice]")].map((section) => mountQuestion(app, section, () => refresh()));
  refresh = mountSummary(app, questions);
  return questions;
}

// mountQuestion gives {id, section, verdict(state): right, partly or wrong, null where
// it was not checked, clear(), focus(), ask(review)}. review: {last, onChecked(verdict),
// onNext()} while the question is asked in a review, null when it is again one of the
// page.
function mountQuestion(app, section, changed) {
  const { words, store } = app;
  const id = section.dataset.practice;
  const rev = section.dataset.revision;
  const page = document.querySelector("[data-practice-page]")?.dataset.practicePage;
  const key = JSON.parse(section.dataset.key);
  const answer = section.querySelector("[data-answer]");
  const control = controls(words, section);
  const status = announcer();
  const check = button(words.text("check_answer"), onCheck);
  const actions = h("p", { class: "actions" }, check); // hidden while there is feedback
  const place = h("div", { class: "feedback-place" });
  const reworded = h("p", { class: "notice", hidden: true }, words.text("reworded"));
  section.querySelector("fieldset").before(reworded);
  answer.before(status.element, actions, place);
  showHints(section);
  let review = null;

  // kept is what was answered to the question as it is worded now.
  const kept = (state) => {
    const entry = state.practice[id];
    return entry?.rev && entry.rev !== rev ? undefined : entry;
  };
  const verdictOn = (response) => {
    const share = score(key, response);
    if (share === 1) return "right";
    return share > 0 || [...parts(key, response).values()].includes(true) ? "partly" : "wrong";
  };
  const keep = (checked) => store.update((state) => {
    const response = control.read();
    const entry = kept(state);
    const schedule = checked && page ? answered(entry, { verdict: verdictOn(response), today: day(new Date()), rev, page }) : scheduleOf(entry ?? {});
    return { ...state, practice: { ...state.practice, [id]: { response, checked, ...schedule } } };
  });

  function onCheck() {
    control.flush();
    clearProblems(section, app);
    if (control.read() === null) {
      showProblems(app, section, [{ text: words.text("practice_missing"), control: control.first }]);
      return;
    }
    keep(true);
    review?.onChecked(verdictOn(control.read()));
    showFeedback();
    focusOn(place.firstElementChild);
    changed();
  }

  function onChange() {
    clearProblems(section, app);
    hideFeedback();
    keep(false);
    reworded.hidden = true;
    status.say(control.note());
    changed();
  }

  function clear() {
    control.show(null);
    onChange();
  }

  function onRetry() {
    clear();
    control.first.focus();
  }

  function showFeedback() {
    const response = control.read();
    const given = parts(key, response);
    const verdict = verdictOn(response);
    status.say("");
    for (const [part, right] of given) {
      const row = control.row(part);
      if (!row) continue;
      row.dataset.verdict = right ? "right" : "wrong";
      // The mark is drawn; who does not see it is told.
      (row.querySelector("label") ?? row).append(h("span", { class: "visually-hidden", "data-said": true }, ` (${words.text(right ? "part_right" : "part_wrong")})`));
    }
    const missing = key.type === "multiple" ? key.options.filter((o) => o.fraction > 0 && !given.has(o.id)) : [];
    for (const option of missing) {
      entryOf(option.id)?.querySelector(".verdict").append(h("span", { "data-said": true }, ` · ${words.text("not_chosen")}`));
    }
    const of = key.stems ?? key.order ?? key.gaps;
    const [title, text] = [newID("feedback"), newID("feedback-text")];
    const again = verdict === "right" ? null : button(words.text("try_again"), onRetry, { class: "button button-quiet" });
    const next = () => button(words.text(review.last ? "review_finish" : "review_next"), review.onNext);
    place.replaceChildren(h("div", { class: `feedback feedback-${verdict}`, role: "group", "aria-labelledby": title, "aria-describedby": text },
      h("p", { class: "feedback-title", id: title }, words.text(`practice_${verdict}`)),
      h("div", { id: text },
        of ? h("p", null, words.text(key.gaps ? "practice_gaps" : "practice_parts", { right: [...given.values()].filter(Boolean).length, all: of.length })) : null,
        [...given].map(([part, right]) => feedbackOn(part, right)),
        verdict === "partly" && missing.length > 0 ? h("p", null, words.count("missed", missing.length)) : null,
        verdict === "right" ? h("div", null, copy(answer.querySelector("[data-explanation]"))) : null),
      h("p", { class: "actions" }, review ? next() : again),
      h("p", { class: "hint" }, words.text("practice_not_counted"))));
    actions.hidden = true;
    answer.hidden = false;
  }

  const entryOf = (part) => answer.querySelector(`[data-option="${CSS.escape(part)}"]`);

  // feedbackOn copies what the page says about a piece of the answer. Of pairs and
  // items it is said only where the author had something to say and they are right:
  // it tells what belongs there.
  function feedbackOn(part, right) {
    const sorted = key.stems || key.order;
    const entry = entryOf(part);
    if (!entry && key.gaps) { // typed, and no answer of the key fits
      return h("p", { class: "feedback-item feedback-choice" }, words.text("practice_gap", { number: key.gaps.findIndex((g) => g.id === part) + 1 }));
    }
    const why = copy(entry?.querySelector(".answer-feedback"));
    if (why.length === 0 || (sorted && !right)) return null;
    // What was typed is in its box; the key's words would not be the learner's.
    const said = key.gaps ? [".answer-gap", ".verdict"] : [".answer-text"];
    const chosen = key.answers ? null : h("p", { class: "feedback-choice" }, sorted || key.gaps ? null : h("span", { class: "meta" }, `${words.text("you_chose")}: `), said.flatMap((what) => copy(entry.querySelector(what))));
    return h("div", { class: "feedback-item" }, chosen, h("div", null, why));
  }

  function hideFeedback() {
    place.replaceChildren();
    for (const row of section.querySelectorAll("[data-verdict]")) delete row.dataset.verdict;
    for (const said of section.querySelectorAll("[data-said]")) said.remove();
    actions.hidden = false;
    answer.hidden = true;
    answer.open = false;
  }

  // render shows what is kept about the person who uses the site now. A review asks
  // anew what was answered before.
  function render() {
    const state = store.state;
    const entry = kept(state);
    hideFeedback();
    if (entry?.box && page && entry.page !== page) {
      store.update((s) => ({ ...s, practice: { ...s.practice, [id]: { ...entry, page } } })); // it moved here
    }
    reworded.hidden = !state.practice[id] || entry !== undefined;
    control.show(review && entry?.checked ? null : entry?.response ?? null);
    if (!review && entry?.checked && control.read() !== null) showFeedback();
  }
  control.onchange = onChange;
  app.onChange(render);
  render();

  return {
    id,
    section,
    verdict(state) {
      const entry = kept(state);
      return entry?.checked && control.read() !== null ? verdictOn(control.read()) : null;
    },
    clear,
    focus: () => control.first.focus(),
    ask(by) {
      review = by;
      section.querySelector(".practice-title").hidden = by !== null; // it is counted otherwise there
      render();
    },
  };
}

// showHints offers a hint only when the one before it was read.
function showHints(section) {
  const hints = [...section.querySelectorAll("[data-hint]")];
  for (const [i, hint] of hints.entries()) {
    hint.hidden = i > 0;
    hint.addEventListener("toggle", () => {
      if (hint.open && hints[i + 1]) hints[i + 1].hidden = false;
    });
  }
}

const copy = (element) => [...(element?.childNodes ?? [])].map((n) => n.cloneNode(true));

// mountSummary says at the end of the page how it went, and offers to try again what
// was not right. It gives a function that brings it up to date.
function mountSummary(app, questions) {
  const { words, store } = app;
  const place = document.querySelector("[data-practice-end]");
  if (!place) return () => {};
  const title = newID("summary");
  const render = () => {
    const { state } = store; // read once: it is read anew each time
    const verdicts = questions.map((q) => q.verdict(state));
    const right = verdicts.filter((v) => v === "right").length;
    const open = verdicts.filter((v) => v === null).length;
    const again = questions.filter((_, i) => verdicts[i] !== null && verdicts[i] !== "right");
    const retry = () => {
      for (const question of again) question.clear();
      again[0].focus();
    };
    place.replaceChildren(...(open === questions.length ? [] : [
      h("section", { class: "panel", "aria-labelledby": title },
        h("h2", { id: title }, words.text("summary_title")),
        h("p", null, right > 0 ? `${words.text("summary_right", { right, all: questions.length })} ` : null, open > 0 ? words.count("summary_open", open) : null),
        h("p", { class: "actions" }, again.length > 0 ? button(words.count("summary_again", again.length), retry, { class: "button button-quiet" }) : null)),
    ]));
  };
  app.onChange(render);
  render();
  return render;
}
