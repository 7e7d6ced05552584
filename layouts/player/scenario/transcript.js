// A scenario on the page: read from the page's scenes, and shown as a transcript of what has
// happened so far and what can be done now.
/** @import { App } from "../app/app.js" */
/** @import { Choice, Scenario, Scene, Turn } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import { all, copy, h, newID, one } from "../lib/dom.js";

/**
 * readScenario reads a scenario from the page. Only practice scenarios have feedback, endings
 * and marks.
 * @param {HTMLElement} root
 * @returns {Scenario}
 */
export function readScenario(root) {
  const scenes = new Map();
  const ways = new Map();
  for (const element of all(root, "[data-scene]")) {
    const id = element.dataset.scene;
    const choices = all(element, "[data-choice]");
    ways.set(id, new Map(choices.map((choice) => [choice.dataset.choice, choice.dataset.to])));
    scenes.set(id, {
      title: one(element, "h2").textContent?.trim(),
      text: element.querySelector(".prose"),
      ending: element.querySelector(".ending"),
      choices: new Map(choices.map((choice) => [choice.dataset.choice, readChoice(choice)])),
    });
  }
  const { scenario: id = "", revision = "", start = "" } = root.dataset;
  return { id, revision, start, ways, scenes };
}

/**
 * @param {HTMLElement} choice
 * @returns {Choice}
 */
function readChoice(choice) {
  return {
    text: choice.querySelector("summary > span") ?? choice,
    feedback: choice.querySelector(".way-feedback"),
    mark: choice.dataset.mark ?? "",
  };
}

/**
 * sceneOf returns a scene by its ID, which the scenario must have.
 * @param {Scenario} scenario
 * @param {string | undefined} id
 */
export const sceneOf = ({ scenes }, id) => /** @type {Scene} */ (scenes.get(id ?? ""));

/**
 * choiceOf returns the choice that was made in a turn, or taken back.
 * @param {Scenario} scenario
 * @param {Turn} turn
 */
export function choiceOf(scenario, { scene, choice, from = scene, back = choice }) {
  return /** @type {Choice} */ (sceneOf(scenario, from).choices.get(back ?? ""));
}

/**
 * choiceLine returns a line that says what was chosen or taken back.
 * @param {Words} words
 * @param {Choice} choice
 */
export function choiceLine(words, choice, isBack = false) {
  return h(
    "p",
    { class: isBack ? "said said-back" : "said" },
    h("span", { class: "meta" }, `${words.text(isBack ? "you_took_back" : "you_chose")} `),
    h("span", null, copy(choice.text)),
  );
}

/**
 * A transcript on the page: its element, the heading of each turn, and the heading above the
 * outcome of the last choice, if the page shows one.
 * @typedef {{element: HTMLElement, headings: HTMLElement[], outcome: HTMLElement | null}} Transcript
 */

/**
 * transcript returns a transcript of turns. onChoose is called with the choice that is made
 * in the last turn; with null, no choice can be made.
 * @param {App} app
 * @param {Scenario} scenario
 * @param {Turn[]} turns
 * @param {((choice: string) => void) | null} onChoose
 * @returns {Transcript}
 */
export function transcript({ words }, scenario, turns, onChoose) {
  /** @type {HTMLElement | null} */
  let outcome = null;
  const headings = turns.map((turn) => h("h2", null, sceneOf(scenario, turn.scene).title));
  const shown = turns.map((turn, i) => {
    const scene = sceneOf(scenario, turn.scene);
    const feedback = turn.choice ? choiceOf(scenario, turn).feedback : null;
    if (feedback) outcome = h("h3", null, words.text("came_of_it"));
    return h(
      "div",
      { class: i === turns.length - 1 ? "turn turn-now" : "turn" },
      headings[i],
      h("div", { class: "prose" }, copy(scene.text)),
      turn.choice || turn.back
        ? choiceLine(words, choiceOf(scenario, turn), Boolean(turn.back))
        : nowOf(words, scene, onChoose),
      feedback ? h("div", { class: "came" }, outcome, copy(feedback)) : null,
    );
  });
  return { element: h("div", { class: "transcript" }, shown), headings, outcome };
}

// nowOf returns what is below the last scene: its ending, or the choices.
/** @type {(words: Words, scene: Scene, onChoose: ((choice: string) => void) | null) => Node | (Node | null)[]} */
function nowOf(words, scene, onChoose) {
  if (scene.choices.size === 0) return scene.ending ? scene.ending.cloneNode(true) : [];
  if (!onChoose) return [];
  const asked = newID("choose");
  return [
    h("p", { class: "choose", id: asked }, words.text("what_now")),
    h(
      "ul",
      { class: "ways", "aria-labelledby": asked },
      [...scene.choices].map(([id, choice]) =>
        h(
          "li",
          null,
          h(
            "button",
            { type: "button", class: "way way-now", onclick: () => onChoose(id) },
            h("span", null, copy(choice.text)),
          ),
        ),
      ),
    ),
  ];
}
