import { t } from '../i18n/index.js';
import { createCodeDialog } from '../ui/code-dialog.js';
import { deviceOf } from '../ui/summary.js';

/** @typedef {import('../types.js').State} State */

/** The countdown of a code is drawn this often, in milliseconds. */
const COUNTDOWN = 1000;

/**
 * Composes the meeting of two devices by a code: its dialog, and the way from there into their conversation.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {import('../ui/qr-image.js').DrawQR} options.drawQR
 * @param {import('./voice.js').Voice} options.voice
 * @param {(peer: string) => void} options.openConversation
 */
export function composeCodes({ engine, drawQR, voice, openConversation }) {
  const dialog = createCodeDialog({
    create: () => engine.createCode(),
    withdraw: () => engine.cancelCode(),
    join: (code) => engine.joinCode(code),
    forget: () => engine.clearJoin(),
    copy: voice.copy,
    drawQR,
  });
  const countdown = setInterval(() => update(engine.state), COUNTDOWN);

  /** @param {State} state */
  function update(state) {
    dialog.update(state, Date.now());
  }

  function open() {
    dialog.open();
    update(engine.state);
  }

  /** @param {string} peer */
  function meet(peer) {
    dialog.close();
    openConversation(peer);
  }

  return {
    dialog,
    open,
    update,
    /**
     * Joins by the code of a link.
     * @param {string} code
     */
    join(code) {
      open();
      void dialog.enter(code);
    },
    /**
     * Opens the conversation with a device that was just met; on the side that made the code only if its dialog is
     * open.
     * @param {State} previous
     * @param {State} state
     */
    follow(previous, state) {
      if (state.join.status === 'joined' && previous.join.status !== 'joined') return meet(state.join.peer);
      const { code } = state;
      if (code === previous.code || code.status !== 'ended' || code.reason !== 'used') return;
      voice.tell(t('code.met', { name: deviceOf(state, code.peer)?.name ?? '' }));
      if (dialog.isOpen) meet(code.peer);
    },
    dispose: () => clearInterval(countdown),
  };
}
