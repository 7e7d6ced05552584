// The way through a scenario, as plain data. Nothing here knows the page or the
// store. A path is a list of choices and of steps back (docs/formats/results.md).
/** @import { Scenario, Turn } from "../lib/types.js" */

/** stepBack stands in a path where a choice was taken back. No choice has that ID. */
export const stepBack = "back";

/** mostSteps bounds a path. */
export const mostSteps = 2000;

/**
 * A path that was played through: what happened, one turn after the other, the last being
 * where it has come to; the choices that still stand; whether it has come to an end.
 * @typedef {{turns: Turn[], way: {scene: string, choice: string}[], ended: boolean}} Played
 */

/**
 * follow plays a path through. It returns null for a path that this scenario does not have.
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
