import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { markingOf } from "../../layouts/player/questions/types.js";

for (const name of ["cases", "random", "literature"]) {
  test(`scores agree with the gradebook's: ${name}`, () => {
    const vectors = JSON.parse(
      readFileSync(new URL(`../../quiz/testdata/scoring/${name}.json`, import.meta.url), "utf8"),
    );
    assert.ok(vectors.length > 50);
    for (const v of vectors.filter((v) => !v.blank)) {
      assert.equal(markingOf(v.key).score(v.key, v.response), v.fraction, `${v.name} ${JSON.stringify(v.response)}`);
    }
  });
}
