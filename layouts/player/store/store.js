// Where state is kept. Pages show what is in local storage, with one entry per site and person.
// It answers at once and is shared by windows; it is read again before every change, so that
// two windows of the same person do not undo each other's changes. But browsers write it to the
// disk some seconds later, and some give every local file its own. So everything also goes to
// other places (database.js, relay.js), and what they have in addition is taken over when a
// page opens.
//
// State of nobody in particular, and of people on a shared computer, is kept only in session
// storage, which is lost when the tab is closed. If a store is missing or full, state is kept in
// memory, and `unreliable` reports that if no other place has it.
/** @import { Holding, Person, PersonEntry, Place, State } from "../lib/types.js" */
import { randomID } from "../lib/identity.js";
import { same } from "../lib/values.js";
import { holding, join, readPerson } from "./holding.js";
import { Link } from "./link.js";
import { dated, merge } from "./merge.js";
import { clean, empty } from "./state.js";

/** @typedef {"local" | "session"} Area */

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} SimpleStore */

export class Store {
  /**
   * @param {string} site
   * @param {Record<Area, () => SimpleStore>} areas may throw
   * @param {Place[]} places
   */
  constructor(site, areas, places = []) {
    this.site = site;
    this.areas = areas;
    /** @type {Map<string, string>} */
    this.memory = new Map();
    /** @type {Set<Area>} */
    this.failed = new Set(); // areas that did not keep something
    this.damaged = false;
    /** @type {PersonEntry | null} */
    this.left = null; // that somebody left, and when, for the other places
    /** @type {string[]} */
    this.forgotten = [];
    this.onRenewed = () => {}; // called when another place had something new
    this.onReached = () => {}; // called when a place begins or ceases to answer
    this.links = places.map(
      (place) =>
        new Link(place, {
          holding: (staff) => this.holding(staff),
          take: (held) => this.take(held),
          onNews: () => this.onRenewed(),
          onReached: () => this.onReached(),
        }),
    );
  }

  /**
   * person is who uses the site in this tab.
   * @returns {Person | null}
   */
  get person() {
    for (const area of /** @type {Area[]} */ (["session", "local"])) {
      const p = this.readPerson(area);
      if (p?.staff) return { staff: p.staff, name: p.name, shared: area === "session" };
    }
    return null;
  }

  /**
   * identify sets who uses the site. It adds to the person's state what they have in the other
   * area, and what was done in this tab before anybody was identified.
   * @param {Person} person
   */
  identify({ staff, name, shared }) {
    /** @type {Area[]} */
    const [here, there] = shared ? ["session", "local"] : ["local", "session"];
    const nobody = this.read("session", "");
    const before = this.read(here, staff);
    let state = before;
    for (const other of [this.read(there, staff), nobody]) {
      state = merge(state, { ...other, lives: [] }).state; // so that it is not taken for a copy
    }
    if (shared) state = { ...state, reflections: {} }; // nothing private stays on a shared computer
    this.leave();
    this.put(here, this.personKey, JSON.stringify({ staff, name, at: this.later() }));
    this.change(here, before, state);
    this.renew();
    this.remove("session", this.stateKey(""));
    if (!shared) this.remove("session", this.stateKey(staff));
  }

  /** leave forgets who uses the site; what that person did is still kept. */
  leave() {
    this.left = { staff: "", name: "", at: this.later() };
    this.remove("session", this.personKey);
    this.remove("local", this.personKey);
    this.renew();
  }

  /** forget deletes everything that is kept about the person, in every place. */
  forget() {
    const staff = this.person?.staff ?? "";
    for (const area of /** @type {Area[]} */ (["session", "local"])) {
      this.forgotten.push(...this.read(area, staff).lives);
      this.remove(area, this.stateKey(staff));
      this.remove(area, this.stateKey(staff) + ":damaged");
    }
    this.renew(staff);
    this.leave();
  }

  get state() {
    return this.read(this.area, this.person?.staff ?? "");
  }

  /**
   * update changes the state and returns the new one.
   * @param {(state: State) => State} change
   */
  update(change) {
    const state = this.jot(change);
    if (this.area === "local") this.renew();
    return state;
  }

  /**
   * jot makes a change that is not worth a write to the disk and may be lost in a crash: other
   * places get it with the next update.
   * @param {(state: State) => State} change
   */
  jot(change) {
    const { state } = this;
    return this.change(this.area, state, change(state));
  }

  /** renew exchanges what is known about a person with all places. */
  renew(staff = this.area === "local" ? (this.person?.staff ?? "") : "") {
    for (const link of this.links) link.update(staff);
    return this.kept;
  }

  /** kept resolves when everything has been saved: to true, or to false if no place holds it. */
  get kept() {
    return Promise.all(this.links.map((link) => link.settled)).then(() => !this.unreliable);
  }

  get unreliable() {
    return this.failed.has(this.area) && !(this.area === "local" && this.links.some((link) => link.works));
  }

  /**
   * reaches reports whether a place answers, as far as we know.
   * @param {Place} place
   */
  reaches(place) {
    return this.links.some((link) => link.place === place && link.works !== false);
  }

