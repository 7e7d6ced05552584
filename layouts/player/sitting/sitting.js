// A sitting: who are you, start, what is asked, "is this you?", handed in. This module decides
// which screens come before and after the questions, and what is kept; screens.js builds the
// screens. An assessment (assessment.js) and a scenario (scenario/sitting.js) add what is asked
// in between.
/** @import { App } from "../app/app.js" */
/** @import { Attempt, Head, SealedRecord, State } from "../lib/types.js" */
/** @import { HandedIn } from "../store/records.js" */
/** @import { CarriedOver } from "./attempt.js" */
/** @import { Limits } from "./limits.js" */
import { any, focusOn } from "../lib/dom.js";
import { now } from "../lib/time.js";
import { whoForm } from "../app/person.js";
import { entries, handedIn } from "../store/records.js";
import { note, submit } from "./attempt.js";
import * as screens from "./screens.js";

/**
 * @typedef {{bank: string, revision: string, module?: string, title: string, public?: boolean} & Limits} SittingData
 */

/** @typedef {{screen: string, index?: number}} Step an entry in the browser's history */

/** @typedef {Partial<State> & {records: SealedRecord[]}} Sealed what is handed in, and other changes of the state */

/** @typedef {{handedIn: string[], kept: string}} Extras what else is handed in, and what is not, in words */

/**
 * What is asked in a sitting: what a subclass of Sitting adds.
 * @typedef {object} Asked
 * @property {(ordinal: number) => Attempt | null} newAttempt with its form; null if the page lacks something
 * @property {(attempt: Attempt) => boolean} knows whether the page has everything that the attempt asks
 * @property {(how: {used: HandedIn[], onStart: () => void}) => HTMLElement} startScreen
 * @property {(attempt: Attempt, go: (next: () => void) => () => void) => HTMLElement} resumeScreen
 * @property {() => void} showFirst what is asked first
 * @property {(options?: {log?: boolean}) => void} showLookOver the screen before handing in
 * @property {(step: Step) => void} showStep what the browser's Back leads to
 * @property {(old: Attempt, fresh: Attempt) => CarriedOver} carryOver copies answers into an attempt at a new revision
 * @property {(attempt: Attempt) => string} unanswered says in words what is not answered yet; "" if everything is
 * @property {() => void} flush keeps what is being typed
 * @property {() => void} takeDown takes its elements off the screen before another screen is shown
 */

export class Sitting {
  /**
   * @param {App} app
   * @param {HTMLElement} root where screens go
   * @param {SittingData} data
   */
  constructor(app, root, data) {
    this.app = app;
    this.root = root;
    this.data = data;
    /** @type {string | null} */
    this.staff = null; // of the person whose screens are shown
    /** @type {string | null} */
    this.shown = null; // the standing on the screen
    this.returning = false; // by the browser's Back or Forward
    this.introduction = any("[data-introduction]");
    app.askWho = () => this.showWho({ focus: true });
    window.addEventListener("popstate", (event) => {
      // The skip link and its like change the fragment too.
      if (event.state || !location.hash) this.goTo(event.state);
    });
    app.onChange(() => {
      // Start again from the state of another person who came, here or in another window, and
      // also if the screen shows a standing that has changed.
      if (this.isSomebodyElse || (this.shown !== null && this.shown !== this.standing)) this.show();
    });
  }

  // asked returns this sitting as its subclass.
  /** @returns {Asked} */
  get asked() {
    return /** @type {any} */ (this);
  }

  /** @returns {Attempt | undefined} */
  get attempt() {
    return this.app.store.state.attempts[this.data.bank];
  }

  get done() {
    return handedIn(this.app.store.state).filter((a) => a.bank === this.data.bank);
  }

  get isSomebodyElse() {
    return (this.staff ?? "") !== (this.app.store.person?.staff ?? "");
  }

  // isGoing reports whether the attempt is still in progress and still that of the person
  // whose screens are shown: another window may have changed both.
  get isGoing() {
    return this.attempt !== undefined && this.app.store.person?.staff === this.staff;
  }

  // bookmark is where the learner was last: the ID of a question or task, or "review".
  get bookmark() {
    return this.app.store.state.bookmarks[this.data.bank];
  }

  set bookmark(at) {
    if (!this.isGoing || this.bookmark === at) return;
    this.app.store.jot((state) => ({ ...state, bookmarks: { ...state.bookmarks, [this.data.bank]: at } }));
  }

