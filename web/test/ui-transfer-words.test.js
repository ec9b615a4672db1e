import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { t, useLanguage } from '../app/i18n/index.js';
import { describeFile } from '../app/ui/file-words.js';
import { browserTraits } from '../app/ui/browser-traits.js';
import { secureUrl } from '../app/ui/secure-link.js';
import { standings } from '../app/ui/standing.js';
import { availableActions, flowText, metaText, transferLabel, transferMessage as messageOf } from '../app/ui/transfer-words.js';

/** @typedef {import('../app/types.js').TransferEntry} TransferEntry */
/** @typedef {import('../app/types.js').FileState} FileState */

beforeEach(() => useLanguage('en'));

/**
 * @param {Partial<FileState>} [file]
 * @returns {FileState}
 */
function file(file = {}) {
  return {
    index: 0, name: 'sea.jpg', size: 1000, type: 'image/jpeg', modified: null, done: 0, status: 'waiting', error: null,
    by: null, place: 'none', handed: 'never', openable: true, ...file,
  };
}

/**
 * @param {Partial<TransferEntry>} [entry]
 * @returns {TransferEntry}
 */
function transfer(entry = {}) {
  return {
    type: 'transfer', id: 't', direction: 'out', at: 0, status: 'offered', error: null, by: null, path: null, hold: null,
    files: [file()], total: 1000, done: 0, speed: 0, remaining: null, refusal: null, retried: false,
    handOver: null, ...entry,
  };
}

const firefox = { userAgent: 'Gecko/20100101 Firefox/150.0', isSecure: true };
const chromium = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36', isSecure: true };

/**
 * The words of a card.
 *
 * @param {TransferEntry} entry
 * @param {string} name
 * @param {boolean} [hasSecure]
 * @param {typeof firefox} [browser]
 */
const transferMessage = (entry, name, hasSecure = false, browser = firefox) =>
  messageOf(entry, name, hasSecure, browserTraits(browser, 'desktop'));

/** @param {Partial<TransferEntry>} entry */
const allowed = (entry) => Object.entries(availableActions(transfer(entry))).flatMap(([name, can]) => (can ? [name] : []));

test('a transfer has a label for each status, in both directions', () => {
  assert.equal(transferLabel(transfer(), 'Anna'), 'Offering sea.jpg to Anna');
  assert.equal(transferLabel(transfer({ direction: 'in' }), 'Anna'), 'Anna wants to send sea.jpg');
  assert.equal(transferLabel(transfer({ status: 'interrupted' }), 'Anna'), 'Sending sea.jpg to Anna');
  assert.equal(transferLabel(transfer({ status: 'complete', direction: 'in' }), 'Anna'), 'Received sea.jpg from Anna');
  assert.equal(transferLabel(transfer({ status: 'failed', files: [file(), file()] }), 'Anna'), 'Not sent: 2 files to Anna');
});

test('the line under the bar tells speed and time, or the side it waits for', () => {
  const moving = transfer({ status: 'transferring', path: 'direct', done: 10, speed: 2_000_000, remaining: 130 });
  assert.equal(flowText(moving, 'Anna'), `${t('transfer.sendingShort')} · 2.00 MB/s · ${t('transfer.left', { time: 'about 2 min' })}`);
  const out = { ...moving, speed: 0, remaining: null };
  const into = { ...out, direction: /** @type {const} */ ('in') };
  assert.equal(flowText(into, 'Anna'), t('transfer.receivingShort'));
  assert.equal(flowText({ ...out, hold: 'them' }, 'Anna'), t('transfer.stalledOut', { name: 'Anna' }));
  assert.equal(flowText({ ...out, hold: 'us' }, 'Anna'), t('transfer.stalledReading'));
  assert.equal(flowText({ ...into, hold: 'them' }, 'Anna'), t('transfer.stalledIn', { name: 'Anna' }));
  assert.equal(flowText({ ...into, hold: 'us' }, 'Anna'), t('transfer.stalledStoring'));
  for (const entry of [out, into]) assert.equal(flowText({ ...entry, hold: 'path' }, 'Anna'), t('transfer.stalledPath'));
  assert.equal(flowText(transfer(), 'Anna'), t('transfer.waitConnection'));
  assert.equal(flowText(transfer(), 'Anna', true), t('transfer.waitTurn', { name: 'Anna' }));
  assert.equal(flowText(transfer({ path: 'readable' }), 'Anna'), t('transfer.waitAnswer', { name: 'Anna' }));
  assert.equal(metaText({ ...moving, done: 500 }, '12:00'), '500 B of 1.00 kB');
  assert.equal(metaText(transfer(), '12:00'), '1.00 kB · 12:00');
});

