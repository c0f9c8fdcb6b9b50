/** How one setting is read, kept and shown. */
export interface Setting<T> {
  readonly initial: T;
  /** Reads its attribute, `null` where there is none; a setting without this is a property only. */
  readonly parse?: (text: string | null) => T;
  /** The value as it counts: the initial one in the place of one that is unusable. */
  readonly check: (value: unknown) => T;
  /** In diagnostics: as it is, without what an address may hide, or only whether it is there. */
  readonly shown?: 'value' | 'address' | 'presence';
  /** Whether the attribute follows the property. */
  readonly reflect?: boolean;
}

type Shown = Setting<unknown>['shown'];

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
/** True by its presence; CMS editors write `="false"` for false. */
export const isOn = (attribute: string | null) => attribute !== null && attribute !== 'false';

export function text(shown?: Shown): Setting<string | undefined> {
  return { initial: undefined, parse: textOf, check: textOf, ...(shown && { shown }) };
}

export function flag(options: Partial<Setting<boolean>> = {}): Setting<boolean> {
  return { initial: false, parse: isOn, check: Boolean, shown: 'value', ...options };
}

/** A number from 0 to `max`; anything else counts as `initial`. */
export function number(initial: number, max = Infinity): Setting<number> {
  const check = (value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= max
      ? value
      : initial;
  const parse = (attribute: string | null) => check(Number.parseFloat(attribute ?? ''));
  return { initial, parse, check, shown: 'value' };
}

/** One of some words; anything else counts as the first. */
export function choice<const T extends string>(
  words: readonly [T, ...T[]],
  options: Partial<Setting<T>> = {},
): Setting<T> {
  const check = (value: unknown) => words.find((word) => word === value) ?? words[0];
  return { initial: words[0], parse: check, check, shown: 'value', ...options };
}

/** A setting that is kept from call to call and can change during one, instead of being read at a start. */
export function live<T>(setting: Setting<T>) {
  return { ...setting, live: true as const };
}

/** An object or a function of the page. */
export function property<T>(shown?: Shown): Setting<T | undefined> {
  const check = (value: unknown) => (value as T | null | undefined) ?? undefined;
  return { initial: undefined, check, ...(shown && { shown }) };
}

/** An object; its attribute is JSON. */
export function json<T>(): Setting<T | undefined> {
  const parse = (attribute: string | null) => {
    try {
      return attribute ? (JSON.parse(attribute) as T) : undefined;
    } catch (error) {
      console.warn?.(`live-call: ${attribute} is no JSON.`, error);
      return undefined;
    }
  };
  return { ...property<T>(), parse };
}
