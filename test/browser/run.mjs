// npm test: builds the site once, and runs two files at a time, which wait for a
// browser most of the time. Names of files after it run those alone.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { folder } from "./site.mjs";

const files = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(import.meta.dirname).filter((f) => f.endsWith(".test.mjs"));
const { status } = spawnSync(process.execPath, ["--test", "--test-concurrency=2", ...files], { cwd: import.meta.dirname, stdio: "inherit", env: { ...process.env, SITE_DIR: folder } });
if (!process.env.SITE_DIR) rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
