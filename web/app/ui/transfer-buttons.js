import { t } from '../i18n/index.js';

/** The buttons of a transfer, as the conversation and the shelf share them. */

/**
 * @param {() => void} accept
 * @param {() => void} decline
 */
export function answerButtons(accept, decline) {
  return {
    accept: button(t('transfer.accept'), accept, 'check', 'primary', 'F8'),
    decline: button(t('transfer.decline'), decline),
  };
}

/**
 * @param {() => void} save the one file
 * @param {() => void} saveAll those that were never handed over, or all of them
 */
export function saveButtons(save, saveAll) {
  return {
    save: button(t('transfer.save'), save, 'save', 'primary'),
    saveAgain: button(t('transfer.saveAgain'), save, 'save'),
    saveAll: button(t('transfer.saveAll'), saveAll, 'save', 'primary'),
    saveRest: button(t('transfer.saveRest'), saveAll, 'save', 'primary'),
    saveAllAgain: button(t('transfer.saveAllAgain'), saveAll, 'save'),
  };
}

/**
 * @param {() => void} stopSaving
 * @param {() => void} open shows the one file
 */
export function heldButtons(stopSaving, open) {
  return {
    stopSaving: button(t('transfer.stopSaving'), stopSaving, 'close'),
    open: button(t('transfer.open'), open, 'open'),
  };
}

/**
 * @param {string} label
 * @param {() => void} press
 * @param {import('./icons.js').IconName} [icon]
 * @param {'primary'} [look]
 * @param {string} [keys]
 * @returns {import('./buttons.js').ButtonDescription}
 */
function button(label, press, icon, look, keys) {
  return { label, press, icon, look, keys };
}
