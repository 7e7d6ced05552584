// What one place holds about a site: who uses it, what is kept about one person, and the
// lives (random IDs) of states that were deleted. Joining two holdings loses nothing; the order
// does not matter, nor does joining them again.
/** @import { Holding, PersonEntry } from "../lib/types.js" */
import { list, text } from "../lib/values.js";
import { merge } from "./merge.js";
import { clean } from "./state.js";

const most = 500; // deleted lives to remember

/**
 * holding makes a valid holding from anything. Its state is null if there is none, or if staff
 * is "" (nobody in particular).
 * @param {any} raw
 * @param {string} site
 * @param {string} staff
 * @returns {Holding}
 */
export function holding(raw, site, staff) {
  return {
    site,
    staff,
    person: readPerson(raw?.person),
    state: staff !== "" && raw?.state ? clean(raw.state, site, staff) : null,
    forgotten: list(raw?.forgotten).filter((life) => typeof life === "string"),
  };
}

/**
 * readPerson makes an entry from anything, or returns null if raw has neither a person nor a
 * time. An entry without a staff ID means that somebody left.
 * @param {any} raw
 * @returns {PersonEntry | null}
 */
export function readPerson(raw) {
  const person = { staff: text(raw?.staff), name: text(raw?.name), at: Number.isSafeInteger(raw?.at) ? raw.at : 0 };
  return person.staff === "" && person.at === 0 ? null : person;
}

/**
 * join adds another holding of the same person. If any life of a state was deleted anywhere,
 * the state is dropped, whichever place still has it.
 * @param {Holding} mine
 * @param {Holding} theirs
 * @returns {Holding}
 */
export function join(mine, theirs) {
  const forgotten = [...new Set([...theirs.forgotten, ...mine.forgotten])].slice(-most);
  const [a, b] = [mine.state, theirs.state].map((state) =>
    state?.lives.some((life) => forgotten.includes(life)) ? null : state,
  );
  return {
    ...mine,
    person: (theirs.person?.at ?? 0) > (mine.person?.at ?? 0) ? theirs.person : (mine.person ?? theirs.person),
    state: a && b ? merge(a, b).state : (a ?? b),
    forgotten,
  };
}
