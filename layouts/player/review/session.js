// A review: questions of all modules that are due, one on a screen. Each is asked on
// its module's page, since a page opened from a folder can load no other; the plan
// is kept with what the person did (review/schedule.js).
import { button, focusOn, h } from "../lib/dom.js";
import { reviewFragment, toReview } from "./due.js";
import { mountPractice } from "../practice/practice.js";
import { between, next } from "./schedule.js";
import { withoutPage } from "../store/state.js";
import { day, readableDay, stamp } from "../lib/time.js";

export function mountReviewSession(app) {
  const questions = mountPractice(app);
  const place = document.querySelector("[data-review]");
  const groups = document.querySelector("[data-practice-groups]");
  const lead = document.querySelector("[data-lead]");
  if (!place || !groups) return;
  const { words, store } = app;
  const home = h("span", { hidden: true }); // keeps the place of the question that is asked
  let asked = null;
  let arrived = false; // the learner came here for the question

  // The first answer decides.
  const settle = (id, verdict) => store.update((state) => ({
    ...state,
    review: { ...state.review, items: state.review.items.map((item) => (item.id === id && item.verdict === "" ? { ...item, verdict } : item)) },
  }));

  // show puts something in the place of the page's questions; nothing brings them back.
  function show(screen, name) {
    if (asked) {
      home.replaceWith(asked.section);
      asked.ask(null);
      asked = null;
    }
    place.replaceChildren(...(screen ? [screen] : []));
    groups.hidden = lead.hidden = screen !== null;
    app.setScreen(name);
  }

  function render() {
    const review = store.state.review;
    if (location.hash !== reviewFragment || !review) {
      show(null, "");
      return;
    }
    const index = next(review);
    const item = review.items[index];
    const values = { number: index + 1, all: review.items.length };
    if (!item) {
      show(summary(review), words.text("review_done_title"));
    } else if (item.page !== app.path) {
      show(panel("review_title", h("p", null, words.text("review_elsewhere", values)), actions(button(words.text("review_go_on"), goOn))), words.text("review_title"));
    } else {
      ask(item, values);
    }
  }

  function ask(item, values) {
    const question = questions.find((q) => q.id === item.id);
    if (!question) {
      store.update((state) => withoutPage(state, [item.id]));
      settle(item.id, "gone");
      render();
      return;
    }
    const heading = words.text("review_of", values);
    const screen = h("section", { class: "screen" },
      h("progress", { max: values.all, value: values.number, "aria-hidden": "true" }),
      h("h2", null, heading));
    show(screen, heading);
    question.section.before(home);
    screen.append(question.section, h("p", { class: "actions" }, h("a", { href: place.dataset.review }, words.text("review_pause"))));
    asked = question;
    const last = store.state.review.items.filter((i) => i.verdict === "").length === 1;
    question.ask({ last, onChecked: (verdict) => settle(item.id, verdict), onNext: goOn });
    if (!arrived) focusOn(screen.querySelector("h2"));
    arrived = true;
  }

  // goOn leads to the next question, on this page or another, or to the end.
  function goOn() {
    const review = store.state.review;
    const item = review?.items[next(review)];
    if (item && item.page !== app.path) {
      location.assign(toReview(app, item));
      return;
    }
    render();
    focusOn(place.querySelector("h2"));
  }

  function summary(review) {
    const items = review.items.filter((item) => item.verdict !== "gone");
    const again = items.filter((item) => item.verdict !== "right");
    const right = items.length - again.length;
    const retry = () => {
      store.update((state) => ({ ...state, review: { begun: stamp(new Date()), items: again.map((item) => ({ ...item, verdict: "" })) } }));
      goOn();
    };
    const kind = items.length === 0 ? "gone" : again.length === 0 ? "all" : "some";
    return panel("review_done_title",
      right > 0 ? h("p", null, words.text("review_done_right", { right, all: items.length })) : null,
      h("p", null, words.text(`reviewed_${kind}`)),
      h("ul", null, comingAgain(items).map((text) => h("li", null, text))),
      actions(
        again.length > 0 ? button(words.count("summary_again", again.length), retry) : null,
        h("a", { class: "button button-quiet", href: place.dataset.review }, words.text("review_to_progress"))));
  }

  // comingAgain says of the questions of a review when they come again.
  function comingAgain(items) {
    const { practice } = store.state;
    const today = day(new Date());
    const days = items.map((item) => practice[item.id]?.due).filter(Boolean).sort();
    return [...new Set(days)].map((due) => {
      const count = days.filter((d) => d === due).length;
      return between(today, due) === 1 ? words.count("review_tomorrow", count) : words.count("review_later", count, { date: readableDay(due, app.locale) });
    });
  }

  function panel(title, ...children) {
    return h("section", { class: "panel screen" }, h("h2", null, words.text(title)), children);
  }

  app.onChange(render);
  window.addEventListener("hashchange", render);
  render();
}

const actions = (...buttons) => h("p", { class: "actions" }, buttons);
