import { createDialogStack } from '../ui/dialog-stack.js';
import { createInspector } from '../ui/inspector.js';
import { createRecipientDialog } from '../ui/recipient-dialog.js';
import { createSettingsDialog } from '../ui/settings-dialog.js';

/** @typedef {import('../types.js').State} State */

/**
 * @typedef {object} Preferences
 * @property {import('../ui/preferences.js').Theme} theme
 * @property {string | null} language the one chosen here; null: as the browser says
 * @property {(theme: import('../ui/preferences.js').Theme) => void} setTheme
 * @property {(language: string | null) => void} setLanguage
 */

/**
 * Composes the dialogs over the page: settings, codes, the inspector, and the choice of a recipient.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {import('../environment/interface.js').InterfaceEnvironment} options.browser
 * @param {Preferences} options.preferences
 * @param {import('./whereabouts.js').Whereabouts} options.whereabouts
 * @param {import('./voice.js').Voice} options.voice
 * @param {ReturnType<typeof import('./codes.js').composeCodes>} options.codes
 * @param {ReturnType<typeof import('./sending.js').createSending>} options.sending
 */
export function composeDialogs({ engine, browser, preferences, whereabouts, voice, codes, sending }) {
  const settings = createSettingsDialog({
    ...preferences,
    areKept: () => browser.local.isLasting,
    setBusy: (busy) => engine.setAvailability(busy ? 'busy' : 'open'),
    setDirectOnly: (directOnly) => engine.setDirectOnly(directOnly),
  });
  const inspector = createInspector({
    inspect: (peer) => engine.inspect(peer),
    copy: voice.copy,
    userAgent: browser.userAgent,
  });
  const recipients = createRecipientDialog(sending.sendWaiting);
  const all = [settings, codes.dialog, inspector, recipients];
  const stack = createDialogStack(all, whereabouts.navigation);

  return {
    elements: all.map((dialog) => dialog.element),
    openSettings: settings.open,
    /** Asks to which device the waiting files go. */
    askRecipient: recipients.open,
    /** @param {string} peer */
    inspect: (peer) => inspector.open(peer, whereabouts.deviceNow(peer)?.name ?? ''),
    closeTop: stack.closeTop,
    /** @param {State} state */
    update(state) {
      settings.update(state);
      codes.update(state);
      recipients.update(state.devices.filter((device) => device.present), sending.waiting);
    },
  };
}
