// Has Lit read the templates of the element when the script is built instead of in every page: what it makes of a
// template, an expression for a comment and a mark on each attribute that has one, stands in the script.
import { nodesIn, write } from './packing.mjs';

// The build for developers, whose names are whole; it would warn of itself.
globalThis.litIssuedWarnings = new Set(['dev-mode']);
const { _$LH } = await import('../node_modules/lit-html/node/development/lit-html.js');

/** As scripts/lit/lit-html.js has them: in the place of an expression, and after the name of an attribute with one. */
const MARKER = '{}';
const SUFFIX = '$';

/** The strings of a template as Lit would have them for the page, split at its expressions. */
function read(strings) {
  const { _getTemplateHtml, _marker, _boundAttributeSuffix, _HTML_RESULT } = _$LH;
  const raw = Object.assign([...strings], { raw: strings });
  const [html] = _getTemplateHtml(raw, _HTML_RESULT);
  if (html.toString().includes(MARKER)) throw new Error(`${MARKER} is in the template ${html}`);
  return html
    .toString()
    .replaceAll(/\.\w+(?=\$lit\$)/g, (name) => name.replace(/[A-Z]/g, '_$&'))
    .replaceAll(_boundAttributeSuffix, SUFFIX)
    .split(_marker);
}

const quoted = (text) => text.replace(/\\|`|\$(?=\{)/g, '\\$&');

export const readyTemplates = {
  name: 'ready-templates',
  transform(code, id) {
    if (!/build.src.ui/.test(id)) return null;
    const templates = [...nodesIn(this.parse(code))].filter(
      ({ type, tag }) => type === 'TaggedTemplateExpression' && tag.name === 'html',
    );
    const pieces = templates.flatMap(({ quasi: { quasis } }) => {
      const strings = read(quasis.map(({ value }) => value.cooked));
      return quasis.map(({ start, end }, i) => ({ start, end, text: quoted(strings[i]) }));
    });
    return write(
      code,
      pieces,
      ({ start, end }) => end - start,
      ({ text }) => text,
    );
  },
};
