import type { PropertyDeclarations } from 'lit';
import type { TokenProvider, TokenRequestExtras } from './gemini/token.js';
import type { Strings } from './ui/strings/en.js';
import { choice, flag, json, live, number, property, type Setting, text } from './setting-kinds.js';

/**
 * Everything that a page can set: attributes, `data-*` of the script tag, diagnostics, the manifest and
 * the headless controller derive from this table. A new setting is a line here and a line where it is used.
 */
export const settings = {
  /** Endpoint of the token broker: POSTed before each connect, answers JSON `{ "token": "auth_tokens/…" }`. */
  tokenUrl: text('address'),

  /** Gets a token in the page's own way, instead of `token-url`. */
  tokenProvider: property<TokenProvider>('presence'),

  /** Extra headers and body fields for the POST to `token-url`: a CSRF header, the answer of a captcha. */
  tokenRequest: property<TokenRequestExtras>(),

  /** Endpoint of the Live API, for a proxy, a region or an emulator. */
  baseUrl: text('address'),

  /** Version of the Live API. */
  apiVersion: text('value'),

  /** The model to talk to, where the token does not fix it. */
  model: text('value'),

  /** The model's voice, where the token does not fix it. */
  voice: text('value'),

  /** The language of the call as a BCP-47 code, where the token does not fix it. */
  language: text('value'),

  /** The system instruction, where the token does not fix it. */
  instructions: text(),

  /**
   * What the model is asked to open the call with: once a call, never after a reconnect, and not when the
   * caller has said or written something by then.
   */
  greeting: text(),

  /** Further fields of the SDK's `LiveConnectConfig`, where the token does not lock them: VAD, thinking, search. */
  config: property<Readonly<Record<string, unknown>>>(),

  /** Whether the caller speaks freely, or holds a button to talk. A token that locks the setup has to have it as well. */
  talk: choice(['open', 'hold']),

  /**
   * A bar in the flow of the page; a launcher in a corner of the window that opens a panel; or a stage that
   * fills its box.
   */
  variant: choice(['inline', 'floating', 'stage'], { reflect: true }),

  /** The corner of a floating call. */
  placement: choice(['bottom-end', 'bottom-start', 'top-end', 'top-start'], { reflect: true }),

  /** Whether the panel of a floating call is open; closed, a call goes on in a pill. */
  open: flag({ reflect: true }),

  /** The name of whoever answers, as the sentences on the card say it. */
  agentName: text('value'),

  /**
   * For editors of a page: the name of a state, such as `listening` or `error:mic-denied`. Draws it, and opens no
   * microphone and no network; no call can be started meanwhile.
   */
  preview: text('value'),

  /** Words of the page in the place of those of the language, as the table `ui/strings/en.ts` names them; the attribute is JSON. */
  strings: json<Strings>(),
  /** A line to type in during a call, and a way to call without a microphone. */
  textInput: flag(),

  /** Keeps calls from being started; it does not end one. */
  disabled: flag({ reflect: true }),

  /** Length of the tape in seconds: how much speech is kept while the model cannot take any. 0 = none. */
  maxHold: number(30),

  /** Lets `start()` begin a call on a page on which nobody has clicked or pressed a key yet. */
  allowAutostart: flag(),

  /** Seconds after which a call ends, from its first session on; the caller is warned a minute before, or in the last third of a short one. 0 = never. */
  maxCall: number(0),

  /** Seconds without a word of anybody after which a call ends; the caller is warned before. 0 = never. */
  idleAfter: number(0),

  /**
   * The speech to send again after a connection was lost: everything that the resumed session cannot know of,
   * only what never left the page, or nothing.
   */
  resend: choice(['handle', 'unsent', 'none']),

  /** A start during another call on the page ends that call, or fails with `call-elsewhere`. */
  whenBusy: choice(['take-over', 'refuse']),

  /**
   * The version of what a caller agrees to before the first call: words and links in the slot `consent`. Asked once
   * for each version, where the browser can remember it. Without this, and with nothing in that slot, nobody is asked.
   */
  consentKey: text('value'),

  /**
   * Whether a call that a link or a reload cuts off is offered to be continued by the next page of the tab with the
   * same `token-url`, or goes on there by itself where the browser lets it.
   */
  acrossPages: choice(['off', 'offer', 'auto']),

  /** Where `live-call.worklet.js` is served, for pages whose `script-src` does not allow `blob:`. */
  workletUrl: text('address'),

  /** Where `live-call.worker.js` is served, for pages whose `worker-src` does not allow `blob:`; without, their calls run in the page itself. */
  workerUrl: text('address'),

  /** Id of the microphone to use, from `listDevices()`; without, the system's default is followed. */
  microphoneId: text(),

  /** Id of the speaker to use, where the browser lets a page choose. */
  speakerId: text(),

  /** Writes an account of each call to the console: no token, and nothing that is said. */
  debug: flag(),

  /** Has the captions read to a screen reader as well, each once it is whole. */
  readCaptions: flag(),

  /** Whether the words of the call are shown; after it, they are kept only with this on. The property is not reflected. */
  captions: live(choice(['off', 'on'])),

  /** With `talk="hold"`: whether the caller holds to talk. False again with each call; there is no attribute. */
  holding: live(property<boolean>()),

  /** Whether the microphone is muted. The attribute sets how it starts; the property is not reflected. */
  micMuted: live(flag()),

  /** Whether the model's voice is muted, as on `<video>`. The attribute sets how it starts; the property is not reflected. */
  muted: live(flag()),

  /** Loudness of the model's voice, 0 to 1. Throws an IndexSizeError outside of it, as `<video>` does. */
  volume: live(number(1, 1)),
};

