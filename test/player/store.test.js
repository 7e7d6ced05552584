import assert from "node:assert/strict";
import test from "node:test";
import { holding, join } from "../../layouts/player/store/holding.js";
import { progressFile } from "../../layouts/player/store/records.js";
import { Store } from "../../layouts/player/store/store.js";

// Disk is a place that answers at once, or only when the test lets it.
class Disk {
  constructor() {
    this.held = new Map();
    this.forgotten = [];
    this.person = null;
    this.place = async (given) => {
      const { site, staff } = given;
      const joined = join(
        given,
        holding({ person: this.person, forgotten: this.forgotten, state: this.held.get(staff) }, site, staff),
      );
      ({ person: this.person, forgotten: this.forgotten } = joined);
      if (joined.state) this.held.set(staff, structuredClone(joined.state));
      else this.held.delete(staff);
      await null;
      return structuredClone(joined);
    };
  }
}

class Area {
  constructor() {
    this.items = new Map();
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, value) {
    this.items.set(key, value);
  }
  removeItem(key) {
    this.items.delete(key);
  }
  get length() {
    return this.items.size;
  }
  key(i) {
    return [...this.items.keys()][i];
  }
}
const areas = () => {
  const [local, session] = [new Area(), new Area()];
  return { local, session, both: { local: () => local, session: () => session } };
};
const visit = (lesson) => (state) => ({
  ...state,
  lessons: { ...state.lessons, [lesson]: { visited: "2026-01-01", done: "" } },
});

test("people are kept apart", () => {
  const { both } = areas();
  const store = new Store("s", both);
  store.identify({ staff: "A", name: "Ann", shared: false });
  store.update(visit("one"));
  store.leave();
  assert.equal(store.person, null);
  store.identify({ staff: "B", name: "", shared: false });
  assert.deepEqual(store.state.lessons, {});
  store.identify({ staff: "A", name: "Ann", shared: false });
  assert.deepEqual(Object.keys(store.state.lessons), ["one"]);
});

test("sites are kept apart", () => {
  const { both } = areas();
  new Store("s", both).identify({ staff: "A", name: "", shared: false });
  assert.equal(new Store("t", both).person, null);
});

test("what was done in this tab before anybody was identified becomes the person's", () => {
  const { both, session } = areas();
  const store = new Store("s", both);
  store.update(visit("one"));
  store.identify({ staff: "A", name: "", shared: false });
  assert.deepEqual(Object.keys(store.state.lessons), ["one"]);
  assert.equal(session.items.size, 0);
});

test("on a shared computer nothing goes into the lasting store", () => {
  const { both, local } = areas();
  const store = new Store("s", both);
  store.identify({ staff: "A", name: "Ann", shared: true });
  store.update(visit("one"));
  assert.equal(local.items.size, 0);
  assert.equal(store.person.shared, true);
});

test("with a full store, it goes on in memory and says so", () => {
  const { both, local } = areas();
  const store = new Store("s", both);
  store.identify({ staff: "A", name: "", shared: false });
  local.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  store.update(visit("one"));
  assert.equal(store.unreliable, true);
  assert.deepEqual(Object.keys(store.state.lessons), ["one"]);
});

test("no store at all", () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const store = new Store("s", { local: refuse, session: refuse });
  store.identify({ staff: "A", name: "", shared: false });
  store.update(visit("one"));
  assert.equal(store.unreliable, true);
  assert.equal(store.person.staff, "A");
  assert.deepEqual(Object.keys(store.state.lessons), ["one"]);
});

test("a damaged entry is set aside", () => {
  const { both, local } = areas();
  const store = new Store("s", both);
  store.identify({ staff: "A", name: "", shared: false });
  local.setItem("coursemark:s:staff:A", "{broken");
  assert.deepEqual(store.state.lessons, {});
  assert.equal(store.damaged, true);
  assert.equal(local.getItem("coursemark:s:staff:A:damaged"), "{broken");
});

test("forgetting leaves nothing", () => {
  const { both, local, session } = areas();
  const store = new Store("s", both);
  store.identify({ staff: "A", name: "", shared: false });
  store.update(visit("one"));
  store.forget();
  assert.equal(local.items.size + session.items.size, 0);
});

test("two windows add to each other", () => {
  const { both } = areas();
  const [one, two] = [new Store("s", both), new Store("s", both)];
  one.identify({ staff: "A", name: "", shared: false });
  one.update(visit("one"));
  two.update(visit("two"));
  one.update(visit("three"));
  assert.deepEqual(Object.keys(two.state.lessons).sort(), ["one", "three", "two"]);
});

