// The ways to a review: its address, and a line on the front page when practice
// questions are due.
import { h } from "../lib/dom.js";
import { waiting } from "./schedule.js";
import { day } from "../lib/time.js";

// reviewFragment says that a page is part of a review.
export const reviewFragment = "#review";

// toReview gives the address at which a review asks a question.
export const toReview = (app, item) => `${app.root}${item.page}${reviewFragment}`;

export function mountReviewDue(app) {
  const place = document.querySelector("[data-review]");
  if (!place) return;
  const render = () => {
    const { due } = waiting(app.store.state.practice, day(new Date()));
    place.replaceChildren(...(due.length > 0
      ? [h("p", null, `${app.words.count("review_due", due.length)} `, h("a", { href: place.dataset.review }, app.words.text("review_name")))]
      : []));
  };
  app.onChange(render);
  render();
}
