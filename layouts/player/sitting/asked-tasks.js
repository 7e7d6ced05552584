// The tasks of an assessment on the page: what was answered, and which answers are handed in.
/** @import { Attempt, Head, State, Task } from "../lib/types.js" */
/** @import { Sealed, Sitting } from "./sitting.js" */
/** @import { TaskControl } from "./task-controls.js" */
/** @import { Given } from "./tasks.js" */
import { one } from "../lib/dom.js";
import { readable } from "../lib/time.js";
import { entries } from "../store/records.js";
import { taskControl } from "./task-controls.js";
import { drafted, draftOf, entriesFor, givenFor, shareTick } from "./tasks.js";
import { wording } from "./wording.js";

/** @typedef {Task & {element: HTMLElement, control: TaskControl}} ShownTask */

export class AskedTasks {
  /**
   * @param {Sitting} sitting
   * @param {Task[]} tasks
   */
  constructor(sitting, tasks) {
    this.sitting = sitting;
    this.app = sitting.app;
    /** @type {ShownTask[]} */
    this.list = tasks.map((task) => {
      const element = one(document, `[data-task="${task.id}"]`);
      return { ...task, element, control: taskControl(sitting.app, task, element) };
    });
    /** @type {Map<string, string>} */
    this.unkept = new Map(); // reflections on a shared computer, lost when the page closes
  }

  // fill shows what was given for a task, and returns the notices to show above it; null if
  // the attempt is no longer in progress.
  /** @type {(task: ShownTask, attempt: Attempt) => string[] | null} */
  fill(task, attempt) {
    const { store, words, locale } = this.app;
    const handedIn = entries(store.state)
      .filter((e) => e.bank === this.sitting.data.bank && e.question === task.id)
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
    return this.sitting.change((a) => drafted(a, task, draft.response)) && [...notices, words.text("task_reworded")];
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
  keep(task) {
    const response = task.control.read();
    return task.type === "reflection"
      ? this.reflect(task, String(response ?? ""))
      : this.sitting.change((a) => drafted(a, task, response));
  }

  // reflection returns what somebody wrote for themselves.
  /** @param {Task} task */
  reflection({ id }) {
    const { store } = this.app;
    return (store.person?.shared ? this.unkept.get(id) : store.state.reflections[id]) ?? "";
  }

  /** @type {(task: Task, text: string) => Promise<boolean> | null} */
  reflect({ id }, text) {
    const { store } = this.app;
    if (!this.sitting.isGoing) return this.sitting.showElsewhere();
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
    const { attempt } = this.sitting;
    const { store } = this.app;
    if (!attempt || !this.sitting.isGoing) return this.sitting.showElsewhere();
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

  /**
   * extras returns in words what is handed in for the tasks, and what is not.
   * @param {Attempt} attempt
   */
  extras(attempt) {
    const { words } = this.app;
    const given = this.list.map((task) => this.given(task, attempt));
    const sentence = (/** @type {Given} */ what) => {
      const times = given.filter((g) => g === what).length;
      return times > 0 ? [words.count(`also_${what}`, times)] : [];
    };
    return {
      handedIn: [...sentence("written"), ...sentence("rated"), ...sentence("shared")],
      kept: [...sentence("private"), ...sentence("reworded")].join(" "),
    };
  }

  /** @type {(attempt: Attempt, state: State, head: Head & {at: string}) => Sealed} */
  seal(attempt, state, head) {
    const asked = this.list.map((task) => ({
      task,
      asked: Object.values(wording(task.element)).filter(Boolean).join("\n\n"),
      reflection: this.reflection(task),
      shared: this.shares(attempt, task),
    }));
    const ticked = new Set(this.list.map((task) => shareTick(attempt, task)));
    return {
      records: entriesFor(this.sitting.data.bank, attempt, asked, this.app.path.replace(/\/index\.html$/, ""), head),
      ticks: Object.fromEntries(Object.entries(state.ticks).filter(([tick]) => !ticked.has(tick))),
    };
  }
}