test('an offer that this browser cannot take says how much it can', () => {
  const refused = transfer({ direction: 'in', refusal: { reason: 'too-large', limit: 2e9 } });
  assert.equal(transferMessage(refused, 'Anna', true)?.what, t('transfer.tooLarge', { limit: '2.00 GB' }));
  assert.deepEqual(allowed(refused), ['decline']);
  const occupied = transfer({ direction: 'in', refusal: { reason: 'occupied', limit: 1e6 } });
  assert.equal(transferMessage(occupied, 'Anna')?.advice, t('transfer.occupiedHint'));
});

test('over plain HTTP such an offer leads to the secure address, where there is one', () => {
  const overHTTP = { ...firefox, isSecure: false };
  const refused = transfer({ direction: 'in', refusal: { reason: 'too-large', limit: 459e6 } });
  const secure = transferMessage(refused, 'Anna', true, overHTTP);
  assert.equal(secure?.what, t('transfer.tooLargePlain', { limit: '459 MB' }));
  assert.deepEqual([secure?.advice, secure?.secure], [t('transfer.tooLargeSecure', { name: 'Anna' }), true]);
  const plain = transferMessage(refused, 'Anna', false, overHTTP);
  assert.deepEqual([plain?.advice, plain?.secure], [t('transfer.tooLargeSingle'), false]);
  const several = transferMessage({ ...refused, files: [file(), file()] }, 'Anna', false);
  assert.equal(several?.advice, t('transfer.tooLargeHint', { name: 'Anna' }));
});

test('the secure address is that of the host the page was opened under, if there is one', () => {
  const secureUrls = ['https://192.168.1.5:8443/', 'https://ferry.local:8443/'];
  assert.equal(secureUrl({ secureUrls }, 'ferry.local'), secureUrls[1]);
  assert.equal(secureUrl({ secureUrls }, '10.0.0.1'), secureUrls[0]);
  assert.equal(secureUrl({ secureUrls: [] }, 'ferry.local'), null);
});

test('decisions of people are not told as faults', () => {
  for (const by of /** @type {const} */ (['us', 'them'])) {
    assert.equal(transferMessage(transfer({ status: 'declined', error: 'declined', by }), 'Anna', false)?.tone, 'plain');
    assert.equal(transferMessage(transfer({ status: 'cancelled', by }), 'Anna', false)?.tone, 'plain');
    assert.equal(transferMessage(transfer({ status: 'failed', error: 'closed', by }), 'Anna', false)?.tone, 'bad');
  }
});

test('an offer waits behind one that is not answered, and for one cause there is one way to try again', () => {
  const asked = transfer({ id: 'asked', path: 'direct' });
  const next = transfer({ id: 'next' });
  assert.deepEqual(standings([asked, next], false).map(({ behind }) => behind), [false, true]);
  assert.deepEqual(standings([next], false).map(({ behind }) => behind), [false]);
  /** @type {import('../app/types.js').TextEntry} */
  const text = { type: 'text', id: 'x', direction: 'out', at: 0, text: 'hi', status: 'failed' };
  const lost = transfer({ id: 'lost', status: 'failed', error: 'NO_PATH', by: null });
  const declined = transfer({ id: 'declined', status: 'declined', error: 'declined', by: 'them' });
  const again = (/** @type {boolean} */ isBroken) => standings([{ ...text, id: 'w' }, declined, lost, text], isBroken).map((each) => each.again);
  assert.deepEqual(again(true), [null, 'one', null, null]);
  assert.deepEqual(again(false), [null, 'one', null, 'all']);
});

