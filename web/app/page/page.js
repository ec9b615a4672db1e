import { createAttention } from './attention.js';
import { composeCodes } from './codes.js';
import { composeDetail } from './detail.js';
import { composeDialogs } from './dialogs.js';
import { composeGestures } from './gestures.js';
import { composeList } from './list.js';
import { createSending } from './sending.js';
import { composeShelf } from './shelf.js';
import { createVoice } from './voice.js';
import { createWhereabouts } from './whereabouts.js';
import { h } from '../ui/dom.js';
import { guardLeaving } from '../ui/leave-guard.js';
import { createShell } from '../ui/shell.js';
import { wouldBeLost } from '../ui/summary.js';

/** @typedef {import('../types.js').State} State */

/**
 * @typedef {object} PageOptions
 * @property {import('../types.js').Engine} engine
 * @property {import('../environment/interface.js').InterfaceEnvironment} browser
 * @property {(path: string) => string} flattenName makes one safe name of a path out of a folder
 * @property {import('./dialogs.js').Preferences} preferences
 * @property {import('./kept.js').Kept} kept
 */

/**
 * Opens the page: shows the engine's state, hands it what the person asks for, until it is disposed of.
 * @param {PageOptions} options
 */
export function createPage(options) {
  const { engine } = options;
  const teardown = new AbortController();
  const { signal } = teardown;
  const parts = composeParts(options, render, signal);
  const { whereabouts, sending, codes, dialogs, attention } = parts;
  let before = engine.state;

  /** @param {State} state */
  function render(state) {
    whereabouts.update(state);
    parts.detail.update(state);
    parts.shell.update(whereabouts.pane, state.devices.length === 0);
    parts.list.update(state);
    dialogs.update(state);
    parts.shelf.update(state, whereabouts.openPeer());
    attention.update(state);
  }

  /** @param {State} state */
  function changed(state) {
    const previous = before;
    before = state;
    // After a reload the device of the open conversation comes back later than the page.
    whereabouts.look();
    render(state);
    attention.tell(previous, state);
    codes.follow(previous, state);
  }

  const unsubscribe = engine.subscribe(changed);
  guardLeaving(() => wouldBeLost(engine.state) || sending.waiting.length > 0, signal);
  whereabouts.wide.onChange(() => render(engine.state), signal);
  document.addEventListener('visibilitychange', whereabouts.look, { signal });
  whereabouts.look();
  render(engine.state);

  return {
    element: parts.element,
    openSettings: dialogs.openSettings,
    join: codes.join,
    dispose() {
      teardown.abort();
      unsubscribe();
      codes.dispose();
      parts.detail.dispose();
      parts.element.remove();
    },
  };
}

/**
 * Makes the parts of the page, and hands each what it may ask of the others.
 * @param {PageOptions} options
 * @param {(state: State) => void} render
 * @param {AbortSignal} signal
 */
function composeParts({ engine, browser, flattenName, preferences, kept }, render, signal) {
  const redraw = () => render(engine.state);
  const voice = createVoice(browser.copyText);
  const { tell } = voice;
  const whereabouts = createWhereabouts({ engine, browser, moved, closeDialog: () => dialogs.closeTop(), signal });
  const { openPeer, openConversation, deviceNow } = whereabouts;
  const ask = () => dialogs.askRecipient();
  const sending = createSending({ engine, kept, flattenName, show: openConversation, ask, changed: redraw, tell });
  const codes = composeCodes({ engine, drawQR: browser.drawQR, voice, openConversation });
  const dialogs = composeDialogs({ engine, browser, preferences, whereabouts, voice, codes, sending });
  const list = composeList({ engine, browser, whereabouts, tell, openSettings: dialogs.openSettings, openCode: codes.open });
  const detail = composeDetail({
    engine,
    browser,
    drafts: kept.drafts,
    whereabouts,
    voice,
    sending,
    inspect: dialogs.inspect,
    openCode: codes.open,
    append: (element) => shell.detailPane.append(element),
  });
  const { conversations } = detail;
  const { followed } = kept;
  const shelf = composeShelf({ engine, followed, browser, sending, deviceNow, ask, look: openConversation, changed: redraw });
  const veil = composeGestures({ engine, whereabouts, sending, conversations, focusShelf: shelf.focus, tell, signal });
  const { watchSizes } = browser;
  const shell = createShell({ shelf: shelf.element, watchSizes, list: list.elements, detail: detail.elements });
  const attention = createAttention({ browser, announcer: voice.announcer, openPeer, signal });
  const element = h('div', { class: 'page' }, shell.element, ...dialogs.elements, veil, ...voice.elements);

  /**
   * Shows where the person went, and puts the focus there.
   * @param {import('../ui/steps.js').Place} place
   * @param {import('../ui/steps.js').Place} from
   */
  function moved(place, from) {
    whereabouts.look();
    redraw();
    if (place.pane === 'home') list.focus(from);
    else detail.focus(place);
  }

  return { element, whereabouts, sending, codes, dialogs, list, detail, shelf, shell, attention };
}
