/** Has let the page's own policy for Trusted Types name it: https://w3c.github.io/trusted-types/dist/spec/ */
const policy = globalThis.trustedTypes?.createPolicy('lit-html', { createHTML: (html) => html });

/** As scripts/ready-templates.mjs has them. */
const MARKER = '{}';
const SUFFIX = '$';

export const html = (strings, ...values) => ({ strings, values });
export const nothing = Symbol.for('lit-nothing');

const isPrimitive = (value) =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

const createMarker = () => document.createComment('');
const walker = document.createTreeWalker(document, 129 /* elements and comments */);

/** By their strings, of which each place in the code has its own. */
const templates = new WeakMap();

/** A template, and where in it the expressions are: a comment for a part of the content, or an attribute. */
class Template {
  constructor(strings) {
    const text = strings.join(MARKER);
    this.parts = [];
    this.element = document.createElement('template');
    this.element.innerHTML = policy?.createHTML(text) ?? text;
    walker.currentNode = this.element.content;
    for (let index = 0, node; (node = walker.nextNode()); index++) {
      for (const attribute of node.getAttributeNames?.() ?? []) {
        if (attribute.endsWith(SUFFIX)) this._addAttribute(index, node, attribute);
      }
      if (node.data === `?${MARKER}`) this.parts.push({ index, Part: ChildPart });
    }
  }

  _addAttribute(index, node, attribute) {
    const [, kind, name] = /([.?@]?)(.*)./.exec(attribute);
    this.parts.push({
      index,
      Part:
        kind === '.'
          ? PropertyPart
          : kind === '?'
            ? BooleanPart
            : kind === '@'
              ? EventPart
              : AttributePart,
      // The names of attributes have no capitals.
      name: name.replace(/_./g, (letter) => letter[1].toUpperCase()),
      strings: node.getAttribute(attribute).split(MARKER),
    });
    node.removeAttribute(attribute);
  }
}

/** A template with its values in a document. */
class Instance {
  constructor(template) {
    this._template = template;
    this._fragment = document.importNode(template.element.content, true);
    walker.currentNode = this._fragment;
    let at = -1;
    let node;
    this.parts = template.parts.map(({ index, Part, name, strings }) => {
      for (; at < index; at++) node = walker.nextNode();
      return new Part(node, name, strings);
    });
    walker.currentNode = document;
  }

  update(values) {
    let i = 0;
    for (const part of this.parts) i += part._setValues(values, i);
  }
}

/** What stands between two nodes: a text, a template, or a list of them. */
class ChildPart {
  constructor(start, end = start.nextSibling) {
    this.start = start;
    this.end = end;
    this.value = nothing;
  }

  _setValues(values, i) {
    this.set(values[i]);
    return 1;
  }

  set(value) {
    if (!isPrimitive(value)) {
      if (value.strings) this._setTemplate(value);
      else this._setList(value);
    } else if (value === nothing || value == null || value === '') {
      if (this.value !== nothing) this._clear();
      this.value = nothing;
    } else if (value !== this.value) {
      if (this.value !== nothing && isPrimitive(this.value)) this.start.nextSibling.data = value;
      else this._replace(document.createTextNode(value));
      this.value = value;
    }
  }

  _setTemplate({ strings, values }) {
    let template = templates.get(strings);
    if (!template) templates.set(strings, (template = new Template(strings)));
    if (this.value?._template === template) {
      this.value.update(values);
      return;
    }
    const instance = new Instance(template);
    instance.update(values);
    this._replace(instance._fragment);
    this.value = instance;
  }

  _setList(values) {
    if (!Array.isArray(this.value)) {
      this._clear();
      this.value = [];
    }
    const parts = this.value;
    let count = 0;
    for (const value of values) {
      parts[count] ??= new ChildPart(this._insert(createMarker()), this._insert(createMarker()));
      parts[count++].set(value);
    }
    if (count < parts.length) {
      this._clear(parts[count].start);
      parts.length = count;
    }
  }

  _insert(node) {
    return this.start.parentNode.insertBefore(node, this.end);
  }

  _replace(node) {
    this._clear();
    this._insert(node);
  }

  _clear(node = this.start.nextSibling) {
    while (node !== this.end) {
      const next = node.nextSibling;
      node.remove();
      node = next;
    }
  }
}

class AttributePart {
  constructor(element, name, strings) {
    this.element = element;
    this.name = name;
    this.strings = strings;
    // Equal to no value.
    this.values = [this];
  }

  /** One expression that is the whole value counts as it is, several are in a text. */
  _setValues(values, at) {
    const { strings } = this;
    const count = strings.length - 1;
    const own = values.slice(at, at + count);
    if (own.some((value, i) => value !== this.values[i])) {
      this.values = own;
      this.set(count > 1 || strings.join('') ? String.raw({ raw: strings }, ...own) : own[0]);
    }
    return count;
  }

  set(value) {
    if (value === nothing) this.element.removeAttribute(this.name);
    else this.element.setAttribute(this.name, value ?? '');
  }
}

class PropertyPart extends AttributePart {
  set(value) {
    this.element[this.name] = value;
  }
}

class BooleanPart extends AttributePart {
  set(value) {
    this.element.toggleAttribute(this.name, !!value);
  }
}

class EventPart extends AttributePart {
  set(value) {
    if (!this.listener) this.element.addEventListener(this.name, this);
    this.listener = value;
  }

  handleEvent(event) {
    if (typeof this.listener === 'function') this.listener(event);
    else this.listener.handleEvent(event);
  }
}

/** Draws into a root of the element. */
export const render = (value, root) => {
  (root._part ??= new ChildPart(root.appendChild(createMarker()), null)).set(value);
};
