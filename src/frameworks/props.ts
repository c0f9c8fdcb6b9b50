import type { LiveCallEventMap } from '../call/events.js';
import type { LiveCall } from '../live-call.js';
import type { SettingName } from '../settings.js';

/** `max-hold` of `maxHold`. */
type Kebab<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `-${Lowercase<Head>}`}${Kebab<Tail>}`
  : Name;

/** A template writes text; a number in it is read as one. */
type Written<Value> = Value extends number ? number | `${number}` : Value;

/** Objects and functions have no attribute, and `holding` is the caller's hand. */
type AttributeName = {
  [Name in Exclude<SettingName, 'holding'>]: LiveCall[Name] extends
    string | number | boolean | undefined
    ? Name
    : never;
}[Exclude<SettingName, 'holding'>];

/** The settings under the names of their properties: `tokenUrl`, `tokenProvider`. */
export type LiveCallProperties = { [Name in SettingName]?: LiveCall[Name] | undefined };

/** The settings under the names of their attributes: `token-url`. A setting of one word is its property as well. */
export type LiveCallAttributes = {
  [Name in AttributeName as Kebab<Name>]?: Kebab<Name> extends Name
    ? LiveCall[Name] | undefined
    : Written<LiveCall[Name]> | undefined;
};

/** A listener for each event: `oncallend`, or what `Prefix` makes of it. */
export type LiveCallListeners<Prefix extends string = 'on'> = {
  [Type in keyof LiveCallEventMap as `${Prefix}${Type}`]?:
    ((event: LiveCallEventMap[Type] & { readonly currentTarget: LiveCall }) => void) | undefined;
};

/** All that a template can write on the tag, where the framework itself tells property from attribute. */
export interface LiveCallProps extends LiveCallProperties, LiveCallAttributes, LiveCallListeners {}
