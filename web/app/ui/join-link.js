/** The beginning of a link's fragment, before the code. */
const prefix = '#code=';

/**
 * Takes the code out of the page's address: it is good for one use, and a reload is not another.
 * @param {import('../environment/trail.js').Trail} trail
 * @returns {string | null}
 */
export function takeCodeFromAddress(trail) {
  if (!location.hash.startsWith(prefix)) return null;
  const code = decode(location.hash.slice(prefix.length)).trim();
  trail.replace(trail.state(), location.pathname + location.search);
  return code || null;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
