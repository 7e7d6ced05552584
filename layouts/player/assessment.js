// Taking an assessment: who, start, one question a screen, review, "is this
// you?", handed in. This module decides what is shown and what is kept;
// screens.js builds what is shown.
import { answer, answers, begin, blanks, carryOver, note, submit } from "./attempt.js";
import { controls } from "./controls.js";
import { focusOn } from "./dom.js";
import { draw } from "./draw.js";
import { newAttemptID, randomBytes } from "./identity.js";
import { whoForm } from "./person.js";
import { handedIn } from "./records.js";
import * as screens from "./screens.js";
import { stamp } from "./time.js";

export function mountAssessment(app) {
  const root = document.querySelector("[data-assessment]");
  const source = document.getElementById("assessment");
  if (root && source) new Assessment(app, root, JSON.parse(source.textContent)).show();
}

class Assessment {
  constructor(app, root, data) {
    this.app = app;
    this.root = root;
    this.data = data;
    this.staff = null; // whose screens are shown
    this.returning = false; // by the browser's Back or Forward
    this.shelf = document.querySelector("[data-questions]"); // questions that are not on the screen
    this.introduction = document.querySelector("[data-introduction]");
    this.questions = new Map([...this.shelf.children].map((element) => [element.dataset.question, element]));
    this.controls = new Map([...this.questions].map(([id, element]) => [id, controls(app.words, element)]));
    app.askWho = () => this.showWho({ focus: true });
    window.addEventListener("popstate", (event) => {
      // The skip link and its like change the fragment too.
      if (event.state || !location.hash) this.goTo(event.state);
    });
    app.onChange(() => {
      // Another person, here or in another window: start from what is theirs.
      if ((this.staff ?? "") !== (app.store.person?.staff ?? "")) this.show();
    });
  }

  get attempt() {
    return this.app.store.state.attempts[this.data.bank];
  }

  get done() {
    return handedIn(this.app.store.state).filter((a) => a.bank === this.data.bank);
  }

  // show finds the screen that fits how things stand.
  show(options = {}) {
    const person = this.app.store.person;
    this.staff = person?.staff ?? null;
    if (!person) return this.showWho(options);
    const attempt = this.attempt;
    if (!attempt) return this.showStart(options);
    const known = attempt.form.every((f) => this.questions.has(f.question));
    if (attempt.bank_rev !== this.data.revision || !known) return this.showRevised(attempt, options);
    return this.showResume(attempt, options);
  }

  // place puts a screen on the page. The focus follows only what the learner
  // did, never the loading of the page.
  place(screen, { focus = false, title = "", plain = false, step = null } = {}) {
    this.remember(step);
    for (const element of this.root.querySelectorAll("[data-question]")) this.shelf.append(element);
    this.root.replaceChildren(screen);
    if (this.introduction) this.introduction.hidden = plain;
    document.body.classList.toggle("is-taking", plain);
    this.app.setScreen(title);
    if (focus) {
      const heading = screen.querySelector("h2");
      focusOn(heading);
      this.root.scrollIntoView({ block: "start" });
    }
  }

  // remember gives each step of an attempt an entry in the browser's history, so
  // that Back leads to the question before and not out of the page.
  remember(step) {
    const name = step ? [step.screen, step.index === undefined ? "" : step.index + 1].filter(Boolean).join("-") : "";
    const change = step && !this.returning && location.hash !== `#${name}` ? "pushState" : "replaceState";
    if (!step && !location.hash) return;
    history[change](step, "", step ? `#${name}` : location.href.split("#")[0]);
  }

  // goTo shows a step that the learner came back to by the browser's own buttons.
  goTo(step) {
    for (const control of this.controls.values()) control.flush();
    this.returning = true;
    const attempt = this.attempt;
    if (!step || !attempt || this.app.store.person?.staff !== this.staff) this.show({ focus: true });
    else if (step.screen === "question") this.showQuestion(Math.min(step.index, attempt.form.length - 1));
    else if (step.screen === "confirm") this.showConfirm();
    else this.showReview();
    this.returning = false;
  }

  showWho({ focus = false, message } = {}) {
    this.staff = this.app.store.person?.staff ?? null;
    const form = whoForm(this.app, { message, onDone: () => this.show({ focus: true }) });
    this.place(form, { focus });
  }

