// Taking an assessment: the questions of a form one by one, then the tasks that are
// not scored, and a look over it all. What stands around them is a sitting.
/** @import { App } from "../app/app.js" */
/** @import { Attempt, Control, Head, State, Task } from "../lib/types.js" */
/** @import { Group } from "./draw.js" */
/** @import { Answered } from "./screens.js" */
/** @import { Asked, Sealed, SittingData, Step } from "./sitting.js" */
/** @import { TaskControl } from "./task-controls.js" */
/** @import { Given } from "./tasks.js" */
import { all, any, one } from "../lib/dom.js";
import { readable } from "../lib/time.js";
import { same } from "../lib/values.js";
import { controls } from "../questions/types.js";
import { entries } from "../store/records.js";
import { answer, answers, begin, carryOver, note, reworded } from "./attempt.js";
import { draw } from "./draw.js";
import { QuestionScreen } from "./question-screen.js";
import * as screens from "./screens.js";
import { Sitting } from "./sitting.js";
import { taskControl } from "./task-controls.js";
import { drafted, draftOf, entriesFor, givenFor, shareTick } from "./tasks.js";

/** @typedef {SittingData & {asked: number, passMark: number, groups: Group[], tasks: Task[]}} AssessmentData */

/** @typedef {Task & {element: HTMLElement, control: TaskControl}} ShownTask */

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
    /** @type {ShownTask[]} */
    this.tasks = data.tasks.map((task) => {
      const element = one(document, `[data-task="${task.id}"]`);
      return { ...task, element, control: taskControl(app, task, element) };
    });
    /** @type {Map<string, string>} */
    this.unkept = new Map(); // reflections on a shared computer, which are gone with the page
  }

  show(options = {}) {
    if (this.isSomebodyElse) this.unkept.clear();
    super.show(options);
  }

  /** @param {Attempt} attempt */
  known(attempt) {
    return attempt.form.every((f) => this.questions.has(f.question));
  }

  /** @param {string} id */
  question(id) {
    return /** @type {ShownQuestion} */ (this.questions.get(id));
  }

  flush() {
    for (const { control } of [...this.questions.values(), ...this.tasks]) control.flush();
  }

  takeDown() {
    for (const element of all(this.root, "[data-question]")) this.shelf.append(element);
    for (const element of all(this.root, "[data-task]")) this.taskShelf?.append(element);
  }

  // carryOver tries out what was answered before: what the controls do not show is not
  // there any more.
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
  open(attempt) {
    const { words } = this.app;
    const blank = attempt.form.length - answers(attempt).size;
    const partly = this.states(attempt).filter((state) => state === "partly").length;
    return [blank > 0 && words.count("confirm_blank", blank), partly > 0 && words.count("partly_open", partly)]
      .filter(Boolean)
      .join(" ");
  }

  // states says how far each question of the form is answered: "partly" where pieces of it
  // are left open, "reworded" where an answer waits to be looked at.
  /**
   * @param {Attempt} attempt
   * @returns {Answered[]}
   */
  states(attempt) {
    const [given, again] = [answers(attempt), reworded(attempt)];
    return attempt.form.map(({ question }) => {
      const response = given.get(question);
      if (!response) return again.has(question) ? "reworded" : "blank";
      return this.question(question).control.open(response) > 0 ? "partly" : "answered";
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

  // wayOn leads to the task or question where the learner was, or to the first that is blank.
  /** @type {(attempt: Attempt, go: (next: () => void) => () => void) => screens.Way | null} */
  wayOn(attempt, go) {
    const { form } = attempt;
    const { words } = this.app;
    const task = this.tasks.findIndex(({ id }) => id === this.bookmark);
    if (task >= 0)
      return {
        text: words.text("resume_task", { number: task + 1, all: this.tasks.length }),
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
    if (screen === "task" && this.tasks.length > 0) this.showTask(Math.min(index, this.tasks.length - 1));
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
    const { length } = this.tasks;
    return length > 0 ? { text: words.count("more_tasks", length), go: () => this.showTask(0) } : null;
  }

  /**
   * ask puts a question or task on the screen, whose controls show what is kept.
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
      again: empty === undefined ? null : { empty, onKeep: kept },
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
    const task = tasks[index];
    const { control, element } = task;
    this.bookmark = task.id;
    const notices = this.fillTask(task, attempt);
    if (!notices) return;
    const back = () => (index > 0 ? this.showTask(index - 1) : this.showQuestion(attempt.form.length - 1));
    const screen = this.ask({
      word: "task_of",
      step: { screen: "task", index },
      all: tasks.length,
      element,
      control,
      notices,
      keep: () => this.keepTask(task),
      previous: { text: words.text("previous_question"), go: back },
      next: index < tasks.length - 1 ? { text: words.text("next_task"), go: () => this.showTask(index + 1) } : null,
    });
    control.onshare = (ticked) => this.shareNow(task, ticked, screen);
    control.grow();
  }

  /** @type {(task: ShownTask, ticked: boolean, screen: QuestionScreen) => void} */
  shareNow(task, ticked, screen) {
    task.control.flush();
    const kept = this.share(task, ticked);
    const text = this.app.words.text(ticked ? "task_shared" : "task_unshared");
    if (kept) screen.say(kept, text, text);
  }

  // fillTask shows what was given for a task, and returns what is to be said above it; null
  // where the attempt is not going on any more.
  /** @type {(task: ShownTask, attempt: Attempt) => string[] | null} */
  fillTask(task, attempt) {
    const { store, words, locale } = this.app;
    const handedIn = entries(store.state)
      .filter((e) => e.bank === this.data.bank && e.question === task.id)
      .pop();
    const notices = handedIn
      ? [words.text("task_earlier", { date: readable(handedIn.at, locale), receipt: handedIn.receipt })]
      : [];
    if (task.type === "reflection") {
      this.fillReflection(task, attempt);
      return notices;
    }
    const draft = draftOf(attempt, task);
    task.control.show(draft?.response);
    if (!draft || draft.rev === task.revision) return notices;
    return this.change((a) => drafted(a, task, draft.response)) && [...notices, words.text("task_reworded")];
  }

  /** @type {(task: ShownTask, attempt: Attempt) => void} */
  fillReflection(task, attempt) {
    const { control, element } = task;
    control.show(this.reflection(task));
    control.share(this.shares(attempt, task));
    const where = one(element, "[data-where-kept]");
    where.textContent = (this.app.store.person?.shared ? where.dataset.whereShared : where.dataset.whereKept) ?? "";
  }

  /** @param {ShownTask} task */
  keepTask(task) {
    const response = task.control.read();
    return task.type === "reflection"
      ? this.reflect(task, String(response ?? ""))
      : this.change((a) => drafted(a, task, response));
  }

  // reflection is what somebody wrote for themselves.
  /** @param {Task} task */
  reflection({ id }) {
    const { store } = this.app;
    return (store.person?.shared ? this.unkept.get(id) : store.state.reflections[id]) ?? "";
  }

  /** @type {(task: Task, text: string) => Promise<boolean> | null} */
  reflect({ id }, text) {
    const { store } = this.app;
    if (!this.going) return this.showElsewhere();
    if (store.person?.shared) {
      this.unkept.set(id, text);
      return Promise.resolve(false);
    }
    store.update((state) => {
      const { [id]: _, ...others } = state.reflections;
      return { ...state, reflections: text === "" ? others : { ...others, [id]: text } };
    });
    return store.kept;
  }

  /** @type {(attempt: Attempt, task: Task) => boolean} */
  shares(attempt, task) {
    return this.app.store.state.ticks[shareTick(attempt, task)] === true;
  }

  /** @type {(task: Task, ticked: boolean) => Promise<boolean> | null} */
  share(task, ticked) {
    const { attempt } = this;
    const { store } = this.app;
    if (!attempt || !this.going) return this.showElsewhere();
    const tick = shareTick(attempt, task);
    store.update((state) => {
      const { [tick]: _, ...others } = state.ticks;
      return { ...state, ticks: ticked ? { ...others, [tick]: true } : others };
    });
    return store.kept;
  }

  /** @type {(task: Task, attempt: Attempt) => Given} */
  given(task, attempt) {
    return givenFor(task, attempt, this.reflection(task), this.shares(attempt, task));
  }

  /** @param {Attempt} attempt */
  also(attempt) {
    const { words } = this.app;
    const given = this.tasks.map((task) => this.given(task, attempt));
    const said = (/** @type {Given} */ what) => {
      const times = given.filter((g) => g === what).length;
      return times > 0 ? [words.count(`also_${what}`, times)] : [];
    };
    return {
      more: [...said("written"), ...said("rated"), ...said("shared")],
      stays: [...said("private"), ...said("reworded")].join(" "),
    };
  }

  /** @type {(attempt: Attempt, state: State, head: Head & {at: string}) => Sealed} */
  handedInWith(attempt, state, head) {
    const asked = this.tasks.map((task) => ({
      task,
      asked: Object.values(wording(task.element)).filter(Boolean).join("\n\n"),
      reflection: this.reflection(task),
      shared: this.shares(attempt, task),
    }));
    const ticked = new Set(this.tasks.map((task) => shareTick(attempt, task)));
    return {
      records: entriesFor(this.data.bank, attempt, asked, this.app.path.replace(/\/index\.html$/, ""), head),
      ticks: Object.fromEntries(Object.entries(state.ticks).filter(([tick]) => !ticked.has(tick))),
    };
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
        tasks: this.tasks.map((task) => ({ ...wording(task.element), given: this.given(task, attempt) })),
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
 * A question or task that is asked now.
 * @typedef {object} AskedNow
 * @property {string} word the heading, with its number
 * @property {{screen: string, index: number}} step
 * @property {number} all how many there are
 * @property {HTMLElement} element
 * @property {Control | TaskControl} control
 * @property {string[]} [notices]
 * @property {boolean} [empty] of a question that was reworded: whether its answer cannot be given any more
 * @property {() => Promise<boolean> | null} keep
 * @property {screens.Way | null} previous
 * @property {screens.Way | null} next
 */

// focused moves the focus back to a control once something was kept.
/** @type {(control: {first: HTMLElement}, kept: Promise<boolean> | null) => Promise<boolean> | null} */
function focused(control, kept) {
  if (kept) control.first.focus();
  return kept;
}

// wording is what a question asks and, before it, the case that it is about.
/** @param {HTMLElement} element */
function wording(element) {
  const prompt = /** @type {Element | undefined} */ (element.querySelector(".prompt")?.cloneNode(true));
  for (const gap of prompt?.querySelectorAll(".gap") ?? []) gap.replaceWith("…");
  return { told: prompt?.textContent?.trim() ?? "", asked: one(element, "legend").textContent?.trim() ?? "" };
}
