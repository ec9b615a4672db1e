/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element. `class` and `text` set its class and its text, a function under `on…` becomes a listener, `true` an
 * empty attribute; `null`, `undefined` and `false` are left out; the rest are attributes.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') element.textContent = value;
    else if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Makes an SVG element with these attributes.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...SVGElement} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(svgNamespace, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Sets the text, unless it is that already: a live region or a selection is not disturbed for nothing.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Sets an attribute, or removes it with `null`.
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * Shows or hides.
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/**
 * A part of the page that shows items of one kind.
 * @template Item
 * @typedef {{ element: HTMLElement, update(item: Item): void, dispose?(): void }} Part
 */

/**
 * Children of an element, one for each item, that stay the same elements while their items change.
 * @template Item
 */
export class KeyedList {
  /** @type {Map<string | number, Part<Item>>} */
  #parts = new Map();
  #parent;
  #make;

  /**
   * @param {Element} parent holds these children alone
   * @param {(item: Item) => Part<Item>} make
   */
  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  /**
   * @param {readonly Item[]} items in the order they are shown
   * @param {(item: Item) => string | number} keyOf
   */
  update(items, keyOf) {
    const keys = new Set(items.map(keyOf));
    for (const [key, part] of this.#parts) {
      if (keys.has(key)) continue;
      part.dispose?.();
      part.element.remove();
      this.#parts.delete(key);
    }
    items.forEach((item, position) => {
      const key = keyOf(item);
      let part = this.#parts.get(key);
      if (!part) this.#parts.set(key, (part = this.#make(item)));
      part.update(item);
      const there = this.#parent.children[position];
      if (there !== part.element) this.#parent.insertBefore(part.element, there ?? null);
    });
  }

  /** @param {string | number} key */
  get(key) {
    return this.#parts.get(key);
  }
}
