import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { base32, digest, fromBase64, hex, toBase64, utf8 } from "../../layouts/player/lib/encoding.js";

const vectors = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

test("digests and base32 agree with Go", () => {
  for (const { parts, sha256, base32: text } of vectors("quiz/testdata/vectors/digest.json")) {
    assert.equal(hex(digest(...parts)), sha256);
    assert.equal(base32(digest(...parts)), text);
  }
});

test("identities agree with Go", () => {
  for (const v of vectors("quiz/testdata/vectors/identity.json")) {
    assert.equal(base32(digest("coursemark-question/1", v.bank, v.question)).slice(0, 10), v.public);
    for (const option of v.options) {
      const text = option.text
        .normalize("NFC")
        .replace(/\r\n?/g, "\n")
        .replace(/^[ \t\n]+|[ \t\n]+$/g, "");
      assert.equal(base32(digest("coursemark-option/1", v.bank, v.question, "option", text)).slice(0, 10), option.id);
    }
  }
});

test("base64 goes there and back", () => {
  assert.equal(toBase64(utf8("日本")), Buffer.from("日本").toString("base64"));
  assert.deepEqual(fromBase64(toBase64(Uint8Array.of(0, 255, 128))), Uint8Array.of(0, 255, 128));
});
