// Taking an assessment: the questions of a form one by one, then the tasks that are not
// scored, then the look-over. The screens before and after are those of every sitting.
/** @import { App } from "../app/app.js" */
/** @import { Attempt, Control, Task } from "../lib/types.js" */
/** @import { ShownTask } from "./asked-tasks.js" */
/** @import { Group } from "./draw.js" */
/** @import { Answered } from "./screens.js" */
/** @import { Asked, SittingData, Step } from "./sitting.js" */
/** @import { TaskControl } from "./task-controls.js" */
import { all, any, one } from "../lib/dom.js";
import { same } from "../lib/values.js";
import { controls } from "../questions/types.js";
import { AskedTasks } from "./asked-tasks.js";
import { answer, answers, begin, carryOver, note, reworded } from "./attempt.js";
import { draw } from "./draw.js";
import { QuestionScreen } from "./question-screen.js";
import * as screens from "./screens.js";
import { Sitting } from "./sitting.js";
import { wording } from "./wording.js";

/** @typedef {SittingData & {asked: number, passMark: number, groups: Group[], tasks: Task[]}} AssessmentData */

/** @param {App} app */
export function mountAssessment(app) {
  const root = any("[data-assessment]");
  const source = any("#assessment");
  if (root && source) new Assessment(app, root, JSON.parse(source.textContent)).show();
}

/** @implements {Asked} */
class Assessment extends Sitting {
  /**
   * @param {App} app
   * @param {HTMLElement} root
   * @param {AssessmentData} data
   */
  constructor(app, root, data) {
    super(app, root, data);
    this.form = data;
    this.shelf = one(document, "[data-questions]"); // questions that are not on the screen
    /** @type {Map<string, ShownQuestion>} */
    this.questions = new Map(
      all(this.shelf, "[data-question]").map((element) => [
        element.dataset.question ?? "",
        { element, control: controls(app.words, element) },
      ]),
    );
    this.taskShelf = any("[data-tasks]");
    this.tasks = new AskedTasks(this, data.tasks);
  }

  show(options = {}) {
    if (this.isSomebodyElse) this.tasks.unkept.clear();
    super.show(options);
  }

  /** @param {Attempt} attempt */
  knows(attempt) {
    return attempt.form.every((f) => this.questions.has(f.question));
  }

  /** @param {string} id */
  question(id) {
    return /** @type {ShownQuestion} */ (this.questions.get(id));
  }

  flush() {
    for (const { control } of [...this.questions.values(), ...this.tasks.list]) control.flush();
  }

  takeDown() {
    for (const element of all(this.root, "[data-question]")) this.shelf.append(element);
    for (const element of all(this.root, "[data-task]")) this.taskShelf?.append(element);
  }

  // carryOver shows each earlier answer in the controls: an answer that they cannot show is
  // no longer possible.
  /** @type {Asked["carryOver"]} */
  carryOver(old, fresh) {
    return carryOver(old, fresh, (id, response) => {
      const { control } = this.question(id);
      control.show(response);
      const fits = same(control.read(), response);
      control.show(null);
      return fits;
    });
  }

  /** @param {Attempt} attempt */
  unanswered(attempt) {
    const { words } = this.app;
    const blank = attempt.form.length - answers(attempt).size;
    const partly = this.states(attempt).filter((state) => state === "partly").length;
    return [blank > 0 && words.count("confirm_blank", blank), partly > 0 && words.count("partly_open", partly)]
      .filter(Boolean)
      .join(" ");
  }

  // states returns how far each question of the form is answered: "partly" if pieces of it
  // are left open, "reworded" if an earlier answer has to be looked at again.
  /**
   * @param {Attempt} attempt
   * @returns {Answered[]}
   */
  states(attempt) {
    const [given, again] = [answers(attempt), reworded(attempt)];
    return attempt.form.map(({ question }) => {
      const response = given.get(question);
      if (!response) return again.has(question) ? "reworded" : "blank";
      return this.question(question).control.countOpen(response) > 0 ? "partly" : "answered";
    });
  }

