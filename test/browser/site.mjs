// The site under test: the folder in SITE_DIR, or a fresh build of the repository.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { coursemark, repository } from "./commands.mjs";

function build() {
  const folder = mkdtempSync(join(tmpdir(), "coursemark-site-"));
  coursemark("build", "-o", folder);
  return folder;
}

// sample builds a made-up project, with every part of the authoring language or
// every type of question, and its trainer's edition: {project, folder, instructor,
// pages}.
export function sample(what = "language") {
  const project = mkdtempSync(join(tmpdir(), `coursemark-${what}-`));
  for (const part of ["sound", what])
    cpSync(join(repository, "generator/testdata", part), project, { recursive: true });
  const [folder, instructor] = [join(project, "public"), join(project, "trainers")];
  coursemark("build", "--frozen=false", "--project", project);
  coursemark("build", "--frozen=false", "--project", project, "--instructor", instructor);
  return { project, folder, instructor, pages: pagesOf(folder) };
}

export const folder = process.env.SITE_DIR ? resolve(process.env.SITE_DIR) : build();

// pagesOf lists all pages of a site: {path, kind}, by path.
function pagesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((p) => p.endsWith("index.html"))
    .map((p) => p.split(sep).join("/"))
    .sort()
    .map((path) => ({ path, kind: /data-kind="([a-z-]+)"/.exec(readFileSync(join(folder, path), "utf8"))?.[1] }))
    .filter((page) => page.kind);
}

export const pages = pagesOf(folder);

// first finds a page of a kind, optionally with a certain text in it.
export function first(kind, text = "") {
  const page = pages.find((p) => p.kind === kind && readFileSync(join(folder, p.path), "utf8").includes(text));
  if (!page) throw new Error(`the site has no page of kind ${kind}`);
  return page.path;
}

const types = {
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".webm": "video/webm",
  ".vtt": "text/vtt",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

// serve serves the site over plain http; compressed, as web servers do, if asked.
export async function serve(from = folder, { compressed = false } = {}) {
  const server = createServer((request, response) => {
    const path = join(from, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (!path.startsWith(from) || !existsSync(path) || !extname(path)) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(path)] ?? "application/octet-stream";
    const squeezed = compressed && /^text|json|svg/.test(type);
    response.writeHead(200, { "content-type": type, ...(squeezed && { "content-encoding": "gzip" }) });
    response.end(squeezed ? gzipSync(readFileSync(path)) : readFileSync(path));
  });
  await new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done(undefined));
  });
  return {
    origin: `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`,
    close: () => server.close(),
  };
}

export const fileOrigin = pathToFileURL(folder).href + "/";
