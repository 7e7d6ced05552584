// The screens of an assessment. Each function builds one from plain data and
// tells of what the learner does through callbacks.
import { announcer, button, h, newID } from "../lib/dom.js";
import { handInSteps, resultsPanel, saveProgress } from "../app/files.js";
import { counting } from "./limits.js";
import { day, readable, readableDay } from "../lib/time.js";

export function panel(...children) {
  return h("section", { class: "panel screen" }, children.flat());
}

export const actions = (...buttons) => h("p", { class: "actions" }, buttons);

// start tells what is to come: facts, in words, and what holds for every attempt. It
// never keeps anybody from starting: HR decides what counts.
export function start({ words, locale }, { data, facts, used, onStart }) {
  const { left, counts, from } = counting(data, used, day(new Date()));
  return panel(
    h("h2", null, words.text("start_title")),
    used.length > 0 ? earlier(words, locale, used) : null,
    counts ? null : h("p", { class: "notice" }, from ? words.text("limit_from", { date: readableDay(from, locale) }) : words.count("limit_used", data.attempts)),
    h("ul", { class: "facts" },
      facts.map((fact) => h("li", null, fact)),
      h("li", null, left === Infinity ? words.text("start_attempts_unlimited") : words.count("start_attempts", left, { all: data.attempts })),
      h("li", null, words.text("start_scoring")),
      data.public ? h("li", null, words.text("start_public")) : null),
    actions(button(words.text("start", { ordinal: used.length + 1 }), onStart, { class: counts ? "button button-main" : "button button-quiet" })));
}

function earlier(words, locale, used) {
  return h("div", { class: "earlier" },
    h("h3", null, words.text("earlier_title")),
    h("p", null, words.count("earlier_text", used.length)),
    h("ul", null, used.map((a) => h("li", null, `${readable(a.submitted, locale)} · `, h("code", { class: "receipt-small" }, a.receipt)))));
}

