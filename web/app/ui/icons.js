import { svg } from './dom.js';

/** Paths on a grid of 24, drawn with one stroke width. */
const paths = {
  phone: ['M8.5 3h7A1.5 1.5 0 0 1 17 4.5v15a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 19.5v-15A1.5 1.5 0 0 1 8.5 3Z', 'M11 18h2'],
  tablet: ['M6 3h12a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 18 21H6a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 6 3Z', 'M10.5 18h3'],
  desktop: ['M5 5h14a1 1 0 0 1 1 1v9.5H4V6a1 1 0 0 1 1-1Z', 'M2.5 19h19'],
  terminal: ['M4.5 4.5h15A1.5 1.5 0 0 1 21 6v12a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18V6a1.5 1.5 0 0 1 1.5-1.5Z', 'm7 9 3 3-3 3', 'M12.5 15H17'],
  pencil: ['M4 20l.9-4L15.5 5.4a1.8 1.8 0 0 1 2.6 0l.5.5a1.8 1.8 0 0 1 0 2.6L8 19.1 4 20Z', 'm13.5 7.5 3 3'],
  settings: ['M4 7h9', 'M17 7h3', 'M4 17h3', 'M11 17h9', 'M15 4.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4Z', 'M9 14.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4Z'],
  plus: ['M12 5v14', 'M5 12h14'],
  back: ['m14.5 5-7 7 7 7'],
  attach: ['m19.5 11.5-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.7 7.7a1.5 1.5 0 0 1-2.2-2.2l7-7'],
  folder: ['M3.5 7A1.5 1.5 0 0 1 5 5.5h4.2l2 2.5H19a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5V7Z'],
  send: ['M12 19.5V5', 'm5.5 11 6.5-6.5 6.5 6.5'],
  copy: ['M9 8.5h9.5A1.5 1.5 0 0 1 20 10v9.5a1.5 1.5 0 0 1-1.5 1.5H9a1.5 1.5 0 0 1-1.5-1.5V10A1.5 1.5 0 0 1 9 8.5Z', 'M4 15.5V5a1.5 1.5 0 0 1 1.5-1.5H15'],
  check: ['m4.5 12.5 5 5 10-11'],
  close: ['m6 6 12 12', 'M18 6 6 18'],
  save: ['M12 4v11', 'm7 10.5 5 5 5-5', 'M4.5 20h15'],
  open: ['M9 5H5.5A1.5 1.5 0 0 0 4 6.5v12A1.5 1.5 0 0 0 5.5 20h12a1.5 1.5 0 0 0 1.5-1.5V15', 'M13 4h7v7', 'M20 4l-8.5 8.5'],
  discard: ['M4.5 7h15', 'M9.5 7V4.5h5V7', 'm6.5 7 .8 12a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4l.8-12'],
  direct: ['M3 12h18', 'm7 8-4 4 4 4', 'm17 8 4 4-4 4'],
  relay: ['M4 17.5c0-3 1.5-4.5 4.5-4.5H9', 'M20 17.5c0-3-1.5-4.5-4.5-4.5H15', 'M9 5h6v5.5H9Z', 'M12 10.5v2.5', 'M9 13h6', 'M4 17.5v1.5', 'M20 17.5v1.5'],
  warning: ['M12 4.5 21 19.5H3L12 4.5Z', 'M12 10.5v4', 'M12 17v.1'],
  info: ['M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z', 'M12 11v5', 'M12 8v.1'],
  file: ['M6.5 3.5h7l4.5 4.5v11a1.5 1.5 0 0 1-1.5 1.5h-10A1.5 1.5 0 0 1 5 19V5a1.5 1.5 0 0 1 1.5-1.5Z', 'M13 3.5V8.5h5'],
  files: ['M9.5 3.5h6L19.5 7.5v8a1.5 1.5 0 0 1-1.5 1.5H9.5A1.5 1.5 0 0 1 8 15.5V5a1.5 1.5 0 0 1 1.5-1.5Z', 'M15 3.5V8h4.5', 'M4.5 7.5V19A1.5 1.5 0 0 0 6 20.5h9'],
  image: ['M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5Z', 'm4 17 5-5.5 4 4 2.5-2.5 4.5 4', 'M15.5 8.5v.1'],
  film: ['M5 5h14a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 5 5Z', 'm10 9 5 3-5 3V9Z'],
  music: ['M9 17.5V6l10-2v11.5', 'M6.5 15a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z', 'M16.5 13a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z'],
  clock: ['M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z', 'M12 7.5V12l3 2'],
  link: ['M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1', 'M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1'],
  code: ['M9.5 4 7.5 20', 'M16.5 4l-2 16', 'M4.5 9h16', 'M3.5 15h16'],
  network: ['M2.5 9.5a14 14 0 0 1 19 0', 'M5.8 13a9.3 9.3 0 0 1 12.4 0', 'M9 16.3a4.7 4.7 0 0 1 6 0', 'M12 19.5v.1'],
  offline: ['m4 4 16 16', 'M2.5 9.5A14 14 0 0 1 8 6.2', 'M21.5 9.5a14 14 0 0 0-9.3-3.7', 'M5.8 13a9.3 9.3 0 0 1 4.7-2.4', 'M9 16.3a4.7 4.7 0 0 1 6 0', 'M12 19.5v.1'],
  quiet: ['M20 13.8A8 8 0 0 1 10.2 4 8.2 8.2 0 1 0 20 13.8Z'],
  retry: ['M19.5 12a7.5 7.5 0 1 1-2.3-5.4', 'M19.5 3.5v4.5H15'],
  down: ['m5 9 7 7 7-7'],
  lock: ['M6.5 10.5h11A1.5 1.5 0 0 1 19 12v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19v-7a1.5 1.5 0 0 1 1.5-1.5Z', 'M8 10.5V8a4 4 0 0 1 8 0v2.5'],
};

/** @typedef {keyof typeof paths} IconName */

/**
 * An icon that says nothing to a screen reader: words stand beside it.
 * @param {IconName} name
 */
export function icon(name) {
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    ...paths[name].map((d) => svg('path', { d })),
  );
}

/** The hull and its cargo, on a grid of 24. */
export const markPaths = {
  cargo: 'M12 2.5a4.25 4.25 0 1 1 0 8.5 4.25 4.25 0 0 1 0-8.5Z',
  hull: 'M2.3 13h19.4a1 1 0 0 1 .9 1.5l-2.6 4.6a4.8 4.8 0 0 1-4.2 2.4H8.2a4.8 4.8 0 0 1-4.2-2.4l-2.6-4.6A1 1 0 0 1 2.3 13Z',
};

/** Ferry's mark: a cargo in a hull. */
export function mark() {
  return svg(
    'svg',
    { class: 'mark', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: markPaths.cargo }),
    svg('path', { d: markPaths.hull }),
  );
}

/**
 * The icon of a device's kind.
 * @param {import('../types.js').DeviceKind} kind
 */
export function kindIcon(kind) {
  return icon(kind in paths ? kind : 'desktop');
}

/**
 * The icon of a file's media type.
 * @param {string} type
 * @returns {IconName}
 */
export function fileIconName(type) {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'film';
  if (type.startsWith('audio/')) return 'music';
  return 'file';
}
