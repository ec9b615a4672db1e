import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrame, writeHeader } from '../app/core/transfer/frame.js';
import { fixture } from './support/fixtures.js';

const { valid, invalid } = fixture('transfer/frames.json');

for (const { name, transfer, file, sequence, payload, frame } of valid) {
  test(`a frame is written and read: ${name}`, () => {
    const bytes = new Uint8Array([...new Uint8Array(16), ...Buffer.from(payload, 'hex')]);
    writeHeader(bytes, transfer, file, sequence);
    assert.equal(Buffer.from(bytes).toString('hex'), frame);
    const read = readFrame(bytes);
    assert.equal(read?.transfer, transfer);
    assert.equal(read?.file, file);
    assert.equal(read?.sequence, sequence);
    assert.equal(Buffer.from(read?.payload ?? []).toString('hex'), payload);
  });
}

for (const { name, frame } of invalid) {
  test(`no frame is read from ${name}`, () => {
    assert.equal(readFrame(Buffer.from(frame, 'hex')), null);
  });
}
