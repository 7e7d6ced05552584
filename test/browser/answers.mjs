// How the tests answer questions. An answer key is turned into a response; a response, or the
// controls on the page, into steps; a hand carries out a step. A new type of question needs
// changes only here, and every test that answers questions can then answer it. A step does
// one thing to one control:
//   {on, choose: true}  chooses the option there
//   {on, pick}          picks the entry of that value from the list there
//   {on, type}          types after the text there
//   {on, press: true}   presses the button there
// where on is a selector, so that steps still hold after a reload.
import { tabInto } from "./browser.mjs";

// right returns a response that is worth all points by an answer key, typed as people type.
export const right = (key) => response(key, (o) => o.fraction === 1, true);

// wrong returns a response that is wrong in every part, except the middle of a reversed list.
export const wrong = (key) => response(key, (o) => o.fraction <= 0, false);

function response(key, fits, good) {
  const ids = key.options
    ?.filter(fits)
    .map((o) => o.id)
    .sort();
  switch (key.type) {
    case "order":
      return { order: good ? key.order : [...key.order].reverse() };
    case "match":
      return { pairs: key.stems.map((s) => [s.id, good ? s.option : key.options.find((o) => o.id !== s.option).id]) };
    case "cloze":
      return {
        gaps: key.gaps.map((g) => [
          g.id,
          g.options?.find(fits).id ?? (g.type === "number" ? number(g, fits).replace(".", ",") : text(g, fits)),
        ]),
      };
    case "number":
      return { number: number(key, fits) };
    case "text":
      return { text: text(key, fits) };
    case "multiple":
      return { choices: ids };
    default:
      return { choice: ids[0] };
  }
}

// number returns a right number: at the edge of a tolerance, or inside an interval.
function number({ answers }, fits) {
  const { value, tolerance = 0, min, max } = answers.find(fits);
  return String(value === undefined ? ((min ?? max - 1) + (max ?? min + 1)) / 2 : value + tolerance);
}

// text returns a right text with an extra space and a capital, which must not cost points.
function text({ answers }, fits) {
  const word = (answers.find(fits)?.text ?? "calm").replace("*", "ion");
  return ` ${word[0].toUpperCase()}${word.slice(1)} `;
}

// stepsTo returns the steps to a response, from what the question inside `root` shows now.
async function stepsTo(page, root, response) {
  const choose = (id) => ({ on: `${root} input[value="${id}"]`, choose: true });
  if (response.choice) return [choose(response.choice)];
  if (response.choices) return response.choices.map(choose);
  if (response.pairs)
    return response.pairs.map(([stem, option]) => ({ on: `${root} [data-stem="${stem}"]`, pick: option }));
  if (response.order) return moves(page, root, response.order);
  if (response.gaps) {
    const lists = await page.evaluate(
      (r) => Array.from(document.querySelectorAll(`${r} select`), (s) => s.getAttribute("data-gap")),
      root,
    );
    return response.gaps.map(([id, given]) => ({
      on: `${root} [data-gap="${id}"]`,
      [lists.includes(id) ? "pick" : "type"]: given,
    }));
  }
  const typed = response.number ?? response.text;
  if (typed === undefined) throw new Error(`no steps lead to ${JSON.stringify(response)}`);
  return [{ on: `${root} input`, type: typed }];
}

const itemsOf = (page, root) =>
  page.evaluate(
    (r) => Array.from(document.querySelectorAll(`${r} [data-item]`), (i) => i.getAttribute("data-item")),
    root,
  );
const up = (root, item) => ({ on: `${root} [data-item="${item}"] button:first-child`, press: true });

async function moves(page, root, order) {
  const items = await itemsOf(page, root);
  if (items.join() === order.join()) return [{ on: `${root} .order + p button`, press: true }];
  const steps = [];
  for (const [place, item] of order.entries()) {
    const at = items.indexOf(item);
    for (let i = at; i > place; i--) steps.push(up(root, item));
    items.splice(place, 0, ...items.splice(at, 1));
  }
  return steps;
}

// texts are typed one after another where there is room for more than a word.
export const texts = ["I waited, and", " then I asked what would help."];

