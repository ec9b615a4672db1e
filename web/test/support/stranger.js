import { FakeSocket } from './fake-server.js';

let calls = 0;

const FILE = { name: 'a', size: 1, type: '', modified: null };

/**
 * A device without a page: a socket to the server and a relay to the device it calls, on which it sends any message.
 */
export class Stranger {
  id = '';
  /** Control messages that came through the relay. @type {any[]} */
  heard = [];
  /** Messages that came on the signaling socket. @type {any[]} */
  signals = [];
  /** @type {FakeSocket | null} */
  #relay = null;

  /**
   * @param {import('./fake-network.js').FakeNetwork} network
   * @param {string} [name]
   * @param {{ webrtc?: boolean }} [options] `webrtc`: whether it claims to have it
   */
  constructor(network, name = 'Mallory', { webrtc = false } = {}) {
    this.network = network;
    this.socket = new FakeSocket(network.server, 'ws://server/signal', []);
    this.socket.onopen = () =>
      this.tell({ type: 'hello', protocol: 1, name, kind: 'terminal', webrtc, availability: 'open' });
    this.socket.onmessage = ({ data }) => this.#signaled(JSON.parse(/** @type {string} */ (data)));
  }

  /** @param {object} message on the signaling socket */
  tell(message) {
    this.socket.send(JSON.stringify(message));
  }

  /** @param {string} peer whose page is expected to accept by itself */
  async call(peer) {
    await this.network.clock.until(() => this.id !== '', 1_000);
    this.tell({ type: 'relay-request', to: peer, call: `stranger${(calls += 1)}` });
    await this.network.clock.until(() => this.heard.length > 0, 1_000);
  }

  /** @param {object} message to the device it called */
  say(message) {
    this.#relay?.send(Buffer.concat([Buffer.of(0), Buffer.from(JSON.stringify(message))]));
  }

  /**
   * @param {string} id of 8 characters
   * @param {string} text
   */
  write(id, text) {
    const parts = Math.ceil(text.length / 16_000);
    for (let part = 0; part < parts; part += 1) {
      this.say({ type: 'text', id, part, parts, text: text.slice(part * 16_000, (part + 1) * 16_000) });
    }
  }

  /** @param {string} id of 8 characters */
  offer(id) {
    this.say({ type: 'offer', id, count: 1, total: 1, files: [FILE], more: false });
  }

  /** Offers two files and names one. @param {string} id of 8 characters */
  beginOffer(id) {
    this.say({ type: 'offer', id, count: 2, total: 2, files: [FILE], more: true });
  }

  /** Names the other. @param {string} id of 8 characters */
  endOffer(id) {
    this.say({ type: 'offer-files', id, files: [FILE], more: false });
  }

  /** Leaves, and closes everything it had open. */
  leave() {
    this.#relay?.close();
    this.socket.close();
  }

  /** @param {any} message */
  #signaled(message) {
    this.signals.push(message);
    if (message.type === 'welcome') this.id = message.id;
    if (message.type !== 'relay-ready') return;
    const relay = new FakeSocket(this.network.server, 'ws://server/relay', ['ferry.relay.1', message.token]);
    this.#relay = relay;
    relay.onmessage = ({ data }) => {
      const bytes = Buffer.from(/** @type {ArrayBuffer} */ (data));
      if (bytes.length === 0) this.say({ type: 'hello', protocol: 1, maxPayload: 65_536 });
      else if (bytes[0] === 0) this.heard.push(JSON.parse(bytes.subarray(1).toString()));
    };
  }
}
