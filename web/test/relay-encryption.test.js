import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RelayCipher } from '../app/channels/relay-cipher.js';
import { deriveRelayKeys, makeRelayKeyPair, relayTranscript } from '../app/channels/relay-keys.js';
import { encodeBase64Url } from '../app/core/util/base64url.js';
import { fixture } from './support/fixtures.js';
import { End, relayPair } from './support/relay-pair.js';
import { trackedSubtle as subtle } from './support/tracked-subtle.js';
import { VirtualClock, settle } from './support/virtual-clock.js';

const { agreement, requester, accepter, secret, salt, transcript, messages } = fixture('relay/encryption.json');

/** @param {string} text */
const bytes = (text) => new Uint8Array(Buffer.from(text, 'hex'));

/** @param {BufferSource} data */
const hex = (data) => Buffer.from(/** @type {ArrayBuffer} */ (data)).toString('hex');

const agreed = {
  ...agreement,
  requesterKey: bytes(requester.publicKey),
  accepterKey: bytes(accepter.publicKey),
};

/** @param {{ publicKey: string, privateKey: string }} key */
function privateKey({ publicKey, privateKey: d }) {
  const [x, y] = [bytes(publicKey).subarray(1, 33), bytes(publicKey).subarray(33)].map(encodeBase64Url);
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d: encodeBase64Url(bytes(d)) };
  return subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
}

/**
 * Messages as one side sends them.
 *
 * @param {import('./support/relay-pair.js').End} end
 * @param {...string} texts
 */
async function say(end, ...texts) {
  const before = end.socket.sent.length;
  for (const text of texts) end.path.sendControl(text);
  await settle();
  return end.socket.sent.slice(before);
}

test('a relay that is given up before both sides are there closes its socket, encrypted or not', async () => {
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  for (const cipher of [null, new RelayCipher(subtle, key, key)]) {
    const end = new End(new VirtualClock(), cipher);
    end.path.close();
    await settle();
    assert.deepEqual([end.socket.isClosed, end.ends], [true, ['done']]);
  }
});

test('both sides come to the keys and ciphertexts of the fixture', async () => {
  assert.equal(hex(relayTranscript(agreed)), transcript);
  assert.equal(hex(await subtle.digest('SHA-256', bytes(transcript))), salt);
  const sides = [
    await deriveRelayKeys(subtle, agreed, await privateKey(requester), agreed.accepterKey),
    await deriveRelayKeys(subtle, agreed, await privateKey(accepter), agreed.requesterKey),
  ];
  for (const keys of sides) {
    const fromRequester = new RelayCipher(subtle, keys.requester, keys.accepter);
    const fromAccepter = new RelayCipher(subtle, keys.accepter, keys.requester);
    for (const { plain, requester: one, accepter: other } of messages) {
      assert.equal(hex(await fromRequester.seal(bytes(plain))), one);
      assert.equal(hex(await fromAccepter.seal(bytes(plain))), other);
    }
  }
  assert.equal(secret.length, 64);
});

test('no key can be read out of the page', async () => {
  const pair = await makeRelayKeyPair(subtle);
  const keys = await deriveRelayKeys(subtle, agreed, await privateKey(requester), agreed.accepterKey);
  for (const key of [pair.privateKey, keys.requester, keys.accepter]) assert.equal(key.extractable, false);
});

test('a key that is no point on the curve is refused', async () => {
  const off = agreed.accepterKey.map((byte, index) => (index === 40 ? byte ^ 1 : byte));
  await assert.rejects(async () => deriveRelayKeys(subtle, agreed, await privateKey(requester), off));
  await assert.rejects(async () => deriveRelayKeys(subtle, agreed, await privateKey(requester), new Uint8Array()));
});

test('messages through an encrypted relay arrive in order, and cannot be read on the way', async () => {
  const [anna, bert] = await relayPair(new VirtualClock(), { subtle });
  assert.deepEqual([anna.path.route, bert.path.route], ['encrypted', 'encrypted']);
  const frame = new Uint8Array(1 + 80_000).fill(7);
  for (let index = 0; index < 20; index += 1) {
    anna.path.sendControl(`{"secret":${index}}`);
    frame[1] = index;
    anna.path.sendFrame(frame);
  }
  // The buffer is the sender's again as soon as it has been handed over.
  frame.fill(0);
  assert.ok(anna.path.buffered > 20 * 80_000);
  await settle();
  assert.equal(anna.path.buffered, 0);
  assert.ok(anna.socket.sent.every((data) => !Buffer.from(data).includes('secret')));
  await bert.take(anna.socket.sent);
  assert.deepEqual(bert.controls, Array.from({ length: 20 }, (_, index) => `{"secret":${index}}`));
  assert.deepEqual(bert.frames.map((bytes) => [bytes[0], bytes[1], bytes.length]), [
    ...Array.from({ length: 20 }, (_, index) => [index, 7, 80_000]),
  ]);
});

