// An assessed scenario: one conversation, shown as a transcript that does not judge. The
// screens before and after it are those of every sitting.
//
// The browser's Back shows an earlier moment and takes nothing back; only the button on the
// page does that, and it is recorded.
/** @import { App } from "../app/app.js" */
/** @import { Attempt, Scenario } from "../lib/types.js" */
/** @import { Asked, Step } from "../sitting/sitting.js" */
/** @import { Played } from "./path.js" */
import { announcer, any, one } from "../lib/dom.js";
import { same } from "../lib/values.js";
import { answer, answers, begin, fits, note } from "../sitting/attempt.js";
import { start as startScreen } from "../sitting/screens.js";
import { Sitting } from "../sitting/sitting.js";
import { follow, mostSteps, stepBack } from "./path.js";
import * as screens from "./screens.js";
import { readScenario, sceneOf } from "./transcript.js";

/** @param {App} app */
export function mountAssessedScenario(app) {
  const root = any("[data-sitting]");
  const scenes = any("[data-scenario][data-revision]");
  if (root && scenes) new ScenarioSitting(app, root, readScenario(scenes)).show();
}

/** @implements {Asked} */
class ScenarioSitting extends Sitting {
  /**
   * @param {App} app
   * @param {HTMLElement} root
   * @param {Scenario} scenario
   */
  constructor(app, root, scenario) {
    const { attempts = 0, attemptsMonths = 0, coolingOffDays = 0 } = root.dataset;
    super(app, root, {
      bank: scenario.id,
      revision: scenario.revision,
      title: one(document, "h1").textContent ?? "",
      attempts: Number(attempts),
      attemptsMonths: Number(attemptsMonths),
      coolingOffDays: Number(coolingOffDays),
      public: "public" in root.dataset,
    });
    this.scenario = scenario;
    this.beginning = any("[data-beginning]");
    this.status = announcer(); // stays while screens change, or it would not be announced
    root.after(this.status.element);
  }

  /** @param {Attempt} attempt */
  path(attempt) {
    return answers(attempt).get(this.scenario.start)?.path ?? [];
  }

  // played follows the attempt's path. The scenario has that path: knows() has checked it.
  /** @param {Attempt} attempt */
  played(attempt) {
    return /** @type {Played} */ (follow(this.scenario, this.path(attempt)));
  }

  /** @param {Attempt} attempt */
  knows(attempt) {
    return attempt.form[0].question === this.scenario.start && this.played(attempt) !== null;
  }

  takeDown() {
    this.status.say("");
  }

  flush() {} // every choice is kept as soon as it is made

  // A path means nothing in a scenario with another wording.
  /** @type {Asked["carryOver"]} */
  carryOver(old, fresh) {
    return { attempt: fresh, kept: 0, again: 0, lost: answers(old).size };
  }

  /** @param {Attempt} attempt */
  unanswered(attempt) {
    const { words } = this.app;
    if (this.path(attempt).length === 0) return words.text("confirm_nothing");
    return this.played(attempt).ended ? "" : words.text("confirm_not_ended");
  }

  /** @type {Asked["startScreen"]} */
  startScreen(how) {
    const { words } = this.app;
    const facts = ["start_conversation", "start_time", "start_back", "start_consequences"].map((name) =>
      words.text(name),
    );
    return startScreen(this.app, { data: this.data, facts, ...how });
  }

  /** @type {Asked["resumeScreen"]} */
  resumeScreen(attempt, go) {
    const { turns, ended } = this.played(attempt);
    return screens.resume(this.app, {
      attempt,
      title: sceneOf(this.scenario, turns[turns.length - 1].scene).title,
      ended,
      lookOverFirst: ended || this.bookmark === "review",
      onGoOn: go(() => this.showScene()),
      onLookOver: go(() => this.showLookOver()),
    });
  }

  showFirst() {
    this.showScene();
  }

  /** @param {Step} step */
  showStep({ index }) {
    this.showScene({ index });
  }

  /** @param {number} ordinal */
  newAttempt(ordinal) {
    const { id, revision, start, ways } = this.scenario;
    if (!ways.has(start)) return null;
    const form = [{ question: start, rev: revision, shown: [] }];
    return begin({ bank: id, bankRevision: revision, ordinal, lang: this.app.lang, form });
  }

  // showScene shows the conversation and moves to one of its turns: the last, or an earlier
  // one that the browser's Back leads to.
  showScene({ index = Infinity } = {}) {
    const { attempt, scenario } = this;
    if (!attempt) return this.showElsewhere();
    this.bookmark = scenario.start;
    const path = this.path(attempt);
    const { turns, way, ended } = this.played(attempt);
    const last = turns.length - 1;
    const at = Math.min(index, last);
    const { screen, headings } = screens.conversation(this.app, {
      scenario,
      beginning: this.beginning,
      turns,
      earlier: at < last ? at : null,
      ended,
      full: this.isFull(attempt, path, turns[last].scene),
      onChoose: (choice) => this.step(path, choice),
      onBack: way.length > 0 ? () => this.step(path, stepBack) : null,
      onGoOn: () => this.showScene(),
      onLookOver: () => this.showLookOver({ log: true }),
    });
    this.place(screen, {
      focus: headings[at],
      plain: true,
      step: { screen: "scene", index: at },
      title: headings[at].textContent ?? "",
    });
  }

  // isFull reports whether no further step fits into the record. Steps back are shorter than
  // choices: if a choice fits, so does a step back.
  /** @type {(attempt: Attempt, path: string[], scene: string) => boolean} */
  isFull(attempt, path, scene) {
    const [choice = stepBack] = this.scenario.ways.get(scene)?.keys() ?? [];
    return path.length >= mostSteps || !fits(answer(attempt, this.scenario.start, { path: [...path, choice] }));
  }

  // step records one more step of the path on the screen. If another window has gone on, it
  // updates the screen instead and records nothing.
  /** @type {(shown: string[], step: string) => void} */
  step(shown, step) {
    const { attempt } = this;
    const moved = attempt && !same(this.path(attempt), shown);
    if (!moved && !this.change((a) => answer(a, this.scenario.start, { path: [...shown, step] }))) return;
    this.showScene();
    if (moved) this.status.say(this.app.words.text("gone_on_elsewhere"));
    else if (step === stepBack) this.status.say(this.app.words.text("back_recorded"));
  }

  showLookOver({ log = false } = {}) {
    this.bookmark = "review"; // kept with what is logged
    if (log && !this.change((a) => note(a, "review"))) return;
    const { attempt } = this;
    if (!attempt) return this.showElsewhere();
    const { turns, ended } = this.played(attempt);
    this.place(
      screens.lookOver(this.app, {
        scenario: this.scenario,
        turns,
        ended,
        onHandIn: () => this.showConfirm(),
        onGoOn: () => this.showScene(),
      }),
      { focus: true, plain: true, step: { screen: "review" }, title: this.app.words.text("review_title") },
    );
  }
}
