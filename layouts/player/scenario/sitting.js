// An assessed scenario: one conversation, shown as a transcript with what came of
// it and nothing that judges. What stands around it is a sitting.
//
// The browser's Back leads to an earlier moment on the screen and takes nothing
// back; that is what the button is for, and it is recorded.
import { answer, answers, begin, fits, note } from "../sitting/attempt.js";
import { announcer } from "../lib/dom.js";
import { newAttemptID, randomBytes } from "../lib/identity.js";
import { follow, mostSteps, stepBack } from "./path.js";
import * as screens from "./screens.js";
import { readScenario } from "./transcript.js";
import { start } from "../sitting/screens.js";
import { Sitting } from "../sitting/sitting.js";
import { stamp } from "../lib/time.js";

export function mountAssessedScenario(app) {
  const root = document.querySelector("[data-sitting]");
  const told = document.querySelector("[data-scenario][data-revision]");
  if (root && told) new ScenarioSitting(app, root, readScenario(told)).show();
}

class ScenarioSitting extends Sitting {
  constructor(app, root, scenario) {
    super(app, root, {
      bank: scenario.id,
      revision: scenario.revision,
      title: document.querySelector("h1").textContent,
      attempts: Number(root.dataset.attempts ?? 0),
      attemptsMonths: Number(root.dataset.attemptsMonths ?? 0),
      coolingOffDays: Number(root.dataset.coolingOffDays ?? 0),
      public: "public" in root.dataset,
    });
    this.scenario = scenario;
    this.beginning = document.querySelector("[data-beginning]");
    this.status = announcer(); // outlives the screens, so that it is announced
    root.after(this.status.element);
  }

  path(attempt) {
    return answers(attempt).get(this.scenario.start)?.path ?? [];
  }

  known(attempt) {
    return attempt.form[0].question === this.scenario.start && follow(this.scenario, this.path(attempt)) !== null;
  }

  rest() {
    this.status.say("");
  }

  flush() {} // every choice is kept when it is made

  // A path has no meaning in another text.
  carryOver(old, fresh) {
    return { attempt: fresh, kept: 0, again: 0, lost: answers(old).size };
  }

  open(attempt) {
    const path = this.path(attempt);
    if (path.length === 0) return this.app.words.text("confirm_nothing");
    return follow(this.scenario, path).ended ? "" : this.app.words.text("confirm_not_ended");
  }

  startScreen(how) {
    const { words } = this.app;
    const facts = ["start_conversation", "start_time", "start_back", "start_consequences"].map((key) => words.text(key));
    return start(this.app, { data: this.data, facts, ...how });
  }

  resumeScreen(attempt, go) {
    const { turns, ended } = follow(this.scenario, this.path(attempt));
    return screens.resume(this.app, {
      attempt,
      title: this.scenario.scenes.get(turns.at(-1).scene).title,
      ended,
      review: ended || this.bookmark === "review",
      onGoOn: go(() => this.showScene()),
      onReview: go(() => this.showReview()),
    });
  }

  showFirst() {
    this.showScene();
  }

  showStep({ index }) {
    this.showScene({ index });
  }

  newAttempt(ordinal) {
    const { scenario, app } = this;
    if (!scenario.ways.has(scenario.start)) return null;
    return begin({
      id: newAttemptID(randomBytes()),
      bank: scenario.id,
      bankRevision: scenario.revision,
      ordinal,
      lang: app.lang,
      started: stamp(new Date()),
      form: [{ question: scenario.start, rev: scenario.revision, shown: [] }],
    });
  }

  // showScene shows the conversation and leads to one of its turns: the last, or an
  // earlier one that the browser's Back named.
  showScene({ index = Infinity } = {}) {
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    this.bookmark = this.scenario.start;
    const path = this.path(attempt);
    const { turns, way, ended } = follow(this.scenario, path);
    const last = turns.length - 1;
    const at = Math.min(index, last);
    // Steps back are shorter than choices: where a choice fits, so does a step back.
    const longest = [...this.scenario.ways.get(turns[last].scene).keys()][0] ?? stepBack;
    const full = path.length >= mostSteps || !fits(answer(attempt, this.scenario.start, { path: [...path, longest] }));
    const { screen, headings } = screens.conversation(this.app, {
      scenario: this.scenario,
      beginning: this.beginning,
      turns,
      earlier: at < last ? at : null,
      ended,
      full,
      onChoose: (choice) => this.step(path, choice),
      onBack: way.length > 0 ? () => this.step(path, stepBack) : null,
      onGoOn: () => this.showScene(),
      onReview: () => this.showReview({ log: true }),
    });
    this.place(screen, { focus: headings[at], plain: true, step: { screen: "scene", index: at }, title: headings[at].textContent });
  }

  // step records one more step of the path that is on the screen. Another window
  // may have gone on: then the screen is brought up to date, and nothing recorded.
  step(shown, step) {
    const attempt = this.attempt;
    const moved = attempt && JSON.stringify(this.path(attempt)) !== JSON.stringify(shown);
    if (!moved && !this.change((a) => answer(a, this.scenario.start, { path: [...shown, step] }))) return;
    this.showScene();
    if (moved) this.status.say(this.app.words.text("gone_on_elsewhere"));
    else if (step === stepBack) this.status.say(this.app.words.text("back_recorded"));
  }

  showReview({ log = false } = {}) {
    this.bookmark = "review"; // kept with what is logged
    if (log && !this.change((a) => note(a, "review"))) return;
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const { turns, ended } = follow(this.scenario, this.path(attempt));
    this.place(screens.review(this.app, {
      scenario: this.scenario,
      turns,
      ended,
      onHandIn: () => this.showConfirm(),
      onGoOn: () => this.showScene(),
    }), { focus: true, plain: true, step: { screen: "review" }, title: this.app.words.text("review_title") });
  }
}