  /** @type {Asked["startScreen"]} */
  startScreen(how) {
    const { words } = this.app;
    const { asked, tasks, passMark } = this.form;
    const facts = [
      words.count("start_questions", asked),
      ...(tasks.length > 0 ? [words.count("start_tasks", tasks.length)] : []),
      words.text("start_time"),
      words.text("start_blank"),
      words.text("start_pass", { percent: passMark }),
    ];
    return screens.start(this.app, { data: this.data, facts, ...how });
  }

  /** @type {Asked["resumeScreen"]} */
  resumeScreen(attempt, go) {
    const { words } = this.app;
    const lookOver = { text: words.text("resume_review"), go: go(() => this.showLookOver()) };
    const on = this.wayOn(attempt, go);
    const ways = this.bookmark === "review" ? [lookOver, on] : [on, lookOver];
    return screens.resume(this.app, {
      attempt,
      answered: answers(attempt).size,
      ways: ways.filter((way) => way !== null),
    });
  }

  // wayOn returns the way to the task or question where the learner was, or to the first
  // blank one.
  /** @type {(attempt: Attempt, go: (next: () => void) => () => void) => screens.Way | null} */
  wayOn(attempt, go) {
    const { form } = attempt;
    const { words } = this.app;
    const { list } = this.tasks;
    const task = list.findIndex(({ id }) => id === this.bookmark);
    if (task >= 0)
      return {
        text: words.text("resume_task", { number: task + 1, all: list.length }),
        go: go(() => this.showTask(task)),
      };
    const given = answers(attempt);
    const at = form.findIndex(({ question }) => question === this.bookmark);
    const index = at >= 0 ? at : form.findIndex(({ question }) => !given.has(question));
    return index < 0
      ? null
      : { text: words.text("resume", { number: index + 1 }), go: go(() => this.showQuestion(index)) };
  }

  showFirst() {
    this.showQuestion(0);
  }

  /** @param {Step} step */
  showStep({ screen, index = 0 }) {
    const last = this.tasks.list.length - 1;
    if (screen === "task" && last >= 0) this.showTask(Math.min(index, last));
    else this.showQuestion(Math.min(index, (this.attempt?.form.length ?? 1) - 1));
  }

  /** @param {number} ordinal */
  newAttempt(ordinal) {
    const { site, store, lang } = this.app;
    const { bank, revision } = this.data;
    const ids = draw(site, revision, store.person?.staff ?? "", ordinal, this.form.groups);
    if (ids.length === 0 || !ids.every((id) => this.questions.has(id))) return null;
    const form = ids.map((id) => {
      const { element, control } = this.question(id);
      return { question: id, rev: element.dataset.revision ?? "", shown: control.shown };
    });
    return begin({ bank, bankRevision: revision, ordinal, lang, form });
  }

  /** @param {number} index */
  showQuestion(index) {
    const { attempt } = this;
    if (!attempt) return this.showElsewhere();
    const { form } = attempt;
    const id = form[index].question;
    const { element, control } = this.question(id);
    const again = reworded(attempt);
    this.bookmark = id;
    control.show(again.get(id) ?? answers(attempt).get(id));
    this.ask({
      word: "question_of",
      step: { screen: "question", index },
      all: form.length,
      element,
      control,
      empty: again.has(id) ? again.get(id) === null : undefined,
      keep: () => this.change((a) => answer(a, id, control.read())),
      previous:
        index > 0 ? { text: this.app.words.text("previous_question"), go: () => this.showQuestion(index - 1) } : null,
      next: this.wayAfter(index, attempt),
    });
  }

  /** @type {(index: number, attempt: Attempt) => screens.Way | null} */
  wayAfter(index, { form }) {
    const { words } = this.app;
    if (index < form.length - 1) return { text: words.text("next_question"), go: () => this.showQuestion(index + 1) };
    const { length } = this.tasks.list;
    return length > 0 ? { text: words.count("more_tasks", length), go: () => this.showTask(0) } : null;
  }

