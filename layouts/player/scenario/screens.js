// The screens of an assessed scenario. Each function builds one from plain data and reports
// what the learner does through callbacks.
/** @import { App } from "../app/app.js" */
/** @import { Attempt, Scenario, Turn } from "../lib/types.js" */
import { actions, button, copy, h, panel } from "../lib/dom.js";
import { readable } from "../lib/time.js";
import { choiceLine, choiceOf, sceneOf, transcript } from "./transcript.js";

/**
 * @param {App} app
 * @param {{attempt: Attempt, title: string, ended: boolean, lookOverFirst: boolean, onGoOn: () => void,
 *   onLookOver: () => void}} what title: of the learner's current scene
 */
export function resume({ words, locale }, { attempt, title, ended, lookOverFirst, onGoOn, onLookOver }) {
  return panel(
    words.text("resume_title"),
    h(
      "p",
      null,
      words.text(ended ? "resume_ended" : "resume_conversation", {
        ordinal: attempt.ordinal,
        date: readable(attempt.started, locale),
        title,
      }),
    ),
    actions(
      button(words.text("resume_go_on"), onGoOn, lookOverFirst ? "quiet" : "main"),
      button(words.text("resume_review"), onLookOver, lookOverFirst ? "main" : "quiet"),
    ),
  );
}

/**
 * What the screen of a conversation shows.
 * @typedef {object} Conversation
 * @property {Scenario} scenario
 * @property {Element | null} beginning
 * @property {Turn[]} turns
 * @property {number | null} earlier the turn that the learner is looking at, null if it is the last
 * @property {boolean} ended
 * @property {boolean} full whether no more steps fit into the record
 * @property {(choice: string) => void} onChoose
 * @property {(() => void) | null} onBack
 * @property {() => void} onGoOn
 * @property {() => void} onLookOver
 */

/**
 * conversation returns the screen and the heading of each turn.
 * @param {App} app
 * @param {Conversation} what
 */
export function conversation(
  app,
  { scenario, beginning, turns, earlier, ended, full, onChoose, onBack, onGoOn, onLookOver },
) {
  const { words } = app;
  const { element, headings } = transcript(app, scenario, turns, full ? null : onChoose);
  if (earlier !== null) {
    headings[earlier].after(
      h(
        "div",
        { class: "notice" },
        h("p", null, words.text("looking_back")),
        h("p", null, button(words.text("to_the_present"), onGoOn, "link")),
      ),
    );
  }
  const screen = h(
    "section",
    { class: "screen play" },
    beginning ? h("div", { class: "prose" }, copy(beginning)) : null,
    element,
    full ? h("p", { class: "notice" }, words.text("conversation_full")) : null,
    onBack && !full
      ? h(
          "div",
          { class: "under-scene" },
          button(words.text("take_back"), onBack, "link"),
          h("p", { class: "hint" }, words.text("take_back_recorded")),
        )
      : null,
    h(
      "p",
      { class: "actions actions-apart" },
      button(words.text("to_review"), onLookOver, ended || full ? "main" : "quiet"),
    ),
  );
  return { screen, headings };
}

/**
 * lookOver shows the path in words, and does not say what it is worth.
 * @param {App} app
 * @param {{scenario: Scenario, turns: Turn[], ended: boolean, onHandIn: () => void, onGoOn: () => void}} what
 */
export function lookOver({ words }, { scenario, turns, ended, onHandIn, onGoOn }) {
  const done = turns.slice(0, -1);
  const { title } = sceneOf(scenario, turns[done.length].scene);
  return panel(
    words.text("review_title"),
    h(
      "p",
      null,
      words.text(ended ? "review_ended" : done.length > 0 ? "review_not_ended" : "review_nothing", { title }),
    ),
    done.length > 0
      ? h(
          "ol",
          { class: "review path" },
          done.map((turn) =>
            h(
              "li",
              null,
              h("p", { class: "review-case" }, sceneOf(scenario, turn.scene).title),
              choiceLine(words, choiceOf(scenario, turn), Boolean(turn.back)),
            ),
          ),
        )
      : null,
    actions(
      button(words.text("hand_in"), onHandIn, "main"),
      button(words.text("back_to_conversation"), onGoOn, "quiet"),
    ),
  );
}
