import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Layout } from '../app/core/transfer/layout.js';

test('files of any size fall into chunks that are counted through the transfer', () => {
  const layout = new Layout([0, 1, 1024, 1025, 0, 2048], 1024);
  assert.equal(layout.chunks, 6);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((file) => layout.count(file)), [0, 1, 1, 2, 0, 2]);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((file) => layout.start(file)), [0, 0, 1, 2, 4, 4]);
  assert.equal(layout.length(3, 0), 1024);
  assert.equal(layout.length(3, 1), 1);
});

test('a number of chunks gives the bytes that are done', () => {
  const layout = new Layout([0, 1, 1024, 1025, 0, 2048], 1024);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map((chunk) => layout.bytes(chunk)), [0, 1, 1025, 2049, 2050, 3074, 4098]);
});

test('sizes beyond 32 bits are counted exactly', () => {
  const layout = new Layout([2 ** 42 + 1], 65_536);
  assert.equal(layout.chunks, 2 ** 26 + 1);
  assert.equal(layout.length(0, 2 ** 26), 1);
  assert.equal(layout.bytes(2 ** 26), 2 ** 42);
});

test('a file counts as not below a chunk at its very end, since nothing says yet that it has ended', () => {
  const layout = new Layout([0, 1024, 0, 0, 1024], 1024);
  assert.deepEqual([0, 1, 2, 3].map((chunk) => layout.fileAt(chunk)), [0, 1, 4, 5]);
});