  /**
   * ask puts a question or task on the screen. Its controls already show what is kept.
   * @param {AskedNow} what
   */
  ask({ word, step, all: count, element, control, notices, empty, keep, previous, next }) {
    const of = { number: step.index + 1, all: count };
    const heading = this.app.words.text(word, of);
    const kept = () => focused(control, keep());
    const screen = new QuestionScreen(this.app, {
      heading,
      of,
      element,
      notices,
      previous,
      next,
      reworded: empty === undefined ? null : { empty, onKeep: kept },
      clearable: () => control.clearable && control.read() !== null,
      onClear() {
        control.show(null);
        return kept();
      },
      onLookOver: () => this.showLookOver({ log: true }),
    });
    control.onchange = () => {
      const saving = keep();
      if (saving) screen.saved(control.note(), saving);
    };
    this.place(screen.element, { focus: true, plain: true, step, title: heading });
    return screen;
  }

  /** @param {number} index */
  showTask(index) {
    const { attempt, tasks } = this;
    if (!attempt) return this.showElsewhere();
    const { words } = this.app;
    const { length } = tasks.list;
    const task = tasks.list[index];
    const { control, element } = task;
    this.bookmark = task.id;
    const notices = tasks.fill(task, attempt);
    if (!notices) return;
    const back = () => (index > 0 ? this.showTask(index - 1) : this.showQuestion(attempt.form.length - 1));
    const screen = this.ask({
      word: "task_of",
      step: { screen: "task", index },
      all: length,
      element,
      control,
      notices,
      keep: () => tasks.keep(task),
      previous: { text: words.text("previous_question"), go: back },
      next: index < length - 1 ? { text: words.text("next_task"), go: () => this.showTask(index + 1) } : null,
    });
    control.onshare = (ticked) => this.shareNow(task, ticked, screen);
    control.grow();
  }

  /** @type {(task: ShownTask, ticked: boolean, screen: QuestionScreen) => void} */
  shareNow(task, ticked, screen) {
    task.control.flush();
    const kept = this.tasks.share(task, ticked);
    const text = this.app.words.text(ticked ? "task_shared" : "task_unshared");
    if (kept) screen.say(kept, text, text);
  }

  /** @param {Attempt} attempt */
  extras(attempt) {
    return this.tasks.extras(attempt);
  }

  /** @type {AskedTasks["seal"]} */
  handedInWith(attempt, state, head) {
    return this.tasks.seal(attempt, state, head);
  }

  showLookOver({ log = false } = {}) {
    this.bookmark = "review"; // kept with what is logged
    if (log && !this.change((a) => note(a, "review"))) return;
    const { attempt } = this;
    if (!attempt) return this.showElsewhere();
    const states = this.states(attempt);
    this.place(
      screens.lookOver(this.app, {
        items: attempt.form.map(({ question }, i) => ({
          ...wording(this.question(question).element),
          state: states[i],
        })),
        tasks: this.tasks.list.map((task) => ({ ...wording(task.element), given: this.tasks.given(task, attempt) })),
        onQuestion: (index) => this.showQuestion(index),
        onTask: (index) => this.showTask(index),
        onHandIn: () => this.showConfirm(),
      }),
      { focus: true, plain: true, step: { screen: "review" }, title: this.app.words.text("review_title") },
    );
  }
}

/** @typedef {{element: HTMLElement, control: Control}} ShownQuestion */

/**
 * The question or task on the screen.
 * @typedef {object} AskedNow
 * @property {string} word of the heading, which has its number
 * @property {{screen: string, index: number}} step
 * @property {number} all how many there are
 * @property {HTMLElement} element
 * @property {Control | TaskControl} control
 * @property {string[]} [notices]
 * @property {boolean} [empty] of a question that was reworded: whether its answer is no longer possible
 * @property {() => Promise<boolean> | null} keep
 * @property {screens.Way | null} previous
 * @property {screens.Way | null} next
 */

// focused moves the focus back to a control if something is being kept.
/** @type {(control: {first: HTMLElement}, kept: Promise<boolean> | null) => Promise<boolean> | null} */
function focused(control, kept) {
  if (kept) control.first.focus();
  return kept;
}
