// A sitting: who, start, what is asked, "is this you?", handed in. This module
// decides what is shown around the questions and what is kept; screens.js builds
// what is shown. An assessment (assessment.js) says what is asked in between.
import { note, submit } from "./attempt.js";
import { focusOn } from "../lib/dom.js";
import { whoForm } from "../app/person.js";
import { alsoHandedIn, handedIn } from "../store/records.js";
import * as screens from "./screens.js";
import { stamp } from "../lib/time.js";

// Sitting is taken further by a class that has
//   newAttempt(ordinal)       an attempt with its form; null if the page lacks something
//   known(attempt)            whether the page has all that the attempt asks
//   startScreen(how), resumeScreen(attempt, go)
//   showFirst()               what is asked first
//   showReview(), showStep(step)   what the browser's Back leads to
//   carryOver(old, fresh)     what is kept of an attempt in one of a new revision:
//                             {attempt, kept, again, lost}, numbers of questions
//   open(attempt)             in words what is not answered yet; "" if nothing
//   flush()                   keeps what is being typed
//   rest()                    takes its own off the screen, before another is shown
// and may have
//   also(attempt)             what else will be handed in, in words: {more: [text], stays: text}
//   with(attempt, state, head)   records that are handed in with it, and what else of
//                             the state changes then: {records, …}
export class Sitting {
  // data: {bank, revision, module, title, attempts}; root: where screens go.
  constructor(app, root, data) {
    this.app = app;
    this.root = root;
    this.data = data;
    this.staff = null; // whose screens are shown
    this.told = null; // the standing that the screen tells of
    this.returning = false; // by the browser's Back or Forward
    this.introduction = document.querySelector("[data-introduction]");
    app.askWho = () => this.showWho({ focus: true });
    window.addEventListener("popstate", (event) => {
      // The skip link and its like change the fragment too.
      if (event.state || !location.hash) this.goTo(event.state);
    });
    app.onChange(() => {
      // Another person, here or in another window: start from what is theirs. So
      // where the screen tells how things stand and they stand otherwise.
      if ((this.staff ?? "") !== (app.store.person?.staff ?? "") || (this.told !== null && this.told !== this.standing)) this.show();
    });
  }

  get attempt() {
    return this.app.store.state.attempts[this.data.bank];
  }

  get done() {
    return handedIn(this.app.store.state).filter((a) => a.bank === this.data.bank);
  }

  // going tells whether the attempt is still in progress, and whoever its screens are
  // of still in the chair: another window may have changed both.
  get going() {
    return this.attempt && this.app.store.person?.staff === this.staff;
  }

  // bookmark is where the learner was last: the ID of what was asked, or "review".
  get bookmark() {
    return this.app.store.state.bookmarks[this.data.bank];
  }

  set bookmark(at) {
    if (!this.going || this.bookmark === at) return;
    this.app.store.jot((state) => ({ ...state, bookmarks: { ...state.bookmarks, [this.data.bank]: at } }));
  }

  // standing tells how far the attempt is, and how many came before it.
  get standing() {
    const { attempt } = this;
    return JSON.stringify([attempt?.id, attempt?.log.length, attempt?.drafts, this.done.length]);
  }

  also() {
    return { more: [], stays: "" };
  }

  with() {
    return { records: [] };
  }

  // show finds the screen that fits how things stand.
  show(options = {}) {
    this.find(options);
    this.told = this.standing;
  }

  find(options) {
    const person = this.app.store.person;
    this.staff = person?.staff ?? null;
    if (!person) return this.showWho(options);
    const attempt = this.attempt;
    if (!attempt) return this.showStart(options);
    if (attempt.bank_rev !== this.data.revision || !this.known(attempt)) return this.showRevised(attempt, options);
    return this.showResume(attempt, options);
  }