test('a complete transfer names the files that did not arrive, and where the rest is', () => {
  const gone = file({ status: 'failed', error: 'unreadable', by: 'us' });
  const full = file({ status: 'failed', error: 'storage', by: 'them' });
  const lost = transfer({ status: 'complete', files: [gone, file({ status: 'complete' })] });
  assert.equal(transferMessage(lost, 'Anna', false)?.what, t('transfer.partly', { count: 1 }));
  assert.match(transferMessage(lost, 'Anna', false)?.advice ?? '', /could not be read on this device/);
  const both = transfer({ status: 'complete', files: [gone, full, file({ status: 'complete' })] });
  assert.deepEqual(transferMessage(both, 'Anna', false), { what: t('transfer.partly', { count: 2 }), advice: '', tone: 'bad', secure: false });
  assert.deepEqual([gone, full].map(describeFile), ['Could not be read here', 'No room there to store it']);
});

/** @type {[place: FileState['place'], handed: FileState['handed']][]} */
const unsaved = [['held', 'never']];
const saved = /** @type {typeof unsaved} */ ([['held', 'begun'], ['held', 'done'], ['downloads', 'never']]);
const notKept = /** @type {typeof unsaved} */ ([['released', 'done'], ['discarded', 'done']]);

/** @param {typeof unsaved} places */
function whereabouts(places) {
  const files = places.map(([place, handed]) => file({ status: 'complete', place, handed }));
  return transferMessage(transfer({ status: 'complete', direction: 'in', files }), 'Anna')?.what;
}

test('files that are here are told as received or handed over, and no more', () => {
  assert.equal(whereabouts(unsaved), t('transfer.receivedShort'));
  for (const place of saved) assert.equal(whereabouts([place]), t('transfer.handed'));
  for (const place of notKept) assert.equal(whereabouts([place]), t('transfer.handedNotKept'));
  assert.equal(whereabouts([['discarded', 'never']]), t('transfer.discarded'));
  assert.equal(whereabouts([...saved, ...unsaved]), t('transfer.handedSome', { done: 3, total: 4 }));
  assert.equal(whereabouts([...saved, ...notKept]), t('transfer.handed'));
});

test('files that were sent are told as received by the other device', () => {
  const sent = transfer({ status: 'complete', files: [file({ status: 'complete', place: 'source' })] });
  assert.equal(transferMessage(sent, 'Anna')?.what, t('transfer.sentShort', { name: 'Anna' }));
  assert.equal(transferLabel(sent, 'Anna'), 'Anna received sea.jpg');
});

test('where the browser may be asking a question, the page says so beside files that may be missing', () => {
  const handed = file({ status: 'complete', place: 'held', handed: 'done' });
  /** @param {FileState[]} files @param {typeof chromium} browser */
  const advice = (files, browser) =>
    transferMessage(transfer({ status: 'complete', direction: 'in', files }), 'Anna', false, browser)?.advice;
  const overHTTP = { ...chromium, isSecure: false };
  assert.equal(advice([handed], overHTTP), t('transfer.missingHint'));
  assert.equal(advice([handed, handed], overHTTP), t('transfer.missingManyKeepHint'));
  assert.equal(advice([handed, handed], chromium), t('transfer.missingManyHint'));
  assert.equal(advice([handed], chromium), '');
  assert.equal(advice([handed, handed], { ...firefox, isSecure: false }), '');
  assert.equal(advice([{ ...handed, handed: 'never' }], overHTTP), '');
  assert.deepEqual(
    /** @type {const} */ (['desktop', 'phone', 'tablet']).map((kind) => browserTraits(chromium, kind).asksBeforeLeaving),
    [true, false, false],
  );
});

