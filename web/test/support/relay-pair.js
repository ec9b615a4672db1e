import { RelayCipher } from '../../app/channels/relay-cipher.js';
import { deriveRelayKeys, makeRelayKeyPair } from '../../app/channels/relay-keys.js';
import { RelayPipe } from '../../app/channels/relay-pipe.js';
import { settle } from './virtual-clock.js';

/** One end of a socket pair that arrives at once, unless a test holds or changes what is on its way. */
class Socket {
  bufferedAmount = 0;
  binaryType = 'arraybuffer';
  isClosed = false;
  onmessage = (/** @type {{ data: unknown }} */ _event) => undefined;
  onclose = (/** @type {{ code: number }} */ _event) => undefined;
  /** The sent messages, oldest first. @type {ArrayBuffer[]} */
  sent = [];

  /** @param {Uint8Array | ArrayBuffer} data */
  send(data) {
    this.sent.push(new Uint8Array(data).slice().buffer);
  }

  close() {
    this.isClosed = true;
  }
}

/**
 * A relay between two pages, whose messages a test passes on.
 *
 * @param {import('./virtual-clock.js').VirtualClock} clock
 * @param {{ subtle: SubtleCrypto | null, roles?: ('requester' | 'accepter')[] }} options `roles`: what each side
 *     believes to be
 */
export async function relayPair(clock, { subtle, roles = ['requester', 'accepter'] }) {
  const pairs = subtle === null ? [] : await Promise.all([makeRelayKeyPair(subtle), makeRelayKeyPair(subtle)]);
  const agreement = {
    requester: 'A'.repeat(22),
    accepter: 'B'.repeat(22),
    pairing: 'P'.repeat(22),
    requesterKey: pairs[0]?.publicKey,
    accepterKey: pairs[1]?.publicKey,
  };
  const ends = await Promise.all(
    roles.map(async (role, index) => {
      /** @type {import('../../app/channels/relay-cipher.js').RelayCipher | null} */
      let cipher = null;
      if (subtle !== null) {
        const keys = await deriveRelayKeys(subtle, agreement, pairs[index].privateKey, pairs[1 - index].publicKey);
        const other = role === 'requester' ? keys.accepter : keys.requester;
        cipher = new RelayCipher(subtle, keys[role], other);
      }
      return new End(clock, cipher);
    }),
  );
  for (const end of ends) end.socket.onmessage({ data: new ArrayBuffer(0) });
  return ends;
}

/** One page at its end of the relay, with what it got. */
export class End {
  socket = new Socket();
  /** @type {string[]} */
  controls = [];
  /** @type {Uint8Array[]} */
  frames = [];
  /** @type {string[]} */
  ends = [];
  isClosed = false;

  /**
   * @param {import('./virtual-clock.js').VirtualClock} clock
   * @param {RelayCipher | null} cipher
   */
  constructor(clock, cipher) {
    this.path = new RelayPipe({
      create: () => /** @type {any} */ (this.socket),
      cipher,
      clock,
      events: { open: () => this.#attach(), end: (reason) => this.ends.push(reason) },
    });
  }

  /**
   * Takes messages that the other side sent.
   *
   * @param {ArrayBuffer[]} messages
   */
  async take(messages) {
    for (const data of messages) this.socket.onmessage?.({ data });
    await settle();
  }

  #attach() {
    this.path.attach({
      control: (_pipe, text) => this.controls.push(text),
      frame: (_pipe, frame) => this.frames.push(frame),
      low: () => undefined,
      closed: () => void (this.isClosed = true),
    });
  }
}
