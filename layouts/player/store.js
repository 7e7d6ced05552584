// Where state is kept: the browser's store, one entry per site and person. What
// a person does is written at once and read again before every change, so that
// two windows of the same person do not undo each other.
//
// Nobody in particular, and people on a shared computer, are kept in the tab's
// own store, which goes when the tab is closed. Where a store is missing or
// full, things are kept in memory and `unreliable` says so.
import { clean, empty, merge } from "./state.js";

export class Store {
  // areas: {local, session}, functions that give a Storage or throw.
  constructor(site, areas) {
    this.site = site;
    this.areas = areas;
    this.memory = new Map();
    this.unreliable = false;
    this.damaged = false;
  }

  // person is who uses the site in this tab: {staff, name, shared} or null.
  get person() {
    for (const area of ["session", "local"]) {
      const p = parse(this.#get(area, this.#personKey));
      if (p && typeof p.staff === "string" && p.staff !== "") {
        return { staff: p.staff, name: typeof p.name === "string" ? p.name : "", shared: area === "session" };
      }
    }
    return null;
  }

  // identify says who uses the site. What the person has in the other area, and
  // what nobody in particular had done in this tab, is added to what they have.
  identify({ staff, name, shared }) {
    const [here, there] = shared ? ["session", "local"] : ["local", "session"];
    const nobody = this.#read("session", "");
    let state = merge(this.#read(here, staff), this.#read(there, staff)).state;
    state = merge(state, nobody).state;
    this.#remove("session", this.#personKey);
    this.#remove("local", this.#personKey);
    this.#put(here, this.#personKey, JSON.stringify({ staff, name }));
    if (shared) state = { ...state, reflections: {} }; // what is private stays on no computer of others
    this.#write(here, state);
    this.#remove("session", this.#stateKey(""));
    if (!shared) this.#remove("session", this.#stateKey(staff));
  }

  // leave forgets who uses the site; what that person did stays kept.
  leave() {
    this.#remove("session", this.#personKey);
    this.#remove("local", this.#personKey);
  }

  // forget deletes all that is kept about the person here.
  forget() {
    const staff = this.person?.staff ?? "";
    for (const area of ["session", "local"]) {
      this.#remove(area, this.#stateKey(staff));
      this.#remove(area, this.#stateKey(staff) + ":damaged");
    }
    this.leave();
  }

  get state() {
    return this.#read(this.#area, this.person?.staff ?? "");
  }

  // update changes the state: change gets the current one and gives the next.
  update(change) {
    const next = change(this.state);
    this.#write(this.#area, next);
    return next;
  }

  // concerns tells whether a change in another window (a storage event's key)
  // is about who uses the site.
  concerns(key) {
    return key === null || key === this.#personKey;
  }

  get #area() {
    return this.person && !this.person.shared ? "local" : "session";
  }

  get #personKey() {
    return `coursemark:${this.site}:person`;
  }

  #stateKey(staff) {
    return `coursemark:${this.site}:staff:${staff}`;
  }

  #read(area, staff) {
    const key = this.#stateKey(staff);
    const source = this.#get(area, key);
    if (source === null) return empty(this.site, staff);
    const raw = parse(source);
    if (raw === undefined) {
      this.damaged = true;
      this.#put(area, key + ":damaged", source);
      this.#remove(area, key);
    }
    return clean(raw, this.site, staff);
  }

  #write(area, state) {
    this.#put(area, this.#stateKey(state.staff), JSON.stringify(state));
  }

  #get(area, key) {
    const mine = `${area} ${key}`;
    if (this.memory.has(mine)) return this.memory.get(mine);
    try {
      return this.areas[area]().getItem(key);
    } catch {
      this.unreliable = true;
      return null;
    }
  }

  #put(area, key, value) {
    try {
      this.areas[area]().setItem(key, value);
      this.memory.delete(`${area} ${key}`);
    } catch {
      this.unreliable = true;
      this.memory.set(`${area} ${key}`, value);
    }
  }

  #remove(area, key) {
    this.memory.delete(`${area} ${key}`);
    try {
      this.areas[area]().removeItem(key);
    } catch {
      this.unreliable = true;
    }
  }
}

function parse(source) {
  if (source === null) return null;
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
