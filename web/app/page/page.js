import { composeConversations } from './conversations.js';
import { composeShelf } from './shelf.js';
import { t } from '../i18n/index.js';
import { createSending } from './sending.js';
import { createAddDevice } from '../ui/add-device.js';
import { createAnnouncer } from '../ui/announcer.js';
import { createChime } from '../ui/chime.js';
import { createCodeDialog } from '../ui/code-dialog.js';
import { createDeviceList } from '../ui/device-list.js';
import { createDeviceRow } from '../ui/device-row.js';
import { createDialogStack } from '../ui/dialog-stack.js';
import { h, show } from '../ui/dom.js';
import { createDropTarget } from '../ui/drop-target.js';
import { pickedFiles } from '../ui/dropped-files.js';
import { happenings } from '../ui/happenings.js';
import { createHint } from '../ui/hint.js';
import { icon } from '../ui/icons.js';
import { createInspector } from '../ui/inspector.js';
import { guardLeaving } from '../ui/leave-guard.js';
import { createMasthead } from '../ui/masthead.js';
import { shortName } from '../ui/name.js';
import { createNavigation } from '../ui/navigation.js';
import { createNearPane } from '../ui/near-pane.js';
import { recipientOf } from '../ui/recipient.js';
import { createRecipientDialog } from '../ui/recipient-dialog.js';
import { createSelfCard } from '../ui/self-card.js';
import { createServerNotices } from '../ui/server-notices.js';
import { createSettingsDialog } from '../ui/settings-dialog.js';
import { createShell, wideFrom } from '../ui/shell.js';
import { deviceOf, isWorking, openOffers, wouldBeLost } from '../ui/summary.js';
import { createTabSignal } from '../ui/tab-signal.js';
import { createWakeLock } from '../ui/wake-lock.js';

/** @typedef {import('../types.js').Engine} Engine */
/** @typedef {import('../types.js').State} State */
/** @typedef {import('../ui/summary.js').Device} Device */

/**
 * @typedef {object} PageOptions
 * @property {Engine} engine
 * @property {import('../environment/interface.js').InterfaceEnvironment} browser
 * @property {(path: string) => string} flattenName makes one safe name of a path out of a folder
 * @property {import('../ui/preferences.js').Theme} theme
 * @property {string | null} language the one chosen here; null: as the browser says
 * @property {(theme: import('../ui/preferences.js').Theme) => void} setTheme
 * @property {(language: string | null) => void} setLanguage
 * @property {Kept} kept
 */

/**
 * Things of the person that outlive a page made anew in another language.
 * @typedef {object} Kept
 * @property {Map<string, string>} drafts what was written and not sent, by device
 * @property {import('../ui/dropped-files.js').Found} waiting files for which there is no device yet
 * @property {Set<string>} followed transfers that were accepted on the shelf, until they are looked at, dismissed or gone
 */

/** @returns {Kept} */
export function nothingKept() {
  return { drafts: new Map(), waiting: { files: [], missed: [] }, followed: new Set() };
}

/**
 * Composes the page: makes every part, hands each what it shows and what it may ask for.
 * @param {PageOptions} options
 */
