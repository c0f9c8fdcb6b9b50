export * from './css-tag.js';

/**
 * Every property is declared in full, by one class; nobody asks which of them have changed, nor adds to a class, nor
 * keeps an element from being drawn.
 */
export class ReactiveElement extends HTMLElement {
  /** Adds the accessors when the element is defined. */
  static get observedAttributes() {
    if (!this._names) {
      this._names = new Map();
      for (const [name, options] of Object.entries(this.properties)) {
        if (options.attribute) this._names.set(options.attribute, name);
        if (!options.noAccessor) this._addAccessor(name, Symbol(), options);
      }
    }
    return [...this._names.keys()];
  }

  static _addAccessor(name, key, options) {
    Object.defineProperty(this.prototype, name, {
      get() {
        return this[key];
      },
      set(value) {
        const before = this[key];
        this[key] = value;
        this.requestUpdate(name, before, options);
      },
      configurable: true,
      enumerable: true,
    });
  }

  constructor() {
    super();
    this.updateComplete = new Promise((resolve) => {
      this._enable = resolve;
    });
    // What a page has set before the element was one counts in its first update.
    this._early = new Map();
    for (const name of Object.keys(this.constructor.properties)) {
      if (Object.hasOwn(this, name)) {
        this._early.set(name, this[name]);
        delete this[name];
      }
    }
    this.requestUpdate();
  }

  addController(controller) {
    (this._controllers ??= new Set()).add(controller);
    if (this.renderRoot && this.isConnected) controller.hostConnected?.();
  }

  connectedCallback() {
    if (!this.renderRoot) {
      const { shadowRootOptions, styles } = this.constructor;
      this.renderRoot = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
      this.renderRoot.adoptedStyleSheets = [styles.styleSheet];
    }
    this._enable();
    this._tell((controller) => controller.hostConnected?.());
  }

  disconnectedCallback() {
    this._tell((controller) => controller.hostDisconnected?.());
  }

  _tell(how) {
    this._controllers?.forEach(how);
  }

  attributeChangedCallback(attribute, _, value) {
    const name = this.constructor._names.get(attribute);
    if (!name || this._reflecting === name) return;
    this._reflecting = name;
    this[name] = this.constructor.properties[name].converter.fromAttribute(value);
    this._reflecting = null;
  }

  _reflect(name) {
    const { attribute, converter } = this.constructor.properties[name];
    const value = converter.toAttribute(this[name]);
    this._reflecting = name;
    if (value == null) this.removeAttribute(attribute);
    else this.setAttribute(attribute, value);
    this._reflecting = null;
  }

  requestUpdate(name, before, options) {
    if (name !== undefined) {
      if (Object.is(this[name], before)) return;
      if (options?.reflect && this._reflecting !== name) {
        (this._toReflect ??= new Set()).add(name);
      }
    }
    if (!this._isPending) this.updateComplete = this._enqueueUpdate();
  }

  async _enqueueUpdate() {
    this._isPending = true;
    try {
      await this.updateComplete;
    } catch (error) {
      // The error of the update before is told of, and keeps no other from being made.
      void Promise.reject(error);
    }
    for (const [name, value] of this._early) this[name] = value;
    this._early.clear();
    try {
      this._tell((controller) => controller.hostUpdate?.());
      this.update();
    } catch (error) {
      this._isPending = false;
      throw error;
    }
    this._tell((controller) => controller.hostUpdated?.());
    this.updated();
    return !this._isPending;
  }

  update() {
    this._toReflect?.forEach((name) => this._reflect(name));
    this._toReflect = undefined;
    this._isPending = false;
  }
}

ReactiveElement.shadowRootOptions = { mode: 'open' };
