import { LiveCall } from './live-call.js';

/** The attributes of a call that its script may give it. */
export type ScriptSettings = Readonly<Record<string, string>>;

const names = LiveCall.observedAttributes;

/** Attributes of every element that make sense on this one. */
const common = ['class', 'id', 'lang', 'dir'];

/** The tag and the address of this script, as far as it can know them. */
export interface OwnScript {
  readonly tag: HTMLScriptElement | undefined;
  readonly address: URL | undefined;
}

/**
 * Finds the tag of the code that runs now. A module is nobody's `currentScript`, so its tag is the one with the
 * address of this file, which the stack knows and no markup can forge. What is only named so, as
 * `<img name=currentScript>` is, does not count: https://html.spec.whatwg.org/#dom-document-nameditem
 */
export function findOwnScript(): OwnScript {
  const { currentScript } = document;
  const isTag = currentScript instanceof HTMLScriptElement;
  const url = isTag
    ? currentScript.src
    : /\w+:\/\/.+?(?=:\d+:\d+)/.exec(`${new Error().stack}`)?.[0];
  const tags = isTag
    ? [currentScript]
    : [...document.querySelectorAll<HTMLScriptElement>('script[src]')].filter(
        ({ src }) => src === url,
      );
  const address = url ? new URL(url) : undefined;
  return { tag: tags.find(({ type }) => type === 'module') ?? tags[0], address };
}

/** What a script is told in the `data-*` of its tag, or in its address: tag managers take the others away. */
export function readOne({ tag, address }: OwnScript, name: string): string | null | undefined {
  return tag?.getAttribute(`data-${name}`) ?? address?.searchParams.get(name);
}

/** The settings that a script has for its call. */
export function readScript(script: OwnScript): ScriptSettings {
  const given: Record<string, string> = {};
  for (const name of names.concat(common)) {
    const value = readOne(script, name);
    if (typeof value === 'string') given[name] = value;
  }
  return given;
}

/** What looks as if it were meant as the address of a broker, and is none. */
export function misspelt({ tag, address }: OwnScript): readonly string[] {
  const written = [...(tag?.getAttributeNames() ?? []), ...(address?.searchParams.keys() ?? [])];
  return written.filter((name) => /tok|ur[li]/.test(name) && !names.includes(name.slice(5)));
}
