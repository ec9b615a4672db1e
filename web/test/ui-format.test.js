import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { useLanguage } from '../app/i18n/index.js';
import {
  formatCountdown, formatDuration, formatFiles, formatPaths, formatPercent, formatSize, formatSpeed, percent,
} from '../app/ui/format.js';

beforeEach(() => useLanguage('en'));

test('a size has decimal units and three figures', () => {
  assert.equal(formatSize(0), '0 B');
  assert.equal(formatSize(999), '999 B');
  assert.equal(formatSize(1000), '1.00 kB');
  assert.equal(formatSize(12_345), '12.3 kB');
  assert.equal(formatSize(123_456_789), '123 MB');
  assert.equal(formatSize(6.2e9), '6.20 GB');
  assert.equal(formatSize(5e15), '5,000 TB');
});

test('a size that rounds to a thousand takes the next unit', () => {
  assert.equal(formatSize(999_499), '999 kB');
  assert.equal(formatSize(999_500), '1.00 MB');
});

test('a speed is a size each second', () => {
  assert.equal(formatSpeed(12_300_000), '12.3 MB/s');
  useLanguage('zh-Hans');
  assert.equal(formatSpeed(12_300_000), '12.3 MB/秒');
});

test('a hundred per cent means that all is done', () => {
  assert.equal(percent(0, 0), 0);
  assert.equal(percent(999_999, 1_000_000), 99);
  assert.equal(percent(1_000_000, 1_000_000), 100);
  assert.equal(formatPercent(42), '42%');
});

test('a duration is rounded as people say it', () => {
  assert.equal(formatDuration(3), 'a few seconds');
  assert.equal(formatDuration(29), 'about 30 s');
  assert.equal(formatDuration(46), 'about 1 min');
  assert.equal(formatDuration(130), 'about 2 min');
  assert.equal(formatDuration(3600), 'about 1 h');
  assert.equal(formatDuration(4900), 'about 1 h 20 min');
  assert.equal(formatDuration(7170), 'about 2 h');
  assert.equal(formatDuration(11.4 * 3600), 'about 11 h');
  assert.equal(formatDuration(72 * 3600), 'about 3 days');
});

test('a countdown never shows less than nothing', () => {
  assert.equal(formatCountdown(545), '9:05');
  assert.equal(formatCountdown(0.2), '0:01');
  assert.equal(formatCountdown(-3), '0:00');
});

test('one file is called by its name, several by their number', () => {
  assert.equal(formatFiles([{ name: 'a.txt' }]), 'a.txt');
  assert.equal(formatFiles(Array.from({ length: 12_000 }, () => ({ name: 'a' }))), '12,000 files');
});

test('some paths are named, and of many the number of the others is given', () => {
  const paths = Array.from({ length: 7 }, (_, index) => `trip/${index}`);
  assert.equal(formatPaths(paths.slice(0, 2)), 'trip/0, trip/1');
  assert.equal(formatPaths(paths), 'trip/0, trip/1, trip/2, trip/3, trip/4 and 2 more');
  useLanguage('zh-Hans');
  assert.equal(formatPaths(paths), 'trip/0、trip/1、trip/2、trip/3、trip/4，还有 2 个');
});
