// The screens of an assessment. Each function builds one from plain data and
// tells of what the learner does through callbacks.
import { announcer, button, h, newID } from "./dom.js";
import { handInSteps, resultsPanel, saveProgress } from "./files.js";
import { readable } from "./time.js";

function panel(...children) {
  return h("section", { class: "panel screen" }, children);
}

const actions = (...buttons) => h("p", { class: "actions" }, buttons);

export function start({ words, locale }, { data, used, left, onStart }) {
  if (left <= 0) {
    return panel(
      h("h2", null, words.text("no_attempts_title")),
      h("p", null, words.count("no_attempts_text", used.length)),
      earlier(words, locale, used));
  }
  return panel(
    h("h2", null, words.text("start_title")),
    used.length > 0 ? earlier(words, locale, used) : null,
    h("ul", { class: "facts" },
      h("li", null, words.count("start_questions", data.asked)),
      h("li", null, words.text("start_time")),
      h("li", null, words.text("start_blank")),
      h("li", null, words.text("start_pass", { percent: data.passMark })),
      h("li", null, left === Infinity ? words.text("start_attempts_unlimited") : words.count("start_attempts", left, { all: data.attempts })),
      h("li", null, words.text("start_scoring")),
      data.public ? h("li", null, words.text("start_public")) : null),
    actions(button(words.text("start", { ordinal: used.length + 1 }), onStart, { class: "button button-main" })));
}

function earlier(words, locale, used) {
  return h("div", { class: "earlier" },
    h("h3", null, words.text("earlier_title")),
    h("p", null, words.count("earlier_text", used.length)),
    h("ul", null, used.map((a) => h("li", null, `${readable(a.submitted, locale)} · `, h("code", { class: "receipt-small" }, a.receipt)))));
}

export function resume({ words, locale }, { attempt, answered, next, onQuestion, onReview }) {
  return panel(
    h("h2", null, words.text("resume_title")),
    h("p", null, words.text("resume_text", { ordinal: attempt.ordinal, date: readable(attempt.started, locale), answered, all: attempt.form.length })),
    actions(
      next === null ? null : button(words.text("resume", { number: next + 1 }), onQuestion, { class: "button button-main" }),
      button(words.text("resume_review"), onReview, { class: next === null ? "button button-main" : "button button-quiet" })));
}

export function revised({ words, locale }, { old, kept, again, lost, onContinue }) {
  return panel(
    h("h2", null, words.text("revised_title")),
    h("p", null, words.text("revised_text", { ordinal: old.ordinal, date: readable(old.started, locale) })),
    h("ul", null,
      kept > 0 ? h("li", null, words.count("revised_kept", kept)) : null,
      again > 0 ? h("li", null, words.count("revised_again", again)) : null,
      lost > 0 ? h("li", null, words.count("revised_lost", lost)) : null,
      again + lost === 0 ? h("li", null, words.text("revised_none_lost")) : null),
    actions(button(words.text("revised_continue"), onContinue, { class: "button button-main" })));
}

// question gives the screen and a function to call with what is to be said of an
// answer and with the promise that it is kept: only then it is called saved.
export function question(app, { index, all, element, again, clearable, onClear, onPrevious, onNext, onReview }) {
  const { words } = app;
  const status = announcer();
  const tell = (kept, yes, no = "") => kept.then((sure) => status.say(sure ? yes : no));
  const clear = button(words.text("clear"), () => {
    const kept = onClear();
    if (!kept) return;
    clear.hidden = true;
    notice?.remove();
    tell(kept, words.text("cleared"));
  }, { class: "link-button" });
  const notice = again ? rewordedNotice(words, again, (kept) => {
    refresh();
    tell(kept, words.text("saved"));
  }) : null;
  const refresh = () => {
    clear.hidden = !clearable();
  };
  refresh();
  const screen = panel(
    h("progress", { max: all, value: index + 1, "aria-hidden": "true" }),
    h("h2", null, words.text("question_of", { number: index + 1, all })),
    notice,
    element,
    h("div", { class: "under-question" }, clear, status.element),
    h("p", { class: "actions actions-apart" },
      onPrevious ? button(words.text("previous_question"), onPrevious, { class: "button button-quiet" }) : null,
      onNext ? button(words.text("next_question"), onNext, { class: "button button-main" }) : null,
      button(words.text("to_review"), onReview, { class: onNext ? "button button-quiet" : "button button-main" })));
  screen.classList.add("screen-question");
  return {
    screen,
    onAnswered(note, kept) {
      notice?.remove();
      refresh();
      tell(kept, [note, words.text("saved")].filter(Boolean).join(" "), note);
    },
  };
}

