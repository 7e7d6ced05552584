// Files that leave the browser: results for HR, progress for oneself.
/** @import { Head, SealedRecord, State } from "../lib/types.js" */
import { fromBase64, toBase64, utf8 } from "../lib/encoding.js";
import { randomID, receipt } from "../lib/identity.js";
import { clean, progressFormat } from "./state.js";

/**
 * resultsFile is everything that a person has handed in on this site.
 * @param {State} state
 * @param {string} player name and version of the program
 */
export function resultsFile(state, player) {
  return (
    JSON.stringify({ format: "coursemark-results/1", site: state.site, player, records: state.records }, null, 1) + "\n"
  );
}

/**
 * progressFile is all but what a person does for themselves alone: a file can be found,
 * mailed to the wrong place, or asked for. A file is no copy of a store either: what it
 * holds can be loaded again after everything here was deleted.
 * @param {State} state
 */
export function progressFile({ reflections, ticks, lives, edited, ...state }) {
  return JSON.stringify(state, null, 1) + "\n";
}

/**
 * readProgress returns the state of a progress file, or the word that says why it cannot be
 * loaded.
 * @param {string} source
 * @param {string} site
 * @param {string} staff
 * @returns {{state: State, fault?: undefined} | {state?: undefined, fault: string, values?: Record<string, string>}}
 */
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

/**
 * fileName is safe on every system; the staff ID in it is for people's eyes.
 * @param {string} kind
 * @param {string} staff
 */
export function fileName(kind, staff, suffix = "") {
  return `${kind}-${staff.replace(/[^\p{L}\p{N}._-]/gu, "-")}${suffix}.json`;
}

/**
 * An attempt among the records.
 * @typedef {{id: string, bank: string, ordinal: number, started: string, submitted: string, receipt: string}} HandedIn
 */

/**
 * handedIn reads the attempts among records, oldest first.
 * @param {State} state
 * @returns {HandedIn[]}
 */
export function handedIn(state) {
  return state.records
    .filter((r) => r.kind === "attempt")
    .map((r) => {
      const [{ bank = "", ordinal = 0, started = "", submitted = "" }, bytes] = read(r);
      return {
        id: r.id,
        bank: String(bank),
        ordinal: Number(ordinal),
        started: String(started),
        submitted: String(submitted),
        receipt: receipt(bytes),
      };
    })
    .sort((a, b) => Date.parse(a.submitted) - Date.parse(b.submitted) || a.ordinal - b.ordinal);
}

/** @typedef {"at" | "bank" | "question" | "module" | "title" | "version"} EntryMember */

/**
 * An entry: a record that is not an attempt. What its kind does not have is "".
 * @typedef {Record<"id" | "kind" | "receipt" | EntryMember, string>} Entry
 */

/**
 * entries reads the records of other kinds, oldest first.
 * @param {State} state
 * @returns {Entry[]}
 */
export function entries(state) {
  return state.records
    .filter((r) => r.kind !== "attempt")
    .map((r) => {
      const [content, bytes] = read(r);
      const members = ["at", "bank", "question", "module", "title", "version"].map((name) => [
        name,
        String(content[name] ?? ""),
      ]);
      return { id: r.id, kind: r.kind, receipt: receipt(bytes), ...Object.fromEntries(members) };
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

// read returns a record's content and bytes. One that cannot be read is still shown: it
// will be handed in, and HR is told about it.
/** @type {(record: SealedRecord) => [Record<string, any>, Uint8Array]} */
function read(record) {
  const bytes = fromBase64(record.bytes);
  try {
    return [JSON.parse(new TextDecoder().decode(bytes)) ?? {}, bytes];
  } catch {
    return [{}, bytes];
  }
}

/**
 * sealed makes a record with frozen bytes.
 * @param {string} kind
 * @param {Record<string, unknown> & {id: string}} content in the order of docs/formats/results.md, after its format
 * @returns {SealedRecord}
 */
export function sealed(kind, content) {
  return {
    kind,
    id: content.id,
    bytes: toBase64(utf8(JSON.stringify({ format: `coursemark-${kind}/1`, ...content }))),
  };
}

/**
 * sealedEntry makes an entry of a kind.
 * @param {string} kind
 * @param {Head & {at: string}} head
 * @param {Record<string, unknown>} content
 * @param {string} [id]
 */
export function sealedEntry(kind, { site, staff, name, lang, at }, content, id = randomID()) {
  return sealed(kind, { id, site, staff, name, lang, at, ...content });
}

/**
 * completed returns the state with an entry for each module that was read to its end since
 * the last time: one for a version of a module and a calendar year.
 * @param {State} state
 * @param {Head} head
 */
export function completed(state, head) {
  const identity = (/** @type {string} */ module, /** @type {string} */ version, /** @type {string} */ at) =>
    `${module} ${version} ${at.slice(0, 4)}`;
  const known = new Set(
    entries(state)
      .filter((r) => r.kind === "completion")
      .map((r) => identity(r.module, r.version, r.at)),
  );
  const fresh = Object.entries(state.completed)
    .filter(([module, { version, at }]) => !known.has(identity(module, version, at)))
    .map(([module, { title, version, at }]) => sealedEntry("completion", { ...head, at }, { module, title, version }));
  return fresh.length === 0 ? state : { ...state, records: [...state.records, ...fresh] };
}
