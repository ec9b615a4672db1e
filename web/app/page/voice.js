import { t } from '../i18n/index.js';
import { createAnnouncer } from '../ui/announcer.js';
import { createHint } from '../ui/hint.js';

/** @typedef {ReturnType<typeof createVoice>} Voice */

/**
 * The page's short messages: a hint for the eye, and the announcer for a screen reader.
 * @param {(text: string) => Promise<boolean>} copyText resolves to whether it is in the clipboard
 */
export function createVoice(copyText) {
  const hint = createHint();
  const announcer = createAnnouncer();

  return {
    elements: [hint.element, announcer.element],
    announcer,
    /**
     * Shows a message, and tells it to a screen reader.
     * @param {string} message
     */
    tell(message) {
      hint.say(message);
      announcer.say(message);
    },
    /**
     * Copies a text and says so to a screen reader; the button that was pressed shows it.
     * @param {string} text
     */
    async copy(text) {
      const copied = await copyText(text);
      announcer.say(t(copied ? 'common.copied' : 'common.copyFailed'));
      return copied;
    },
  };
}
