// axe finds nothing on any kind of page and in any state of the player, however it
// is seen, and nothing is wider than a small phone.
import { after, before, test } from "node:test";
import { audit } from "./axe.mjs";
import { launch } from "./browser.mjs";
import { looks, walk } from "./states.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const look of looks) {
  test(look.name, () => walk(browser, look, (page, state) => audit(page, `${state} (${look.name})`)));
}
