// Leaves out of Lit what a script never reaches that brings its own element and nothing else: no directives, no
// decorators, no default converters, no polyfills for browsers below the floor, and nobody who asks for the version. The
// rules read the development build, whose names are whole. Where one finds nothing, Lit has changed: the build fails, and
// somebody has to look.
import { method, rewrite } from './rewrite.mjs';

const comments = [/^\s*\/\/.*\n|\/\*[^]*?\*\//gm];
const debugging = [/\bconst (DEV_MODE|ENABLE_\w+) = true;/g, 'const $1 = false;'];
const logged = [/\bdebugLogEvent(\?\.| &&\s*debugLogEvent)\(\{.*?\}\);/gs];
const renamed = [/JSCompiler_renameProperty\(('\w+'), \w+\)/g, '$1'];
/** What is written here was read in this version. */
const version = (number) => [
  new RegExp(`^\\(global\\.\\w+Versions \\?\\?= \\[\\]\\)\\.push\\('${number}'\\);`, 'm'),
];

const rules = {
  'css-tag': [
    comments,
    [/global\.ShadowRoot &&.*nativeShadow\) &&/s],
    // Style sheets are made of `css` alone, and one of a kind.
    [/if \(safeToken .*?\n {8}\}/s],
    [/this\['_\$cssResult\$'\] = true;/],
    [
      /get styleSheet\(\) \{.*?\n {4}\}/s,
      `get styleSheet() {
        if (!this._styleSheet) (this._styleSheet = new CSSStyleSheet()).replaceSync(this.cssText);
        return this._styleSheet;
    }`,
    ],
    [/const textFromCSSResult = .*?^\};/ms, 'const textFromCSSResult = (value) => value.cssText;'],
    [/\bs instanceof CSSStyleSheet \? s : (?=s\.styleSheet\))/],
    [/const nonce = .*?\n {12}\}/s],
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
    [/^Symbol\.metadata .*\n.*litPropertyMetadata.*/m],
    [/const metadata = .*?\n {8}\}/s],
    [method('static addInitializer')],
    [/if \(superCtor\._initializers .*?\}/s],
    [/this\.constructor\._initializers.*/],
    [method('static finalizeStyles')],
    [/this\.finalizeStyles\(this\.styles\)/, '[this.styles]'],
    // Every property is declared in full, under a name that is no symbol, and nobody asks which of them have changed.
    [/^export const defaultConverter = .*?^\};/ms],
    [/^const defaultPropertyDeclaration = .*?^\};/ms],
    [/ = defaultPropertyDeclaration| \?\? defaultPropertyDeclaration/g],
    [/(const converter = )(?:(?!;).)*\bdefaultConverter;/gs, '$1options.converter;'],
    [/\?\?\s*this\.__defaultValues.*?\?\?\s*convertedValue/s],
    [/if \(options\.state\) \{.*?\}/s],
    [/if \(this\.prototype\.hasOwnProperty.*?\}/s],
    [/\[\s*\.\.\.getOwnPropertyNames.*?\]/s, 'Object.keys(props)'],
    [
      /(__attributeNameForProperty\(name, options\) \{).*?\n {4}\}/s,
      '$1 return options.attribute || undefined; }',
    ],
    [/const \{ get, set \} = .*?\n {8}\};/s],
    [/get,\s*set\(value\) \{/, 'get() { return this[key]; }, set(value) {'],
    [/get\?\.call\(this\)/, 'this[key]'],
    [/set\?\.call\(this, value\)/, 'this[key] = value'],
    [
      method('requestUpdate'),
      `    requestUpdate(name, oldValue, options) {
        if (name !== undefined) {
            if (is(this[name], oldValue)) return;
            if (options?.reflect && this.__reflectingProperty !== name)
                (this.__reflectingProperties ??= new Set()).add(name);
        }
        if (!this.isUpdatePending) this.__updatePromise = this.__enqueueUpdate();
    }
`,
    ],
    [method('_\\$changeProperty')],
    [/const elementProperties = this\.constructor\s*\.elementProperties;\s*if .*?\n {12}\}/s],
    [/this\._\$changedProperties = new Map\(\);/g],
    [/const changedProperties = .*;/],
    [/\(_?changedProperties\)/g, '()'],
    // Nobody overrides these.
    [method('removeController')],
    [/^ {4}(enableUpdating|willUpdate|firstUpdated|updated)\(\w*\) \{ \}/gm],
    [/this\.(willUpdate|firstUpdated)\(\);/g],
    [method('shouldUpdate')],
    [/\bthis\.shouldUpdate\(\)/, 'true'],
    [method('scheduleUpdate')],
    [/const result = this\.scheduleUpdate\(\);.*?\n {8}\}/s, 'this.performUpdate();'],
  ],
  'lit-element': [
    comments,
    version('4.2.2'),
    debugging,
    renamed,
    [/^global\.litElementHydrateSupport.*/m],
    [/^polyfillSupport\?\..*/m],
    [/\(changedProperties\)/g, '()'],
    [/if \(!this\.hasUpdated\) \{.*?\}/s],
    [/, noChange/],
    [method('render')],
    [method('connectedCallback')],
    [method('disconnectedCallback')],
    [/LitElement\['_\$litElement\$'\] = true;/],
  ],
  'lit-html': [
    comments,
    version('3.3.3'),
    debugging,
    logged,
    [/^polyfillSupport\?\..*/m],
    [/\bwrap\((this\._\$startNode|start|itemPart\._\$endNode|this\.element)\)/g, '$1'],
    [/\bwrap\((this\._\$startNode\.parentNode)\)/g, '$1'],
    [/type === SVG_RESULT .*? : ''/g, "''"],
    [/if \(type === SVG_RESULT .*?\n {8}\}/s],
    [/ENABLE_EXTRA_SECURITY_HOOKS &&\s*sanitizerFactoryInternal !== noopSanitizer/, 'false'],
    // Templates are templates, without comments, and without expressions in the text of a <textarea>.
    [/if \(!isArray\(tsa\).*?\n {4}\}/s],
    [/if \(match\[COMMENT_START\] === .*?else (?=if \(match\[TAG_NAME\])/s],
    [/else if \(match\[DYNAMIC_TAG_NAME\] .*?\n {16}\}/s],
    [/else if \(regex === commentEndRegex .*?\}/s],
    [/if \(rawTextElement\.test\(match.*?\n {20}\}/s],
    [/rawTextEndRegex \?\? /],
    [/rawTextEndRegex = undefined;/],
    [/let rawTextEndRegex;/],
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