  // place puts a screen on the page. The focus follows only what the learner
  // did, never the loading of the page: to the screen's first heading (true), or
  // to the element that focus names.
  place(screen, { focus = false, title = "", plain = false, step = null } = {}) {
    this.told = null;
    this.remember(step);
    this.rest();
    this.root.replaceChildren(screen);
    if (this.introduction) this.introduction.hidden = plain;
    document.body.classList.toggle("is-taking", plain);
    this.app.setScreen(title);
    if (focus) {
      focusOn(focus === true ? screen.querySelector("h2") : focus);
      (focus === true ? this.root : focus).scrollIntoView({ block: "start" });
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
    this.flush();
    this.returning = true;
    if (!step || !this.going) this.show({ focus: true });
    else if (step.screen === "confirm") this.showConfirm();
    else if (step.screen === "review") this.showReview();
    else this.showStep(step);
    this.returning = false;
  }

  showWho({ focus = false, message } = {}) {
    this.staff = this.app.store.person?.staff ?? null;
    const form = whoForm(this.app, { message, onDone: () => this.show({ focus: true }) });
    this.place(form, { focus });
  }

  showStart(options) {
    const used = this.done;
    const start = () => {
      const attempt = this.newAttempt(used.length + 1);
      if (!attempt) return this.place(screens.incomplete(this.app), { focus: true });
      this.keep(() => attempt);
      this.showFirst();
    };
    this.place(this.startScreen({ used, onStart: start }), options);
  }

  showResume(attempt, options) {
    const go = (next) => () => {
      if (this.change((a) => note(a, "resume"))) next();
    };
    this.place(this.resumeScreen(attempt, go), options);
  }

  // showRevised tells that the site was built with other questions since the
  // attempt began. It goes on as a new attempt of the same number; the old one is
  // set aside, not deleted.
  showRevised(old, options) {
    const fresh = this.newAttempt(old.ordinal);
    if (!fresh) return this.place(screens.incomplete(this.app), options);
    const { attempt: carried, ...numbers } = this.carryOver(old, fresh);
    const attempt = { ...carried, drafts: old.drafts };
    const go = () => {
      this.app.store.update((state) => ({
        ...state,
        attempts: { ...state.attempts, [this.data.bank]: attempt },
        aside: [...state.aside.filter((a) => a.id !== old.id), old],
      }));
      this.show({ focus: true });
    };
    this.place(screens.revised(this.app, { old, ...numbers, onContinue: go }), options);
  }

  showConfirm() {
    const attempt = this.attempt;
    if (!attempt) return this.showElsewhere();
    const { store, words } = this.app;
    this.place(screens.confirm(this.app, {
      title: this.data.module || this.data.title,
      ordinal: attempt.ordinal,
      person: store.person,
      open: this.open(attempt),
      also: this.also(attempt),
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
    let more = [];
    store.update((state) => {
      const attempt = state.attempts[this.data.bank];
      if (attempt?.id !== id) return state;
      const { [this.data.bank]: _, ...attempts } = state.attempts;
      const head = { site, staff: state.staff, name: store.person.name };
      const at = stamp(new Date());
      record = submit(attempt, { ...head, submitted: at });
      const { records, ...rest } = this.with(attempt, state, { ...head, lang: attempt.lang, at });
      more = records;
      return { ...state, ...rest, attempts, records: [...state.records, record, ...records] };
    });
    if (!record) return this.showElsewhere();
    this.app.changed();
    const attempt = this.done.find((a) => a.id === id);
    const ids = new Set(more.map((r) => r.id));
    this.place(screens.done(this.app, {
      attempt,
      more: alsoHandedIn(store.state).filter((r) => ids.has(r.id)),
      kept: store.kept,
      shared: store.person.shared,
      onLeave: () => {
        store.forget();
        this.app.changed();
        this.show({ focus: true });
      },
      onAgain: () => this.show({ focus: true }),
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

  // change changes the attempt and gives the promise that it is kept. If it is not
  // going on any more, nothing is written, and it gives false.
  change(how) {
    if (!this.going) return this.showElsewhere();
    this.keep(how);
    return this.app.store.kept;
  }
}