export function createPage({ engine, browser, flattenName, theme, language, setTheme, setLanguage, kept }) {
  const teardown = new AbortController();
  const { signal } = teardown;
  const wide = browser.width(wideFrom);
  /**
   * Devices as they were last seen: the conversation that is open stays so after its device has left.
   * @type {Map<string, Device>}
   */
  const lastSeen = new Map();
  let before = engine.state;
  /** @type {string | null} */
  let looked = null;

  const hint = createHint();
  const announcer = createAnnouncer();
  const chime = createChime(browser.openAudio, signal);
  const tabSignal = createTabSignal(browser.newCanvas);
  const wakeLock = createWakeLock(browser.keepAwake, signal);
  const navigation = createNavigation({
    stacked: () => !wide.isReached(),
    moved,
    closeDialog: () => dialogStack.closeTop(),
    trail: browser.trail,
    signal,
  });
  const inspector = createInspector({ inspect: (peer) => engine.inspect(peer), copy, userAgent: browser.userAgent });
  const recipients = createRecipientDialog((peer) => sending.sendWaiting(peer));
  const sending = createSending({
    engine,
    kept,
    flattenName,
    openPeer,
    show: openConversation,
    ask: recipients.open,
    changed: () => render(engine.state),
    tell,
  });
  const settings = createSettingsDialog({
    theme,
    language,
    areKept: () => browser.local.isLasting,
    setBusy: (busy) => engine.setAvailability(busy ? 'busy' : 'open'),
    setDirectOnly: (directOnly) => engine.setDirectOnly(directOnly),
    setTheme,
    setLanguage,
  });
  const codeDialog = createCodeDialog({
    create: () => engine.createCode(),
    withdraw: () => engine.cancelCode(),
    join: (code) => engine.joinCode(code),
    forget: () => engine.clearJoin(),
    copy,
    drawQR: browser.drawQR,
  });
  const selfCard = createSelfCard({ rename });
  const notices = createServerNotices({ reload: browser.reload });
  const deviceList = createDeviceList({
    createRow: () => createDeviceRow({ choose: openConversation, isTouch: browser.isTouch }),
    add: () => navigation.go({ pane: 'add' }),
  });
  const addDevice = createAddDevice({ openCode, back: navigation.leave, copy, drawQR: browser.drawQR });
  const near = createNearPane({ send: (peer, files) => sending.sendAndShow(peer, pickedFiles(files)), open: openConversation });
  const shelf = composeShelf({
    engine,
    followed: kept.followed,
    browser,
    sending,
    deviceNow,
    ask: recipients.open,
    look: openConversation,
    changed: () => render(engine.state),
  });
  const dropTarget = createDropTarget({
    recipientOf: (over) => recipientOf(over, openPeer(), engine.state.devices),
    nameOf: (peer) => shortName(deviceNow(peer)?.name ?? ''),
    drop: sending.dropped,
    write,
    signal,
  });
  const codeButton = h('button', { type: 'button', class: 'button button-wide', onclick: openCode }, icon('code'), t('add.useCode'));
  const shell = createShell({
    shelf: shelf.element,
    watchSizes: browser.watchSizes,
    list: [
      createMasthead({ openSettings: settings.open }).element,
      selfCard.element,
      notices.element,
      deviceList.element,
      h('footer', { class: 'list-foot' }, codeButton),
    ],
    detail: [near.element, addDevice.element],
  });
  const conversations = composeConversations({
    pane: shell.detailPane,
    deviceNow,
    engine,
    drafts: kept.drafts,
    back: navigation.leave,
    inspect: (peer) => inspector.open(peer, deviceNow(peer)?.name ?? ''),
    send: sending.send,
    browser,
    copy,
  });
  const dialogs = [settings, codeDialog, inspector, recipients];
  const dialogStack = createDialogStack(dialogs, navigation);
  const element = h(
    'div',
    { class: 'page' },
    shell.element,
    ...dialogs.map((dialog) => dialog.element),
    dropTarget.element,
    hint.element,
    announcer.element,
  );

  /** The device whose conversation is open. */
  function openPeer() {
    const { place } = navigation;
    return place.pane === 'conversation' && deviceNow(place.peer) ? place.peer : null;
  }

  /** @param {string} peer */
  function deviceNow(peer) {
    const device = deviceOf(engine.state, peer);
    if (device) return device;
    const last = lastSeen.get(peer);
    return last ? { ...last, present: false } : null;
  }

  /** @param {string} peer */
  function openConversation(peer) {
    navigation.go({ pane: 'conversation', peer });
  }

  function openCode() {
    codeDialog.open();
    codeDialog.update(engine.state, Date.now());
  }

  /** @param {string} text */
  async function copy(text) {
    const copied = await browser.copyText(text);
    announcer.say(t(copied ? 'common.copied' : 'common.copyFailed'));
    return copied;
  }

  /**
   * Words were dropped, for a message that the person sends.
   * @param {import('../ui/recipient.js').Recipient} recipient
   * @param {string} words
   */
  function write(recipient, words) {
    if (recipient.type !== 'to') return tell(t('drop.writeNobody'));
    openConversation(recipient.peer);
    conversations.get(recipient.peer)?.addToMessage(words);
  }

  /** @param {string} name */
  function rename(name) {
    engine.rename(name);
    if (!browser.local.isLasting) tell(t('settings.notKept'));
  }

  /** @param {string} message */
  function tell(message) {
    hint.say(message);
    announcer.say(message);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.key !== 'F8') return;
    const [newest] = openOffers(engine.state);
    if (!newest) return;
    event.preventDefault();
    if (newest.peer === openPeer()) conversations.get(newest.peer)?.focusEntry(newest.transfer.id);
    else shelf.focus(newest.transfer.id);
  }

  /**
   * The person went somewhere: shows it and puts the focus there.
   * @param {import('../ui/steps.js').Place} place
   * @param {import('../ui/steps.js').Place} from
   */
  function moved(place, from) {
    look();
    render(engine.state);
    if (place.pane === 'conversation') {
      const conversation = conversations.get(place.peer);
      conversation?.settle();
      if (wide.isReached()) conversation?.focusComposer();
      else conversation?.focusHead();
    } else if (place.pane === 'add') addDevice.focus();
    else if (from.pane === 'conversation') deviceList.focus(from.peer);
    else deviceList.focusAdd();
  }

  /** Tells the engine what the person looks at. A hidden tab is looked at by nobody. */
  function look() {
    const peer = document.hidden ? null : openPeer();
    if (peer === looked) return;
    looked = peer;
    engine.look(peer);
  }

  /** @param {State} state */
  function render(state) {
    remember(state.devices);
    const peer = openPeer();
    conversations.update(state, peer);
    const present = state.devices.filter((device) => device.present);
    const pane = peer === null && navigation.place.pane === 'conversation' ? 'home' : navigation.place.pane;
    const greets = pane === 'home' && present.length > 0;
    show(near.element, greets);
    near.update(present);
    show(addDevice.element, peer === null && !greets);
    addDevice.update(state);
    shell.update(pane, state.devices.length === 0);
    selfCard.update(state);
    notices.update(state);
    deviceList.update(state, peer);
    settings.update(state);
    codeDialog.update(state, Date.now());
    recipients.update(present, sending.waiting);
    shelf.update(state, peer);
    tabSignal.update(state);
    wakeLock.update(isWorking(state));
  }

  /** @param {readonly Device[]} devices */
  function remember(devices) {
    const { place } = navigation;
    const open = place.pane === 'conversation' ? lastSeen.get(place.peer) : undefined;
    lastSeen.clear();
    if (open) lastSeen.set(open.id, open);
    for (const device of devices) lastSeen.set(device.id, device);
  }

  /** @param {State} state */
  function changed(state) {
    const previous = before;
    before = state;
    // After a reload the device of the open conversation comes back later than the page.
    look();
    render(state);
    const all = happenings(previous, state);
    announcer.tell(all);
    announcer.tellProgress(state, openPeer(), browser.clock.now());
    if (document.hidden && all.some((happening) => happening.type === 'offer')) chime.play();
    followCodes(previous, state);
  }

  /**
   * Two devices that met by a code have something to say to each other.
   * @param {State} previous
   * @param {State} state
   */
  function followCodes(previous, state) {
    if (state.join.status === 'joined' && previous.join.status !== 'joined') return meet(state.join.peer);
    const { code } = state;
    if (code === previous.code || code.status !== 'ended' || code.reason !== 'used') return;
    tell(t('code.met', { name: deviceOf(state, code.peer)?.name ?? '' }));
    if (codeDialog.isOpen) meet(code.peer);
  }

  /** @param {string} peer */
  function meet(peer) {
    codeDialog.close();
    openConversation(peer);
  }

  const unsubscribe = engine.subscribe(changed);
  const countdown = setInterval(() => codeDialog.update(engine.state, Date.now()), 1000);
  guardLeaving(() => wouldBeLost(engine.state) || sending.waiting.length > 0, signal);
  wide.onChange(() => render(engine.state), signal);
  document.addEventListener('visibilitychange', look, { signal });
  document.addEventListener('paste', sending.pasted, { signal });
  document.addEventListener('keydown', pressed, { signal });
  look();
  render(engine.state);

  return {
    element,
    openSettings: settings.open,
    /**
     * Joins by the code of a link.
     * @param {string} code
     */
    join(code) {
      openCode();
      void codeDialog.enter(code);
    },
    dispose() {
      teardown.abort();
      unsubscribe();
      clearInterval(countdown);
      conversations.dispose();
      element.remove();
    },
  };
}
