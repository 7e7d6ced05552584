// Taking an assessment: the questions of a form one by one, then the tasks that are
// not scored, and a look over it all. What stands around them is a sitting.
import { answer, answers, begin, carryOver, note, reworded } from "./attempt.js";
import { controls } from "../questions/types.js";
import { draw } from "./draw.js";
import { newAttemptID, randomBytes } from "../lib/identity.js";
import { alsoHandedIn } from "../store/records.js";
import * as screens from "./screens.js";
import { Sitting } from "./sitting.js";
import { drafted, draftOf, entries, given, shareKey, taskControls } from "./tasks.js";
import { readable, stamp } from "../lib/time.js";

export function mountAssessment(app) {
  const root = document.querySelector("[data-assessment]");
  const source = document.getElementById("assessment");
  if (root && source) new Assessment(app, root, JSON.parse(source.textContent)).show();
}

class Assessment extends Sitting {
  constructor(app, root, data) {
    super(app, root, data);
    this.shelf = document.querySelector("[data-questions]"); // questions that are not on the screen
    this.questions = new Map([...this.shelf.children].map((element) => [element.dataset.question, element]));
    this.controls = new Map([...this.questions].map(([id, element]) => [id, controls(app.words, element)]));
    this.taskShelf = document.querySelector("[data-tasks]");
    this.tasks = data.tasks.map((task) => {
      const element = this.taskShelf.querySelector(`[data-task="${task.id}"]`);
      return { ...task, element, control: taskControls(app, task, element) };
    });
    this.unkept = new Map(); // reflections on a shared computer, which are gone with the page
  }

  show(options) {
    // Another person must not find them.
    if ((this.staff ?? "") !== (this.app.store.person?.staff ?? "")) this.unkept.clear();
    super.show(options);
  }

  known(attempt) {
    return attempt.form.every((f) => this.questions.has(f.question));
  }

  // fits tries it: what the controls do not show is not there any more.
  fits(question, response) {
    const control = this.controls.get(question);
    control.show(response);
    const same = JSON.stringify(control.read()) === JSON.stringify(response);
    control.show(null);
    return same;
  }

  flush() {
    for (const control of this.controls.values()) control.flush();
    for (const { control } of this.tasks) control.flush();
  }

  rest() {
    for (const element of this.root.querySelectorAll("[data-question]")) this.shelf.append(element);
    for (const element of this.root.querySelectorAll("[data-task]")) this.taskShelf.append(element);
  }

  carryOver(old, fresh) {
    return carryOver(old, fresh, (question, response) => this.fits(question, response));
  }

  open(attempt) {
    const { words } = this.app;
    const open = attempt.form.length - answers(attempt).size;
    const partly = this.states(attempt).filter((state) => state === "partly").length;
    return [open > 0 && words.count("confirm_blank", open), partly > 0 && words.count("partly_open", partly)].filter(Boolean).join(" ");
  }

  // states tells how far each question of the form is answered: "answered", "partly"
  // where pieces of it are left open, "reworded" where an answer waits to be looked
  // at, "blank".
  states(attempt) {
    const [given, again] = [answers(attempt), reworded(attempt)];
    return attempt.form.map(({ question }) => {
      const response = given.get(question);
      if (!response) return again.has(question) ? "reworded" : "blank";
      return this.controls.get(question).open(response) > 0 ? "partly" : "answered";
    });
  }

  startScreen(how) {
    const { words } = this.app;
    const facts = [
      words.count("start_questions", this.data.asked),
      ...(this.data.tasks.length > 0 ? [words.count("start_tasks", this.data.tasks.length)] : []),
      words.text("start_time"),
      words.text("start_blank"),
      words.text("start_pass", { percent: this.data.passMark }),
    ];
    return screens.start(this.app, { data: this.data, facts, ...how });
  }

  resumeScreen(attempt, go) {
    const { words } = this.app;
    const given = answers(attempt);
    const at = this.bookmark;
    const task = this.tasks.findIndex(({ id }) => id === at);
    let index = attempt.form.findIndex(({ question }) => question === at);
    if (index < 0) index = attempt.form.findIndex(({ question }) => !given.has(question));
    const review = { text: words.text("resume_review"), go: go(() => this.showReview()) };
    const on = task >= 0 ? { text: words.text("resume_task", { number: task + 1, all: this.tasks.length }), go: go(() => this.showTask(task)) }
      : index >= 0 ? { text: words.text("resume", { number: index + 1 }), go: go(() => this.showQuestion(index)) } : null;
    return screens.resume(this.app, {
      attempt,
      answered: given.size,
      ways: (at === "review" ? [review, on] : [on, review]).filter(Boolean),
    });
  }