type Table = typeof settings;
export type SettingName = keyof Table;
type Value<Name extends SettingName> = Table[Name] extends Setting<infer T> ? T : never;
type LiveName = {
  [Name in SettingName]: Table[Name] extends { readonly live: true } ? Name : never;
}[SettingName];

/** The settings that a call keeps. */
const liveSettings = Object.keys(settings).filter(
  (name) => 'live' in settings[name as SettingName],
) as LiveName[];

/** The settings as an element has them. */
export type ElementSettings = { [Name in SettingName]: Value<Name> };

/** The settings of a call. All are optional; they are read when a call starts. */
export type CallSettings = {
  readonly [Name in Exclude<SettingName, LiveName>]?: Value<Name> | undefined;
};

/** The name of the attribute of a setting: `max-hold` for `maxHold`. */
export function attributeOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Settings as a call uses them. */
export type ReadSettings = {
  readonly [Name in Exclude<SettingName, LiveName>]: Value<Name>;
};

/** `true` as an empty attribute; none for `false` or nothing. */
const toAttribute = (value: unknown) => (value === true ? '' : value || null);

/** The settings as Lit declares the properties of an element; the element itself has the live ones. */
export const elementProperties: PropertyDeclarations = Object.fromEntries(
  Object.entries(settings).map(([name, setting]) => {
    const { parse, reflect = false } = setting;
    const converter = { fromAttribute: (text: string | null) => parse?.(text), toAttribute };
    const attribute = parse ? attributeOf(name) : false;
    return [name, { attribute, converter, reflect, noAccessor: 'live' in setting }];
  }),
);

/** Gives a prototype accessors for the settings that a call keeps, of the call to which each element leads. */
export function delegate<Element extends object>(
  prototype: Element,
  to: (element: Element) => { [Name in LiveName]: unknown },
): void {
  for (const name of liveSettings) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: Element) {
        return to(this)[name];
      },
      set(this: Element, value: unknown) {
        to(this)[name] = value;
      },
    });
  }
}

/** The settings of the next call as they are now, each of them usable; later changes do not reach it. */
export function readSettings(source: CallSettings): ReadSettings {
  const entries = Object.entries(settings)
    .filter(([, setting]) => !('live' in setting))
    .map(([name, { check }]) => [name, check(source[name as keyof CallSettings])]);
  return Object.freeze(Object.fromEntries(entries)) as ReadSettings;
}