  // standing returns a text that changes with the progress of the attempt and the number of
  // attempts before it.
  get standing() {
    const { attempt } = this;
    return JSON.stringify([attempt?.id, attempt?.log.length, attempt?.drafts, this.done.length]);
  }

  /**
   * extras returns what else will be handed in.
   * @param {Attempt} _attempt
   * @returns {Extras}
   */
  extras(_attempt) {
    return { handedIn: [], kept: "" };
  }

  /**
   * handedInWith returns the entries that are handed in with an attempt, and what else of
   * the state changes then.
   * @param {Attempt} _attempt
   * @param {State} _state
   * @param {Head & {at: string}} _head
   * @returns {Sealed}
   */
  handedInWith(_attempt, _state, _head) {
    return { records: [] };
  }

  // show shows the screen that fits the current state.
  show(options = {}) {
    this.showFitting(options);
    this.shown = this.standing;
  }

  /** @param {{focus?: boolean}} options */
  showFitting(options) {
    const { person } = this.app.store;
    this.staff = person?.staff ?? null;
    if (!person) return this.showWho(options);
    const { attempt } = this;
    if (!attempt) return this.showStart(options);
    if (attempt.bank_rev !== this.data.revision || !this.asked.knows(attempt))
      return this.showRevised(attempt, options);
    return this.showResume(attempt, options);
  }

  /**
   * place puts a screen on the page. It moves the focus only after something that the learner
   * did, never when the page loads: to the screen's first heading (true), or to the element
   * passed as focus.
   * @param {HTMLElement} screen
   * @param {{focus?: boolean | HTMLElement, title?: string, plain?: boolean, step?: Step | null}} [options]
   */
  place(screen, { focus = false, title = "", plain = false, step = null } = {}) {
    this.shown = null;
    this.remember(step);
    this.asked.takeDown();
    this.root.replaceChildren(screen);
    if (this.introduction) this.introduction.hidden = plain;
    document.body.classList.toggle("is-taking", plain);
    this.app.setScreen(title);
    if (!focus) return;
    focusOn(focus === true ? screen.querySelector("h2") : focus);
    (focus === true ? this.root : focus).scrollIntoView({ block: "start" });
  }

  // remember gives each step of an attempt an entry in the browser's history, so that Back
  // leads to the previous question and not away from the page.
  /** @param {Step | null} step */
  remember(step) {
    const name = step ? [step.screen, step.index === undefined ? "" : step.index + 1].filter(Boolean).join("-") : "";
    const change = step && !this.returning && location.hash !== `#${name}` ? "pushState" : "replaceState";
    if (!step && !location.hash) return;
    history[change](step, "", step ? `#${name}` : location.href.split("#")[0]);
  }

  // goTo shows a step that the learner went to with the browser's own buttons.
  /** @param {Step | null} step */
  goTo(step) {
    this.asked.flush();
    this.returning = true;
    if (!step || !this.isGoing) this.show({ focus: true });
    else if (step.screen === "confirm") this.showConfirm();
    else if (step.screen === "review") this.asked.showLookOver();
    else this.asked.showStep(step);
    this.returning = false;
  }

  /** @param {{focus?: boolean, message?: string}} [options] */
  showWho({ focus = false, message } = {}) {
    this.staff = this.app.store.person?.staff ?? null;
    this.place(whoForm(this.app, { message, onDone: () => this.show({ focus: true }) }), { focus });
  }

  /** @param {{focus?: boolean}} options */
  showStart(options) {
    const used = this.done;
    const onStart = () => {
      const attempt = this.asked.newAttempt(used.length + 1);
      if (!attempt) return this.place(screens.incomplete(this.app), { focus: true });
      this.keep(() => attempt);
      this.asked.showFirst();
    };
    this.place(this.asked.startScreen({ used, onStart }), options);
  }

  /** @type {(attempt: Attempt, options: {focus?: boolean}) => void} */
  showResume(attempt, options) {
    const go = (/** @type {() => void} */ next) => () => {
      if (this.change((a) => note(a, "resume"))) next();
    };
    this.place(this.asked.resumeScreen(attempt, go), options);
  }

