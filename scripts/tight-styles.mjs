/** Takes the comments out of a style sheet, and the blanks that mean nothing. */
export function tightSheet(sheet) {
  return sheet
    .replace(/('[^']*'|"[^"]*")|\/\*.*?\*\//gs, '$1')
    .split(/('[^']*'|"[^"]*")/)
    .map((text, i) => (i % 2 === 0 ? tight(text) : text))
    .join('')
    .trim();
}

/** A blank stays around `+` and `-`, which need it in calc(), and before `:` and `(`, where it parts selectors. */
function tight(text) {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>/]) ?/g, '$1')
    .replace(/([:(]) | (?=[!)])/g, '$1')
    .replace(/;\}/g, '}')
    .replace(/(?<![\w.])0(?=\.\d)/g, '');
}

export const tightStyles = {
  name: 'tight-styles',
  transform: (code, id) =>
    /build.src.ui.styles/.test(id) ? code.replace(/(?<=\bcss ?`)[^`]*/g, tightSheet) : null,
};
