import { formatTimeOfDay, numberFormat } from '../i18n/formats.js';
import { language, t } from '../i18n/index.js';

const sizeUnits = /** @type {const} */ (['B', 'kB', 'MB', 'GB', 'TB']);

/** @type {Map<string, (value: number) => string>} Making one takes longer than using it a hundred times. */
const numberFormats = new Map();

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
function formatNumber(value, options) {
  const key = `${language()} ${JSON.stringify(options)}`;
  let format = numberFormats.get(key);
  if (format === undefined) numberFormats.set(key, (format = numberFormat(language(), options)));
  return format(value);
}

/**
 * A size in decimal units with three figures: `1.23 MB`.
 * @param {number} bytes
 */
export function formatSize(bytes) {
  let value = bytes;
  let unit = 0;
  while (unit < sizeUnits.length - 1 && rounded(value, unit) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  const options = unit === 0 ? { maximumFractionDigits: 0 } : { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  return t(`size.${sizeUnits[unit]}`, { value: formatNumber(value, options) });
}

/**
 * A value rounded to three figures, so that 999,900 bytes are 1.00 MB and not 1,000 kB.
 * @param {number} value
 * @param {number} unit
 */
function rounded(value, unit) {
  return unit === 0 ? Math.round(value) : Number(value.toPrecision(3));
}

/**
 * A speed: `12.3 MB/s`.
 * @param {number} bytesPerSecond
 */
export function formatSpeed(bytesPerSecond) {
  return t('speed', { size: formatSize(bytesPerSecond) });
}

/**
 * A share of one as whole per cent, which is 100 only when all is done.
 * @param {number} done
 * @param {number} total
 * @returns {number} 0 to 100
 */
export function percent(done, total) {
  if (total <= 0 || done >= total) return total > 0 ? 100 : 0;
  return Math.max(0, Math.floor((100 * done) / total));
}

/**
 * A percentage as the language writes it: `42%`.
 * @param {number} value 0 to 100
 */
export function formatPercent(value) {
  return formatNumber(value / 100, { style: 'percent' });
}

/**
 * A duration, as people say it.
 * @param {number} seconds
 */
export function formatDuration(seconds) {
  if (seconds < 15) return t('duration.seconds');
  if (seconds < 45) return t('duration.halfMinute');
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return t('duration.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t('duration.days', { count: Math.round(hours / 24) });
  const rest = Math.round((minutes % 60) / 10) * 10;
  if (hours >= 10 || rest === 0) return t('duration.hours', { count: hours });
  if (rest === 60) return t('duration.hours', { count: hours + 1 });
  return t('duration.hoursMinutes', { hours, minutes: rest });
}

/**
 * The rest of a time limit: `9:05`.
 * @param {number} seconds
 */
export function formatCountdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * The time of day of a moment.
 * @param {number} at milliseconds since 1970
 */
export function formatTime(at) {
  return formatTimeOfDay(language(), at);
}

/**
 * One file by its name, several by their number.
 * @param {readonly { name: string }[]} files
 */
export function formatFiles(files) {
  return files.length === 1 ? files[0].name : t('transfer.files', { count: files.length });
}

/** Most paths that are named; of more the number is given. */
const mostPaths = 5;

/**
 * Some paths by themselves, and how many more there are.
 * @param {readonly string[]} paths
 */
export function formatPaths(paths) {
  const named = paths.slice(0, mostPaths).join(t('list.separator'));
  const more = paths.length - mostPaths;
  return more > 0 ? t('list.more', { named, count: more }) : named;
}
