import { attempt } from '../core/util/attempt.js';

/**
 * A picture that can be shown by its address until it is released.
 *
 * @typedef {{ address: string, release(): void }} Picture
 */

/**
 * Asks the server to draw a QR code. Rejects if it cannot be had.
 *
 * @param {Window & typeof globalThis} window
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<Picture>}
 */
export async function fetchQR(window, text, signal) {
  const response = await window.fetch('/qr', {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: text,
    signal,
  });
  if (!response.ok) throw new Error(`The server drew no QR code: status ${response.status}`);
  const address = window.URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'image/svg+xml' }));
  return { address, release: () => window.URL.revokeObjectURL(address) };
}

/** Largest difference of a channel between a colour that was drawn and the one read back: some browsers add noise. */
const NOISE = 8;

/** A colour to draw and read back. Browsers that hide drawings give white or random colours instead. */
const SAMPLE = [200, 40, 120];

/**
 * Whether a canvas gives back what was drawn on it. Browsers that resist fingerprinting let a page draw and give it
 * noise, and may ask the person for leave if the page reads later than at its start; so it is tried once, at the start.
 *
 * @param {Document} document
 */
export function canDraw(document) {
  const read = attempt(() => {
    const context = newCanvas(document, 1).getContext('2d', { willReadFrequently: true });
    if (context === null) return null;
    context.fillStyle = `rgb(${SAMPLE.join(' ')})`;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  });
  return read !== null && SAMPLE.every((value, channel) => Math.abs(value - read[channel]) <= NOISE);
}

/**
 * @param {Document} document
 * @param {number} side in pixels
 */
export function newCanvas(document, side) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  return canvas;
}
