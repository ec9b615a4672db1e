import { languages, t } from '../i18n/index.js';
import { createDialog } from './dialog.js';
import { h, setText, show } from './dom.js';

/** @typedef {import('./preferences.js').Theme} Theme */
/** @typedef {import('../types.js').State} State */

/** @type {readonly Theme[]} */
const themes = ['auto', 'light', 'dark'];

/**
 * The dialog with a person's choices for this device.
 * @param {object} options
 * @param {Theme} options.theme
 * @param {string | null} options.language null: as the browser says
 * @param {() => boolean} options.areKept whether the browser keeps what is chosen
 * @param {(busy: boolean) => void} options.setBusy
 * @param {(directOnly: boolean) => void} options.setDirectOnly
 * @param {(theme: Theme) => void} options.setTheme
 * @param {(language: string | null) => void} options.setLanguage
 */
export function createSettingsDialog({ theme, language, areKept, setBusy, setDirectOnly, setTheme, setLanguage }) {
  const dialog = createDialog({ name: 'settings' });
  dialog.setTitle(t('settings.title'));
  const busy = createSwitch('setting-busy', t('settings.busy'), t('settings.busyHint'), setBusy);
  const directOnly = createSwitch('setting-direct', t('settings.directOnly'), t('settings.directOnlyHint'), setDirectOnly);
  const version = h('p', { class: 'settings-version' });
  const notKept = h('p', { class: 'settings-lost', text: t('settings.notKept'), hidden: true });
  dialog.body.append(
    busy.element,
    directOnly.element,
    themeChooser(theme, setTheme),
    languageChooser(language, setLanguage),
    notKept,
    h('p', { class: 'settings-keys', text: t('settings.keys') }),
    version,
  );

  return {
    element: dialog.element,
    open: dialog.open,
    close: dialog.close,
    /** @param {State} state */
    update({ self, server }) {
      busy.input.checked = self.availability === 'busy';
      directOnly.input.checked = self.directOnly;
      show(notKept, !areKept());
      setText(version, t('settings.version', { version: server.version }));
    },
  };
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string} hint
 * @param {(on: boolean) => void} change
 */
function createSwitch(id, label, hint, change) {
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    id,
    class: 'switch',
    'aria-describedby': `${id}-hint`,
    onchange: () => change(input.checked),
  });
  const words = h('span', {}, h('label', { for: id, text: label }), h('span', { id: `${id}-hint`, class: 'hint', text: hint }));
  return { element: h('div', { class: 'setting' }, words, input), input };
}

/**
 * @param {Theme} chosen
 * @param {(theme: Theme) => void} change
 */
function themeChooser(chosen, change) {
  const choices = themes.map((theme) => {
    const input = h('input', {
      type: 'radio',
      name: 'theme',
      value: theme,
      class: 'visually-hidden',
      checked: theme === chosen,
      onchange: () => change(theme),
    });
    return h('label', { class: 'segment' }, input, h('span', { text: t(`settings.theme.${theme}`) }));
  });
  return h('fieldset', { class: 'setting setting-stacked' }, h('legend', { text: t('settings.theme') }), h('div', { class: 'segments' }, ...choices));
}

/**
 * @param {string | null} chosen
 * @param {(language: string | null) => void} change
 */
function languageChooser(chosen, change) {
  const select = h(
    'select',
    { id: 'setting-language', class: 'field', onchange: () => change(select.value || null) },
    h('option', { value: '', text: t('settings.languageAuto') }),
    ...Object.entries(languages).map(([tag, { name }]) => h('option', { value: tag, lang: tag, text: name })),
  );
  select.value = chosen ?? '';
  return h('div', { class: 'setting' }, h('label', { for: 'setting-language', text: t('settings.language') }), select);
}