  // showRevised says that the site's questions have changed since the attempt began. A new
  // attempt with the same number goes on; the old one is set aside, not deleted.
  /** @type {(old: Attempt, options: {focus?: boolean}) => void} */
  showRevised(old, options) {
    const fresh = this.asked.newAttempt(old.ordinal);
    if (!fresh) return this.place(screens.incomplete(this.app), options);
    const { attempt, ...numbers } = this.asked.carryOver(old, fresh);
    const onContinue = () => {
      this.app.store.update((state) => ({
        ...state,
        attempts: { ...state.attempts, [this.data.bank]: { ...attempt, drafts: old.drafts } },
        aside: [...state.aside.filter((a) => a.id !== old.id), old],
      }));
      this.show({ focus: true });
    };
    this.place(screens.revised(this.app, { old, ...numbers, onContinue }), options);
  }

  showConfirm() {
    const { attempt } = this;
    const { store, words } = this.app;
    if (!attempt || !store.person) return this.showElsewhere();
    this.place(
      screens.confirm(this.app, {
        title: this.data.module || this.data.title,
        ordinal: attempt.ordinal,
        person: store.person,
        unanswered: this.asked.unanswered(attempt),
        extras: this.extras(attempt),
        onYes: () => this.handIn(attempt.id),
        onBack: () => this.asked.showLookOver(),
        onNo: () => this.notMe(),
      }),
      { focus: true, plain: true, step: { screen: "confirm" }, title: words.text("confirm_title") },
    );
  }

  notMe() {
    const { store, words } = this.app;
    const message = words.text("not_me_text", { staff: store.person?.staff });
    store.leave();
    this.staff = null;
    this.app.changed();
    this.showWho({ focus: true, message });
  }

  /** @param {string} id of the attempt that was on the screen */
  handIn(id) {
    const { store } = this.app;
    /** @type {SealedRecord[]} */
    let handed = [];
    store.update((state) => {
      const { [this.data.bank]: attempt, ...attempts } = state.attempts;
      if (attempt?.id !== id) return state;
      const { records, ...changes } = this.seal(attempt, state);
      handed = records;
      return { ...state, ...changes, attempts, records: [...state.records, ...records] };
    });
    if (handed.length === 0) return this.showElsewhere();
    this.app.changed();
    this.showDone(id, new Set(handed.map((r) => r.id)));
  }

  // seal returns the records to hand in for an attempt: first the attempt's own, then entries.
  /** @type {(attempt: Attempt, state: State) => Sealed} */
  seal(attempt, state) {
    const { site, store } = this.app;
    const head = { site, staff: state.staff, name: store.person?.name ?? "" };
    const at = now();
    const { records, ...changes } = this.handedInWith(attempt, state, { ...head, lang: attempt.lang, at });
    return { ...changes, records: [submit(attempt, { ...head, submitted: at }), ...records] };
  }

  /**
   * @param {string} id of the attempt
   * @param {Set<string>} handed IDs of the records
   */
  showDone(id, handed) {
    const { store, words } = this.app;
    const attempt = this.done.find((a) => a.id === id);
    if (!attempt) return this.showElsewhere();
    this.place(
      screens.done(this.app, {
        attempt,
        more: entries(store.state).filter((r) => handed.has(r.id)),
        kept: store.kept,
        shared: store.person?.shared ?? false,
        onLeave: () => {
          store.forget();
          this.app.changed();
          this.show({ focus: true });
        },
        onAgain: () => this.show({ focus: true }),
      }),
      { focus: true, plain: true, title: words.text("done_title") },
    );
  }

  // showElsewhere says that another window went on. It returns null, as change does then.
  showElsewhere() {
    this.place(screens.elsewhere(this.app, { onReload: () => this.show({ focus: true }) }), { focus: true });
    return null;
  }

  /** @param {(attempt: Attempt) => Attempt} change */
  keep(change) {
    this.app.store.update((state) => ({
      ...state,
      attempts: { ...state.attempts, [this.data.bank]: change(state.attempts[this.data.bank]) },
    }));
  }

  /**
   * change changes the attempt and returns a promise that reports whether it is kept. If the
   * attempt is no longer in progress, it writes nothing and returns null.
   * @param {(attempt: Attempt) => Attempt} how
   * @returns {Promise<boolean> | null}
   */
  change(how) {
    if (!this.isGoing) return this.showElsewhere();
    this.keep(how);
    return this.app.store.kept;
  }
}
