// Leaves out of Lit what a script never reaches that brings its own element and nothing else: no directives, no
// decorators, no default converters, no polyfills for browsers below the floor, and nobody who asks for the version. The
// rules read the development build, whose names are whole. Where one finds nothing, Lit has changed: the build fails, and
// somebody has to look.
import { MARKER, SUFFIX } from './ready-templates.mjs';
import { method, rewrite } from './rewrite.mjs';

const comments = [/^\s*\/\/.*\n|\/\*[^]*?\*\//gm];
const debugging = [/\bconst (DEV_MODE|ENABLE_\w+) = true;/g, 'const $1 = false;'];
const logged = [/\bdebugLogEvent(\?\.| &&\s*debugLogEvent)\(\{.*?\}\);/gs];
const renamed = [/JSCompiler_renameProperty\(('\w+'), \w+\)/g, '$1'];
/** What is written here was read in this version. */
const version = (number) => [
  new RegExp(`^\\(global\\.\\w+Versions \\?\\?= \\[\\]\\)\\.push\\('${number}'\\);`, 'm'),
];

/** Which attributes are which properties, and accessors for those that have none of their own. */
const OBSERVED = `    static get observedAttributes() {
        if (!this._names) {
            this._names = new Map();
            for (const [name, options] of Object.entries(this.properties)) {
                if (options.attribute) this._names.set(options.attribute, name);
                if (!options.noAccessor) this.__addAccessor(name, Symbol(), options);
            }
        }
        return [...this._names.keys()];
    }
    static __addAccessor(name, key, options) {
        defineProperty(this.prototype, name, {
            get() { return this[key]; },
            set(value) {
                const oldValue = this[key];
                this[key] = value;
                this.requestUpdate(name, oldValue, options);
            },
            configurable: true,
            enumerable: true,
        });
    }
`;

const rules = {
  'css-tag': [
    comments,
    // Style sheets are made of `css` alone, and one of a kind; below the floor of browsers no element is registered.
    [/export const supportsAdoptingStyleSheets = .*?;/s],
    [/const constructionToken = .*/],
    [
      / {4}constructor\(cssText, .*?^ {4}\}\n/ms,
      '    constructor(cssText) { this.cssText = cssText; }\n',
    ],
    [
      /get styleSheet\(\) \{.*?\n {4}\}/s,
      `get styleSheet() {
        if (!this._styleSheet) (this._styleSheet = new CSSStyleSheet()).replaceSync(this.cssText);
        return this._styleSheet;
    }`,
    ],
    [method('toString')],
    [/const textFromCSSResult = .*?^\};/ms],
    [
      /export const css = .*?^\};/ms,
      'export const css = (strings, ...values) => new CSSResult(String.raw({ raw: strings }, ...values.map((value) => value.cssText)));',
    ],
    [
      /export const adoptStyles = .*?^\};/ms,
      'export const adoptStyles = (root, style) => { root.adoptedStyleSheets = [style.styleSheet]; };',
    ],
    [/export const unsafeCSS = .*?;/s],
    [/const cssResultFromStyleSheet = .*?^\};/ms],
    [/export const getCompatibleStyle = .*/s],
  ],
  'reactive-element': [
    comments,
    version('2.1.2'),
    debugging,
    logged,
    renamed,
    [/getCompatibleStyle, /],
    [/^polyfillSupport\?\..*/m],
    [/^const trustedTypes = .*?;/ms],
    [/^const emptyStringForBooleanAttribute = .*?;/ms],
    [/^Symbol\.metadata .*\n.*litPropertyMetadata.*/m],
    [method('static addInitializer')],
    // Every property is declared in full, under a name that is no symbol, by one class, and nobody asks which of them
    // have changed.
    [/^export const defaultConverter = .*?^\};/ms],
    [/^const defaultPropertyDeclaration = .*?^\};/ms],
    [/ {4}static get observedAttributes\(\) \{.*?(?=^ {4}constructor\()/ms, OBSERVED],
    [
      / {4}constructor\(\) \{.*?^ {4}\}\n/ms,
      '    constructor() { super(); this.__initialize(); }\n',
    ],
    [/this\._\$changedProperties = new Map\(\);/g],
    [/this\.constructor\._initializers.*/],
    [
      method('__saveInstanceProperties'),
      `    __saveInstanceProperties() {
        this.__instanceProperties = new Map();
        for (const name of Object.keys(this.constructor.properties))
            if (Object.hasOwn(this, name)) {
                this.__instanceProperties.set(name, this[name]);
                delete this[name];
            }
    }
`,
    ],
    [/\.elementStyles\b/, '.styles'],
    [
      method('attributeChangedCallback'),
      `    attributeChangedCallback(attribute, _old, value) {
        const name = this.constructor._names.get(attribute);
        if (name && this.__reflectingProperty !== name)
            this.__reflect(name, () => { this[name] = this.constructor.properties[name].converter.fromAttribute(value); });
    }
`,
    ],
    [
      method('__propertyToAttribute'),
      `    __propertyToAttribute(name) {
        const { attribute, converter } = this.constructor.properties[name];
        const value = converter.toAttribute(this[name]);
        this.__reflect(name, () => value == null ? this.removeAttribute(attribute) : this.setAttribute(attribute, value));
    }
    __reflect(name, set) {
        this.__reflectingProperty = name;
        set();
        this.__reflectingProperty = null;
    }
`,
    ],
    [/ {4}_\$attributeToProperty\(.*?^ {4}\}\n/ms],
    [
      method('requestUpdate'),
      `    requestUpdate(name, oldValue, options) {
        if (name !== undefined) {
            if (is(this[name], oldValue)) return;
            if (options?.reflect && this.__reflectingProperty !== name)
                (this.__reflectingProperties ??= new Set()).add(name);
        }
        if (!this._isPending) this.__updatePromise = this.__enqueueUpdate();
    }
`,
    ],
    [/ {4}_\$changeProperty\(.*?^ {4}\}\n/ms],
    [
      method('async __enqueueUpdate'),
      `    async __enqueueUpdate() {
        this._isPending = true;
        try {
            await this.__updatePromise;
        }
        catch (e) {
            Promise.reject(e);
        }
        this._performUpdate();
        return !this._isPending;
    }
`,
    ],
    [method('scheduleUpdate')],
    [
      method('performUpdate'),
      `    _performUpdate() {
        if (!this._isPending) return;
        this.renderRoot ??= this.createRenderRoot();
        for (const [name, value] of this.__instanceProperties) this[name] = value;
        this.__instanceProperties.clear();
        try {
            this.__tell('hostUpdate');
            this.update();
        }
        catch (e) {
            this._isPending = false;
            throw e;
        }
        this.__tell('hostUpdated');
        this.updated();
    }
    __tell(what) { this.__controllers?.forEach((controller) => controller[what]?.()); }
`,
    ],
    [/this\.__controllers\?\.forEach\(\(c\) => c\.(host\w+)\?\.\(\)\)/g, "this.__tell('$1')"],
    // Nobody overrides these, nor asks.
    [method('removeController')],
    [/^ {4}(enableUpdating|willUpdate|firstUpdated|updated)\(\w*\) \{ \}/gm],
    [/\benableUpdating\b/g, '_enableUpdating'],
    [method('shouldUpdate')],
    [/ {4}_\$didUpdate\(.*?^ {4}\}\n/ms],
    [method('__markUpdated')],
    [
      / {4}get updateComplete\(\) \{.*?^ {4}\}\n/ms,
      '    get updateComplete() { return this.__updatePromise; }\n',
    ],
    [method('getUpdateComplete')],
    [
      method('update'),
      `    update() {
        this.__reflectingProperties?.forEach((name) => this.__propertyToAttribute(name));
        this.__reflectingProperties = undefined;
        this._isPending = false;
    }
`,
    ],
    [/^ReactiveElement\.elementStyles = .*/m],
    [/^ReactiveElement\['elementProperties'\] = .*/m],
    [/^ReactiveElement\['finalized'\] = .*/m],
  ],
  'lit-element': [
    comments,
    version('4.2.2'),
    debugging,
    renamed,
    [/^global\.litElementHydrateSupport.*/m],
    [/^polyfillSupport\?\..*/m],
    [/, noChange/],
    [/ {4}constructor\(\) \{.*?^ {4}\}\n/ms],
    [method('createRenderRoot')],
    [
      method('update'),
      `    update() {
        const value = this.render();
        super.update();
        render(value, this.renderRoot);
    }
`,
    ],
    [method('render')],
    [method('connectedCallback')],
    [method('disconnectedCallback')],
    [/LitElement\['_\$litElement\$'\] = true;/],
    [/LitElement\['finalized'\] = true;/],
  ],
  'lit-html': [
    comments,
    version('3.3.3'),
    debugging,
    logged,
    [/^polyfillSupport\?\..*/m],
    [/\bwrap\((this\._\$startNode|start|itemPart\._\$endNode|this\.element)\)/g, '$1'],
    [/\bwrap\((this\._\$startNode\.parentNode)\)/g, '$1'],
    [/ENABLE_EXTRA_SECURITY_HOOKS &&\s*sanitizerFactoryInternal !== noopSanitizer/, 'false'],
    // scripts/ready-templates.mjs has read the templates, which are without comments, and without expressions in the
    // text of a <textarea>.
    [/^const boundAttributeSuffix = .*/m, () => `const boundAttributeSuffix = '${SUFFIX}';`],
    [/^const marker = .*/m, `const marker = '${MARKER}';`],
    [/^const SPACE_CHAR = .*?(?=^const HTML_RESULT)/ms],
    [/^function trustFromTemplateString.*?(?=^class Template )/ms],
    [/if \(type === SVG_RESULT .*?\n {8}\}/s],
    [/const \[html, attrNames\] = .*/, 'const html = strings.join(marker);'],
    [
      /const realName = .*/,
      'const realName = name.slice(0, -1).replace(/_./g, (mark) => mark[1].toUpperCase());',
    ],
    [/let attrNameIndex = 0;/],
    [/if \(rawTextElement\.test\(node.*?\n {16}\}/s],
    [/else \{\s*let i = -1;.*?\n {16}\}/s],
    [/else if \(name\.startsWith\(marker\)\) \{.*?\n {24}\}/s],
    [/else if \(templatePart\.type === ATTRIBUTE_PART\)/, 'else'],
    [/else if \(templatePart\.type === ELEMENT_PART\) \{.*?\n {16}\}/s],
    [/^class ElementPart .*?^\}\n/ms],
    [/_ElementPart: ElementPart,/],
    // An expression has a text, an attribute, a listener, a template or a list of them.
    [/^function resolveDirective.*?^\}\n/ms],
    [
      /resolveDirective\(this, ((?:[^(),[\]]|\[[^\]]*\])+)(?:, directiveParent)?(?:, \w+)?\)/g,
      '$1',
    ],
    [/_resolveDirective: resolveDirective,/],
    [/value = value;/g],
    [/\.call\(this\.options\?\.host \?\? this\.element, event\)/, '(event)'],
    [/options\?\.creationScope \?\? d\b/, 'd'],
    [/value, directiveParent = this/g, 'value'],
    [
      /^ {4}_\$setValue\(newListener.*?^ {4}\}\n/ms,
      `    _$setValue(listener) {
        if (this._$committedValue === nothing) this.element.addEventListener(this.name, this);
        this._$committedValue = listener;
    }
`,
    ],
    [/ && value !== noChange/g],
    [/if \(v === noChange\) \{.*?\}/s],
    [/export const noChange = .*/],
    [/part\._\$setValue\(values, part, i\)/, 'part._$setValue(values, i)'],
    [/valueIndex, noCommit/, 'valueIndex'],
    [/ && !noCommit/],
    [/else if \(value\.nodeType !== undefined\) \{.*?\n {8}\}/s],
    [/else if \(isIterable\(value\)\)/, 'else'],
    [/else \{\s*this\._commitText\(value\);\s*\}\n {4}\}/, '}'],
    [/typeof type === 'number'\s*\? (.*)\s*: \(type\.el .*?\n {16}type\);/s, '$1;'],
    // Nothing in a template holds on to more than its nodes.
    [/^ {4}get (_\$isConnected|parentNode|startNode|endNode|tagName)\(\) \{.*?^ {4}\}\n/gms],
    [method('setConnected')],
    [/this\._\$(disconnectableChildren|parent) = \w+;/g],
    [/this\.__isConnected = .*/],
    [/this\._\$notifyConnectionChanged.*/],
    // Nothing asks for the kind of a part, for its parent or for the options of a rendering, and there is one container.
    [/this\.type = \w+_PART;/g],
    [/ {4}constructor\(\) \{\s*super\(\.\.\.arguments\);\s*\}\n/g],
    [/ {4}constructor\(element, [^)]*\) \{\s*super\(.*?^ {4}\}\n/ms],
    [/this\.options = options;/g],
    [/(constructor\(element, name, strings), parent, options/, '$1'],
    [/(constructor\(startNode, endNode), parent, options/, '$1'],
    [/(constructor\(template), parent/, '$1'],
    [/, this, (?:this\.)?options\)/g, ')'],
    [/(new TemplateInstance\(template), this/, '$1'],
    [/_clone\((?:this\.)?options\)/g, '_clone()'],
    [/if \(part !== undefined\) (\{.*?^ {12}\})/ms, '$1'],
    [/if \(this\._\$committedValue !== value\) (\{\s*this\._\$clear\(\);)/, '$1'],
    [/else \{\s*this\._\$committedValue = nothing;\s*\}\s*(?=if \(ENABLE_EXTRA)/],
    [
      /new Array\(strings\.length - 1\)\.fill\(new String\(\)\)/,
      'Array(strings.length - 1).fill(strings)',
    ],
    [/ {4}static createElement\(.*?^ {4}\}\n/ms],
    [
      /this\.el = Template\.createElement\(html, options\);/,
      "this.el = d.createElement('template');\n        this.el.innerHTML = policy?.createHTML(html) ?? html;",
    ],
    [
      /^const trustedTypes = .*?^ {4}: undefined;/ms,
      "const policy = global.trustedTypes?.createPolicy('lit-html', { createHTML: (html) => html });",
    ],
    [
      /^export const render = .*?^\};/ms,
      `export const render = (value, container) => {
    (container._litPart ??= new ChildPart(container.insertBefore(createMarker(), null), null))._$setValue(value);
};`,
    ],
  ],
};

export const slimLit = {
  name: 'slim-lit',
  transform(code, id) {
    const [, name] = /development.([\w-]+)\.js$/.exec(id) ?? [];
    return (
      rules[name] && rewrite(code, rules[name], (message) => this.error(`${name}: ${message}`))
    );
  },
};
