import assert from "node:assert/strict";
import test from "node:test";
import { Store } from "./store.js";

class Area {
  constructor() { this.items = new Map(); }
  getItem(key) { return this.items.get(key) ?? null; }
  setItem(key, value) { this.items.set(key, value); }
  removeItem(key) { this.items.delete(key); }
}
const areas = () => {
  const [local, session] = [new Area(), new Area()];
  return { local, session, both: { local: () => local, session: () => session } };
};
const visit = (lesson) => (state) => ({ ...state, lessons: { ...state.lessons, [lesson]: { visited: "2026-01-01", done: "" } } });

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

test("what nobody had done in this tab becomes the person's", () => {
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

test("a full store: it goes on in memory and says so", () => {
  const { both, local } = areas();
  const store = new Store("s", both);
  store.identify({ staff: "A", name: "", shared: false });
  local.setItem = () => { throw new Error("QuotaExceededError"); };
  store.update(visit("one"));
  assert.equal(store.unreliable, true);
  assert.deepEqual(Object.keys(store.state.lessons), ["one"]);
});

test("no store at all", () => {
  const refuse = () => { throw new Error("SecurityError"); };
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
