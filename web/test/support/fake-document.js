/**
 * A document with as much as a dialog needs: elements in a tree, one of them focused, and dialogs that close as in a
 * browser.
 */
export class FakeDocument {
  body = new FakeElement(this, 'body');
  /** @type {FakeElement} */
  activeElement = this.body;
  /** @type {(() => void)[]} */
  #tasks = [];

  /** @param {string} tag */
  createElement(tag) {
    return new FakeElement(this, tag);
  }

  /**
   * @param {string} _namespace
   * @param {string} tag
   */
  createElementNS(_namespace, tag) {
    return new FakeElement(this, tag);
  }

  /** @param {() => void} task */
  queueTask(task) {
    this.#tasks.push(task);
  }

  /** Runs what the browser does only after the event in which it was caused. */
  runTasks() {
    for (const task of this.#tasks.splice(0)) task();
  }
}

export class FakeElement extends EventTarget {
  #document;
  /** @type {FakeElement | null} */
  #parent = null;
  /** @type {Map<string, string>} */
  #attributes = new Map();
  tag;
  open = false;
  className = '';
  textContent = '';

  /**
   * @param {FakeDocument} document
   * @param {string} tag
   */
  constructor(document, tag) {
    super();
    this.#document = document;
    this.tag = tag;
  }

  /** @param {...(FakeElement | string)} children */
  append(...children) {
    for (const child of children) if (child instanceof FakeElement) child.#parent = this;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  setAttribute(name, value) {
    this.#attributes.set(name, value);
  }

  /** @param {FakeElement | null} other */
  contains(other) {
    for (let element = other; element !== null; element = element.#parent) if (element === this) return true;
    return false;
  }

  get isConnected() {
    return this.#document.body.contains(this);
  }

  focus() {
    this.#document.activeElement = this;
  }

  /** Opens this dialog and moves the focus into it. */
  showModal() {
    this.open = true;
    this.focus();
  }

  /** Closes this dialog: a focus inside is lost at once, and the event comes in a task of its own. */
  close() {
    if (!this.open) return;
    this.open = false;
    if (this.contains(this.#document.activeElement)) this.#document.activeElement = this.#document.body;
    this.#document.queueTask(() => this.dispatchEvent(new Event('close')));
  }
}
