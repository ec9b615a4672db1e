import { svg } from './dom.js';

/** The circumference in the units of the drawing; `pathLength` makes it so. */
const whole = 100;

/**
 * A ring around a figure, which fills with progress.
 * @returns {{ element: SVGElement, update(progress: number | null): void }} progress from 0 to 1; null: no ring
 */
export function createRing() {
  const circle = { cx: 28, cy: 28, r: 26, pathLength: whole };
  const track = svg('circle', { class: 'ring-track', ...circle });
  const fill = svg('circle', { class: 'ring-fill', ...circle, 'stroke-dasharray': `0 ${whole}` });
  const element = svg('svg', { class: 'ring', viewBox: '0 0 56 56', 'aria-hidden': 'true' }, track, fill);
  return {
    element,
    update(progress) {
      element.classList.toggle('is-moving', progress !== null);
      fill.setAttribute('stroke-dasharray', `${(progress ?? 0) * whole} ${whole}`);
    },
  };
}
