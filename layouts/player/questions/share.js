/**
 * clamp limits a share of a question's points to 0…1.
 * @param {number} share
 */
export const clamp = (share) => (share > 0 ? Math.min(share, 1) : 0);
