// The page My progress: what was handed in, what to review, the files to hand in and to
// keep, and the button that deletes it all.
/** @import { App } from "../app/app.js" */
import { all, any, focusOn, one } from "../lib/dom.js";
import { whoForm } from "../app/person.js";
import { deleteSection } from "./delete.js";
import { filesSection } from "./files.js";
import { overview } from "./overview.js";

/** @param {App} app */
export function mountMyProgress(app) {
  const top = any("[data-my-progress]");
  const bottom = any("[data-my-files]");
  const modules = any("[data-modules]");
  if (!top || !bottom || !modules) return;

  // This page asks who somebody is in its main part, not in the bar at the top.
  const ask = (/** @type {{focus: boolean, message?: string}} */ { focus, message }) => {
    const form = whoForm(app, { message, onDone: () => focusOn(one(top, "h2")) });
    top.replaceChildren(form);
    bottom.replaceChildren();
    modules.hidden = true;
    if (focus) focusOn(one(form, "h2"));
  };
  const deleted = (/** @type {string} */ message) => {
    app.changed();
    ask({ focus: true, message });
  };
  app.askWho = () => ask({ focus: true });
  app.mount(() => {
    if (!app.store.person) {
      if (!top.querySelector("form")) ask({ focus: false }); // otherwise keep what is typed
      return;
    }
    modules.hidden = false;
    top.replaceChildren(...overview(app, titles()));
    bottom.replaceChildren(filesSection(app), deleteSection(app, deleted));
  });
}

// titles returns the titles of the banks and scenarios that the page lists, by ID.
function titles() {
  return new Map(
    all(document, "[data-bank]").map((e) => {
      const { bank = "", title } = e.dataset;
      return [bank, title ?? e.querySelector("a")?.textContent ?? bank];
    }),
  );
}