test('while files are handed over the card counts them', () => {
  const held = file({ status: 'complete', place: 'held' });
  const files = [held, held, held];
  const entry = transfer({ status: 'complete', direction: 'in', files, handOver: { form: 'files', done: 2, total: 3 } });
  assert.equal(transferMessage(entry, 'Anna')?.what, t('transfer.handingOver', { done: 2, total: 3 }));
  assert.equal(flowText({ ...entry, status: 'failed' }, 'Anna'), t('transfer.handingOver', { done: 2, total: 3 }));
  assert.deepEqual(allowed(entry), ['stopSaving', 'discard']);
  const archive = transfer({ ...entry, handOver: { form: 'archive', done: 1, total: 4 } });
  assert.equal(transferMessage(archive, 'Anna')?.what, t('transfer.makingArchive', { percent: '25%' }));
  const failed = transfer({ ...entry, handOver: null, archiveFailed: true });
  assert.equal(flowText(failed, 'Anna'), t('transfer.archiveFailed'));
});

test('a batch of which a file is missing counts while it is handed over as well, and says where the rest is', () => {
  const held = file({ status: 'complete', place: 'held' });
  const gone = file({ status: 'failed', error: 'unreadable', by: 'them' });
  const entry = transfer({ status: 'complete', direction: 'in', files: [held, held, gone] });
  const lost = t('transfer.partly', { count: 1 });
  const what = (/** @type {Partial<TransferEntry>} */ change) => transferMessage({ ...entry, ...change }, 'Anna')?.what;
  assert.equal(what({}), `${lost} · ${t('transfer.receivedShort')}`);
  const counted = t('transfer.handingOver', { done: 1, total: 2 });
  assert.equal(what({ handOver: { form: 'files', done: 1, total: 2 } }), `${lost} · ${counted}`);
  const handed = file({ status: 'complete', place: 'held', handed: 'begun' });
  assert.equal(what({ files: [handed, handed, gone] }), `${lost} · ${t('transfer.handed')}`);
});

test('files that have to be chosen anew have no "Try again"', () => {
  const spent = (['unreadable', 'changed']).map((error) => file({ status: 'failed', error: /** @type {any} */ (error), by: 'us' }));
  assert.deepEqual(allowed({ status: 'failed', error: 'unreadable', by: 'us', files: spent }), []);
  assert.deepEqual(allowed({ status: 'complete', files: [...spent, file({ status: 'complete' })] }), []);
  const full = file({ status: 'failed', error: 'storage', by: 'them' });
  assert.deepEqual(allowed({ status: 'complete', files: [...spent, full] }), ['retry']);
});

test('only possible actions are offered', () => {
  assert.deepEqual(allowed({}), ['cancel']);
  assert.deepEqual(allowed({ direction: 'in' }), ['accept', 'decline']);
  assert.deepEqual(allowed({ status: 'transferring', direction: 'in' }), ['cancel']);
  assert.deepEqual(allowed({ status: 'failed', by: 'them' }), ['retry']);
  assert.deepEqual(allowed({ status: 'failed', direction: 'in' }), []);
  const held = file({ status: 'complete', place: 'held' });
  assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [held] }), ['save', 'open', 'discard']);
  const handed = file({ status: 'complete', place: 'held', handed: 'done' });
  assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [handed] }), ['saveAgain', 'open', 'discard']);
  const batches = /** @type {const} */ ([
    [[held, held], ['saveAll', 'saveArchive', 'discard']],
    [[held, handed], ['saveRest', 'saveArchive', 'discard']],
    [[handed, handed], ['saveAllAgain', 'saveArchive', 'discard']],
  ]);
  for (const [files, actions] of batches) {
    assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [...files] }), actions);
  }
  const coming = file({ status: 'transferring' });
  assert.deepEqual(allowed({ status: 'transferring', direction: 'in', files: [held, held, coming] }), ['saveAll', 'cancel']);
  const gone = file({ status: 'complete', place: 'released', handed: 'done', openable: false });
  assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [gone] }), []);
  const own = file({ status: 'complete', place: 'source' });
  assert.deepEqual(allowed({ status: 'complete', files: [own] }), ['open']);
});
