// On every kind of page and in every state of the player, axe finds nothing, in all colours and
// window sizes; the HTML is valid, and nothing is wider than a small phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audit } from "./axe.mjs";
import { launch } from "./browser.mjs";
import { sizes, walk } from "./states.mjs";
import { mistakes } from "./validator.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const size of sizes) {
  test(size.name, () =>
    walk(browser, size, async (page, state, look) => {
      await audit(page, `${state} (${look.name}, ${size.name})`, { coloursOnly: look.name === "dark" });
      if (look === size.looks[0]) assert.deepEqual(await mistakes(await page.content(), state), []);
    }),
  );
}
