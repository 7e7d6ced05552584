// Files that leave the browser: results for HR, progress for oneself.
import { fromBase64 } from "./encoding.js";
import { clean, progressFormat } from "./state.js";
import { receipt } from "./identity.js";

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
// submitted, receipt}.
export function handedIn(state) {
  return state.records
    .filter((r) => r.kind === "attempt")
    .map((r) => {
      const bytes = fromBase64(r.bytes);
      let content = {};
      try {
        content = JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        // It is still shown: it will be handed in, and HR is told about it.
      }
      return { id: r.id, bank: String(content?.bank ?? ""), ordinal: Number(content?.ordinal ?? 0), submitted: String(content?.submitted ?? ""), receipt: receipt(bytes) };
    })
    .sort((a, b) => Date.parse(a.submitted) - Date.parse(b.submitted) || a.ordinal - b.ordinal);
}
