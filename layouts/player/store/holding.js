// What one place holds of a site: who uses it, what is kept about one person, and
// the lives of states that were deleted. Two holdings are joined without loss, in
// any order and as often as anybody likes.
import { clean, merge } from "./state.js";

const most = 500; // lives that are remembered as deleted

// holding makes a sound one of anything. state is null where there is none or
// staff is "" (nobody in particular).
export function holding(raw, site, staff) {
  const forgotten = Array.isArray(raw?.forgotten) ? raw.forgotten.filter((life) => typeof life === "string") : [];
  return { site, staff, person: readPerson(raw?.person), state: staff !== "" && raw?.state ? clean(raw.state, site, staff) : null, forgotten };
}

// readPerson makes {staff, name, at} of anything; null if it names nobody and no
// time. Without a staff ID it says that somebody left.
export function readPerson(raw) {
  const person = { staff: "", name: "", at: 0 };
  if (typeof raw?.staff === "string") person.staff = raw.staff;
  if (typeof raw?.name === "string") person.name = raw.name;
  if (Number.isSafeInteger(raw?.at)) person.at = raw.at;
  return person.staff === "" && person.at === 0 ? null : person;
}

// join adds another holding of the same person. A state any of whose lives was
// deleted anywhere is gone, whichever place still has it.
export function join(mine, theirs) {
  const forgotten = [...new Set([...theirs.forgotten, ...mine.forgotten])].slice(-most);
  const [a, b] = [mine.state, theirs.state].map((state) => (state?.lives.some((life) => forgotten.includes(life)) ? null : state));
  return {
    ...mine,
    person: (theirs.person?.at ?? 0) > (mine.person?.at ?? 0) ? theirs.person : mine.person ?? theirs.person,
    state: a && b ? merge(a, b).state : a ?? b,
    forgotten,
  };
}
