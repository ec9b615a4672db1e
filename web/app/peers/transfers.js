import { distinctNames, safeName } from '../core/transfer/names.js';
import { openableType } from '../core/transfer/openable.js';
import { TransferView } from '../state/transfer-view.js';

/**
 * @typedef {import('../types').FileState} FileState
 * @typedef {import('../types').FileSource} FileSource
 * @typedef {import('../core/util/clock.js').Clock} Clock
 */

/**
 * What the interface sees of files on their way out.
 *
 * @param {string} id
 * @param {readonly FileSource[]} sources
 * @param {Clock} clock
 * @param {(isProgress: boolean) => void} onChange
 */
export function outgoingView(id, sources, clock, onChange) {
  const files = sources.map(({ file, name }, index) => ({
    ...newFile(index, { name, size: file.size, type: file.type, modified: file.lastModified }),
    place: /** @type {const} */ ('source'),
    openable: openableType(file.type) !== null,
  }));
  return newView(id, 'out', files, clock, onChange);
}

/**
 * What the interface sees of files on offer. Their names are made safe here; nobody else sees the others.
 *
 * @param {string} id
 * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} manifest
 * @param {Clock} clock
 * @param {(isProgress: boolean) => void} onChange
 */
export function incomingView(id, manifest, clock, onChange) {
  const names = distinctNames(manifest.map(({ name }) => safeName(name)));
  const files = manifest.map((file, index) => ({
    ...newFile(index, { ...file, name: names[index] }),
    openable: openableType(file.type) !== null,
  }));
  return newView(id, 'in', files, clock, onChange);
}

/**
 * @param {number} index
 * @param {Pick<FileState, 'name' | 'size' | 'type' | 'modified'>} file
 * @returns {FileState}
 */
function newFile(index, { name, size, type, modified }) {
  return {
    index,
    name,
    size,
    type,
    modified,
    done: 0,
    status: 'waiting',
    error: null,
    by: null,
    place: 'none',
    handed: 'never',
    openable: false,
  };
}

/**
 * @param {string} id
 * @param {'in' | 'out'} direction
 * @param {FileState[]} files
 * @param {Clock} clock
 * @param {(isProgress: boolean) => void} onChange
 */
function newView(id, direction, files, clock, onChange) {
  /** @type {import('../state/transfer-view.js').Fields} */
  const fields = {
    id,
    direction,
    at: clock.date(),
    status: 'offered',
    error: null,
    by: null,
    path: null,
    hold: null,
    isPeerAway: false,
    refusal: null,
    retried: false,
    handOver: null,
    archiveFailed: false,
  };
  return new TransferView({ fields, files, clock, onChange });
}
