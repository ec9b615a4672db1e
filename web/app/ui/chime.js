/** Two notes, a fourth apart, in hertz. */
const notes = [587.33, 783.99];
/** Length of a note, in seconds. */
const length = 0.16;
/** Duration of both notes, with some time to fade, in milliseconds. */
const duration = 1_000;
/** Loudness, of 1. */
const loudness = 0.08;

/**
 * A short sound for an offer that arrives while nobody looks. Browsers allow it once the person has touched the page.
 *
 *   locked ──the first touch──► sounding, without a note ──duration──► resting ──play──► sounding ──duration──► resting
 *
 * @param {() => AudioContext | null} openAudio null where the browser makes no sound
 * @param {AbortSignal} signal
 */
export function createChime(openAudio, signal) {
  /** @type {AudioContext | null} */
  let context = null;
  let rest = 0;

  // Some browsers let a sound begin later only if it was begun by a touch before.
  const unlock = () => {
    context ??= openAudio();
    if (context) void sound(context, () => undefined);
  };
  window.addEventListener('pointerdown', unlock, { signal, once: true });
  window.addEventListener('keydown', unlock, { signal, once: true });
  signal.addEventListener('abort', () => {
    clearTimeout(rest);
    context?.close().catch(() => undefined);
  });

  /**
   * Runs the context for as long as the notes take: one that runs costs power even in silence.
   * @param {AudioContext} context
   * @param {(context: AudioContext) => void} begin
   */
  async function sound(context, begin) {
    try {
      await context.resume();
      begin(context);
    } catch {
      return;
    }
    clearTimeout(rest);
    rest = window.setTimeout(() => context.suspend().catch(() => undefined), duration);
  }

  return {
    play() {
      if (context) void sound(context, playNotes);
    },
  };
}

/** @param {AudioContext} context */
function playNotes(context) {
  for (const [position, frequency] of notes.entries()) playNote(context, frequency, position * length);
}

/**
 * @param {AudioContext} context
 * @param {number} frequency
 * @param {number} delay in seconds
 */
function playNote(context, frequency, delay) {
  const start = context.currentTime + delay;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loudness, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 2 * length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 2 * length);
}
