// The player: what the site does in the browser. Pages can be read without it; it adds
// what has to be remembered: who somebody is, progress, practice, assessments. Each kind
// of page has its own script, pages/KIND.js, that starts what it needs.
/** @import { Place } from "../lib/types.js" */
import { any, h } from "../lib/dom.js";
import { regional } from "../lib/time.js";
import { Words } from "../lib/words.js";
import { mountMarks } from "../lesson/marks.js";
import { database } from "../store/database.js";
import { relay } from "../store/relay.js";
import { Store } from "../store/store.js";
import { mountPerson } from "./person.js";

/**
 * App is what the parts of a page share: its data, words and store, and the listeners to
 * call when the person or their state has changed.
 */
export class App {
  /**
   * @param {DOMStringMap} page
   * @param {Words} words
   * @param {Store} store
   */
  constructor(page, words, store) {
    const { site = "", player = "", root = "", path = "" } = page;
    this.site = site;
    this.player = player;
    this.root = root;
    this.path = path;
    this.lang = document.documentElement.lang;
    this.locale = regional(this.lang, navigator.languages);
    this.words = words;
    this.store = store;
    this.pageTitle = document.title;
    this.title = document.title; // without the prefix that reports an error
    /** @type {(() => void) | null} */
    this.askWho = null; // set by a page that asks in its own way
    this.replaced = false; // another window changed who uses the site
    /** @type {(() => void)[]} */
    this.listeners = [];
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  changed() {
    for (const listener of this.listeners) listener();
  }

  /**
   * mount renders something now and after every change.
   * @param {() => void} render
   */
  mount(render) {
    this.onChange(render);
    render();
  }

  /**
   * setScreen names the current screen in the window's title.
   * @param {string} name
   */
  setScreen(name) {
    this.title = name ? `${name} – ${this.pageTitle}` : this.pageTitle;
    this.setTitle(this.title);
  }

  /** @param {string} title */
  setTitle(title) {
    document.title = title;
  }
}

/**
 * start starts what every page does, and what this kind of page adds.
 * @param {((app: App) => void)[]} mounts
 */
export function start(...mounts) {
  const page = document.body.dataset;
  const texts = document.getElementById("words");
  if (!texts || !page.site) return;
  const frame = keepsFilesApart() ? relay(page.root ?? "", page.site) : null;
  const store = openStore(page.site, frame);
  const app = new App(page, new Words(JSON.parse(texts.textContent), document.documentElement.lang), store);

  mountMarks(app);
  for (const mount of mounts) mount(app);
  mountPerson(app);
  mountNotices(app, () => frame !== null && !store.reaches(frame));
  keepFresh(app);
}

// keepsFilesApart reports whether the browser gives every local file a store of its own.
// Only the browser's name tells us.
const keepsFilesApart = () => location.protocol === "file:" && !navigator.userAgent.includes("Chrome/");

/** @type {(site: string, frame: Place | null) => Store} */
function openStore(site, frame) {
  const places = [database(() => window.indexedDB), ...(frame ? [frame] : [])];
  return new Store(site, { local: () => window.localStorage, session: () => window.sessionStorage }, places);
}

// keepFresh takes over what other places and windows have. The page first shows what the
// store that answers at once holds; what other places have in addition, after a crash or
// from other windows, is shown when they have answered.
/** @param {App} app */
function keepFresh(app) {
  const { store } = app;
  store.onRenewed = () => app.changed();
  store.renew();
  document.addEventListener("visibilitychange", () => document.hidden || store.renew());
  window.addEventListener("pageshow", (event) => event.persisted && store.renew());

  let staff = store.person?.staff;
  app.onChange(() => {
    staff = store.person?.staff;
  });
  window.addEventListener("storage", (event) => {
    if (!store.concerns(event.key) || store.person?.staff === staff) return;
    app.replaced = true;
    app.changed();
  });
  // State that is only in memory is lost when the page closes.
  window.addEventListener("beforeunload", (event) => {
    if (store.unreliable && store.person) event.preventDefault();
  });
}

// mountNotices warns the learner if the browser does not keep what it should.
/** @type {(app: App, apart: () => boolean) => void} */
function mountNotices(app, apart) {
  const { store, words } = app;
  const place = h("div", { class: "notices" });
  any("#main")?.prepend(place);
  let shown = "";
  const render = () => {
    const names = [
      apart() && "storage_apart",
      store.unreliable && "storage_unavailable",
      store.damaged && "storage_damaged",
      app.replaced && "changed_elsewhere",
    ].filter((name) => name !== false);
    if (shown === names.join()) return;
    shown = names.join();
    place.replaceChildren(
      ...names.map((name) =>
        h(
          "div",
          { class: "alert alert-warning" },
          h("p", { class: "alert-title" }, words.text("notice_title")),
          h("p", null, words.text(name)),
        ),
      ),
    );
  };
  store.onReached = render;
  app.mount(render);
}
