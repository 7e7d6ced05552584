// Answer keys: what somebody who knows everything would answer, and what an answer is worth.
// Only the tests read them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./commands.mjs";

const read = (path) =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

// questionsOf returns the keys of the questions in a bank of a made-up project.
export const questionsOf = (project, bank) =>
  read(join(project, "answerkeys", `${bank}.ndjson`)).filter((l) => l.kind === "question");

const dir = join(repository, "answerkeys");
const lines = readdirSync(dir)
  .filter((name) => name.endsWith(".ndjson"))
  .flatMap((name) => read(join(dir, name)));

// keyOf returns the current answer key of a question revision in the repository's archive: {type, indicators,
// critical, points, right: [option], wrong: [option]}.
export function keyOf(question, revision) {
  const key = lines.find((l) => l.kind === "question" && l.public === question && l.rev === revision);
  if (!key) throw new Error(`no key of ${question} ${revision}`);
  const corrections = lines
    .filter((l) => l.kind === "correction" && l.change === "key" && l.question === key.question && l.rev === revision)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const options = corrections.at(-1)?.options ?? key.options;
  return {
    ...key,
    right: options.filter((o) => o.fraction > 0).map((o) => o.id),
    wrong: options.filter((o) => o.fraction <= 0).map((o) => o.id),
  };
}
