/** A call as somebody has put it together: the attributes, a style sheet of the showroom, and CSS of their own. */
export interface Choice {
  readonly attributes: Readonly<Record<string, string>>;
  readonly theme: string;
  readonly css: Readonly<Record<string, string>>;
}

/** The attributes to choose, in the order in which they are written. */
export const attributeNames = [
  'variant',
  'placement',
  'lang',
  'agent-name',
  'captions',
  'text-input',
  'talk',
  'greeting',
] as const;

/** These mean as much as no attribute. */
const defaults: Readonly<Record<string, string>> = { variant: 'inline', placement: 'bottom-end' };

/** True by their presence: an empty one counts. */
const flags: readonly string[] = ['text-input'];

/** Widest line that is not broken. */
const WIDTH = 72;

/** What the form says: `colours` are those that were changed, by name, as `#rrggbb`. */
export function choiceOf(form: FormData, colours: Readonly<Record<string, string>>): Choice {
  const read = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : undefined;
  };
  const attributes: Record<string, string> = {};
  for (const name of attributeNames) {
    const value = read(name);
    if (value === undefined || value === defaults[name]) continue;
    if (value === '' && !flags.includes(name)) continue;
    if (name === 'placement' && read('variant') !== 'floating') continue;
    attributes[name] = value;
  }
  return { attributes, theme: read('theme') ?? '', css: cssOf(colours) };
}

/** The properties for these colours, with those that keep the words on them legible. */
function cssOf({ accent, background, ...others }: Readonly<Record<string, string>>) {
  const css: Record<string, string> = {};
  if (background) {
    css['color-scheme'] = isLight(background) ? 'light' : 'dark';
    css['--live-call-background'] = background;
  }
  if (accent) {
    css['--live-call-accent'] = accent;
    css['--live-call-on-accent'] = isLight(accent) ? '#15171c' : '#ffffff';
  }
  for (const [name, colour] of Object.entries(others)) css[`--live-call-${name}`] = colour;
  return css;
}

/** Whether black is easier to read on it than white: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function isLight(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.19;
}

/** The lines for a page: the script and the tag, or the one script that puts a floating call on it. */
export function snippet({ attributes, theme, css }: Choice, asScript: boolean): string {
  const given = { 'token-url': '/token', ...(theme && { class: theme }), ...attributes };
  const lines = asScript
    ? [element('script', { src: '/live-call.min.js', defer: '', ...dataOf(given) })]
    : [element('script', { src: '/live-call.min.js', defer: '' }), element('live-call', given)];
  const rules = Object.entries(css).map(([name, value]) => `    ${name}: ${value};\n`);
  const selector = theme ? `live-call.${theme}` : 'live-call';
  return [
    ...(theme ? [`<link rel="stylesheet" href="/themes/${theme}.css" />`] : []),
    ...(rules.length > 0 ? [`<style>\n  ${selector} {\n${rules.join('')}  }\n</style>`] : []),
    ...lines,
  ].join('\n');
}

/** Attributes as the script takes them; a floating call is what it makes anyhow. */
function dataOf(attributes: Readonly<Record<string, string>>) {
  const given = Object.entries(attributes).filter(([name]) => name !== 'variant');
  return Object.fromEntries(given.map(([name, value]) => [`data-${name}`, value]));
}

function element(tag: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([name, value]) =>
    value === '' ? name : `${name}="${escape(value)}"`,
  );
  const line = `<${tag} ${written.join(' ')}></${tag}>`;
  return line.length <= WIDTH ? line : `<${tag}\n  ${written.join('\n  ')}\n></${tag}>`;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
