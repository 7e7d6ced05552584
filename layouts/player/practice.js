// Practice questions in lessons: answer, check, read why, try again. The page
// holds the answers; without this code they stand in a <details>.
import { controls } from "./controls.js";
import { announcer, button, focusOn, h, newID } from "./dom.js";
import { clearProblems, showProblems } from "./problems.js";
import { parts, score } from "./scoring.js";

export function mountPractice(app) {
  for (const section of document.querySelectorAll("[data-practice]")) mountQuestion(app, section);
}

function mountQuestion(app, section) {
  const { words, store } = app;
  const id = section.dataset.practice;
  const key = JSON.parse(section.dataset.key);
  const answer = section.querySelector(".practice-answer");
  const control = controls(words, section);
  const status = announcer();
  const check = button(words.text("check_answer"), onCheck);
  const actions = h("p", { class: "actions" }, check); // hidden while there is feedback
  const place = h("div", { class: "feedback-place" });
  answer.before(status.element, actions, place);

  const keep = (checked) => store.update((state) => ({
    ...state,
    practice: { ...state.practice, [id]: { response: control.read(), checked, rev: section.dataset.revision } },
  }));

  function onCheck() {
    control.flush();
    clearProblems(section, app);
    if (control.read() === null) {
      showProblems(app, section, [{ text: words.text("practice_missing"), control: control.first }]);
      return;
    }
    keep(true);
    showFeedback();
    focusOn(place.firstElementChild);
  }

  function onChange() {
    clearProblems(section, app);
    hideFeedback();
    keep(false);
    status.say(control.note());
  }

  function onRetry() {
    control.show(null);
    onChange();
    control.first.focus();
  }

  function showFeedback() {
    const response = control.read();
    const share = score(key, response);
    const given = parts(key, response);
    const hit = [...given.values()].includes(true);
    const verdict = share === 1 ? "right" : share > 0 || hit ? "partly" : "wrong";
    status.say("");
    for (const [part, right] of given) {
      const row = control.row(part);
      if (row) row.dataset.verdict = right ? "right" : "wrong";
    }
    const missing = verdict === "partly" && key.options.some((o) => o.fraction > 0 && !given.has(o.id));
    const [title, text] = [newID("feedback"), newID("feedback-text")];
    place.replaceChildren(h("div", { class: `feedback feedback-${verdict}`, role: "group", "aria-labelledby": title, "aria-describedby": text },
      h("p", { class: "feedback-title", id: title }, words.text(`practice_${verdict}`)),
      h("div", { id: text },
        key.stems || key.order ? h("p", null, words.text("practice_parts", { right: [...given.values()].filter(Boolean).length, all: (key.stems ?? key.order).length })) : null,
        [...given.keys()].map((part) => feedbackOn(part)),
        missing ? h("p", null, words.text("missed")) : null),
      h("p", { class: "actions" }, verdict === "right" ? null : button(words.text("try_again"), onRetry, { class: "button button-quiet" })),
      h("p", { class: "hint" }, words.text("practice_not_counted"))));
    actions.hidden = true;
    answer.hidden = false;
  }

  // feedbackOn copies what the page says about a piece of the answer. Of pairs and
  // items it is said only where the author had something to say.
  function feedbackOn(part) {
    const entry = answer.querySelector(`[data-option="${CSS.escape(part)}"]`);
    const copy = (what) => [...(entry?.querySelector(what)?.childNodes ?? [])].map((n) => n.cloneNode(true));
    const why = copy(".answer-feedback");
    if (why.length === 0) return null;
    // What was typed is in its box; the key's words would not be the learner's.
    const chosen = key.answers ? null : h("p", { class: "feedback-choice" }, key.stems || key.order ? null : h("span", { class: "meta" }, `${words.text("you_chose")}: `), copy(".answer-text"));
    return h("div", { class: "feedback-item" }, chosen, h("div", null, why));
  }

  function hideFeedback() {
    place.replaceChildren();
    for (const row of section.querySelectorAll("[data-verdict]")) delete row.dataset.verdict;
    actions.hidden = false;
    answer.hidden = true;
    answer.open = false;
  }

  // render shows what is kept about the person who uses the site now.
  function render() {
    const kept = store.state.practice[id];
    const same = !kept?.rev || kept.rev === section.dataset.revision; // older versions kept none
    control.show(kept?.response ?? null);
    if (same && kept?.checked && control.read() !== null) showFeedback();
    else hideFeedback();
    status.say(same ? "" : words.text("practice_reworded"));
  }
  control.onchange = onChange;
  app.onChange(render);
  render();
}
