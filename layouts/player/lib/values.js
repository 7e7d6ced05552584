// What was kept, or comes from a file, may be anything: these take of it what is sound.

/**
 * text returns a text as it is, and "" for anything else.
 * @param {unknown} x
 */
export const text = (x) => (typeof x === "string" ? x : "");

/**
 * list returns a list as it is, and an empty one for anything else.
 * @param {unknown} x
 * @returns {any[]}
 */
export const list = (x) => (Array.isArray(x) ? x : []);

/**
 * isObject reports whether x is an object with members, and no list.
 * @param {unknown} x
 * @returns {x is Record<string, any>}
 */
export const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);

/**
 * mapOf returns a list of pairs as a map, without what is not a pair.
 * @param {unknown} x
 * @returns {Map<any, any>}
 */
export const mapOf = (x) => new Map(/** @type {[any, any][]} */ (list(x).filter(Array.isArray)));

/**
 * same reports whether two values are written alike as JSON.
 * @param {unknown} a
 * @param {unknown} b
 */
export const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
