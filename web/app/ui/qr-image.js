import { h, show } from './dom.js';

/**
 * Draws a text as a QR code; rejects where that cannot be had.
 * @typedef {(text: string, signal: AbortSignal) => Promise<import('../environment/pictures.js').Picture>} DrawQR
 */

/**
 * A picture of a QR code. While there is none, its place stays free.
 *
 *   empty ──a text──► drawing ──the picture──► shown ──another text──► drawing
 *                        └──refused──► empty, until the next update
 *
 * @param {DrawQR} drawQR
 * @returns {{ element: HTMLElement, update(text: string | null, description: string): void }}
 */
export function createQRImage(drawQR) {
  const image = h('img', { class: 'qr-image', alt: '', hidden: true, width: '232', height: '232' });
  const element = h('div', { class: 'qr' }, image);
  /** @type {string | null} */
  let drawn = null;
  /** @type {AbortController | null} */
  let request = null;

  /** @param {string} text */
  async function draw(text) {
    request = new AbortController();
    try {
      const picture = await drawQR(text, request.signal);
      image.onload = picture.release;
      image.src = picture.address;
      show(image, true);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      // The next change tries again; until then the address stands beside it in words.
      drawn = null;
    }
  }

  return {
    element,
    update(text, description) {
      image.alt = description;
      if (text === drawn) return;
      request?.abort();
      drawn = text;
      show(image, false);
      if (text !== null) void draw(text);
    },
  };
}