// stepsEverywhere returns steps that change every control inside `root`, whatever the type;
// each step changes the answer. Of radios it chooses the last, because a browser shows the
// focus on the first.
export async function stepsEverywhere(page, root) {
  const steps = await page.evaluate(
    ([root, texts]) => {
      const name = (c) =>
        ["data-gap", "data-stem", "value"]
          .filter((a) => c.getAttribute(a))
          .map((a) => `[${a}="${c.getAttribute(a)}"]`)
          .join("");
      /** @type {NodeListOf<any>} */
      const controls = document.querySelectorAll(`${root} :is(input, select, textarea)`);
      return [...controls].flatMap((c, i, all) => {
        const on = `${root} ${c.localName}${name(c)}`;
        if (c.localName === "select") return [{ on, pick: c.options[1].value }];
        if (c.localName === "textarea") return texts.map((type) => ({ on, type }));
        if (c.type === "text") return [{ on, type: c.inputMode === "decimal" ? "-2.5" : "calm" }];
        return c.type === "radio" && all.slice(i + 1).some((other) => other.name === c.name)
          ? []
          : [{ on, choose: true }];
      });
    },
    [root, texts],
  );
  const items = await itemsOf(page, root);
  steps.push(...items.filter((_, i) => i % 2 === 1).map((item) => up(root, item)));
  if (steps.length === 0) throw new Error(`nothing can be done with ${root}`);
  return steps;
}

// byTab is a hand that uses only the keyboard. Tab stops once at radios of one name, and the
// arrows go on from there.
export const byTab = (page, step) =>
  byKeys(page, step, async (on) => {
    const radios = await page.evaluate((on) => {
      const { type, name } = document.querySelector(on);
      return type === "radio" && { all: `[name="${name}"]`, count: document.getElementsByName(name).length };
    }, on);
    await tabInto(page, radios ? radios.all : on);
    for (let i = 1; i < radios.count && !(await hasFocus(page, on)); i++) await page.keyboard.press("ArrowDown");
  });

// byKey uses keys too, on a control that gets the focus: a page of Playwright's or
// of Puppeteer's.
export const byKey = (page, step) => byKeys(page, step, (on) => page.focus(on));

const hasFocus = (page, on) => page.evaluate((on) => document.activeElement.matches(on), on);

async function byKeys(page, { on, pick, type, press }, reach) {
  if (!(await hasFocus(page, on))) await reach(on);
  if (pick) {
    const way = await page.evaluate(
      ([on, pick]) => {
        const list = document.querySelector(on);
        return [...list.options].findIndex((o) => o.value === pick) - list.selectedIndex;
      },
      [on, pick],
    );
    for (let i = 0; i < Math.abs(way); i++) await page.keyboard.press(way > 0 ? "ArrowDown" : "ArrowUp");
  } else if (type) {
    await append(page, type);
  } else {
    await page.keyboard.press(press ? "Enter" : " ");
  }
  const done = await page.evaluate(
    ([on, pick, type, press]) => {
      const c = document.querySelector(on);
      return (
        c === document.activeElement && (press || (pick ? c.value === pick : type ? c.value.endsWith(type) : c.checked))
      );
    },
    [on, pick, type, press],
  );
  if (!done) throw new Error(`${on} did not take what was done to it, or lost the focus`);
}

async function append(page, text) {
  await page.keyboard.press("End");
  await page.keyboard.type(text);
}

const byPointer =
  (act) =>
  async (page, { on, choose, pick, type }) => {
    const control = page.locator(on);
    if (choose) return control.locator("xpath=ancestor::label")[act]({ position: { x: 150, y: 20 } }); // anywhere in the row
    if (act === "tap" || !pick) await control[act](); // a click would leave the list open for the picture
    if (pick) await control.selectOption(pick);
    if (type) await append(page, type);
  };

export const byTouch = byPointer("tap");
export const byMouse = byPointer("click");

// answer carries out a response to the question inside `root`.
export async function answer(page, root, response, by = byTab) {
  for (const step of await stepsTo(page, root, response)) await by(page, step);
}
