// An attempt: what happens from the start to handing in, as plain data. Nothing
// here knows the page or the store. An attempt is never changed in place; every
// function gives a new one.
//
// The event log is the truth; the answers follow from it. An event is the exact
// string that is hashed (docs/formats/results.md).
import { digest, hex, toBase64, utf8 } from "../lib/encoding.js";

// begin makes an attempt. form: [{question, rev, shown}] in the order of the draw.
export function begin({ id, bank, bankRevision, ordinal, lang, started, form }) {
  return { id, bank, bank_rev: bankRevision, ordinal, lang, started, form, log: ['{"e":"start"}'] };
}

// note logs that the learner came back ("resume") or looked over the answers
// ("review").
export function note(attempt, event) {
  return extend(attempt, { e: event });
}

// answer logs a response; null clears it. The same response again is no event.
// What was answered to another wording of the question is settled by it.
export function answer(attempt, question, response) {
  const settled = settle(attempt, question);
  if (JSON.stringify(answers(attempt).get(question) ?? null) === JSON.stringify(response)) return settled;
  return extend(settled, { e: "answer", q: question, r: response });
}

function settle(attempt, question) {
  if (!reworded(attempt).has(question)) return attempt;
  const { [question]: _, ...others } = attempt.reworded;
  return { ...attempt, reworded: others };
}

// reworded maps the questions to look at again to what was answered to an earlier
// wording of them, null if that cannot be answered any more. It is no answer yet.
export function reworded(attempt) {
  return new Map(Object.entries(attempt.reworded ?? {}));
}

function extend(attempt, event) {
  return { ...attempt, log: [...attempt.log, JSON.stringify(event)] };
}

// answers plays the log through: a map from question to its response, without
// the blank ones.
export function answers(attempt) {
  const responses = new Map();
  for (const line of attempt.log) {
    const event = JSON.parse(line);
    if (event.e !== "answer") continue;
    if (event.r === null) responses.delete(event.q);
    else responses.set(event.q, event.r);
  }
  return responses;
}

// carryOver answers in a fresh attempt what an older one had answered, for the
// questions that are asked again and read exactly the same. What was answered to
// another wording waits to be looked at, if fits(question, response) says that it
// can still be answered. {attempt, kept, again, lost}, with numbers of questions.
export function carryOver(old, fresh, fits) {
  const given = answers(old);
  const waiting = reworded(old);
  const revisions = new Map(old.form.map((f) => [f.question, f.rev]));
  let attempt = fresh;
  let kept = 0;
  const again = {};
  for (const { question, rev } of fresh.form) {
    if (given.has(question) && revisions.get(question) === rev) {
      attempt = answer(attempt, question, given.get(question));
      kept++;
    } else if (given.has(question) || waiting.has(question)) {
      const response = given.get(question) ?? waiting.get(question);
      again[question] = response && fits(question, response) ? response : null;
    }
  }
  const looked = Object.keys(again).length;
  if (looked > 0) attempt = { ...attempt, reworded: again };
  return { attempt, kept, again: looked, lost: new Set([...given.keys(), ...waiting.keys()]).size - kept - looked };
}

// submit closes an attempt: the record that is handed in, with frozen bytes.
export function submit(attempt, { site, staff, name, submitted }) {
  const log = [...attempt.log, '{"e":"submit"}'];
  const given = answers(attempt);
  const content = {
    format: "coursemark-attempt/1",
    id: attempt.id,
    site,
    bank: attempt.bank,
    bank_rev: attempt.bank_rev,
    ordinal: attempt.ordinal,
    staff,
    name,
    lang: attempt.lang,
    started: attempt.started,
    submitted,
    responses: attempt.form.map((f) => ({ ...f, response: given.get(f.question) ?? null })),
    log,
    head: chain(site, attempt.bank_rev, staff, attempt.id, log),
  };
  return { kind: "attempt", id: attempt.id, bytes: toBase64(utf8(JSON.stringify(content))) };
}

// chain gives the head of the hash chain over a log.
export function chain(site, bankRevision, staff, attempt, log) {
  let h = digest("coursemark-log/1", site, bankRevision, staff, attempt);
  for (const event of log) h = digest(h, event);
  return hex(h);
}

// A record has at most 1 MiB (docs/formats/results.md). Some of it is for what
// comes with handing in, and for coming back many times.
const mostBytes = (1 << 20) - (1 << 15);

// fits tells whether an attempt can be handed in. One at a scenario may not: every
// event of its log holds the whole path.
export function fits(attempt) {
  return utf8(JSON.stringify([attempt, ...answers(attempt)])).length <= mostBytes;
}
