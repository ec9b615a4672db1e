/**
 * Types a file from another device may be shown as. An object URL has the origin of this page, so nothing that can run
 * a script is among them: no HTML, no SVG, no XML.
 */
const OPENABLE = new Set([
  'application/pdf',
  'text/plain',
  'image/apng', 'image/avif', 'image/bmp', 'image/gif', 'image/heic', 'image/heif', 'image/jpeg', 'image/jxl',
  'image/png', 'image/tiff', 'image/webp', 'image/x-icon', 'image/vnd.microsoft.icon',
]);

/** Sound and film of any kind. */
const MEDIA = /^(audio|video)\/[a-z0-9][a-z0-9.+-]*$/;

/**
 * The media type under which a file can be shown without harm, without parameters; null if there is none.
 *
 * @param {string} type as its sender named it
 */
export function openableType(type) {
  const essence = type.split(';')[0].trim().toLowerCase();
  return OPENABLE.has(essence) || MEDIA.test(essence) ? essence : null;
}
