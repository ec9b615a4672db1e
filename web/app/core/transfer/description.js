import { distinctNames, safeName } from './names.js';

/**
 * @typedef {object} FileDescription A file of a transfer as it was offered.
 * @property {string} name safe to show and to save
 * @property {number} size bytes
 * @property {string} type media type, as its sender named it
 * @property {number | null} modified milliseconds since 1970, null if it is not known
 */

/**
 * The files that this page offers.
 *
 * @param {readonly import('../../types').FileSource[]} sources
 * @returns {FileDescription[]}
 */
export function describeSources(sources) {
  return sources.map(({ file, name }) => ({ name, size: file.size, type: file.type, modified: file.lastModified }));
}

/**
 * The files of an offer, under names that are safe and differ. Nobody sees those the sender gave.
 *
 * @param {readonly import('../wire/conversation-types').ManifestFile[]} manifest
 * @returns {FileDescription[]}
 */
export function describeOffer(manifest) {
  const names = distinctNames(manifest.map(({ name }) => safeName(name)));
  return manifest.map(({ size, type, modified }, index) => ({ name: names[index], size, type, modified }));
}
