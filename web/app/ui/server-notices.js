import { t } from '../i18n/index.js';
import { h, KeyedList, setText, show } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {{ key: string, tone: 'caution' | 'bad', what: string, advice: string, reload: string | null }} Notice */

/**
 * Notices about the server and the network: why nobody is listed, or which strangers might be.
 * @param {{ reload(): void }} actions
 */
export function createServerNotices({ reload }) {
  const element = h('div', { class: 'notices', role: 'status' });
  const list = new KeyedList(element, () => createNotice(reload));
  return {
    element,
    /** @param {State} state */
    update(state) {
      list.update(noticesFor(state), (notice) => notice.key);
    },
  };
}

/** @param {() => void} reload */
function createNotice(reload) {
  const symbol = h('span', { class: 'symbol' }, icon('warning'));
  const what = h('p', { class: 'notice-what' });
  const advice = h('p', { class: 'notice-advice' });
  const button = h('button', { type: 'button', class: 'button', onclick: reload });
  const element = h('div', { class: 'notice' }, symbol, h('div', { class: 'notice-words' }, what, advice, button));
  return {
    element,
    /** @param {Notice} notice */
    update(notice) {
      element.dataset.tone = notice.tone;
      setText(what, notice.what);
      if (advice.textContent !== notice.advice) advice.replaceChildren(...withOptions(notice.advice));
      show(advice, notice.advice !== '');
      setText(button, notice.reload ?? '');
      show(button, notice.reload !== null);
    },
  };
}

/**
 * A sentence with the operator's options as what one types.
 * @param {string} sentence
 */
function withOptions(sentence) {
  return sentence.split(/(--[a-z-]+(?: off)?)/).map((piece, index) => (index % 2 === 1 ? h('code', { text: piece }) : piece));
}

/**
 * The reason why there is no connection to the server.
 * @param {State['server']['obstacle']} obstacle
 */
export function offline(obstacle) {
  switch (obstacle) {
    case 'no-websocket':
      return { key: obstacle, what: t('notice.noWebSocket'), advice: t('notice.noWebSocketHint') };
    case 'sockets-refused':
      return { key: obstacle, what: t('notice.socketsRefused'), advice: t('notice.socketsRefusedHint') };
    case 'device-offline':
      return { key: obstacle, what: t('notice.deviceOffline'), advice: '' };
    default:
      return { key: 'offline', what: t('notice.offline'), advice: '' };
  }
}

/**
 * @param {State} state
 * @returns {Notice[]}
 */
function noticesFor({ self, server: { status, obstacle, room, refusedServers } }) {
  /** @type {Notice[]} */
  const notices = [];
  /** @type {(key: string, tone: Notice['tone'], what: string, advice?: string, reload?: string | null) => void} */
  const add = (key, tone, what, advice = '', reload = null) => {
    notices.push({ key, tone, what, advice, reload });
  };

  if (status === 'offline') {
    const { key, what, advice } = offline(obstacle);
    add(key, 'caution', what, advice);
  }
  if (status === 'replaced') add('replaced', 'caution', t('notice.replaced'), '', t('notice.useHere'));
  if (status === 'outdated') add('outdated', 'caution', t('notice.outdated'), t('notice.outdatedHint'), t('notice.reload'));
  if (status === 'mismatch') add('mismatch', 'bad', t('notice.mismatch'), t('notice.mismatchHint'), t('notice.reload'));
  if (status !== 'online' || !room) return notices;
  if (room.kind === 'public') add('public', 'caution', t('notice.public'), t('notice.publicHint'));
  if (room.kind === 'cgnat') add('cgnat', 'caution', t('notice.cgnat'), t('notice.cgnatHint'));
  if (room.kind === 'none' && room.reason) {
    add(room.reason, 'caution', t(`notice.room.${room.reason}`), t(`notice.room.${room.reason}Hint`));
  }
  if (self.refusesConnections) {
    add('refusesConnections', 'caution', t('notice.refusesConnections'), t('notice.refusesConnectionsHint'));
  } else if (refusedServers.length > 0) {
    const servers = refusedServers.join(', ');
    add('refusedServers', 'caution', t('notice.refusedServers', { servers }), t('notice.refusedServersHint'));
  }
  return notices;
}
