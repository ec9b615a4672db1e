/**
 * @typedef {'auto' | 'light' | 'dark'} Theme
 * @typedef {import('../environment/key-storage.js').KeyStorage} KeyStorage
 */

const languageKey = 'ferry.language';
const themeKey = 'ferry.theme';

/**
 * The choices of a person for the page, kept by the browser if it keeps anything.
 * @param {KeyStorage} storage
 */
export function createPreferences(storage) {
  /**
   * @param {string} key
   * @param {string | null} value
   */
  const keep = (key, value) => (value === null ? storage.remove(key) : storage.set(key, value));
  return {
    /** The language chosen here; null: as the browser says. */
    get language() {
      return storage.get(languageKey);
    },
    /** @param {string | null} tag */
    set language(tag) {
      keep(languageKey, tag);
    },
    /** @returns {Theme} */
    get theme() {
      const theme = storage.get(themeKey);
      return theme === 'light' || theme === 'dark' ? theme : 'auto';
    },
    /** @param {Theme} theme */
    set theme(theme) {
      keep(themeKey, theme === 'auto' ? null : theme);
    },
  };
}

/**
 * Shows the page in a theme: elements of a colour scheme (marked `data-scheme`) hold always, never, or when the system
 * says so.
 * @param {Theme} theme
 */
export function applyTheme(theme) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-scheme]'))) {
    const { scheme } = part.dataset;
    const always = theme === scheme ? 'all' : 'not all';
    part.setAttribute('media', theme === 'auto' ? `(prefers-color-scheme: ${scheme})` : always);
  }
}