  showFirst() {
    this.showQuestion(0);
  }

  showStep({ screen, index }) {
    if (screen === "task" && this.tasks.length > 0) this.showTask(Math.min(index, this.tasks.length - 1));
    else this.showQuestion(Math.min(index, this.attempt.form.length - 1));
  }

  // newAttempt draws a form; null if the page lacks one of its questions.
  newAttempt(ordinal) {
    const { site, store, lang } = this.app;
    const ids = draw(site, this.data.revision, store.person.staff, ordinal, this.data.groups);
    if (ids.length === 0 || !ids.every((id) => this.questions.has(id))) return null;
    return begin({
      id: newAttemptID(randomBytes()),
      bank: this.data.bank,
      bankRevision: this.data.revision,
      ordinal,
      lang,
      started: stamp(new Date()),
      form: ids.map((id) => {
        return { question: id, rev: this.questions.get(id).dataset.revision, shown: this.controls.get(id).shown };
      }),
    });
  }

  showQuestion(index) {
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const { question } = attempt.form[index];
    this.bookmark = question;
    const element = this.questions.get(question);
    const control = this.controls.get(question);
    const again = reworded(attempt);
    control.show(again.get(question) ?? answers(attempt).get(question));

    const { words } = this.app;
    const all = attempt.form.length;
    const heading = words.text("question_of", { number: index + 1, all });
    const next = index < all - 1 ? { text: words.text("next_question"), go: () => this.showQuestion(index + 1) }
      : this.tasks.length > 0 ? { text: words.count("more_tasks", this.tasks.length), go: () => this.showTask(0) } : null;
    const { screen, onSaved } = screens.question(this.app, {
      heading,
      of: { number: index + 1, all },
      element,
      again: again.has(question) ? {
        empty: again.get(question) === null,
        onKeep: () => {
          const kept = this.change((a) => answer(a, question, control.read()));
          if (kept) control.first.focus();
          return kept;
        },
      } : null,
      clearable: () => control.clearable && control.read() !== null,
      onClear: () => {
        control.show(null);
        const kept = this.change((a) => answer(a, question, null));
        if (kept) control.first.focus();
        return kept;
      },
      previous: index > 0 ? { text: words.text("previous_question"), go: () => this.showQuestion(index - 1) } : null,
      next,
      onReview: () => this.showReview({ log: true }),
    });
    control.onchange = () => {
      const kept = this.change((a) => answer(a, question, control.read()));
      if (kept) onSaved(control.note(), kept);
    };
    this.place(screen, {
      focus: true,
      plain: true,
      step: { screen: "question", index },
      title: heading,
    });
  }

  showTask(index) {
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const { store, words, locale } = this.app;
    const task = this.tasks[index];
    this.bookmark = task.id;
    const { control, element } = task;
    const { shared } = store.person;
    const personal = task.type === "reflection";
    const earlier = alsoHandedIn(store.state).filter((r) => r.bank === this.data.bank && r.question === task.id).pop();
    const notices = [];
    if (earlier) notices.push(words.text("task_earlier", { date: readable(earlier.at, locale), receipt: earlier.receipt }));
    if (personal) {
      control.show(this.reflection(task));
      control.share(this.shares(attempt, task));
      const note = element.querySelector("[data-where-kept]");
      note.textContent = shared ? note.dataset.whereShared : note.dataset.whereKept;
    } else {
      const draft = draftOf(attempt, task);
      control.show(draft?.response ?? null);
      if (draft && draft.rev !== task.revision) {
        notices.push(words.text("task_reworded"));
        if (!this.change((a) => drafted(a, task, draft.response))) return;
      }
    }
    const all = this.tasks.length;
    const heading = words.text("task_of", { number: index + 1, all });
    const { screen, onSaved, tell } = screens.question(this.app, {
      heading,
      of: { number: index + 1, all },
      element,
      notices,
      clearable: () => control.clearable && control.read() !== null,
      onClear: () => {
        control.show(null);
        const kept = this.change((a) => drafted(a, task, null));
        if (kept) control.first.focus();
        return kept;
      },
      previous: index > 0 ? { text: words.text("previous_question"), go: () => this.showTask(index - 1) }
        : { text: words.text("previous_question"), go: () => this.showQuestion(attempt.form.length - 1) },
      next: index < all - 1 ? { text: words.text("next_task"), go: () => this.showTask(index + 1) } : null,
      onReview: () => this.showReview({ log: true }),
    });
    control.onchange = () => {
      const kept = personal ? this.reflect(task, control.read() ?? "") : this.change((a) => drafted(a, task, control.read()));
      if (kept) onSaved(control.note(), kept);
    };
    control.onshare = (ticked) => {
      control.flush();
      const kept = this.share(task, ticked);
      const text = words.text(ticked ? "task_shared" : "task_unshared");
      if (kept) tell(kept, text, text);
    };
    this.place(screen, { focus: true, plain: true, step: { screen: "task", index }, title: heading });
    control.grow?.();
  }

