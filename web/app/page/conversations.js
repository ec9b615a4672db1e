import { composeConversation } from './conversation.js';
import { show } from '../ui/dom.js';
import { deviceOf } from '../ui/summary.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('./conversation.js').ConversationOptions} ConversationOptions */

/**
 * Options that all conversations share, and actions that each takes with its own device.
 * @typedef {Omit<ConversationOptions, 'peer' | 'inspect' | 'send'> & {
 *   append(conversation: HTMLElement): void,
 *   deviceNow(peer: string): import('../ui/summary.js').Device | null,
 *   inspect(peer: string): void,
 *   send(peer: string, files: Parameters<ConversationOptions['send']>[0]): void,
 * }} ConversationsOptions
 */

/**
 * Composes the conversations: each is made when it is first opened, and stays for as long as its device is listed.
 * @param {ConversationsOptions} options
 */
export function composeConversations({ append, deviceNow, inspect, send, ...shared }) {
  /** @type {Map<string, ReturnType<typeof composeConversation>>} */
  const made = new Map();

  /** @param {string} peer */
  function make(peer) {
    const conversation = composeConversation({
      ...shared,
      peer,
      inspect: () => inspect(peer),
      send: (files) => send(peer, files),
    });
    made.set(peer, conversation);
    append(conversation.element);
  }

  return {
    /** @param {string} peer */
    get: (peer) => made.get(peer),
    /**
     * @param {State} state
     * @param {string | null} open the device whose conversation is shown
     */
    update(state, open) {
      for (const [peer, conversation] of made) {
        if (peer === open || deviceOf(state, peer)) continue;
        conversation.dispose();
        conversation.element.remove();
        made.delete(peer);
      }
      if (open !== null && !made.has(open)) make(open);
      for (const [peer, conversation] of made) {
        show(conversation.element, peer === open);
        const device = deviceNow(peer);
        if (device) conversation.update(device, state.conversations[peer], state.server);
      }
    },
    dispose() {
      for (const conversation of made.values()) conversation.dispose();
    },
  };
}
