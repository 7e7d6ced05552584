// A scenario in practice: the conversation as a transcript, a step back as often
// as one likes, and at its end a look back at what helped. The page tells all
// scenes by itself; its own links to them go on working, beside the transcript.
import { announcer, button, focusOn, h, newID } from "../lib/dom.js";
import { follow, mostSteps } from "./path.js";
import { copy, readScenario, said, transcript } from "./transcript.js";

export function mountPracticeScenario(app) {
  const told = document.querySelector(".scenes[data-scenario]");
  if (told) new Practice(app, told).show();
}

class Practice {
  constructor(app, told) {
    this.app = app;
    this.told = told;
    this.scenario = readScenario(told);
    this.status = announcer();
    this.body = h("div");
    this.under = h("div", { class: "under-scene" });
    this.play = h("div", { class: "play", id: "your-way" }, this.body, this.status.element, this.under);
    told.before(this.play, h("p", { class: "to-your-way" }, h("a", { class: "button", href: "#your-way" }, app.words.text("to_your_way"))));
    app.onChange(() => this.show());
    window.addEventListener("hashchange", () => this.turnTo({ focus: true }));
    this.turnTo();
  }

  // turnTo shows what the address names: a scene, or all of them, or the
  // conversation.
  turnTo({ focus = false } = {}) {
    const named = document.querySelector(":target");
    const reading = this.told.contains(named);
    const article = this.told.parentElement;
    article.classList.toggle("is-playing", !reading);
    if (!focus) return;
    if (reading) {
      focusOn(named);
      named.scrollIntoView({ block: "start" });
    } else if (named === this.play) this.goOn();
  }

  // way gives the choices that stand; none where the scenario is new to the person
  // or was reworded.
  get way() {
    const kept = this.app.store.state.scenarios[this.scenario.id];
    return kept?.rev === this.scenario.revision && follow(this.scenario, kept.path) ? kept.path : [];
  }

  keep(path) {
    this.app.store.update((state) => ({
      ...state,
      scenarios: { ...state.scenarios, [this.scenario.id]: { rev: this.scenario.revision, path } },
    }));
  }

  // show shows the conversation as it is kept. notice: what is told above it.
  show() {
    const { words, store } = this.app;
    const kept = store.state.scenarios[this.scenario.id];
    const reworded = kept?.path.length > 0 && kept.rev !== this.scenario.revision;
    const resumed = this.way.length > 0;
    this.status.say("");
    this.render(!reworded && !resumed ? null : h("div", { class: "notice" },
      h("p", null, words.text(reworded ? "practice_reworded" : "practice_resumed")),
      resumed ? h("p", { class: "actions" },
        button(words.text("practice_go_on"), () => this.goOn(), { class: "button" }),
        button(words.text("start_again"), () => this.startAgain(), { class: "button button-quiet" })) : null));
  }

  render(notice = null) {
    const { words } = this.app;
    const way = this.way;
    const { turns, ended } = follow(this.scenario, way);
    const full = way.length >= mostSteps;
    const shown = transcript(this.app, this.scenario, turns, full ? null : (choice) => this.choose(choice));
    this.shown = shown;
    this.body.replaceChildren(...[notice, shown.element, full ? h("p", { class: "notice" }, words.text("practice_full")) : null].filter(Boolean));
    this.under.replaceChildren(...[
      way.length > 0 ? button(words.text("take_back"), () => this.takeBack(), { class: "link-button" }) : null,
      ended ? this.debrief(turns) : null,
    ].filter(Boolean));
  }

  // goOn leads to where the conversation is.
  goOn() {
    this.lookAt(this.shown.headings.at(-1));
  }

  lookAt(heading) {
    focusOn(heading);
    heading.scrollIntoView({ block: "start" });
  }

  choose(choice) {
    this.keep([...this.way, choice]);
    this.status.say("");
    this.render();
    this.lookAt(this.shown.came ?? this.shown.headings.at(-1));
  }

  takeBack() {
    this.goBackTo(this.way.length - 1, "taken_back");
  }

  startAgain() {
    this.goBackTo(0, "started_again");
  }

  // goBackTo leads back to the moment before a choice of the way, from 0.
  goBackTo(place, key) {
    this.keep(this.way.slice(0, place));
    this.render();
    const heading = this.shown.headings.at(-1);
    this.lookAt(heading);
    this.status.say(this.app.words.text(key, { title: heading.textContent }));
  }

  // debrief looks back from an end: what helped, and where something else could
  // be tried.
  debrief(turns) {
    const { words } = this.app;
    const scene = this.scenario.scenes.get(turns.at(-1).scene);
    const ending = ["good", "mixed", "poor"].find((e) => scene.ending?.classList.contains(`ending-${e}`));
    const moments = turns.slice(0, -1).map((turn, place) => {
      const from = this.scenario.scenes.get(turn.scene);
      return { place, from, id: turn.choice, choice: from.choices.get(turn.choice) };
    });
    // Whoever came by the same choice twice reads of it once.
    const last = new Map(moments.map((m) => [`${m.from.title} ${m.id}`, m]));
    const once = moments.filter((m) => last.get(`${m.from.title} ${m.id}`) === m);
    const helped = once.filter((m) => m.choice.mark === "helped");
    const others = once.filter((m) => m.choice.mark !== "helped");
    const title = newID("debrief");
    return h("section", { class: "panel debrief", "aria-labelledby": title },
      h("h2", { id: title }, words.text("debrief_title")),
      h("p", null, words.text(`debrief_${ending}`)),
      helped.length > 0 ? [h("h3", null, words.text("debrief_helped")), h("ul", { class: "moments" }, helped.map((m) => h("li", null, said(words, m.choice), h("div", null, copy(m.choice.feedback)))))] : null,
      others.length > 0 ? [
        h("h3", null, words.text("debrief_try")),
        h("p", null, words.text("debrief_try_text")),
        h("ul", { class: "moments" }, others.map((m) => this.moment(m))),
      ] : h("p", null, words.text("debrief_all_helped")),
      h("p", { class: "actions" }, button(words.text("start_again"), () => this.startAgain(), { class: "button" })));
  }

  // moment is one at which something else could be tried. What would help there is
  // told to whoever asks.
  moment({ place, from, choice }) {
    const { words } = this.app;
    const title = newID("moment");
    const go = newID("go");
    const better = [...from.choices.values()].filter((c) => c.mark === "helped");
    return h("li", { class: `moment-${choice.mark}` },
      h("h4", { id: title }, from.title),
      said(words, choice),
      h("p", { class: "moment-mark" }, words.text(`moment_${choice.mark}`)),
      h("div", null, copy(choice.feedback)),
      better.length > 0 ? h("details", null, h("summary", null, words.text("moment_better")),
        better.map((c) => h("div", { class: "better" }, h("p", null, h("strong", null, copy(c.text))), copy(c.feedback)))) : null,
      h("p", { class: "actions" }, button(words.text("go_back_to"), () => this.goBackTo(place, "gone_back"), { class: "button button-quiet", id: go, "aria-labelledby": `${go} ${title}` })));
  }
}