  // reflection is what somebody wrote for themselves.
  reflection(task) {
    return (this.app.store.person?.shared ? this.unkept.get(task.id) : this.app.store.state.reflections[task.id]) ?? "";
  }

  reflect(task, text) {
    const { store } = this.app;
    if (!this.going) return this.showElsewhere();
    if (store.person.shared) {
      this.unkept.set(task.id, text);
      return Promise.resolve(false);
    }
    store.update((state) => {
      const { [task.id]: _, ...others } = state.reflections;
      return { ...state, reflections: text === "" ? others : { ...others, [task.id]: text } };
    });
    return store.kept;
  }

  shares(attempt, task) {
    return this.app.store.state.ticks[shareKey(attempt, task)] === true;
  }

  share(task, ticked) {
    const { store } = this.app;
    if (!this.going) return this.showElsewhere();
    const key = shareKey(this.attempt, task);
    store.update((state) => {
      const { [key]: _, ...others } = state.ticks;
      return { ...state, ticks: ticked ? { ...others, [key]: true } : others };
    });
    return store.kept;
  }

  given(task, attempt) {
    return given(task, attempt, this.reflection(task), this.shares(attempt, task));
  }

  also(attempt) {
    const { words } = this.app;
    const times = { rated: 0, written: 0, shared: 0, private: 0, reworded: 0 };
    for (const task of this.tasks) times[this.given(task, attempt)]++;
    return {
      more: [
        times.written > 0 && words.count("also_written", times.written),
        times.rated > 0 && words.count("also_rated", times.rated),
        times.shared > 0 && words.count("also_shared", times.shared),
      ].filter(Boolean),
      stays: [
        times.private > 0 && words.count("also_private", times.private),
        times.reworded > 0 && words.count("also_reworded", times.reworded),
      ].filter(Boolean).join(" "),
    };
  }

  // with freezes what was given for the tasks.
  with(attempt, state, head) {
    const asked = this.tasks.map((task) => {
      const { told, asked } = wording(task.element);
      return { task, asked: [told, asked].filter(Boolean).join("\n\n"), reflection: this.reflection(task), shared: this.shares(attempt, task) };
    });
    const ticked = new Set(this.tasks.map((task) => shareKey(attempt, task)));
    return {
      records: entries(this.data.bank, attempt, asked, this.app.path.replace(/\/index\.html$/, ""), head, () => newAttemptID(randomBytes())),
      ticks: Object.fromEntries(Object.entries(state.ticks).filter(([key]) => !ticked.has(key))),
    };
  }

  showReview({ log = false } = {}) {
    this.bookmark = "review"; // kept with what is logged
    if (log && !this.change((a) => note(a, "review"))) return;
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const states = this.states(attempt);
    this.place(screens.review(this.app, {
      items: attempt.form.map(({ question }, index) => ({ ...wording(this.questions.get(question)), state: states[index] })),
      tasks: this.tasks.map((task) => ({ ...wording(task.element), given: this.given(task, attempt) || "blank" })),
      onQuestion: (index) => this.showQuestion(index),
      onTask: (index) => this.showTask(index),
      onHandIn: () => this.showConfirm(),
    }), { focus: true, plain: true, step: { screen: "review" }, title: this.app.words.text("review_title") });
  }
}

// wording is what a question asks and, before it, the case that it tells.
function wording(element) {
  const prompt = element.querySelector(".prompt")?.cloneNode(true);
  for (const gap of prompt?.querySelectorAll(".gap") ?? []) gap.replaceWith("…");
  const told = prompt?.textContent.trim() ?? "";
  const asked = element.querySelector("legend").textContent.trim();
  return { told, asked };
}
