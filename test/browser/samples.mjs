// Makes the files of the sample hospital that come from the real player:
// npm run samples. Each person answers most questions correctly.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { sit } from "./sitting.mjs";
import { repository } from "./commands.mjs";
import { serve } from "./site.mjs";

const people = [
  { staff: "H0137", name: "Miriam Cohen", slip: 0 },
  { staff: "h0138", name: "Oskar Nilsen", slip: 7 },
  { staff: "00139", name: "Emma Dubois", slip: 0 },
];

const folder = join(repository, "examples/hospital/results");
mkdirSync(folder, { recursive: true });
const browser = await launch();
const server = await serve();
for (const { staff, name, slip } of people) {
  const page = await (await browser.newContext({ timezoneId: "Europe/Amsterdam" })).newPage();
  const text = await sit(page, server.origin, {
    staff,
    name,
    answer: (number, key) => (number === slip && !key.critical ? [key.wrong[0]] : key.right),
  });
  writeFileSync(join(folder, `player-${staff.toUpperCase()}.json`), text);
  console.log(`player-${staff.toUpperCase()}.json`);
}
await browser.close();
server.close();
