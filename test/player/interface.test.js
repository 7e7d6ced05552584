// The player and words/en.toml match: every word that the player uses is there, and every word
// that is there is used.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const layouts = new URL("../../layouts/", import.meta.url);
const player = new URL("player/", layouts);
const modules = readdirSync(player, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".js"));
const code = new Map(modules.map((f) => [f, readFileSync(new URL(f, player), "utf8")]));

const words = new Set();
let table = "";
for (const line of readFileSync(new URL("words/en.toml", layouts), "utf8").split("\n")) {
  table = /^\[(.+)\]$/.exec(line)?.[1] ?? table;
  const key = /^([a-z_-]+) = /.exec(line)?.[1];
  if (key && table !== "templates") words.add(key);
}

test("every word that the code names is there", () => {
  for (const [file, source] of code) {
    for (const [, call, key] of source.matchAll(/\.(text|count)\("([a-z_]+)"/g)) {
      assert.ok(words.has(call === "text" ? key : `${key}_other`), `${file}: ${key}`);
    }
  }
});

test("every word is used", () => {
  const all = [...code.values()].join("\n");
  const stems = [...all.matchAll(/`([a-z]+_)\$\{/g)].map((m) => m[1]);
  for (const key of words) {
    const name = key.replace(/_(one|other)$/, "");
    const used = [key, name].some((k) => all.includes(`"${k}"`)) || stems.some((s) => key.startsWith(s));
    assert.ok(used, key);
  }
});

test("no HTML from strings, no globals", () => {
  for (const [file, source] of code) {
    assert.doesNotMatch(
      source,
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|setAttribute\("style"/,
      file,
    );
    assert.doesNotMatch(source, /\bwindow\.[a-zA-Z]+ = /, file);
  }
});
