// Ways into a spaced review: its address, and a line on the front page when practice questions
// are due.
/** @import { App } from "../app/app.js" */
/** @import { ReviewItem } from "../lib/types.js" */
import { any, h } from "../lib/dom.js";
import { today } from "../lib/time.js";
import { waiting } from "./schedule.js";

/** reviewFragment in its address makes a page part of a review. */
export const reviewFragment = "#review";

/**
 * goToReview opens the page where a review asks a question.
 * @param {App} app
 * @param {ReviewItem} item
 */
export const goToReview = (app, item) => location.assign(`${app.root}${item.page}${reviewFragment}`);

/** @param {App} app */
export function mountReviewDue(app) {
  const place = any("[data-review]");
  if (!place) return;
  const { words, store } = app;
  app.mount(() => {
    const { due } = waiting(store.state.practice, today());
    place.replaceChildren(
      ...(due.length > 0
        ? [
            h(
              "p",
              null,
              `${words.count("review_due", due.length)} `,
              h("a", { href: place.dataset.review }, words.text("review_name")),
            ),
          ]
        : []),
    );
  });
}
