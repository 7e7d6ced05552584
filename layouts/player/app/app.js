// The player: what the site does in the browser. Pages are whole without it; it
// adds what needs memory: who somebody is, progress, practice, assessments. Each
// kind of page has a script of its own, pages/KIND.js, that starts what it needs.
import { database } from "../store/database.js";
import { h } from "../lib/dom.js";
import { mountMarks } from "../lesson/lesson.js";
import { mountPerson } from "./person.js";
import { relay } from "../store/relay.js";
import { regional } from "../lib/time.js";
import { Store } from "../store/store.js";
import { Words } from "../lib/words.js";

// App is what the parts share: the page's particulars, words, store, and a bell
// that rings when the person or their state has changed.
class App {
  constructor(page, words, store) {
    this.kind = page.kind;
    this.site = page.site;
    this.player = page.player;
    this.root = page.root;
    this.path = page.path;
    this.lang = document.documentElement.lang;
    this.locale = regional(this.lang, navigator.languages);
    this.words = words;
    this.store = store;
    this.pageTitle = document.title;
    this.title = document.title; // without the mark of an error
    this.askWho = null;
    this.replaced = false; // another window changed who uses the site
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  changed() {
    for (const listener of this.listeners) listener();
  }

  // setScreen names what is shown in the window's title.
  setScreen(name) {
    this.title = name ? `${name} – ${this.pageTitle}` : this.pageTitle;
    this.setTitle(this.title);
  }

  setTitle(title) {
    document.title = title;
  }
}

// start begins what every page does, and what this kind of page adds: functions
// that take the App.
export function start(...mounts) {
  const page = document.body.dataset;
  const texts = document.getElementById("words");
  if (!texts || !page.site) return;
  const places = [database(() => window.indexedDB)];
  // Nothing but its name tells that a browser gives every file a store of its own.
  const apart = location.protocol === "file:" && !navigator.userAgent.includes("Chrome/") ? relay(page.root, page.site) : null;
  if (apart) places.push(apart);
  const store = new Store(page.site, { local: () => window.localStorage, session: () => window.sessionStorage }, places);
  const app = new App(page, new Words(JSON.parse(texts.textContent), document.documentElement.lang), store);

  mountMarks(app);
  for (const mount of mounts) mount(app);
  mountPerson(app);
  mountNotices(app, () => apart && !store.reaches(apart));

  // The page stands by what answers at once. What other places have more, after a
  // crash or from other windows, is shown when they have answered.
  store.onRenewed = () => app.changed();
  store.renew();
  document.addEventListener("visibilitychange", () => document.hidden || store.renew());
  window.addEventListener("pageshow", (event) => event.persisted && store.renew());

  let staff = store.person?.staff;
  app.onChange(() => { staff = store.person?.staff; });
  window.addEventListener("storage", (event) => {
    if (!store.concerns(event.key) || store.person?.staff === staff) return;
    app.replaced = true;
    app.changed();
  });
  // What lives in memory alone is gone with the page.
  window.addEventListener("beforeunload", (event) => {
    if (store.unreliable && store.person) event.preventDefault();
  });
}

// mountNotices tells where the browser does not keep what it should.
function mountNotices(app, apart) {
  const place = h("div", { class: "notices" });
  document.getElementById("main")?.prepend(place);
  let shown = "";
  const render = () => {
    const keys = [apart() && "storage_apart", app.store.unreliable && "storage_unavailable", app.store.damaged && "storage_damaged", app.replaced && "changed_elsewhere"].filter(Boolean);
    if (shown === keys.join()) return;
    shown = keys.join();
    place.replaceChildren(...keys.map((key) =>
      h("div", { class: "alert alert-warning" }, h("p", { class: "alert-title" }, app.words.text("notice_title")), h("p", null, app.words.text(key)))));
  };
  app.onChange(render);
  app.store.onReached = render;
  render();
}
