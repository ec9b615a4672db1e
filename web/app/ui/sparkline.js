import { svg } from './dom.js';

/** The drawing's own units: one a second across, and its height. */
const seconds = 30;
const height = 12;

/**
 * The points of a line through values, the newest at the right end, the largest at the top.
 * @param {readonly number[]} values oldest first; only the last of them fit
 * @returns {[number, number][]}
 */
export function sparklinePoints(values) {
  const shown = values.slice(-seconds);
  const peak = Math.max(...shown, 1);
  const first = seconds - shown.length;
  return shown.map((value, index) => [first + index, height - (value / peak) * height]);
}

/** A small chart of the throughput in the last half minute. */
export function createSparkline() {
  const line = svg('polyline', { class: 'sparkline-line' });
  const area = svg('polygon', { class: 'sparkline-area' });
  const element = svg(
    'svg',
    { class: 'sparkline', viewBox: `0 -1 ${seconds - 1} ${height + 2}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    area,
    line,
  );
  return {
    element,
    /** @param {readonly number[]} values */
    update(values) {
      const points = sparklinePoints(values);
      line.setAttribute('points', points.join(' '));
      const first = points[0]?.[0] ?? 0;
      const outline = points.length > 0 ? [[first, height + 1], ...points, [seconds - 1, height + 1]] : [];
      area.setAttribute('points', outline.join(' '));
    },
  };
}