test('the same message never gives the same ciphertext', async () => {
  const [anna, bert] = await relayPair(new VirtualClock(), { subtle });
  const sent = [...(await say(anna, 'hello', 'hello')), ...(await say(bert, 'hello'))];
  assert.equal(new Set(sent.map(hex)).size, 3);
});

/** @type {Record<string, (sent: ArrayBuffer[]) => ArrayBuffer[]>} */
const attacks = {
  'altered': ([one, two, three]) => [one, flipped(two, 5), three],
  'altered in its tag': ([one, two, three]) => [one, flipped(two, two.byteLength - 1), three],
  'cut short': ([one, two, three]) => [one, two.slice(0, -1), three],
  'left out': ([one, , three]) => [one, three],
  'exchanged with the next': ([one, two, three]) => [one, three, two],
  'repeated': ([one, two, three]) => [one, one, two, three],
  'made up': ([one, two, three]) => [one, Uint8Array.of(0, 123, 125).buffer, two, three],
  'emptied': ([one, two, three]) => [one, new ArrayBuffer(0), two, three],
};

for (const [name, attack] of Object.entries(attacks)) {
  test(`a message ${name} ends the relay, and later messages are dropped`, async () => {
    const [anna, bert] = await relayPair(new VirtualClock(), { subtle });
    await bert.take(attack(await say(anna, 'one', 'two', 'three')));
    assert.deepEqual(bert.controls, ['one']);
    assert.deepEqual([bert.ends, bert.isClosed, bert.path.isOpen], [['forged'], true, false]);
  });
}

test("a side's own messages sent back to it are not taken for the other's", async () => {
  const [anna] = await relayPair(new VirtualClock(), { subtle });
  await anna.take(await say(anna, 'hello'));
  assert.deepEqual([anna.controls, anna.ends], [[], ['forged']]);
});

test('two sides that disagree about their roles do not understand each other', async () => {
  const [anna, bert] = await relayPair(new VirtualClock(), { subtle, roles: ['requester', 'requester'] });
  await bert.take(await say(anna, 'hello'));
  assert.deepEqual([bert.controls, bert.ends], [[], ['forged']]);
});

test('an announced end comes after all messages, and is told from a socket that only closes', async () => {
  for (const world of [subtle, null]) {
    const [anna, bert] = await relayPair(new VirtualClock(), { subtle: world });
    anna.path.sendControl('last words');
    anna.path.close();
    assert.equal(anna.path.sendControl('too late'), false);
    await settle();
    assert.ok(anna.socket.isClosed);
    await bert.take(anna.socket.sent);
    bert.socket.onclose?.({ code: 1000 });
    await settle();
    assert.deepEqual([bert.controls, bert.ends], [['last words'], ['ended']]);

    const [carl, dora] = await relayPair(new VirtualClock(), { subtle: world });
    carl.path.sendControl('one');
    carl.path.close();
    await settle();
    await dora.take(carl.socket.sent.slice(0, -1));
    dora.socket.onclose?.({ code: 1000 });
    await settle();
    assert.deepEqual([dora.controls, dora.ends], [['one'], ['broken']]);
  }
});

test('messages that arrived before the socket closed count', async () => {
  const [anna, bert] = await relayPair(new VirtualClock(), { subtle });
  const sent = await say(anna, 'one', 'two');
  void bert.take(sent);
  bert.socket.onclose?.({ code: 4010 });
  await settle();
  assert.deepEqual([bert.controls, bert.ends], [['one', 'two'], ['broken']]);
});

test('a side that gets more than credit allows closes the relay', async () => {
  const [, bert] = await relayPair(new VirtualClock(), { subtle });
  for (let index = 0; index < 300; index += 1) bert.socket.onmessage?.({ data: new ArrayBuffer(65_536) });
  assert.deepEqual(bert.ends, ['broken']);
  await settle();
});

test('a side without encryption sends in the clear and says so', async () => {
  const [anna, bert] = await relayPair(new VirtualClock(), { subtle: null });
  assert.equal(anna.path.route, 'readable');
  await bert.take(await say(anna, 'hello'));
  assert.deepEqual([bert.controls, hex(anna.socket.sent[0])], [['hello'], `00${Buffer.from('hello').toString('hex')}`]);
});

/**
 * @param {ArrayBuffer} data
 * @param {number} index
 */
function flipped(data, index) {
  const bytes = new Uint8Array(data.slice(0));
  bytes[index] ^= 1;
  return bytes.buffer;
}
