import assert from 'node:assert/strict';
import { createEngine } from '../../app/engine.js';
import { FakeFile, source } from './fake-files.js';

const MINUTE = 60_000;

/** From the end of a page to the start of the one that follows it, in milliseconds. */
const RELOADING = 250;

/** @typedef {import('../../app/types').Engine} Engine */
/** @typedef {import('./fake-network.js').FakeNetwork} FakeNetwork */

/**
 * Two pages that see each other. Anna is the first, so hers is the smaller ID.
 *
 * @param {FakeNetwork} network
 * @param {{ secure?: boolean[], directOnly?: boolean[], webrtc?: boolean[],
 *     change?: (browser: ReturnType<FakeNetwork['browser']>, index: number) => void }} [options] `change`: makes the
 *     browsers other than usual
 */
export async function twoPages(
  network,
  { secure = [true, true], directOnly = [false, false], webrtc = [true, true], change = () => undefined } = {},
) {
  const options = ['Anna', 'Bert'].map((name, index) => {
    return { name, isSecure: secure[index], webrtc: webrtc[index], session: new Map(), local: new Map() };
  });
  const browsers = options.map((each) => network.browser(each));
  browsers.forEach(change);
  const [anna, bert] = browsers.map((browser) => createEngine(browser));
  [anna, bert].forEach((engine, index) => engine.setDirectOnly(directOnly[index]));
  await network.clock.until(() => [anna, bert].every((engine) => engine.state.devices.length === 1), MINUTE);
  return new Pages(network, options, browsers, anna, bert);
}

export class Pages {
  /**
   * @param {FakeNetwork} network
   * @param {Parameters<FakeNetwork['browser']>[0][]} options
   * @param {ReturnType<FakeNetwork['browser']>[]} browsers
   * @param {Engine} anna
   * @param {Engine} bert
   */
  constructor(network, options, browsers, anna, bert) {
    this.network = network;
    this.options = options;
    this.browsers = browsers;
    this.anna = anna;
    this.bert = bert;
    this.annaId = anna.state.self.id ?? '';
    this.bertId = bert.state.self.id ?? '';
  }

  /**
   * Opens a page again where one has ended; the browser has kept what belongs to the tab.
   *
   * @param {0 | 1} index
   */
  reopen(index) {
    this.browsers[index] = this.network.browser(this.options[index]);
    this[index === 0 ? 'anna' : 'bert'] = createEngine(this.browsers[index]);
  }

  /**
   * A person reloads a page.
   *
   * @param {0 | 1} index
   */
  async reload(index) {
    this.browsers[index].end('reloaded');
    await this.network.clock.pass(RELOADING);
    this.reopen(index);
  }

  get atAnna() {
    return this.anna.state.conversations[this.bertId];
  }

  get atBert() {
    return this.bert.state.conversations[this.annaId];
  }

  get paths() {
    return [this.atAnna?.path, this.atBert?.path];
  }

  /** @returns {import('../../app/types').TransferEntry[]} the newest transfer on both sides */
  get transfers() {
    const newest = (/** @type {import('../../app/types').ConversationState} */ conversation) =>
      conversation?.entries.filter((entry) => entry.type === 'transfer').at(-1);
    return /** @type {any} */ ([newest(this.atAnna), newest(this.atBert)]);
  }

  /**
   * Anna sends Bert a file, who accepts, and whose disk takes a chunk in so many milliseconds.
   *
   * @param {number} size bytes
   * @param {number} delay
   */
  async send(size, delay = 20) {
    this.browsers[1].storage.delay = () => delay;
    this.anna.sendFiles(this.bertId, [source(new FakeFile('a', size))], false);
    assert.ok(await this.network.clock.until(() => this.transfers[1]?.status === 'offered', MINUTE));
    this.bert.accept(this.annaId, this.transfers[1].id);
  }

  /** @returns {boolean} whether the file has arrived whole */
  hasArrived(/** @type {number} */ size) {
    const [there, here] = this.transfers;
    const length = this.browsers[1].storage.files.get('a')?.length;
    return there.status === 'complete' && here.status === 'complete' && length === size;
  }
}