// resume offers ways on, {text, go}, the first before the others.
export function resume({ words, locale }, { attempt, answered, ways }) {
  return panel(
    h("h2", null, words.text("resume_title")),
    h("p", null, words.text("resume_text", { ordinal: attempt.ordinal, date: readable(attempt.started, locale), answered, all: attempt.form.length })),
    actions(...ways.map(({ text, go }, i) => button(text, go, { class: i === 0 ? "button button-main" : "button button-quiet" }))));
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

// question gives the screen of a question or task, a function to call with what is
// to be said of an answer and with the promise that it is kept (only then it is
// called saved), and tell(kept, text, else). of: {number, all} for the bar; previous
// and next: {text, go} or null.
export function question(app, { heading, of, element, notices = [], again, clearable, onClear, previous, next, onReview }) {
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
    h("progress", { max: of.all, value: of.number, "aria-hidden": "true" }),
    h("h2", null, heading),
    notices.map((text) => h("p", { class: "notice" }, text)),
    notice,
    element,
    h("div", { class: "under-question" }, clear, status.element),
    h("p", { class: "actions actions-apart" },
      previous ? button(previous.text, previous.go, { class: "button button-quiet" }) : null,
      next ? button(next.text, next.go, { class: "button button-main" }) : null,
      button(words.text("to_review"), onReview, { class: next ? "button button-quiet" : "button button-main" })));
  screen.classList.add("screen-question");
  return {
    screen,
    onSaved(note, kept) {
      notice?.remove();
      refresh();
      tell(kept, [note, words.text("saved")].filter(Boolean).join(" "), note);
    },
    tell,
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

// marks are how the review tells of a question, by how far it is answered.
const marks = {
  answered: { as: "is-answered", status: "review_answered", change: "review_change" },
  partly: { as: "is-blank", status: "review_partly", change: "review_rest" },
  reworded: { as: "is-blank", status: "review_reworded", change: "review_answer" },
  blank: { as: "is-blank", status: "review_blank", change: "review_answer" },
};

// review lists the questions, {told, asked, state: as in marks}, and apart from them
// what is not scored: tasks are {told, asked, given: key of a word}.
export function review({ words }, { items, tasks, onQuestion, onTask, onHandIn }) {
  const times = (state) => items.filter((i) => i.state === state).length;
  const [partly, again] = [times("partly"), times("reworded")];
  const answered = times("answered") + partly;
  return panel(
    h("h2", null, words.text("review_title")),
    h("p", null, words.text(answered === items.length ? "review_all" : "review_some", { answered, all: items.length })),
    partly > 0 ? h("p", { class: "notice" }, words.count("partly_open", partly)) : null,
    again > 0 ? h("p", { class: "notice" }, words.count("review_again", again)) : null,
    h("ol", { class: "review" }, items.map((item, index) => reviewed(words, item, { ...marks[item.state], onChange: () => onQuestion(index) }))),
    tasks.length === 0 ? null : [
      h("h3", { class: "review-tasks" }, words.text("tasks_title")),
      h("p", null, words.text("tasks_text")),
      h("ol", { class: "review" }, tasks.map((task, index) => reviewed(words, task, {
        as: task.given === "blank" ? "is-left-out" : task.given === "reworded" ? "is-blank" : "is-answered",
        status: `given_${task.given}`,
        change: task.given === "blank" ? "review_answer" : "review_change",
        onChange: () => onTask(index),
      })))],
    actions(
      button(words.text("hand_in"), onHandIn, { class: "button button-main" }),
      button(words.text("back_to_questions"), () => onQuestion(0), { class: "button button-quiet" })));
}

function reviewed(words, { told, asked }, { as, status, change, onChange }) {
  const [name, id] = [newID("question"), newID("change")];
  return h("li", { class: as },
    told ? h("p", { class: "review-case" }, told) : null,
    h("p", { class: "review-question", id: name }, asked),
    h("p", { class: "review-status" },
      h("span", { class: "tag" }, words.text(status)), " ",
      button(words.text(change), onChange, { class: "link-button", id, "aria-labelledby": `${id} ${name}` })));
}

export function confirm({ words }, { title, ordinal, person, open, also, onYes, onNo, onBack }) {
  return panel(
    h("h2", null, words.text("confirm_title")),
    h("p", null, words.text("confirm_text", { ordinal, title })),
    h("p", { class: "identity" }, person.name ? h("span", null, person.name) : null, h("strong", null, person.staff)),
    open ? h("p", { class: "notice" }, open) : null,
    also.more.length > 0 ? [h("p", null, words.text("confirm_also")), h("ul", null, also.more.map((text) => h("li", null, text)))] : null,
    also.stays ? h("p", null, also.stays) : null,
    h("p", null, words.text("confirm_final")),
    actions(
      button(words.text("confirm_yes"), onYes, { class: "button button-main" }),
      button(words.text("confirm_no"), onNo, { class: "button button-quiet" }),
      button(words.text("confirm_back"), onBack, { class: "button button-quiet" })));
}

export function done(app, { attempt, more, kept, shared, onLeave, onAgain }) {
  const { words } = app;
  const status = announcer();
  kept.then((sure) => sure && status.say(words.text("saved")));
  const save = () => status.say(words.text("download_done", { file: saveProgress(app) }));
  return panel(
    h("h2", null, words.text("done_title")),
    h("p", null, words.text("done_text", { ordinal: attempt.ordinal })),
    h("dl", { class: "receipt" }, h("dt", null, words.text("receipt")), h("dd", null, h("code", null, attempt.receipt))),
    h("p", { class: "hint" }, words.text("receipt_text")),
    more.length === 0 ? null : [
      h("p", null, words.text("done_also")),
      h("ul", null, more.map((r) => h("li", null, `${words.text(`kind_${r.kind}`)} · `, h("code", { class: "receipt-small" }, r.receipt))))],
    shared ? h("p", { class: "notice" }, words.text("shared_done")) : null,
    h("h3", null, words.text("how_title")),
    handInSteps(),
    resultsPanel(app),
    actions(
      button(words.text("save_progress"), save, { class: "button button-quiet" }),
      shared ? button(words.text("leave_shared"), onLeave, { class: "button button-quiet" }) : null,
      button(words.text("again"), onAgain, { class: "button button-quiet" })),
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
