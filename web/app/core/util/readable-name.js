import { choose } from './random.js';

const COLOURS = [
  'Amber', 'Azure', 'Blue', 'Bronze', 'Copper', 'Coral', 'Crimson', 'Golden', 'Green', 'Grey', 'Indigo', 'Ivory',
  'Jade', 'Lilac', 'Olive', 'Orange', 'Pearl', 'Plum', 'Purple', 'Red', 'Rose', 'Ruby', 'Rust', 'Scarlet', 'Silver',
  'Teal', 'Violet', 'White', 'Yellow',
];

const ANIMALS = [
  'Avocet', 'Badger', 'Bittern', 'Cormorant', 'Crane', 'Curlew', 'Dolphin', 'Dunlin', 'Eider', 'Falcon', 'Fox',
  'Gannet', 'Godwit', 'Grebe', 'Gull', 'Hare', 'Heron', 'Ibis', 'Kestrel', 'Kingfisher', 'Lapwing', 'Lynx', 'Magpie',
  'Marten', 'Osprey', 'Otter', 'Owl', 'Pelican', 'Pike', 'Plover', 'Puffin', 'Raven', 'Robin', 'Salmon', 'Sandpiper',
  'Seal', 'Sparrow', 'Stork', 'Swallow', 'Swan', 'Tern', 'Trout', 'Turtle', 'Walrus', 'Whale', 'Wren',
];

/**
 * A name a person can read out across a room, like 'Blue Heron': about 1,300 of them.
 *
 * @param {import('./random.js').Random} random
 */
export function readableName(random) {
  return `${choose(random, COLOURS)} ${choose(random, ANIMALS)}`;
}
