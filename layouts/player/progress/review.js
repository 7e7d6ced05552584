// The offer of a spaced review of ten minutes.
/** @import { App } from "../app/app.js" */
/** @import { Review, ReviewItem } from "../lib/types.js" */
import { actions, all, button, h } from "../lib/dom.js";
import { day, now, readableDay, today } from "../lib/time.js";
import { goToReview } from "../review/due.js";
import { next, plan, waiting } from "../review/schedule.js";
import { withoutPage } from "../store/state.js";

/**
 * reviewSection offers a review, or says when there will be something to review. It returns
 * null on a site without practice questions.
 * @param {App} app
 */
export function reviewSection(app) {
  const pages = all(document, "a[data-practice-page]").map((a) =>
    (a.getAttribute("href") ?? "").slice(app.root.length),
  );
  if (pages.length === 0) return null;
  const { words, store } = app;
  dropPages(app, pages);
  const running = runningReview(store.state.review, pages);
  return h(
    "section",
    { class: "panel progress-section" },
    h("h2", null, words.text("review_name")),
    h(
      "p",
      null,
      running ? words.text("review_running", { number: next(running) + 1, all: running.items.length }) : whatWaits(app),
    ),
    actions(running ? goOn(app, running) : begin(app, plan(store.state.practice, today()))),
  );
}

// dropPages notes which questions are no longer on any page of the site.
/** @type {(app: App, pages: string[]) => void} */
function dropPages({ store }, pages) {
  const lost = Object.entries(store.state.practice)
    .filter(([, { page }]) => page && !pages.includes(page))
    .map(([id]) => id);
  if (lost.length > 0) store.update((state) => withoutPage(state, lost));
}

// runningReview returns a review if it was begun today and can go on, otherwise null.
/** @type {(review: Review | null, pages: string[]) => Review | null} */
function runningReview(review, pages) {
  if (!review || next(review) < 0 || day(new Date(review.begun)) !== today()) return null;
  return review.items.every((item) => pages.includes(item.page)) ? review : null;
}

/** @param {App} app */
function whatWaits({ words, store, locale }) {
  const { practice } = store.state;
  const { due, missed } = waiting(practice, today());
  if (due.length > 0) return words.count("review_ready", due.length);
  if (missed.length > 0) return words.count("review_missed", missed.length);
  const days = Object.values(practice)
    .flatMap((entry) => (entry.page && entry.due) || [])
    .sort();
  return days.length > 0
    ? words.text("review_none", { date: readableDay(days[0], locale) })
    : words.text("review_empty");
}

/** @type {(app: App, running: Review) => HTMLElement} */
const goOn = (app, running) =>
  button(app.words.text("review_go_on"), () => goToReview(app, running.items[next(running)]));

/** @type {(app: App, items: ReviewItem[]) => HTMLElement | null} */
function begin(app, items) {
  if (items.length === 0) return null;
  return button(app.words.count("review_start", items.length), () => {
    app.store.update((state) => ({ ...state, review: { begun: now(), items } }));
    goToReview(app, items[0]);
  });
}
