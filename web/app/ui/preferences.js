/** @typedef {'auto' | 'light' | 'dark'} Theme */

const languageKey = 'ferry.language';
const themeKey = 'ferry.theme';

/**
 * What was kept under a key. A browser that forbids storage keeps nothing.
 * @param {string} key
 */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string | null} value
 */
function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // It holds until the page is closed.
  }
}

/** The language chosen here; null: as the browser says. */
export function keptLanguage() {
  return read(languageKey);
}

/** @param {string | null} tag */
export function keepLanguage(tag) {
  write(languageKey, tag);
}

/** @returns {Theme} */
export function keptTheme() {
  const theme = read(themeKey);
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** @param {Theme} theme */
export function keepTheme(theme) {
  write(themeKey, theme === 'auto' ? null : theme);
}

/**
 * Shows the page in a theme: what belongs to a colour scheme (marked `data-scheme`) holds always, never, or when the
 * system says so.
 * @param {Theme} theme
 */
export function applyTheme(theme) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-scheme]'))) {
    const { scheme } = part.dataset;
    const always = theme === scheme ? 'all' : 'not all';
    part.setAttribute('media', theme === 'auto' ? `(prefers-color-scheme: ${scheme})` : always);
  }
}
