// npm test: builds the commands and the site once, and runs two test files at a time, because
// they wait for a browser most of the time. With names of files as arguments, it runs only those.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { bin } from "./commands.mjs";
import { folder } from "./site.mjs";

// These take longest: if one of them started last, it would run alone at the end.
const longest = ["kill.test.mjs", "accessibility.test.mjs", "resume.test.mjs"];

const found = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.mjs") && !longest.includes(file));
const names = process.argv.length > 2 ? process.argv.slice(2) : [...longest, ...found];
const made = [...(process.env.COMMANDS_DIR ? [] : [bin]), ...(process.env.SITE_DIR ? [] : [folder])];
Object.assign(process.env, { COMMANDS_DIR: bin, SITE_DIR: folder });

run({ files: names.map((name) => join(import.meta.dirname, name)), concurrency: 2 })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .on("end", () => {
    for (const dir of made) rmSync(dir, { recursive: true, force: true });
  })
  .pipe(process.stdout);
