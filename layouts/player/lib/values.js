// What was kept, or comes from a file, may be anything: these functions keep what is valid.

/**
 * text returns x if it is a string, otherwise "".
 * @param {unknown} x
 */
export const text = (x) => (typeof x === "string" ? x : "");

/**
 * list returns x if it is an array, otherwise an empty one.
 * @param {unknown} x
 * @returns {any[]}
 */
export const list = (x) => (Array.isArray(x) ? x : []);

/**
 * isObject reports whether x is an object, and not an array.
 * @param {unknown} x
 * @returns {x is Record<string, any>}
 */
export const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);

/**
 * mapOf returns an array of pairs as a map, and leaves out what is not a pair.
 * @param {unknown} x
 * @returns {Map<any, any>}
 */
export const mapOf = (x) => new Map(/** @type {[any, any][]} */ (list(x).filter(Array.isArray)));

/**
 * same reports whether two values are equal as JSON.
 * @param {unknown} a
 * @param {unknown} b
 */
export const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
