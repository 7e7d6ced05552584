// Files that leave the browser: results for HR, and progress files for the learner.
/** @import { Head, SealedRecord, State } from "../lib/types.js" */
import { fromBase64, toBase64, utf8 } from "../lib/encoding.js";
import { randomID, receipt } from "../lib/identity.js";
import { clean, progressFormat } from "./state.js";

/**
 * resultsFile returns a file of everything that a person has handed in on this site.
 * @param {State} state
 * @param {string} player name and version of the program
 */
export function resultsFile(state, player) {
  return (
    JSON.stringify({ format: "coursemark-results/1", site: state.site, player, records: state.records }, null, 1) + "\n"
  );
}

/**
 * progressFile returns a file of everything except what a person does only for themselves,
 * because a file can be found, mailed to the wrong place or demanded. It leaves out `lives`
 * too, so that it can be loaded again after everything here was deleted.
 * @param {State} state
 */
export function progressFile({ reflections, ticks, lives, edited, ...state }) {
  return JSON.stringify(state, null, 1) + "\n";
}

/**
 * readProgress returns the state in a progress file, or the word that says why it cannot be
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
 * fileName returns a name that is safe on every system. The staff ID in it is only for people
 * to read.
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
 * handedIn returns the attempts among the records, oldest first.
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
 * An entry: a record that is not an attempt. Members that its kind does not have are "".
 * @typedef {Record<"id" | "kind" | "receipt" | EntryMember, string>} Entry
 */

/**
 * entries returns the entries among the records, oldest first.
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

// read returns a record's content and bytes. A record that cannot be read is still shown: it
// will be handed in, and HR will hear about it.
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
 * sealed returns a record with frozen bytes.
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
 * sealedEntry returns an entry of a kind.
 * @param {string} kind
 * @param {Head & {at: string}} head
 * @param {Record<string, unknown>} content
 * @param {string} [id]
 */
export function sealedEntry(kind, { site, staff, name, lang, at }, content, id = randomID()) {
  return sealed(kind, { id, site, staff, name, lang, at, ...content });
}

/**
 * completed returns the state with a new entry for each module that was read to its end and has
 * none yet: one for each version of a module and calendar year.
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
