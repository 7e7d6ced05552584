// Encodings of bytes and texts, as docs/formats/bank.md and results.md specify them.
import { sha256 } from "./sha256.js";

/** @param {string} text */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/**
 * fiveBits splits bytes into 5-bit numbers; the last one is padded with zero bits.
 * @param {Uint8Array} bytes
 */
export function fiveBits(bytes) {
  const out = [];
  let acc = 0;
  let bits = 0;
  for (const b of bytes) {
    acc = ((acc << 8) | b) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) out.push((acc >> (bits - 5)) & 31);
  }
  if (bits > 0) out.push((acc << (5 - bits)) & 31);
  return out;
}

/**
 * base32 encodes bytes as in RFC 4648, in lower case and without padding.
 * @param {Uint8Array} bytes
 */
export function base32(bytes) {
  return fiveBits(bytes)
    .map((n) => "abcdefghijklmnopqrstuvwxyz234567"[n])
    .join("");
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let binary = "";
  for (const b of bytes) binary += String.fromCharCode(b);
  return btoa(binary);
}

/**
 * fromBase64 decodes base64. It throws if the text is not base64.
 * @param {string} text
 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/**
 * digest returns the SHA-256 of parts, each with its length in front, so that different
 * lists of parts never have the same input.
 * @param {(string | Uint8Array)[]} parts
 */
export function digest(...parts) {
  const all = parts.map((p) => (typeof p === "string" ? utf8(p) : p));
  const message = new Uint8Array(all.reduce((sum, p) => sum + 4 + p.length, 0));
  const view = new DataView(message.buffer);
  let at = 0;
  for (const p of all) {
    view.setUint32(at, p.length);
    message.set(p, at + 4);
    at += 4 + p.length;
  }
  return sha256(message);
}
