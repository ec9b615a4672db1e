import { markPaths } from './icons.js';

/** Side of the drawing, in pixels: twice the size of a tab's icon. */
const side = 64;
/** The mark's own grid. */
const grid = 24;
/** A circle, and a square with round corners, that fill the drawing. */
const roundPath = 'M32 0a32 32 0 0 1 0 64 32 32 0 0 1 0-64Z';
const squarePath = 'M15 0h34a15 15 0 0 1 15 15v34a15 15 0 0 1-15 15h-34a15 15 0 0 1-15-15v-34a15 15 0 0 1 15-15Z';

/**
 * Draws the mark with a ring of progress and a dot for what is unread.
 * @param {{ progress: number | null, unread: boolean }} sign progress from 0 to 1
 * @param {{ water: string, mark: string, dot: string }} colours
 * @param {(side: number) => HTMLCanvasElement} newCanvas
 * @returns {string | null} a data URL; null if this browser cannot draw
 */
export function drawFavicon({ progress, unread }, colours, newCanvas) {
  const canvas = newCanvas(side);
  const context = canvas.getContext('2d');
  if (!context) return null;
  drawTile(context, progress === null ? squarePath : roundPath, colours.water);
  if (progress !== null) drawRing(context, progress, colours.mark);
  drawMark(context, progress === null ? 0.68 : 0.54, colours.mark);
  if (unread) drawDot(context, colours.dot);
  return canvas.toDataURL('image/png');
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} path
 * @param {string} colour
 */
function drawTile(context, path, colour) {
  context.fillStyle = colour;
  context.fill(new Path2D(path));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} progress
 * @param {string} colour
 */
function drawRing(context, progress, colour) {
  const start = -Math.PI / 2;
  context.lineWidth = 6;
  context.lineCap = 'round';
  context.strokeStyle = colour;
  context.globalAlpha = 0.3;
  arc(context, start, 2 * Math.PI);
  context.globalAlpha = 1;
  arc(context, start, 2 * Math.PI * progress);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} start
 * @param {number} length in radians
 */
function arc(context, start, length) {
  context.beginPath();
  context.arc(side / 2, side / 2, side / 2 - 5, start, start + length);
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} share of the side
 * @param {string} colour
 */
function drawMark(context, share, colour) {
  const scale = (side / grid) * share;
  context.save();
  context.translate((side - grid * scale) / 2, (side - grid * scale) / 2);
  context.scale(scale, scale);
  context.fillStyle = colour;
  for (const path of Object.values(markPaths)) context.fill(new Path2D(path));
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} colour
 */
function drawDot(context, colour) {
  context.globalCompositeOperation = 'destination-out';
  circle(context, 17);
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = colour;
  circle(context, 12);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} radius
 */
function circle(context, radius) {
  context.beginPath();
  context.arc(side - 13, 13, radius, 0, 2 * Math.PI);
  context.fill();
}
