/** Two notes, a fourth apart, in hertz. */
const notes = [587.33, 783.99];
/** Length of a note, in seconds. */
const length = 0.16;
/** Loudness, of 1. */
const loudness = 0.08;

/**
 * A short sound for what arrives while nobody looks. Browsers allow it once the person has touched the page.
 * @param {AbortSignal} signal
 */
export function createChime(signal) {
  /** @type {AudioContext | null} */
  let context = null;

  const waken = () => {
    if (typeof AudioContext === 'undefined') return;
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  };
  window.addEventListener('pointerdown', waken, { signal, once: true });
  window.addEventListener('keydown', waken, { signal, once: true });
  signal.addEventListener('abort', () => void context?.close());

  return {
    play() {
      if (context?.state !== 'running') return;
      for (const [position, frequency] of notes.entries()) playNote(context, frequency, position * length);
    },
  };
}

/**
 * @param {AudioContext} context
 * @param {number} frequency
 * @param {number} delay in seconds
 */
function playNote(context, frequency, delay) {
  const start = context.currentTime + delay;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loudness, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 2 * length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 2 * length);
}