test("on a shared computer what is private is not kept", () => {
  const { both, session } = areas();
  const store = new Store("s", both);
  store.update((state) => ({ ...state, reflections: { a: "SECRET" }, ticks: { b: true } }));
  store.identify({ staff: "A", name: "", shared: true });
  assert.deepEqual(store.state.ticks, { b: true });
  assert.doesNotMatch([...session.items.values()].join(), /SECRET/);
});

const tick = (item, on) => (state) => {
  const { [item]: _, ...others } = state.ticks;
  return { ...state, ticks: on ? { ...others, [item]: true } : others };
};

// begin returns a store with a disk behind it, and somebody who uses it.
async function begin(disk = new Disk(), here = areas()) {
  const store = new Store("s", here.both, [disk.place]);
  store.identify({ staff: "A", name: "Ann", shared: false });
  await store.kept;
  return { disk, store, ...here };
}

test("what the simple store lost comes back from the other place, with who it was", async () => {
  const { disk, store } = await begin();
  store.update(visit("one"));
  assert.equal(await store.kept, true);
  const later = new Store("s", areas().both, [disk.place]);
  let rings = 0;
  later.onRenewed = () => rings++;
  assert.equal(later.person, null);
  await later.renew();
  assert.deepEqual(later.person, { staff: "A", name: "Ann", shared: false });
  assert.deepEqual(Object.keys(later.state.lessons), ["one"]);
  assert.equal(rings, 1);
  await later.renew();
  assert.equal(rings, 1, "what is known is no news");
});

test("what is jotted down is no write of its own, and goes along with the next", async () => {
  const disk = new Disk();
  let writes = 0;
  const { store, local } = await begin({
    ...disk,
    place: (given) => {
      writes++;
      return disk.place(given);
    },
  });
  const before = writes;
  const at = (bank, question) => (state) => ({ ...state, bookmarks: { ...state.bookmarks, [bank]: question } });
  store.jot(at("bank", "q3"));
  assert.equal(await store.kept, true);
  assert.equal(writes, before);
  assert.deepEqual([store.state.bookmarks, disk.held.get("A").bookmarks], [{ bank: "q3" }, {}]);
  await store.renew(); // as when the page is looked at again
  assert.deepEqual(store.state.bookmarks, { bank: "q3" }, "an older copy does not take it back");
  const older = new Map(local.items);
  store.jot(at("bank", "q4"));
  store.update(visit("one"));
  await store.kept;
  const back = areas();
  back.local.items = older; // a killed browser had not written the last of it
  const later = new Store("s", back.both, [disk.place]);
  await later.renew();
  assert.deepEqual(later.state.bookmarks, { bank: "q4" });
});

test("what nobody in particular jots down stays in the tab", () => {
  const { both, local } = areas();
  const store = new Store("s", both);
  store.jot(visit("one"));
  assert.deepEqual([Object.keys(store.state.lessons), local.items.size], [["one"], 0]);
});

test("an older copy in the simple store does not undo what was done since", async () => {
  const { disk, store, local } = await begin();
  store.update(tick("x", true));
  await store.kept;
  const older = new Map(local.items);
  store.update(tick("x", false));
  store.update(tick("y", true));
  await store.kept;
  const back = areas();
  back.local.items = older;
  const later = new Store("s", back.both, [disk.place]);
  await later.renew();
  assert.deepEqual(later.state.ticks, { y: true });
});

test("a person who was deleted does not come back from a place that answers late", async () => {
  const { disk, store, local } = await begin();
  store.update(visit("one"));
  await store.kept;
  const older = new Map(local.items);
  store.forget();
  await store.kept;
  assert.equal(local.items.size, 0);
  assert.deepEqual([...disk.held], []);
  assert.doesNotMatch(JSON.stringify([disk.person, disk.forgotten]), /Ann|"A"/);

  const back = areas();
  back.local.items = older; // a killed browser had not written the deletion
  const later = new Store("s", back.both, [disk.place]);
  await later.renew();
  assert.equal(later.person, null);
  later.identify({ staff: "A", name: "", shared: false });
  await later.kept;
  assert.deepEqual(later.state.lessons, {});
  later.update(visit("two"));
  await later.kept;
  assert.deepEqual(Object.keys(disk.held.get("A").lessons), ["two"], "and can begin again");
});

test("after a crash, somebody who left does not use the site", async () => {
  const { disk, store, local } = await begin();
  const older = new Map(local.items);
  store.leave();
  await store.kept;
  const back = areas();
  back.local.items = older;
  const later = new Store("s", back.both, [disk.place]);
  await later.renew();
  assert.equal(later.person, null);
});

test("it is not reported as new that nobody uses the site", async () => {
  const { disk, store } = await begin();
  store.leave();
  await store.kept;
  const later = new Store("s", areas().both, [disk.place]);
  let rings = 0;
  later.onRenewed = () => rings++;
  await later.renew();
  assert.equal(rings, 0);
  later.identify({ staff: "B", name: "", shared: false });
  await later.kept;
  assert.equal(later.person.staff, "B");
});

