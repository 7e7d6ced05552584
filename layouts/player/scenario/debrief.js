// The look back at the end of a scenario: what helped, and where to try something else.
/** @import { App } from "../app/app.js" */
/** @import { Choice, Scenario, Scene, Turn } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import { actions, button, copy, h, newID } from "../lib/dom.js";
import { choiceLine, choiceOf, sceneOf } from "./transcript.js";

/** @typedef {{place: number, from: Scene, choice: Choice}} Moment a choice on the way; place counts from 0 */

/**
 * debrief returns the look back. onGoBack is called with the place of the choice to return
 * to, onStartAgain to start from the beginning.
 * @param {App} app
 * @param {Scenario} scenario
 * @param {Turn[]} turns
 * @param {{onGoBack: (place: number) => void, onStartAgain: () => void}} on
 */
export function debrief({ words }, scenario, turns, { onGoBack, onStartAgain }) {
  const { ending } = sceneOf(scenario, turns[turns.length - 1].scene);
  const mark = ["good", "mixed", "poor"].find((m) => ending?.classList.contains(`ending-${m}`));
  const moments = momentsOf(scenario, turns.slice(0, -1));
  const helped = moments.filter((m) => m.choice.mark === "helped");
  const others = moments.filter((m) => m.choice.mark !== "helped");
  const title = newID("debrief");
  return h(
    "section",
    { class: "panel debrief", "aria-labelledby": title },
    h("h2", { id: title }, words.text("debrief_title")),
    h("p", null, words.text(`debrief_${mark}`)),
    helped.length > 0
      ? [
          h("h3", null, words.text("debrief_helped")),
          h(
            "ul",
            { class: "moments" },
            helped.map((m) => h("li", null, choiceLine(words, m.choice), h("div", null, copy(m.choice.feedback)))),
          ),
        ]
      : [],
    others.length > 0
      ? [
          h("h3", null, words.text("debrief_try")),
          h("p", null, words.text("debrief_try_text")),
          h(
            "ul",
            { class: "moments" },
            others.map((m) => toTryAgain(words, m, () => onGoBack(m.place))),
          ),
        ]
      : h("p", null, words.text("debrief_all_helped")),
    actions(button(words.text("start_again"), onStartAgain)),
  );
}

// momentsOf returns the choices on the way. A choice that was made twice is listed once.
/** @type {(scenario: Scenario, turns: Turn[]) => Moment[]} */
function momentsOf(scenario, turns) {
  const last = new Map(
    turns.map((turn, place) => [
      choiceOf(scenario, turn),
      { place, from: sceneOf(scenario, turn.scene), choice: choiceOf(scenario, turn) },
    ]),
  );
  return [...last.values()].sort((a, b) => a.place - b.place);
}

// toTryAgain returns a moment at which the learner could try something else. What would have
// helped is shown on request.
/** @type {(words: Words, moment: Moment, onGoBack: () => void) => HTMLElement} */
function toTryAgain(words, { from, choice }, onGoBack) {
  const [title, go] = [newID("moment"), newID("go")];
  const better = [...from.choices.values()].filter((c) => c.mark === "helped");
  return h(
    "li",
    { class: `moment-${choice.mark}` },
    h("h4", { id: title }, from.title),
    choiceLine(words, choice),
    h("p", { class: "moment-mark" }, words.text(`moment_${choice.mark}`)),
    h("div", null, copy(choice.feedback)),
    better.length > 0
      ? h(
          "details",
          null,
          h("summary", null, words.text("moment_better")),
          better.map((c) =>
            h("div", { class: "better" }, h("p", null, h("strong", null, copy(c.text))), copy(c.feedback)),
          ),
        )
      : null,
    actions(button(words.text("go_back_to"), onGoBack, "quiet", { id: go, "aria-labelledby": `${go} ${title}` })),
  );
}