  /**
   * concerns reports whether a change in another window (a storage event's key) is about
   * who uses the site.
   * @param {string | null} key
   */
  concerns(key) {
    return key === null || key === this.personKey;
  }

  /** @private @returns {Area} */
  get area() {
    return this.person && !this.person.shared ? "local" : "session";
  }

  /** @private */
  get personKey() {
    return `coursemark:${this.site}:person`;
  }

  /** @private @param {string} staff */
  stateKey(staff) {
    return `coursemark:${this.site}:staff:${staff}`;
  }

  // later returns a time after the last person came or left, whatever the clock says.
  /** @private */
  later() {
    return Math.max(Date.now(), 1 + (this.left?.at ?? 0), 1 + (this.readPerson("local")?.at ?? 0));
  }

  /** @private @param {Area} area */
  readPerson(area) {
    return readPerson(parse(this.get(area, this.personKey)));
  }

  // holding returns what this window knows about a person, for the other places.
  /** @private @param {string} staff */
  holding(staff) {
    const state = staff && this.get("local", this.stateKey(staff)) !== null ? this.read("local", staff) : null;
    return {
      ...holding(null, this.site, staff),
      person: this.readPerson("local") ?? this.left,
      state,
      forgotten: this.forgotten,
    };
  }

  // take adds what another place has to what is here, and reports whether anything was new.
  /** @private @param {Holding} held */
  take(held) {
    const before = this.holding(held.staff);
    const after = join(before, held);
    this.forgotten = after.forgotten;
    // A page with a store of its own may still hold people who were deleted elsewhere.
    if (this.links.length > 1 && after.forgotten.length > before.forgotten.length)
      this.everybody().forEach((staff) => this.renew(staff));
    const isNew = !same(before.state, after.state);
    if (isNew) this.takeState(held.staff, after.state);
    if (after.person && !same(before.person, after.person)) this.takePerson(after.person);
    return isNew || who(before.person) !== who(after.person);
  }

  /** @private @type {(staff: string, state: State | null) => void} */
  takeState(staff, state) {
    if (!state) {
      this.remove("local", this.stateKey(staff));
      return;
    }
    this.write("local", state);
    this.damaged = false;
  }

  /** @private @param {PersonEntry} person */
  takePerson(person) {
    if (person.staff) {
      this.put("local", this.personKey, JSON.stringify(person));
    } else {
      this.remove("local", this.personKey);
      this.left = person;
    }
    this.renew();
  }

  // everybody returns the staff IDs of all people about whom something is kept here.
  /** @private @returns {string[]} */
  everybody() {
    const stem = this.stateKey("");
    try {
      const area = this.areas.local();
      const keys = Array.from({ length: area.length }, (_, i) => area.key(i) ?? "");
      return keys
        .filter((key) => key.startsWith(stem) && !key.endsWith(":damaged"))
        .map((key) => key.slice(stem.length));
    } catch {
      return [];
    }
  }

  /** @private @type {(area: Area, before: State, next: State) => State} */
  change(area, before, next) {
    const lives = next.lives.length > 0 ? next.lives : [randomID().slice(0, 12)];
    const state = dated(before, { ...next, lives }, Date.now());
    this.write(area, state);
    return state;
  }

  /** @private @type {(area: Area, staff: string) => State} */
  read(area, staff) {
    const key = this.stateKey(staff);
    const source = this.get(area, key);
    if (source === null) return empty(this.site, staff);
    const raw = parse(source);
    if (raw === undefined) {
      this.damaged = true;
      this.put(area, key + ":damaged", source);
      this.remove(area, key);
    }
    return clean(raw, this.site, staff);
  }

  /** @private @type {(area: Area, state: State) => void} */
  write(area, state) {
    this.put(area, this.stateKey(state.staff), JSON.stringify(state));
  }

  /** @private @type {(area: Area, key: string) => string | null} */
  get(area, key) {
    const remembered = this.memory.get(`${area} ${key}`);
    if (remembered !== undefined) return remembered;
    try {
      return this.areas[area]().getItem(key);
    } catch {
      this.failed.add(area);
      return null;
    }
  }

  /** @private @type {(area: Area, key: string, value: string) => void} */
  put(area, key, value) {
    try {
      this.areas[area]().setItem(key, value);
      this.memory.delete(`${area} ${key}`);
    } catch {
      this.failed.add(area);
      this.memory.set(`${area} ${key}`, value);
    }
  }

  /** @private @type {(area: Area, key: string) => void} */
  remove(area, key) {
    this.memory.delete(`${area} ${key}`);
    try {
      this.areas[area]().removeItem(key);
    } catch {
      this.failed.add(area);
    }
  }
}

/** @type {(person: PersonEntry | null) => string} */
const who = (person) => JSON.stringify([person?.staff ?? "", person?.name ?? ""]);

// parse returns null if there is nothing, and undefined if it is damaged.
/** @type {(source: string | null) => any} */
function parse(source) {
  if (source === null) return null;
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
