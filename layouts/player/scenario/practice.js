// A practice scenario: the conversation as a transcript, steps back at any time, and at its
// end a look back at what helped. The page itself shows all scenes; its own links to them
// still work beside the transcript.
/** @import { App } from "../app/app.js" */
/** @import { Played } from "./path.js" */
/** @import { Transcript } from "./transcript.js" */
import { actions, announcer, any, button, focusOn, h } from "../lib/dom.js";
import { debrief } from "./debrief.js";
import { follow, mostSteps } from "./path.js";
import { readScenario, transcript } from "./transcript.js";

/** @param {App} app */
export function mountPracticeScenario(app) {
  const scenes = any(".scenes[data-scenario]");
  if (scenes) new Practice(app, scenes).show();
}

class Practice {
  /**
   * @param {App} app
   * @param {HTMLElement} scenes all scenes, as the page itself shows them
   */
  constructor(app, scenes) {
    this.app = app;
    this.scenes = scenes;
    this.scenario = readScenario(scenes);
    this.status = announcer();
    this.body = h("div");
    this.under = h("div", { class: "under-scene" });
    this.play = h("div", { class: "play", id: "your-way" }, this.body, this.status.element, this.under);
    /** @type {Transcript} */
    this.shown = { element: this.body, headings: [], outcome: null };
    scenes.before(
      this.play,
      h("p", { class: "to-your-way" }, h("a", { class: "button", href: "#your-way" }, app.words.text("to_your_way"))),
    );
    app.onChange(() => this.show());
    window.addEventListener("hashchange", () => this.turnTo({ focus: true }));
    this.turnTo();
  }

  // turnTo shows what the address names: a scene, all scenes, or the conversation.
  turnTo({ focus = false } = {}) {
    const named = any(":target");
    const reading = this.scenes.contains(named);
    this.scenes.parentElement?.classList.toggle("is-playing", !reading);
    if (!focus || !named) return;
    if (reading) this.lookAt(named);
    else if (named === this.play) this.goOn();
  }

  // way returns the choices that were not taken back; none if the scenario is new to the person
  // or was reworded.
  get way() {
    const kept = this.app.store.state.scenarios[this.scenario.id];
    return kept?.rev === this.scenario.revision && follow(this.scenario, kept.path) ? kept.path : [];
  }

  /** @param {string[]} path */
  keep(path) {
    const { id, revision } = this.scenario;
    this.app.store.update((state) => ({ ...state, scenarios: { ...state.scenarios, [id]: { rev: revision, path } } }));
  }

  // show shows the conversation that is kept, with a notice above it if it is resumed or was
  // reworded.
  show() {
    const { words, store } = this.app;
    const kept = store.state.scenarios[this.scenario.id];
    const reworded = kept?.path.length > 0 && kept.rev !== this.scenario.revision;
    const resumed = this.way.length > 0;
    this.status.say("");
    this.render(
      !reworded && !resumed
        ? null
        : h(
            "div",
            { class: "notice" },
            h("p", null, words.text(reworded ? "practice_reworded" : "practice_resumed")),
            resumed
              ? actions(
                  button(words.text("practice_go_on"), () => this.goOn()),
                  button(words.text("start_again"), () => this.startAgain(), "quiet"),
                )
              : null,
          ),
    );
  }

  /** @param {HTMLElement | null} [notice] */
  render(notice = null) {
    const { words } = this.app;
    const { way } = this;
    const { turns, ended } = /** @type {Played} */ (follow(this.scenario, way));
    const full = way.length >= mostSteps;
    this.shown = transcript(this.app, this.scenario, turns, full ? null : (choice) => this.choose(choice));
    fill(this.body, notice, this.shown.element, full && h("p", { class: "notice" }, words.text("practice_full")));
    fill(
      this.under,
      way.length > 0 && button(words.text("take_back"), () => this.takeBack(), "link"),
      ended &&
        debrief(this.app, this.scenario, turns, {
          onGoBack: (place) => this.goBackTo(place, "gone_back"),
          onStartAgain: () => this.startAgain(),
        }),
    );
  }

  get now() {
    return this.shown.headings[this.shown.headings.length - 1];
  }

  // goOn moves to the current scene.
  goOn() {
    this.lookAt(this.now);
  }

  /** @param {HTMLElement} element */
  lookAt(element) {
    focusOn(element);
    element.scrollIntoView({ block: "start" });
  }

  /** @param {string} choice */
  choose(choice) {
    this.keep([...this.way, choice]);
    this.status.say("");
    this.render();
    this.lookAt(this.shown.outcome ?? this.now);
  }

  takeBack() {
    this.goBackTo(this.way.length - 1, "taken_back");
  }

  startAgain() {
    this.goBackTo(0, "started_again");
  }

  // goBackTo goes back to the moment before a choice on the way; place counts from 0.
  /** @type {(place: number, word: string) => void} */
  goBackTo(place, word) {
    this.keep(this.way.slice(0, place));
    this.render();
    this.goOn();
    this.status.say(this.app.words.text(word, { title: this.now.textContent }));
  }
}

/** @type {(place: HTMLElement, ...children: (HTMLElement | null | false)[]) => void} */
function fill(place, ...children) {
  place.replaceChildren(...children.filter((child) => child !== null && child !== false));
}
