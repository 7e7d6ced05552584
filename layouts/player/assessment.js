// Taking an assessment: the questions of a form one by one, and a look over the
// answers. What stands around them is a sitting.
import { answer, answers, begin, blanks, note, reworded } from "./attempt.js";
import { controls } from "./controls.js";
import { draw } from "./draw.js";
import { newAttemptID, randomBytes } from "./identity.js";
import * as screens from "./screens.js";
import { Sitting } from "./sitting.js";
import { stamp } from "./time.js";

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
  }

  rest() {
    for (const element of this.root.querySelectorAll("[data-question]")) this.shelf.append(element);
  }

  blank(attempt) {
    return blanks(attempt).length;
  }

  startScreen(how) {
    return screens.start(this.app, { data: this.data, ...how });
  }

  resumeScreen(attempt, go) {
    const open = blanks(attempt);
    return screens.resume(this.app, {
      attempt,
      answered: attempt.form.length - open.length,
      next: open.length > 0 ? open[0] : null,
      onQuestion: go(() => this.showQuestion(open[0])),
      onReview: go(() => this.showReview()),
    });
  }

  showFirst() {
    this.showQuestion(0);
  }

  showStep({ index }) {
    this.showQuestion(Math.min(index, this.attempt.form.length - 1));
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
    const element = this.questions.get(question);
    const control = this.controls.get(question);
    const again = reworded(attempt);
    control.show(again.get(question) ?? answers(attempt).get(question));

    const last = index === attempt.form.length - 1;
    const { screen, onAnswered } = screens.question(this.app, {
      index,
      all: attempt.form.length,
      element,
      again: again.has(question) ? {
        empty: again.get(question) === null,
        onKeep: () => {
          if (!this.change((a) => answer(a, question, control.read()))) return null;
          control.first.focus();
          return this.app.store.kept;
        },
      } : null,
      clearable: () => control.clearable && control.read() !== null,
      onClear: () => {
        control.show(null);
        if (!this.change((a) => answer(a, question, null))) return null;
        control.first.focus();
        return this.app.store.kept;
      },
      onPrevious: index > 0 ? () => this.showQuestion(index - 1) : null,
      onNext: last ? null : () => this.showQuestion(index + 1),
      onReview: () => this.showReview({ log: true }),
    });
    control.onchange = () => {
      if (this.change((a) => answer(a, question, control.read()))) onAnswered(control.note(), this.app.store.kept);
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
    const again = reworded(attempt);
    this.place(screens.review(this.app, {
      items: attempt.form.map((f) => ({ ...this.wording(f.question), answered: given.has(f.question), again: again.has(f.question) })),
      onQuestion: (index) => this.showQuestion(index),
      onHandIn: () => this.showConfirm(),
    }), { focus: true, plain: true, step: { screen: "review" }, title: this.app.words.text("review_title") });
  }

  // wording is what a question asks and, before it, the case that it tells.
  wording(id) {
    const element = this.questions.get(id);
    const told = element.querySelector(".prompt")?.textContent.trim() ?? "";
    const asked = element.querySelector("legend").textContent.trim();
    return { told, asked };
  }
}
