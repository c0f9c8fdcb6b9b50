// The words of the WordPress plugin: finds them, reads their translations and writes what WordPress reads of these.
// https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html

/** `__('words', 'live-call')` and its kin, in PHP and JavaScript, after a comment for translators. */
const call =
  /(?:\/\* translators: ([^\n]*?) \*\/\s*(?:.{0,60}?))?\b(?:__|esc_html__|esc_attr__)\(\s*'((?:[^'\\]|\\.)*)',\s*'live-call',?\s*\)/gs;

/** What WordPress translates of the plugin and of its block, beside what is in code. */
const description = /^ \* Description: (.+)$/gm;
const ofBlock = /^ {2}"(title|description)": "(.+)"/gm;

/** All words in `files`, `{ path: text }`; each with the files in which it stands, and what translators are told. */
export function findWords(files) {
  const words = new Map();
  const add = (path, text, { note, context }) => {
    const key = keyOf(text, context);
    const word = words.get(key) ?? { text, context, paths: new Set(), note: undefined };
    word.paths.add(path);
    word.note ??= note;
    words.set(key, word);
  };
  for (const [path, text] of Object.entries(files)) {
    for (const [, words] of text.matchAll(description)) add(path, words, {});
    for (const [, name, words] of text.matchAll(ofBlock)) {
      add(path, words, { context: `block ${name}` });
    }
    for (const [, note, literal] of text.matchAll(call)) {
      add(path, literal.replace(/\\(.)/g, '$1'), { note });
    }
  }
  return [...words.values()];
}

/** The same words in another context may have another translation. */
const keyOf = (text, context) => (context ? `${context}\u0004${text}` : text);

/** The template for translators. */
export function toPot(words, version) {
  const entries = words.map(({ text, context, paths, note }) =>
    [
      note && `#. translators: ${note}`,
      ...[...paths].map((path) => `#: ${path}`),
      context && `msgctxt ${quote(context)}`,
      `msgid ${quote(text)}`,
      'msgstr ""\n',
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return `${head(version)}\n${entries.join('\n')}`;
}

const head = (version) => `msgid ""
msgstr ""
"Project-Id-Version: Live Call ${version}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Domain: live-call\\n"
`;

const quote = (text) => JSON.stringify(text);

const unquote = (literals = '') =>
  [...literals.matchAll(/"(.*)"/g)].map(([literal]) => JSON.parse(literal)).join('');

/** The translations in a .po, by the original; that of '' are its headers. */
export function readPo(po) {
  const lines = '((?:".*"\\s*)+)';
  const entry = new RegExp(`(?:^msgctxt ${lines})?^msgid ${lines}^msgstr ${lines}`, 'gm');
  return new Map(
    [...po.matchAll(entry)].map(([, context, text, translation]) => [
      keyOf(unquote(text), unquote(context)),
      unquote(translation),
    ]),
  );
}

/** The binary form that PHP reads: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html */
export function toMo(translations) {
  const pairs = [...translations].filter(([, translation]) => translation !== '');
  pairs.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const tables = 28;
  const table = Buffer.alloc(tables + pairs.length * 16);
  [0x950412de, 0, pairs.length, tables, tables + pairs.length * 8, 0, table.length].forEach(
    (value, n) => table.writeUInt32LE(value, n * 4),
  );
  const strings = [];
  let offset = table.length;
  [0, 1].forEach((side) =>
    pairs.forEach((pair, n) => {
      const string = Buffer.from(`${pair[side]}\0`);
      const at = tables + (side * pairs.length + n) * 8;
      table.writeUInt32LE(string.length - 1, at);
      table.writeUInt32LE(offset, at + 4);
      offset += string.length;
      strings.push(string);
    }),
  );
  return Buffer.concat([table, ...strings]);
}

/** What the editor reads: https://developer.wordpress.org/block-editor/how-to-guides/internationalization/ */
export function toJed(translations, lang) {
  const messages = [...translations].filter(([text]) => text !== '');
  const head = { '': { domain: 'messages', lang, 'plural-forms': 'nplurals=2; plural=(n != 1);' } };
  const all = { ...head, ...Object.fromEntries(messages.map(([text, words]) => [text, [words]])) };
  return JSON.stringify({ domain: 'messages', locale_data: { messages: all } });
}
