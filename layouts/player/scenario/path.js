// The way through a scenario, as plain data, independent of the page and the store. A path is
// a list of choices and steps back (docs/formats/results.md).
/** @import { Scenario, Turn } from "../lib/types.js" */

/** stepBack is the step that takes a choice back. No choice has that ID. */
export const stepBack = "back";

/** mostSteps is the greatest length of a path. */
export const mostSteps = 2000;

/**
 * The result of following a path: what happened, turn by turn, where the last turn is the
 * current scene; the choices that were not taken back; whether the path has reached an end.
 * @typedef {{turns: Turn[], way: {scene: string, choice: string}[], ended: boolean}} Played
 */

/**
 * follow follows a path. It returns null if the scenario does not have that path.
 * @param {Pick<Scenario, "start" | "ways">} scenario
 * @param {string[]} path
 * @returns {Played | null}
 */
export function follow({ start, ways }, path) {
  if (path.length > mostSteps || !ways.has(start)) return null;
  /** @type {Turn[]} */
  const turns = [];
  /** @type {Played["way"]} */
  const way = [];
  let scene = start;
  for (const step of path) {
    if (step === stepBack) {
      const last = way.pop();
      if (!last) return null;
      turns.push({ scene, back: last.choice, from: last.scene });
      scene = last.scene;
      continue;
    }
    const to = ways.get(scene)?.get(step) ?? "";
    if (!ways.has(to)) return null;
    turns.push({ scene, choice: step });
    way.push({ scene, choice: step });
    scene = to;
  }
  turns.push({ scene });
  return { turns, way, ended: ways.get(scene)?.size === 0 };
}
