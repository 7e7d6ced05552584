// The two commands, as people run them: built once for all files of a run (run.mjs), or
// once for a file that runs alone.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");

/** bin is the folder of the commands: the one in COMMANDS_DIR, or a new one. */
export const bin = process.env.COMMANDS_DIR ?? build();

function build() {
  const folder = mkdtempSync(join(tmpdir(), "coursemark-bin-"));
  execFileSync("go", ["build", "-o", folder, "./cmd/coursemark", "./cmd/gradebook"], { cwd: repository });
  return folder;
}

/**
 * coursemark runs the command in the repository and returns what it prints.
 * @param {string[]} args
 */
export const coursemark = (...args) => run("coursemark", args);

/**
 * gradebook runs the command in the repository and returns what it prints.
 * @param {string[]} args
 */
export const gradebook = (...args) => run("gradebook", args);

/** @type {(command: string, args: string[]) => string} */
const run = (command, args) =>
  execFileSync(join(bin, command), args, { cwd: repository, stdio: "pipe", encoding: "utf8" });

/**
 * grade grades what is in a folder, and returns matrix.json as text.
 * @param {string} project
 * @param {string} dir with roster.csv and the results, which gets a folder out
 * @param {string} results a file or folder in it
 * @param {string[]} more arguments
 */
export function grade(project, dir, results = "results", ...more) {
  const [roster, out] = [join(dir, "roster.csv"), join(dir, "out")];
  const options = ["--project", project, "--roster", roster, "--format", "json", "-o", out];
  gradebook("grade", join(dir, results), ...options, ...more);
  return readFileSync(join(out, "matrix.json"), "utf8");
}