test("what somebody did just before leaving is kept too", async () => {
  const { disk, store } = await begin();
  store.update(visit("one"));
  store.update(visit("two"));
  store.leave();
  await store.kept;
  assert.deepEqual(Object.keys(disk.held.get("A").lessons), ["one", "two"]);
});

test("on a shared computer nothing goes into another place", async () => {
  const disk = new Disk();
  const store = new Store("s", areas().both, [disk.place]);
  store.identify({ staff: "A", name: "Ann", shared: true });
  store.update(visit("one"));
  assert.equal(await store.kept, true);
  assert.deepEqual([...disk.held], []);
  assert.doesNotMatch(JSON.stringify(disk.person), /Ann/);
});

test("a place that fails, or does not answer: it goes on without", async (t) => {
  const fails = new Store("s", areas().both, [
    async () => {
      throw new Error("blocked");
    },
  ]);
  fails.identify({ staff: "A", name: "", shared: false });
  assert.equal(await fails.kept, true, "the simple store has it");
  assert.equal(fails.unreliable, false);

  t.mock.timers.enable({ apis: ["setTimeout"] });
  const silent = () => new Promise(() => {});
  const hangs = new Store("s", areas().both, [silent]);
  hangs.identify({ staff: "A", name: "", shared: false });
  const kept = hangs.kept;
  t.mock.timers.tick(3001);
  assert.equal(await kept, true);
  assert.equal(hangs.reaches(silent), false);
  hangs.update(visit("one"));
  assert.equal(await hangs.kept, true, "it is not waited for again");
});

test("without the simple store, another place makes it reliable; without any, nothing is called kept", async () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const disk = new Disk();
  const store = new Store("s", { local: refuse, session: refuse }, [disk.place]);
  store.identify({ staff: "A", name: "", shared: false });
  store.update(visit("one"));
  assert.equal(await store.kept, true);
  assert.equal(store.unreliable, false);
  assert.deepEqual(Object.keys(disk.held.get("A").lessons), ["one"]);
  const none = new Store("s", { local: refuse, session: refuse }, []);
  none.identify({ staff: "A", name: "", shared: false });
  assert.equal(await none.kept, false);
});

test("a damaged entry is made good from another place", async () => {
  const { disk, store, local, both } = await begin();
  store.update(visit("one"));
  await store.kept;
  local.setItem("coursemark:s:staff:A", "{broken");
  const later = new Store("s", both, [disk.place]);
  assert.deepEqual(later.state.lessons, {});
  assert.equal(later.damaged, true);
  await later.renew();
  assert.deepEqual(Object.keys(later.state.lessons), ["one"]);
  assert.equal(later.damaged, false);
});

test("a page that was alone adds what it had, and drops who was deleted elsewhere", async () => {
  const [shared, own] = [new Disk(), new Disk()];
  const alone = await begin(own);
  alone.store.update(visit("alone"));
  await alone.store.kept;
  const other = await begin(shared);
  other.store.update(visit("other"));
  await other.store.kept;
  const joined = new Store("s", alone.both, [own.place, shared.place]);
  await joined.renew();
  await joined.kept;
  assert.deepEqual(Object.keys(joined.state.lessons).sort(), ["alone", "other"]);
  assert.deepEqual(Object.keys(shared.held.get("A").lessons).sort(), ["alone", "other"]);

  const page = new Store("s", other.both, [shared.place]);
  await page.renew();
  page.forget();
  page.identify({ staff: "B", name: "", shared: false });
  await page.kept;
  const again = new Store("s", alone.both, [own.place, shared.place]);
  await again.renew();
  await again.kept;
  assert.equal(again.person.staff, "B");
  assert.doesNotMatch([...alone.local.items].join() + JSON.stringify([...own.held]), /alone|other/);
});

test("a progress file says nothing of the store it came from", async () => {
  const { store } = await begin();
  store.update(tick("secret", true));
  assert.doesNotMatch(progressFile(store.state), /secret|lives|edited/);
});

test("somebody who uses a shared computer and then comes back finds what was private", async () => {
  const { store } = await begin();
  store.update((state) => ({ ...state, reflections: { a: "mine" } }));
  store.identify({ staff: "A", name: "", shared: true });
  assert.deepEqual(store.state.reflections, {});
  store.update(visit("one"));
  store.identify({ staff: "A", name: "", shared: false });
  await store.kept;
  assert.deepEqual(store.state.reflections, { a: "mine" });
  assert.deepEqual(Object.keys(store.state.lessons), ["one"]);
});