  showStart(options) {
    const used = this.done;
    const left = this.data.attempts === 0 ? Infinity : this.data.attempts - used.length;
    const start = () => {
      const attempt = this.newAttempt(used.length + 1);
      if (!attempt) return this.place(screens.incomplete(this.app), { focus: true });
      this.keep(() => attempt);
      this.showQuestion(0);
    };
    this.place(screens.start(this.app, { data: this.data, used, left, onStart: start }), options);
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

  showResume(attempt, options) {
    const open = blanks(attempt);
    const go = (next) => () => {
      if (this.change((a) => note(a, "resume"))) next();
    };
    this.place(screens.resume(this.app, {
      attempt,
      answered: attempt.form.length - open.length,
      next: open.length > 0 ? open[0] : null,
      onQuestion: go(() => this.showQuestion(open[0])),
      onReview: go(() => this.showReview()),
    }), options);
  }

  // showRevised tells that the site was built with other questions since the
  // attempt began. It goes on as a new attempt of the same number; the old one is
  // set aside, not deleted.
  showRevised(old, options) {
    const fresh = this.newAttempt(old.ordinal);
    if (!fresh) return this.place(screens.incomplete(this.app), options);
    const { attempt, kept, lost } = carryOver(old, fresh);
    const go = () => {
      this.app.store.update((state) => ({
        ...state,
        attempts: { ...state.attempts, [this.data.bank]: attempt },
        aside: [...state.aside.filter((a) => a.id !== old.id), old],
      }));
      this.show({ focus: true });
    };
    this.place(screens.revised(this.app, { old, kept, lost, onContinue: go }), options);
  }

  showQuestion(index) {
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const { question } = attempt.form[index];
    const element = this.questions.get(question);
    const control = this.controls.get(question);
    control.show(answers(attempt).get(question));

    const last = index === attempt.form.length - 1;
    const { screen, onSaved } = screens.question(this.app, {
      index,
      all: attempt.form.length,
      element,
      clearable: () => control.clearable && control.read() !== null,
      onClear: () => {
        control.show(null);
        const kept = this.change((a) => answer(a, question, null));
        if (kept) control.first.focus();
        return kept;
      },
      onPrevious: index > 0 ? () => this.showQuestion(index - 1) : null,
      onNext: last ? null : () => this.showQuestion(index + 1),
      onReview: () => this.showReview({ log: true }),
    });
    control.onchange = () => {
      if (this.change((a) => answer(a, question, control.read()))) onSaved(control.note());
    };
    this.place(screen, {
      focus: true,
      plain: true,
      step: { screen: "question", index },
      title: this.app.words.text("question_of", { number: index + 1, all: attempt.form.length }),
    });
  }

  showReview({ log = false } = {}) {
    if (log && !this.change((a) => note(a, "review"))) return;
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const given = answers(attempt);
    this.place(screens.review(this.app, {
      items: attempt.form.map((f) => ({ ...this.wording(f.question), answered: given.has(f.question) })),
      onQuestion: (index) => this.showQuestion(index),
      onHandIn: () => this.showConfirm(),
    }), { focus: true, plain: true, step: { screen: "review" }, title: this.app.words.text("review_title") });
  }

  // wording is what a question asks and, before it, the case that it tells.
  wording(id) {
    const element = this.questions.get(id);
    const prompt = element.querySelector(".prompt")?.cloneNode(true);
    for (const gap of prompt?.querySelectorAll(".gap") ?? []) gap.replaceWith("…");
    const told = prompt?.textContent.trim() ?? "";
    const asked = element.querySelector("legend").textContent.trim();
    return { told, asked };
  }

  showConfirm() {
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const { store, words } = this.app;
    this.place(screens.confirm(this.app, {
      title: this.data.module || this.data.title,
      ordinal: attempt.ordinal,
      person: store.person,
      blank: blanks(attempt).length,
      onYes: () => this.handIn(attempt.id),
      onBack: () => this.showReview(),
      onNo: () => {
        const message = words.text("not_me_text", { staff: store.person.staff });
        store.leave();
        this.staff = null;
        this.app.changed();
        this.showWho({ focus: true, message });
      },
    }), { focus: true, plain: true, step: { screen: "confirm" }, title: words.text("confirm_title") });
  }

  handIn(id) {
    const { store, site } = this.app;
    let record = null;
    store.update((state) => {
      const attempt = state.attempts[this.data.bank];
      if (attempt?.id !== id) return state;
      const { [this.data.bank]: _, ...attempts } = state.attempts;
      record = submit(attempt, { site, staff: state.staff, name: store.person.name, submitted: stamp(new Date()) });
      return { ...state, attempts, records: [...state.records, record] };
    });
    if (!record) return this.showElsewhere();
    this.app.changed();
    const attempt = this.done.find((a) => a.id === id);
    const more = this.data.attempts === 0 || this.done.length < this.data.attempts;
    this.place(screens.done(this.app, {
      attempt,
      shared: store.person.shared,
      onLeave: () => {
        store.forget();
        this.app.changed();
        this.show({ focus: true });
      },
      onAgain: more ? () => this.show({ focus: true }) : null,
    }), { focus: true, plain: true, title: this.app.words.text("done_title") });
  }

  showElsewhere() {
    this.place(screens.elsewhere(this.app, { onReload: () => this.show({ focus: true }) }), { focus: true });
    return false;
  }

  keep(change) {
    this.app.store.update((state) => ({
      ...state,
      attempts: { ...state.attempts, [this.data.bank]: change(state.attempts[this.data.bank]) },
    }));
  }

  // change changes the attempt that is kept. Another window may have handed it
  // in, or another person may have taken the chair: then nothing is written.
  change(how) {
    if (!this.attempt || this.app.store.person?.staff !== this.staff) return this.showElsewhere();
    this.keep(how);
    return true;
  }
}
