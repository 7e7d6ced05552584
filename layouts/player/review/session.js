// A spaced review: the questions of all modules that are due, one per screen. Each is asked on
// its module's page, because a page opened from a folder cannot load another. The plan
// (schedule.js) is kept in the person's state.
/** @import { App } from "../app/app.js" */
/** @import { Review, ReviewItem, Verdict } from "../lib/types.js" */
/** @import { Question } from "../practice/question.js" */
import { actions, any, button, focusOn, h, one, panel } from "../lib/dom.js";
import { now, readableDay, today } from "../lib/time.js";
import { mountPractice } from "../practice/practice.js";
import { withoutPage } from "../store/state.js";
import { goToReview, reviewFragment } from "./due.js";
import { between, next } from "./schedule.js";

/** @param {App} app */
export function mountReviewSession(app) {
  const questions = mountPractice(app);
  const place = any("[data-review]");
  const groups = any("[data-practice-groups]");
  if (!place || !groups) return;
  const lead = any("[data-lead]");
  const session = new Session(app, questions, place, lead ? [groups, lead] : [groups]);
  window.addEventListener("hashchange", () => session.render());
  app.mount(() => session.render());
}

class Session {
  /**
   * @param {App} app
   * @param {Question[]} questions
   * @param {HTMLElement} place where the review is shown
   * @param {HTMLElement[]} others hidden during the review
   */
  constructor(app, questions, place, others) {
    this.app = app;
    this.questions = questions;
    this.place = place;
    this.others = others;
    this.home = h("span", { hidden: true }); // marks where the question that is asked belongs
    /** @type {Question | null} */
    this.asked = null;
    this.arrived = false; // whether a question was already asked on this page
  }

  get progressPage() {
    return this.place.dataset.review;
  }

  // settle records whether a question was answered rightly. The first answer decides.
  /** @type {(id: string, verdict: Verdict | "gone") => void} */
  settle(id, verdict) {
    this.app.store.update((state) => {
      const { review } = state;
      if (!review) return state;
      const items = review.items.map((item) => (item.id === id && item.verdict === "" ? { ...item, verdict } : item));
      return { ...state, review: { ...review, items } };
    });
  }

  // show shows a screen instead of the page's questions; null shows the questions again.
  /** @type {(screen: HTMLElement | null, name?: string) => void} */
  show(screen, name = "") {
    if (this.asked) {
      this.home.replaceWith(this.asked.section);
      this.asked.ask(null);
      this.asked = null;
    }
    this.place.replaceChildren(...(screen ? [screen] : []));
    for (const other of this.others) other.hidden = screen !== null;
    this.app.setScreen(name);
  }

  render() {
    const { store, words, path } = this.app;
    const { review } = store.state;
    if (location.hash !== reviewFragment || !review) return this.show(null);
    const index = next(review);
    const values = { number: index + 1, all: review.items.length };
    if (index < 0) return this.show(this.summary(review), words.text("review_done_title"));
    const item = review.items[index];
    if (item.page === path) return this.ask(item, values);
    const title = words.text("review_title");
    this.show(
      panel(
        title,
        h("p", null, words.text("review_elsewhere", values)),
        actions(button(words.text("review_go_on"), () => this.goOn())),
      ),
      title,
    );
  }

  /** @type {(item: ReviewItem, values: {number: number, all: number}) => void} */
  ask(item, values) {
    const { store, words } = this.app;
    const question = this.questions.find((q) => q.id === item.id);
    if (!question) {
      store.update((state) => withoutPage(state, [item.id]));
      this.settle(item.id, "gone");
      return this.render();
    }
    const heading = words.text("review_of", values);
    const screen = h(
      "section",
      { class: "screen" },
      h("progress", { max: values.all, value: values.number, "aria-hidden": "true" }),
      h("h2", null, heading),
    );
    this.show(screen, heading);
    question.section.before(this.home);
    screen.append(question.section, actions(h("a", { href: this.progressPage }, words.text("review_pause"))));
    this.asked = question;
    const last = store.state.review?.items.filter((i) => i.verdict === "").length === 1;
    question.ask({ last, onChecked: (verdict) => this.settle(item.id, verdict), onNext: () => this.goOn() });
    if (!this.arrived) focusOn(one(screen, "h2"));
    this.arrived = true;
  }

  // goOn shows the next question, on this page or another, or the summary.
  goOn() {
    const { review } = this.app.store.state;
    const item = review?.items[next(review)];
    if (item && item.page !== this.app.path) return goToReview(this.app, item);
    this.render();
    focusOn(this.place.querySelector("h2"));
  }

  /** @param {Review} review */
  summary(review) {
    const { store, words } = this.app;
    const items = review.items.filter((item) => item.verdict !== "gone");
    const again = items.filter((item) => item.verdict !== "right");
    const right = items.length - again.length;
    const retry = () => {
      store.update((state) => ({
        ...state,
        review: { begun: now(), items: again.map((item) => ({ ...item, verdict: "" })) },
      }));
      this.goOn();
    };
    const kind = items.length === 0 ? "gone" : again.length === 0 ? "all" : "some";
    return panel(
      words.text("review_done_title"),
      right > 0 ? h("p", null, words.text("review_done_right", { right, all: items.length })) : null,
      h("p", null, words.text(`reviewed_${kind}`)),
      h(
        "ul",
        null,
        this.comingAgain(items).map((text) => h("li", null, text)),
      ),
      actions(
        again.length > 0 ? button(words.count("summary_again", again.length), retry) : null,
        h("a", { class: "button button-quiet", href: this.progressPage }, words.text("review_to_progress")),
      ),
    );
  }

  // comingAgain says when the questions of a review come again.
  /** @param {ReviewItem[]} items */
  comingAgain(items) {
    const { store, words, locale } = this.app;
    const { practice } = store.state;
    const days = items.flatMap((item) => practice[item.id]?.due || []).sort();
    return [...new Set(days)].map((due) => {
      const count = days.filter((d) => d === due).length;
      return between(today(), due) === 1
        ? words.count("review_tomorrow", count)
        : words.count("review_later", count, { date: readableDay(due, locale) });
    });
  }
}
