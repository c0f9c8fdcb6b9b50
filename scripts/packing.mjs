// What means the same and packs better.

export function* nodesIn(node) {
  if (typeof node !== 'object' || node === null) return;
  if (node.type) yield node;
  for (const child of Object.values(node)) yield* nodesIn(child);
}

/** Writes `text(node)` over the first `length(node)` characters of each node, where the last comes first. */
export function write(code, nodes, length, text) {
  return [...nodes]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, node) => {
      const { start } = node;
      return rest.slice(0, start) + text(node) + rest.slice(start + length(node));
    }, code);
}

/**
 * What terser calls the variables, shortest first: the same in every file, since one of them is in another as text, and
 * in few letters, which gzip has fewer bits for.
 * The plugin of terser hands over the text of this function, so everything is in it.
 */
export const identifiers = {
  get(n) {
    const letters = 'teisnorahcludpfmgvwbykxjqz';
    const rest = Math.floor(n / letters.length);
    return (rest > 0 ? this.get(rest - 1) : '') + letters[n % letters.length];
  },
};

/**
 * Has the private members of every file be properties with the names `t`, `e` … in the order in which they come: such
 * need no declaration, and `this.t=t` packs much better, as a constructor has it in every file. Where a class extends
 * another, its members stay private, since they could meet those of the other.
 */
export const shortPrivateNames = {
  name: 'short-private-names',
  transform(code, id) {
    if (!/build.src/.test(id) || !code.includes('#')) return null;
    const nodes = [...nodesIn(this.parse(code))];
    const found = nodes.filter(({ type }) => type === 'PrivateIdentifier');
    found.sort((a, b) => a.start - b.start);
    const names = [...new Set(found.map(({ name }) => name))];
    const hash = nodes.some(({ superClass }) => superClass) ? '#' : '';
    const empty = nodes.filter(
      ({ type, key, value }) =>
        !hash && type === 'PropertyDefinition' && key.type === 'PrivateIdentifier' && !value,
    );
    const undeclared = empty.map(({ key }) => key);
    return write(
      code,
      [...found.filter((node) => !undeclared.includes(node)), ...empty],
      ({ start, end }) => end - start,
      ({ type, name }) =>
        type === 'PrivateIdentifier' ? `${hash}${identifiers.get(names.indexOf(name))}` : '',
    );
  },
};

/** Whether a function has what an arrow function has not; what is in another function in it is that one's. */
function needsFunction(node, isInner = false) {
  if (typeof node !== 'object' || node === null) return false;
  if (/^(?:This|Super|MetaProperty|YieldExpression)/.test(node.type)) return true;
  if (node.type === 'Identifier' && node.name === 'arguments') return true;
  if (isInner && /^(?:Function|Class)/.test(node.type)) return false;
  return Object.values(node).some((child) => needsFunction(child, !!node.type));
}

/**
 * Makes arrow functions of the functions of the script, all of which its first run has made before anybody calls them:
 * the modules come after those that they import.
 */
export const arrowFunctions = {
  name: 'arrow-functions',
  renderChunk(code) {
    const [{ expression: script }] = this.parse(code).body;
    const functions = script.argument.callee.body.body.filter(
      (node) => node.type === 'FunctionDeclaration' && !needsFunction(node),
    );
    return functions
      .sort((a, b) => b.start - a.start)
      .reduce((rest, { start, end, async, id, body }) => {
        const parameters = rest.slice(id.end, body.start);
        const arrow = `${async ? 'async' : ''}${parameters}=>${rest.slice(body.start, body.end)}`;
        return `${rest.slice(0, start)}let ${id.name}=${arrow};${rest.slice(end)}`;
      }, code);
  },
};

/** A constant is checked when it is compiled; then one keyword is enough. */
export const letForConst = {
  name: 'let-for-const',
  renderChunk(code) {
    const constants = [...nodesIn(this.parse(code))].filter(({ kind }) => kind === 'const');
    return write(
      code,
      constants,
      () => 'const'.length,
      () => 'let',
    );
  },
};

/** Names the custom properties that the styles keep to themselves, `--_accent` and others, by a letter each. */
export const shortCustomProperties = {
  name: 'short-custom-properties',
  renderChunk(code) {
    const own = /--_[a-z]+(?:-[a-z]+)*/g;
    const names = [...new Set(code.match(own))];
    return code.replace(own, (name) => `--_${identifiers.get(names.indexOf(name))}`);
  },
};
