// Identifiers: of a person in draws, logs and rosters, and of a record.
import { base32, fiveBits } from "./encoding.js";
import { sha256 } from "./sha256.js";

/**
 * canonicalStaff returns a typed staff ID in the form that is compared: NFC, no white space
 * or control characters, ASCII letters in upper case. It returns "" if nothing is left or
 * the ID is too long.
 * @param {string} typed
 */
export function canonicalStaff(typed) {
  const id = typed
    .normalize("NFC")
    .replace(/[\p{White_Space}\p{Cc}\p{Cf}\p{Cs}\ufffd]/gu, "")
    .replace(/[a-z]/g, (c) => c.toUpperCase());
  return [...id].length > 64 ? "" : id;
}

/** randomID returns 26 random characters of base32. It needs no secure context. */
export function randomID() {
  return base32(crypto.getRandomValues(new Uint8Array(17))).slice(0, 26);
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * receipt returns the first 80 bits of a record's hash with a check character. It
 * identifies the record; it proves nothing else.
 * @param {Uint8Array} bytes
 */
export function receipt(bytes) {
  const digits = fiveBits(sha256(bytes).slice(0, 10));
  digits.push(checkDigit(digits));
  return digits
    .map((d) => crockford[d])
    .join("")
    .replace(/(.{4})(?=.)/g, "$1-");
}

// checkDigit returns the check digit of Luhn's algorithm modulo 32.
/** @param {number[]} digits */
function checkDigit(digits) {
  let sum = 0;
  let factor = 2;
  for (let i = digits.length - 1; i >= 0; i--) {
    const addend = factor * digits[i];
    sum += Math.floor(addend / 32) + (addend % 32);
    factor = 3 - factor;
  }
  return (32 - (sum % 32)) % 32;
}
