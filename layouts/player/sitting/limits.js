// How often an assessment counts, as advice: the gradebook decides by the same
// rules, with what it knows of dates of receipt and of other computers.
import { day } from "../lib/time.js";

// shift adds calendar months and days to a date, YYYY-MM-DD: a day that the month
// does not have becomes its last one.
function shift(date, months, days) {
  const [y, m, d] = date.split("-").map(Number);
  const last = new Date(y, m + months, 0).getDate();
  return day(new Date(y, m - 1 + months, Math.min(d, last) + days));
}

// counting tells how things stand for an attempt that is begun and handed in on a
// date, YYYY-MM-DD, after others ({started, submitted}, oldest first): left is how
// many more count, and from says from which date on one counts, "" where it does
// on that date or where nobody can tell.
export function counting({ attempts, attemptsMonths, coolingOffDays }, others, today) {
  const counted = [];
  const stand = (started, date) => {
    const standing = attempts === 0 ? [] : counted.filter((c) => attemptsMonths === 0 || shift(c, attemptsMonths, 0) > date);
    const rested = counted.length > 0 && coolingOffDays > 0 ? shift(counted.at(-1), 0, coolingOffDays) : "";
    const full = attempts > 0 && standing.length >= attempts;
    const freed = full && attemptsMonths > 0 ? shift(standing[standing.length - attempts], attemptsMonths, 0) : "";
    const soon = started < rested;
    return { left: attempts === 0 ? Infinity : Math.max(0, attempts - standing.length), counts: !full && !soon, from: full && !freed ? "" : [soon ? rested : "", freed].sort().at(-1) };
  };
  for (const o of others) {
    const date = day(new Date(o.submitted));
    if (stand(day(new Date(o.started)), date).counts) counted.push(date);
  }
  return stand(today, today);
}
