// The screens of an assessed scenario: built from plain data, they tell of what the
// learner does through callbacks.
import { button, h } from "../lib/dom.js";
import { copy, said, transcript } from "./transcript.js";
import { actions, panel } from "../sitting/screens.js";
import { readable } from "../lib/time.js";

// review: whether that is the way to go first.
export function resume({ words, locale }, { attempt, title, ended, review, onGoOn, onReview }) {
  return panel(
    h("h2", null, words.text("resume_title")),
    h("p", null, words.text(ended ? "resume_ended" : "resume_conversation", { ordinal: attempt.ordinal, date: readable(attempt.started, locale), title })),
    actions(
      button(words.text("resume_go_on"), onGoOn, { class: review ? "button button-quiet" : "button button-main" }),
      button(words.text("resume_review"), onReview, { class: review ? "button button-main" : "button button-quiet" })));
}

// conversation gives the screen and the heading of each turn. earlier: the turn
// that is looked at, where it is not the last; full: no more steps fit.
export function conversation(app, { scenario, beginning, turns, earlier, ended, full, onChoose, onBack, onGoOn, onReview }) {
  const { words } = app;
  const { element, headings } = transcript(app, scenario, turns, full ? null : onChoose);
  if (earlier !== null) {
    headings[earlier].after(h("div", { class: "notice" },
      h("p", null, words.text("looking_back")),
      h("p", null, button(words.text("to_the_present"), onGoOn, { class: "link-button" }))));
  }
  const screen = h("section", { class: "screen play" },
    beginning ? h("div", { class: "prose" }, copy(beginning)) : null,
    element,
    full ? h("p", { class: "notice" }, words.text("conversation_full")) : null,
    onBack && !full ? h("div", { class: "under-scene" },
      button(words.text("take_back"), onBack, { class: "link-button" }),
      h("p", { class: "hint" }, words.text("take_back_recorded"))) : null,
    h("p", { class: "actions actions-apart" }, button(words.text("to_review"), onReview, { class: ended || full ? "button button-main" : "button button-quiet" })));
  return { screen, headings };
}

// review shows the path in words, and says nothing of what it is worth.
export function review({ words }, { scenario, turns, ended, onHandIn, onGoOn }) {
  const { scenes } = scenario;
  const done = turns.slice(0, -1);
  const last = scenes.get(turns.at(-1).scene).title;
  return panel(
    h("h2", null, words.text("review_title")),
    h("p", null, words.text(ended ? "review_ended" : done.length > 0 ? "review_not_ended" : "review_nothing", { title: last })),
    done.length > 0 ? h("ol", { class: "review path" }, done.map((turn) => h("li", null,
      h("p", { class: "review-case" }, scenes.get(turn.scene).title),
      turn.choice ? said(words, scenes.get(turn.scene).choices.get(turn.choice)) : said(words, scenes.get(turn.from).choices.get(turn.back), "you_took_back")))) : null,
    actions(
      button(words.text("hand_in"), onHandIn, { class: "button button-main" }),
      button(words.text("back_to_conversation"), onGoOn, { class: "button button-quiet" })));
}