// rewordedNotice asks to look again at a question that reads otherwise than when
// it was answered.
function rewordedNotice(words, { empty, onKeep }, onKept) {
  const notice = h("div", { class: "notice" },
    h("p", null, h("strong", null, words.text("reworded_title"))),
    h("p", null, words.text(empty ? "reworded_empty" : "reworded_text")),
    empty ? null : h("p", null, button(words.text("reworded_keep"), () => {
      const kept = onKeep();
      if (!kept) return;
      notice.remove();
      onKept(kept);
    }, { class: "button button-quiet" })));
  return notice;
}

export function review({ words }, { items, onQuestion, onHandIn }) {
  const answered = items.filter((i) => i.answered).length;
  const again = items.filter((i) => i.again).length;
  return panel(
    h("h2", null, words.text("review_title")),
    h("p", null, words.text(answered === items.length ? "review_all" : "review_some", { answered, all: items.length })),
    again > 0 ? h("p", { class: "notice" }, words.count("review_again", again)) : null,
    h("ol", { class: "review" }, items.map((item, index) => {
      const name = newID("question");
      const change = newID("change");
      return h("li", { class: item.answered ? "is-answered" : "is-blank" },
        item.told ? h("p", { class: "review-case" }, item.told) : null,
        h("p", { class: "review-question", id: name }, item.asked),
        h("p", { class: "review-status" },
          h("span", { class: "tag" }, words.text(item.answered ? "review_answered" : item.again ? "review_reworded" : "review_blank")), " ",
          button(words.text(item.answered ? "review_change" : "review_answer"), () => onQuestion(index), { class: "link-button", id: change, "aria-labelledby": `${change} ${name}` })));
    })),
    actions(
      button(words.text("hand_in"), onHandIn, { class: "button button-main" }),
      button(words.text("back_to_questions"), () => onQuestion(0), { class: "button button-quiet" })));
}

export function confirm({ words }, { title, ordinal, person, blank, onYes, onNo, onBack }) {
  return panel(
    h("h2", null, words.text("confirm_title")),
    h("p", null, words.text("confirm_text", { ordinal, title })),
    h("p", { class: "identity" }, person.name ? h("span", null, person.name) : null, h("strong", null, person.staff)),
    blank > 0 ? h("p", { class: "notice" }, words.count("confirm_blank", blank)) : null,
    h("p", null, words.text("confirm_final")),
    actions(
      button(words.text("confirm_yes"), onYes, { class: "button button-main" }),
      button(words.text("confirm_no"), onNo, { class: "button button-quiet" }),
      button(words.text("confirm_back"), onBack, { class: "button button-quiet" })));
}

export function done(app, { attempt, kept, shared, onLeave, onAgain }) {
  const { words } = app;
  const status = announcer();
  kept.then((sure) => sure && status.say(words.text("saved")));
  const save = () => status.say(words.text("download_done", { file: saveProgress(app) }));
  return panel(
    h("h2", null, words.text("done_title")),
    h("p", null, words.text("done_text", { ordinal: attempt.ordinal })),
    h("dl", { class: "receipt" }, h("dt", null, words.text("receipt")), h("dd", null, h("code", null, attempt.receipt))),
    h("p", { class: "hint" }, words.text("receipt_text")),
    shared ? h("p", { class: "notice" }, words.text("shared_done")) : null,
    h("h3", null, words.text("how_title")),
    handInSteps(),
    resultsPanel(app),
    actions(
      button(words.text("save_progress"), save, { class: "button button-quiet" }),
      shared ? button(words.text("leave_shared"), onLeave, { class: "button button-quiet" }) : null,
      onAgain ? button(words.text("again"), onAgain, { class: "button button-quiet" }) : null),
    status.element);
}

export function elsewhere({ words }, { onReload }) {
  return panel(
    h("h2", null, words.text("elsewhere_title")),
    h("p", null, words.text("elsewhere_text")),
    actions(button(words.text("reload"), onReload)));
}

export function incomplete({ words }) {
  return panel(h("h2", null, words.text("problem_title")), h("p", null, words.text("too_few")));
}
