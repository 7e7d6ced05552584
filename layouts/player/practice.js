// Practice questions in lessons: choose, check, read why, try again. The page
// holds the answers; without this code they stand in a <details>.
import { button, focusOn, h, newID } from "./dom.js";
import { clearProblems, showProblems } from "./problems.js";

export function mountPractice(app) {
  for (const section of document.querySelectorAll("[data-practice]")) mountQuestion(app, section);
}

function mountQuestion(app, section) {
  const { words, store } = app;
  const id = section.dataset.practice;
  const inputs = [...section.querySelectorAll("input")];
  const answer = section.querySelector(".practice-answer");
  const check = button(words.text("check_answer"), onCheck);
  const actions = h("p", { class: "actions" }, check); // hidden while there is feedback
  const place = h("div", { class: "feedback-place" });
  answer.before(actions, place);

  const chosen = () => inputs.filter((i) => i.checked).map((i) => i.value);
  const keep = (checked) => store.update((state) => ({
    ...state,
    practice: { ...state.practice, [id]: { chosen: chosen(), checked } },
  }));

  function onCheck() {
    clearProblems(section, app);
    if (chosen().length === 0) {
      showProblems(app, section, [{ text: words.text("practice_missing"), control: inputs[0] }]);
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
  }

  function onRetry() {
    for (const input of inputs) input.checked = false;
    onChange();
    inputs[0].focus();
  }

  function showFeedback() {
    const right = inputs.filter((i) => "right" in i.dataset);
    const hits = right.filter((i) => i.checked).length;
    const wrong = inputs.filter((i) => i.checked && !("right" in i.dataset)).length;
    const verdict = hits === right.length && wrong === 0 ? "right" : hits > 0 ? "partly" : "wrong";
    for (const input of inputs) {
      input.closest("label").dataset.verdict = input.checked ? ("right" in input.dataset ? "right" : "wrong") : "";
    }
    const [title, text] = [newID("feedback"), newID("feedback-text")];
    place.replaceChildren(h("div", { class: `feedback feedback-${verdict}`, role: "group", "aria-labelledby": title, "aria-describedby": text },
      h("p", { class: "feedback-title", id: title }, words.text(`practice_${verdict}`)),
      h("div", { id: text },
        inputs.filter((i) => i.checked).map((i) => feedbackOn(i)),
        verdict === "partly" && hits < right.length ? h("p", null, words.text("missed")) : null),
      h("p", { class: "actions" }, verdict === "right" ? null : button(words.text("try_again"), onRetry, { class: "button button-quiet" })),
      h("p", { class: "hint" }, words.text("practice_not_counted"))));
    actions.hidden = true;
    answer.hidden = false;
  }

  // feedbackOn copies what the page says about a choice.
  function feedbackOn(input) {
    const entry = answer.querySelector(`[data-option="${CSS.escape(input.value)}"]`);
    const parts = [...(entry?.querySelector(".answer-feedback")?.childNodes ?? [])].map((n) => n.cloneNode(true));
    const text = [...(entry?.querySelector(".answer-text")?.childNodes ?? [])].map((n) => n.cloneNode(true));
    return h("div", { class: "feedback-item" },
      h("p", { class: "feedback-choice" }, h("span", { class: "meta" }, `${words.text("you_chose")}: `), text),
      h("div", null, parts));
  }

  function hideFeedback() {
    place.replaceChildren();
    for (const input of inputs) delete input.closest("label").dataset.verdict;
    actions.hidden = false;
    answer.hidden = true;
    answer.open = false;
  }

  // render shows what is kept about the person who uses the site now.
  function render() {
    const kept = store.state.practice[id];
    for (const input of inputs) input.checked = kept?.chosen.includes(input.value) ?? false;
    if (kept?.checked && chosen().length > 0) showFeedback();
    else hideFeedback();
  }
  for (const input of inputs) input.addEventListener("change", onChange);
  app.onChange(render);
  render();
}
