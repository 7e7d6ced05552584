// A scenario on the page: read from what the page holds, and shown as a
// transcript, what happened so far and what can be done now.
import { h, newID } from "../lib/dom.js";

// readScenario gives what scenario.js calls a scenario, with its texts:
//   scenes  by ID: {title, text: element, ending: element or null, choices}
//   choices by ID: {text: element, feedback: element or null, mark}
// Feedback, endings and marks are there in practice alone.
export function readScenario(root) {
  const scenes = new Map();
  const ways = new Map();
  for (const element of root.querySelectorAll("[data-scene]")) {
    const id = element.dataset.scene;
    const choices = new Map();
    ways.set(id, new Map());
    for (const choice of element.querySelectorAll("[data-choice]")) {
      ways.get(id).set(choice.dataset.choice, choice.dataset.to);
      choices.set(choice.dataset.choice, {
        text: choice.querySelector("summary > span") ?? choice,
        feedback: choice.querySelector(".way-feedback"),
        mark: choice.dataset.mark,
      });
    }
    scenes.set(id, { title: element.querySelector("h2").textContent.trim(), text: element.querySelector(".prose"), ending: element.querySelector(".ending"), choices });
  }
  const { scenario: id, revision, start } = root.dataset;
  return { id, revision, start, ways, scenes };
}

// copy gives what an element holds, to be put elsewhere.
export const copy = (element) => [...(element?.childNodes ?? [])].map((n) => n.cloneNode(true));

// said tells what was chosen, or what was taken back.
export function said(words, choice, key = "you_chose") {
  return h("p", { class: key === "you_chose" ? "said" : "said said-back" }, h("span", { class: "meta" }, `${words.text(key)} `), h("span", null, copy(choice.text)));
}

// transcript shows turns (scenario.js). onChoose(choice) is told what is chosen in
// the last of them; without it nothing can be. It gives the element, and the
// heading of each turn. came is the heading of what came of the last choice, where
// that is told.
export function transcript({ words }, { scenes }, turns, onChoose) {
  const headings = [];
  let came = null;
  const element = h("div", { class: "transcript" }, turns.map((turn, i) => {
    const scene = scenes.get(turn.scene);
    const now = i === turns.length - 1;
    const heading = h("h2", null, scene.title);
    headings.push(heading);
    const parts = [heading, h("div", { class: "prose" }, copy(scene.text))];
    if (turn.choice) {
      const choice = scene.choices.get(turn.choice);
      parts.push(said(words, choice));
      if (choice.feedback) {
        came = h("h3", null, words.text("came_of_it"));
        parts.push(h("div", { class: "came" }, came, copy(choice.feedback)));
      }
    } else if (turn.back) {
      parts.push(said(words, scenes.get(turn.from).choices.get(turn.back), "you_took_back"));
    } else if (scene.choices.size === 0) {
      if (scene.ending) parts.push(scene.ending.cloneNode(true));
    } else if (onChoose) {
      const asked = newID("choose");
      parts.push(
        h("p", { class: "choose", id: asked }, words.text("what_now")),
        h("ul", { class: "ways", "aria-labelledby": asked }, [...scene.choices].map(([id, choice]) =>
          h("li", null, h("button", { type: "button", class: "way way-now", onclick: () => onChoose(id) }, h("span", null, copy(choice.text)))))));
    }
    return h("div", { class: now ? "turn turn-now" : "turn" }, parts);
  }));
  return { element, headings, came };
}
