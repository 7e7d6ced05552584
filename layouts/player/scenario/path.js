// The way through a scenario, as plain data. Nothing here knows the page or the
// store.
//
// A scenario is {start, ways}: the ID of its first scene, and a map of each scene
// to a map of its choices to the scenes that they lead to. A path is a list of
// choices and of steps back (docs/formats/results.md).

// stepBack stands in a path where a choice was taken back. No choice has that ID.
export const stepBack = "back";

// mostSteps bounds a path.
export const mostSteps = 2000;

// follow plays a path through:
//   turns  what happened, one after the other: {scene, choice} where a choice was
//          made, {scene, back: choice, from: its scene} where it was taken back,
//          and at last {scene} where the path has come to
//   way    the choices that still stand: [{scene, choice}]
//   ended  whether it has come to an end
// It gives null for a path that this scenario does not have.
export function follow({ start, ways }, path) {
  const turns = [];
  const way = [];
  let scene = start;
  if (path.length > mostSteps || !ways.has(start)) return null;
  for (const step of path) {
    if (step === stepBack) {
      const last = way.pop();
      if (!last) return null;
      turns.push({ scene, back: last.choice, from: last.scene });
      scene = last.scene;
      continue;
    }
    const to = ways.get(scene).get(step);
    if (!ways.has(to)) return null;
    turns.push({ scene, choice: step });
    way.push({ scene, choice: step });
    scene = to;
  }
  turns.push({ scene });
  return { turns, way, ended: ways.get(scene).size === 0 };
}
