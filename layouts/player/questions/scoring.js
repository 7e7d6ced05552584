// What an answer is worth, by the rules by which the gradebook scores: for
// practice alone, whose key the page holds. quiz/testdata/scoring holds both to the
// same figures.

// score gives the share of a question's points, 0…1. key: as docs/formats/answerkeys.md
// has it; response: as docs/formats/results.md has it, and not null.
export function score(key, response) {
  switch (key.type) {
    case "match":
      return rightParts(key, response).size / key.stems.length;
    case "order":
      return order(key, response.order);
    case "number":
    case "text": {
      const i = answerFitting(key, response);
      return i < 0 ? 0 : clamp(key.answers[i].fraction);
    }
    case "cloze":
      return cloze(key.gaps, new Map(response.gaps));
    case "multiple":
      return clamp(multiple(key, response.choices));
  }
  return clamp(key.options.find((o) => o.id === response.choice).fraction);
}

const clamp = (share) => (share > 0 ? Math.min(share, 1) : 0);

// parts tells of each piece of a response whether it is right: a map from the ID
// of an option, a stem or an item, or from the place of a typed answer in the key.
// Of a gap it is the gap's ID and one of these; alone where no answer fits.
export function parts(key, response) {
  switch (key.type) {
    case "match":
      return new Map(response.pairs.map(([stem, option]) => [stem, key.stems.find((s) => s.id === stem)?.option === option]));
    case "order":
      return new Map(response.order.map((id, i) => [id, key.order[i] === id]));
    case "number":
    case "text": {
      const i = answerFitting(key, response);
      return new Map(i < 0 ? [] : [[String(i), key.answers[i].fraction > 0]]);
    }
    case "cloze":
      return new Map(response.gaps.map(([id, given]) => {
        const gap = key.gaps.find((g) => g.id === id);
        const [[part, right] = ["", false]] = parts(gap, filled(gap, given));
        return [`${id} ${part}`.trim(), right];
      }));
  }
  const chosen = response.choices ?? [response.choice];
  return new Map(chosen.map((id) => [id, key.options.find((o) => o.id === id)?.fraction > 0]));
}

const rightParts = (key, response) => new Set([...parts(key, response)].filter(([, right]) => right).map(([id]) => id));

function multiple(key, chosen) {
  let [right, wrong, hits, slips, sum] = [0, 0, 0, 0, 0];
  for (const { id, fraction } of key.options) {
    const picked = chosen.includes(id);
    if (fraction > 0) right++;
    else wrong++;
    if (!picked) continue;
    if (fraction > 0) hits++;
    else slips++;
    sum += fraction;
  }
  if (key.scoring === "all-or-nothing") return hits === right && slips === 0 ? 1 : 0;
  if (key.scoring === "weights") return sum;
  if (right === 0) return 0;
  return hits / right - (wrong > 0 ? slips / wrong : 0);
}

// cloze is the weighted mean of the gaps; one left blank is worth nothing.
function cloze(gaps, given) {
  let [sum, all] = [0, 0];
  for (const gap of gaps) {
    sum += gap.weight * (given.has(gap.id) ? score(gap, filled(gap, given.get(gap.id))) : 0);
    all += gap.weight;
  }
  return clamp(sum / all);
}

// filled is what stands in a gap as the answer to a question by itself.
const filled = (gap, given) => ({ [gap.type === "single" ? "choice" : gap.type]: given });

function order(key, given) {
  const n = given.length;
  if (key.scoring === "next") {
    const followed = given.filter((id, i) => i > 0 && key.order[key.order.indexOf(given[i - 1]) + 1] === id).length;
    return n < 2 ? 1 : followed / (n - 1);
  }
  const placed = given.filter((id, i) => key.order[i] === id).length;
  return key.scoring === "all-or-nothing" && placed < n ? 0 : placed / n;
}

// answerFitting gives the place of the first answer that fits what was typed, or -1.
function answerFitting(key, response) {
  if (key.type === "number") {
    const n = readNumber(response.number);
    return n === null ? -1 : key.answers.findIndex((a) => {
      const [low, high] = interval(a);
      return n >= low && n <= high;
    });
  }
  const typed = foldTyped(response.text, key.exact);
  return key.answers.findIndex((a) => fits(pattern(a.text, key.exact), typed));
}

const slack = (bound) => 1e-14 * Math.abs(bound);

// interval gives the numbers that an answer takes, ends included.
function interval({ value, tolerance = 0, tolerance_type: type, min, max }) {
  if (value === undefined) {
    return [min === undefined ? -Infinity : min - slack(min), max === undefined ? Infinity : max + slack(max)];
  }
  if (type === "geometric") {
    const ends = [value / (1 + tolerance), value * (1 + tolerance)];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return [low - slack(low), high + slack(high)];
  }
  let t = type === "relative" ? Math.abs(value) * tolerance : tolerance;
  t += slack(Math.max(t, Math.abs(value)));
  return [value - t, value + t];
}

// readNumber reads a number as people type it: with a point or a comma, blanks
// between digits, any minus; null if it is none.
export function readNumber(typed) {
  const text = typed.replace(/\p{White_Space}/gu, "").replace(/[−–]/g, "-");
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null;
  const n = Number(text.replace(",", "."));
  return Number.isFinite(n) ? n : null;
}

// foldTyped brings a typed text to the form that is compared.
function foldTyped(text, exact) {
  const nfc = text.normalize("NFC");
  if (exact) return nfc.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
  return fold(nfc.replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, "-").replace(/\p{White_Space}+/gu, " ").replace(/^ | $/g, ""));
}

// fold is Unicode's folding of case, which browsers do not have by that name: ß and
// ẞ become ss, every sigma σ; ı stays.
const fold = (text) => text.split("ı").map((part) => part.toLowerCase().toUpperCase().toLowerCase()).join("ı").replace(/ς/g, "σ");

// pattern cuts an answer at its asterisks; \* is an asterisk that is meant.
function pattern(written, exact) {
  const asterisk = "\0";
  const cut = written.split(asterisk).join("").split("\\*").join(asterisk).split("*");
  return cut.map((part, i) => {
    let text = exact ? part.normalize("NFC") : foldPart(part);
    if (i === 0) text = text.replace(/^\p{White_Space}+/u, "");
    if (i === cut.length - 1) text = text.replace(/\p{White_Space}+$/u, "");
    return text.split(asterisk).join("*");
  });
}

// foldPart is foldTyped for a part of a text: a blank at its ends stays one.
function foldPart(part) {
  const folded = foldTyped(part);
  if (!folded) return part ? " " : "";
  return (/^\p{White_Space}/u.test(part) ? " " : "") + folded + (/\p{White_Space}$/u.test(part) ? " " : "");
}

// fits takes time in proportion to the text: there is nothing to go back to.
function fits(cut, text) {
  const [first, last] = [cut[0], cut[cut.length - 1]];
  if (cut.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of cut.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
