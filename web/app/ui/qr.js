/**
 * Asks the server to draw a QR code.
 * @param {string} text
 * @param {AbortSignal} [signal]
 * @returns {Promise<Blob>} an SVG image
 */
export async function fetchQR(text, signal) {
  const response = await fetch('/qr', {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: text,
    signal,
  });
  if (!response.ok) throw new Error(`The server drew no QR code: status ${response.status}`);
  return new Blob([await response.arrayBuffer()], { type: 'image/svg+xml' });
}
