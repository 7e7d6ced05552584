// Files that leave the browser: results for HR, progress for oneself.
import { fromBase64, toBase64, utf8 } from "../lib/encoding.js";
import { clean, progressFormat } from "./state.js";
import { receipt } from "../lib/identity.js";

// resultsFile is everything that a person has handed in on this site.
export function resultsFile(state, player) {
  return JSON.stringify({ format: "coursemark-results/1", site: state.site, player, records: state.records }, null, 1) + "\n";
}

// progressFile is all but what a person does for themselves alone: a file can be
// found, mailed to the wrong place, or asked for. A file is no copy of a store
// either: what it holds can be loaded again after all here was deleted.
export function progressFile({ reflections, ticks, lives, edited, ...state }) {
  return JSON.stringify(state, null, 1) + "\n";
}

// readProgress gives the state of a progress file, or says why it cannot be
// loaded: {state} or {fault: key of a word, values}.
export function readProgress(source, site, staff) {
  let raw;
  try {
    raw = JSON.parse(source.replace(/^\ufeff/, ""));
  } catch {
    return { fault: "load_not_progress" };
  }
  if (raw?.format !== progressFormat) return { fault: "load_not_progress" };
  if (raw.site !== site) return { fault: "load_other_site", values: { site: String(raw.site) } };
  if (raw.staff !== staff) return { fault: "load_other_person", values: { staff: String(raw.staff) } };
  return { state: clean(raw, site, staff) };
}

// fileName is safe on every system; the staff ID in it is for people's eyes.
export function fileName(kind, staff, suffix = "") {
  return `${kind}-${staff.replace(/[^\p{L}\p{N}._-]/gu, "-")}${suffix}.json`;
}

// handedIn reads the attempts among records, oldest first: {id, bank, ordinal,
// started, submitted, receipt}.
export function handedIn(state) {
  return state.records
    .filter((r) => r.kind === "attempt")
    .map((r) => {
      const [content, bytes] = read(r);
      return { id: r.id, bank: String(content.bank ?? ""), ordinal: Number(content.ordinal ?? 0), started: String(content.started ?? ""), submitted: String(content.submitted ?? ""), receipt: receipt(bytes) };
    })
    .sort((a, b) => Date.parse(a.submitted) - Date.parse(b.submitted) || a.ordinal - b.ordinal);
}

// alsoHandedIn reads the records of other kinds, oldest first: {id, kind, at,
// receipt, bank, question, module, title, version}, "" where a kind has none.
export function alsoHandedIn(state) {
  return state.records
    .filter((r) => r.kind !== "attempt")
    .map((r) => {
      const [content, bytes] = read(r);
      const entry = { id: r.id, kind: r.kind, receipt: receipt(bytes) };
      for (const name of ["at", "bank", "question", "module", "title", "version"]) entry[name] = String(content[name] ?? "");
      return entry;
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

// read gives a record's content and bytes. One that cannot be read is still shown:
// it will be handed in, and HR is told about it.
function read(record) {
  const bytes = fromBase64(record.bytes);
  try {
    return [JSON.parse(new TextDecoder().decode(bytes)) ?? {}, bytes];
  } catch {
    return [{}, bytes];
  }
}

// frozen makes a record of a kind beside the attempt. head: {site, staff, name,
// lang, at}.
export function frozen(kind, id, { site, staff, name, lang, at }, content) {
  return { kind, id, bytes: toBase64(utf8(JSON.stringify({ format: `coursemark-${kind}/1`, id, site, staff, name, lang, at, ...content }))) };
}

// completed gives the state with a record for each module that was read to its end
// since the last time: one for a version of a module and a calendar year. head:
// {site, staff, name, lang}.
export function completed(state, head, newID) {
  const key = (module, version, at) => `${module} ${version} ${at.slice(0, 4)}`;
  const known = new Set(alsoHandedIn(state).filter((r) => r.kind === "completion").map((r) => key(r.module, r.version, r.at)));
  const fresh = Object.entries(state.completed)
    .filter(([module, { version, at }]) => !known.has(key(module, version, at)))
    .map(([module, { title, version, at }]) => frozen("completion", newID(), { ...head, at }, { module, title, version }));
  return fresh.length === 0 ? state : { ...state, records: [...state.records, ...fresh] };
}
