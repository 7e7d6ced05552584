// Where state is kept. What is shown is read from the browser's simple store, one
// entry per site and person, which answers at once and is shared by windows; it
// is read again before every change, so that two windows of the same person do
// not undo each other. But browsers write it to the disk some seconds later, and
// some give every local file its own. So all of it goes to other places as well
// (database.js, relay.js); what they have more is taken over when a page opens.
//
// Nobody in particular, and people on a shared computer, are kept in the tab's
// own store alone, which goes when the tab is closed. Where a store is missing or
// full, things are kept in memory, and `unreliable` says so if no place has them.
import { base32 } from "../lib/encoding.js";
import { holding, join, readPerson } from "./holding.js";
import { randomBytes } from "../lib/identity.js";
import { clean, date, empty, merge } from "./state.js";

const patience = 3000; // ms until a place that does not answer is passed over

export class Store {
  // areas: {local, session}, functions that give a Storage or throw. places:
  // functions that add a holding to what they have and give what they then have.
  constructor(site, areas, places = []) {
    this.site = site;
    this.areas = areas;
    this.memory = new Map();
    this.failed = new Set(); // areas that did not keep something
    this.damaged = false;
    this.left = null; // who left last, for the other places
    this.forgotten = [];
    this.onRenewed = () => {}; // called when another place had more
    this.onReached = () => {}; // called when a place begins or ceases to answer
    this.links = places.map((place) => new Link(place, (staff) => this.#holding(staff), (held) => this.#take(held), () => this.onRenewed(), () => this.onReached()));
  }

  // person is who uses the site in this tab: {staff, name, shared} or null.
  get person() {
    for (const area of ["session", "local"]) {
      const p = this.#readPerson(area);
      if (p?.staff) return { staff: p.staff, name: p.name, shared: area === "session" };
    }
    return null;
  }

  // identify says who uses the site. What the person has in the other area, and
  // what nobody in particular had done in this tab, is added to what they have.
  identify({ staff, name, shared }) {
    const [here, there] = shared ? ["session", "local"] : ["local", "session"];
    const nobody = this.#read("session", "");
    const before = this.#read(here, staff);
    let state = before;
    for (const other of [this.#read(there, staff), nobody]) state = merge(state, { ...other, lives: [] }).state; // no copies of it
    if (shared) state = { ...state, reflections: {} }; // what is private stays on no computer of others
    this.leave();
    this.#put(here, this.#personKey, JSON.stringify({ staff, name, at: this.#later() }));
    this.#change(here, before, state);
    this.renew();
    this.#remove("session", this.#stateKey(""));
    if (!shared) this.#remove("session", this.#stateKey(staff));
  }

  // leave forgets who uses the site; what that person did stays kept.
  leave() {
    this.left = { staff: "", name: "", at: this.#later() };
    this.#remove("session", this.#personKey);
    this.#remove("local", this.#personKey);
    this.renew();
  }

  // forget deletes all that is kept about the person, in every place.
  forget() {
    const staff = this.person?.staff ?? "";
    for (const area of ["session", "local"]) {
      this.forgotten.push(...this.#read(area, staff).lives);
      this.#remove(area, this.#stateKey(staff));
      this.#remove(area, this.#stateKey(staff) + ":damaged");
    }
    this.renew(staff);
    this.leave();
  }

  get state() {
    return this.#read(this.#area, this.person?.staff ?? "");
  }

  // update changes the state: change gets the current one and gives the next.
  update(change) {
    const state = this.jot(change);
    if (this.#area === "local") this.renew();
    return state;
  }

  // jot changes what is worth no write to the disk, and may be lost in a crash: other
  // places are given it with what is done next.
  jot(change) {
    const state = this.state;
    return this.#change(this.#area, state, change(state));
  }

  // renew brings all places up to date about a person, and this one by them.
  renew(staff = this.#area === "local" ? this.person.staff : "") {
    for (const link of this.links) link.update(staff);
    return this.kept;
  }

  // kept comes when all that was done is where it stays: true, or false if no
  // place holds it.
  get kept() {
    return Promise.all(this.links.map((link) => link.settled)).then(() => !this.unreliable);
  }

  get unreliable() {
    return this.failed.has(this.#area) && !(this.#area === "local" && this.links.some((link) => link.works));
  }

  // reaches tells whether a place answers, as far as is known.
  reaches(place) {
    return this.links.some((link) => link.place === place && link.works !== false);
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

  // #later is a time after the last person came or went, whatever the clock says.
  #later() {
    return Math.max(Date.now(), 1 + (this.left?.at ?? 0), 1 + (this.#readPerson("local")?.at ?? 0));
  }

  #readPerson(area) {
    return readPerson(parse(this.#get(area, this.#personKey)));
  }

  // #holding is what this window knows of a person, for the other places.
  #holding(staff) {
    const state = staff && this.#get("local", this.#stateKey(staff)) !== null ? this.#read("local", staff) : null;
    return { ...holding(null, this.site, staff), person: this.#readPerson("local") ?? this.left, state, forgotten: this.forgotten };
  }

  // #take adds what another place has to what is here, and tells whether that was
  // anything.
  #take(held) {
    const before = this.#holding(held.staff);
    const after = join(before, held);
    this.forgotten = after.forgotten;
    // A page that had a store of its own may have others who were deleted elsewhere.
    if (this.links.length > 1 && after.forgotten.length > before.forgotten.length) this.#everybody().forEach((staff) => this.renew(staff));
    const [state, person] = ["state", "person"].map((what) => JSON.stringify(after[what]) !== JSON.stringify(before[what]));
    if (state && after.state) {
      this.#write("local", after.state);
      this.damaged = false;
    } else if (state) {
      this.#remove("local", this.#stateKey(held.staff));
    }
    if (person && after.person.staff) this.#put("local", this.#personKey, JSON.stringify(after.person));
    else if (person) this.#remove("local", this.#personKey);
    if (person && !after.person.staff) this.left = after.person;
    if (person) this.renew();
    return state || who(before.person) !== who(after.person);
  }

  // #everybody are the staff IDs of whom something is kept here.
  #everybody() {
    const stem = this.#stateKey("");
    try {
      const area = this.areas.local();
      return Array.from({ length: area.length }, (_, i) => area.key(i)).filter((key) => key.startsWith(stem) && !key.endsWith(":damaged")).map((key) => key.slice(stem.length));
    } catch {
      return [];
    }
  }

  #change(area, before, next) {
    const lives = next.lives.length > 0 ? next.lives : [base32(randomBytes()).slice(0, 12)];
    const state = date(before, { ...next, lives }, Date.now());
    this.#write(area, state);
    return state;
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
      this.failed.add(area);
      return null;
    }
  }

  #put(area, key, value) {
    try {
      this.areas[area]().setItem(key, value);
      this.memory.delete(`${area} ${key}`);
    } catch {
      this.failed.add(area);
      this.memory.set(`${area} ${key}`, value);
    }
  }

  #remove(area, key) {
    this.memory.delete(`${area} ${key}`);
    try {
      this.areas[area]().removeItem(key);
    } catch {
      this.failed.add(area);
    }
  }
}

// Link brings a place up to date, one exchange after the other: what changed
// meanwhile goes with the next.
class Link {
  constructor(place, holding, take, onNews, onReached) {
    Object.assign(this, { place, holding, take, onNews, onReached });
    this.works = null; // until it is known
    this.open = new Set(); // staff IDs
    this.running = null;
  }

  update(staff) {
    this.open.add(staff);
    this.running ??= this.#run();
  }

  // settled comes when the place is up to date, or is not waited for any more.
  get settled() {
    if (!this.running || this.works === false) return null;
    let timer;
    const limit = new Promise((resolve) => { timer = setTimeout(resolve, patience); }).then(() => {
      this.works = false;
      this.onReached();
    });
    return Promise.race([this.running, limit]).then(() => clearTimeout(timer));
  }

  async #run() {
    let news = false;
    const before = this.works;
    while (this.open.size > 0) {
      const [staff] = this.open;
      this.open.delete(staff);
      const held = await this.place(this.holding(staff)).catch(() => null);
      this.works = held !== null;
      if (held && this.take(held)) news = true;
    }
    this.running = null;
    if (this.works !== before) this.onReached();
    if (news) this.onNews();
  }
}

const who = (person) => JSON.stringify([person?.staff ?? "", person?.name ?? ""]);

function parse(source) {
  if (source === null) return null;
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
