/**
 * @typedef {object} DragEvents
 * @property {(event: DragEvent) => void} over something that the page takes is held over it
 * @property {() => void} left it is not any more
 * @property {(event: DragEvent, data: DataTransfer) => void} dropped
 */

/**
 * Follows drags that bring the page something from outside. A drag that began in the page is its own and is not taken,
 * and words over a field are the browser's.
 *
 *   none ── dragenter ──► over    counts the elements that were entered
 *   over ── dragleave of the last of them, or drop ──► none
 *   none ── dragstart ──► own
 *   own  ── dragend, or the pointer moves ──► none
 *
 * @param {DragEvents} events
 * @param {AbortSignal} signal
 */
export function followDrags({ over, left, dropped }, signal) {
  /** @type {{ phase: 'none' | 'own' } | { phase: 'over', entered: number }} */
  let drag = { phase: 'none' };

  /** @param {number} change of the number of elements that were entered and not left */
  function count(change) {
    const entered = (drag.phase === 'over' ? drag.entered : 0) + change;
    if (entered > 0) drag = { phase: 'over', entered };
    else leave();
  }

  function leave() {
    drag = { phase: 'none' };
    left();
  }

  /** @type {Record<string, (event: DragEvent) => void>} */
  const listeners = {
    dragenter(event) {
      event.preventDefault();
      count(1);
    },
    dragover(event) {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      over(event);
    },
    dragleave: () => count(-1),
    drop(event) {
      event.preventDefault();
      leave();
      if (event.dataTransfer) dropped(event, event.dataTransfer);
    },
  };
  for (const [type, listener] of Object.entries(listeners)) {
    const takes = (/** @type {Event} */ event) => event instanceof DragEvent && drag.phase !== 'own' && isTaken(event);
    window.addEventListener(type, (event) => takes(event) && listener(/** @type {DragEvent} */ (event)), { signal });
  }
  window.addEventListener('dragstart', () => (drag = { phase: 'own' }), { signal });
  // A part of the page that goes away in the middle of its drag hears no end of it; the pointer moves after that alone.
  for (const end of ['dragend', 'pointermove']) {
    window.addEventListener(end, () => (drag = drag.phase === 'own' ? { phase: 'none' } : drag), { signal });
  }
}

/** @param {DragEvent} event */
function isTaken(event) {
  return hasFiles(event) || (hasWords(event) && !isOverField(event));
}

/** @param {DragEvent} event */
export function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes('Files') === true;
}

/** @param {DragEvent} event */
function hasWords({ dataTransfer }) {
  return ['text/plain', 'text/uri-list'].some((type) => dataTransfer?.types.includes(type));
}

/** @param {DragEvent} event */
function isOverField({ target }) {
  return target instanceof Element && target.closest('input, textarea') !== null;
}
