import type { Carried } from './call/carried.js';
import type { TranscriptEntry } from './call/ports/session.js';
import type { TranscriptItem } from './call/transcript.js';
import { attempt } from './platform/attempt.js';
import { decodeBase64, encodeBase64 } from './platform/base64.js';
import { toJson } from './platform/json.js';
import type { ElementSettings } from './settings.js';

/** In the session storage: the call that this tab has cut off. In the local storage: the last one that a tab took up. */
const ENTRY = 'live-call';

/** A call that no page has taken up so many ms after it was cut off is over. */
const LIFETIME_MS = 60_000;

/** A call that was cut off. */
export interface KeptCall extends Carried {
  /** When, in ms of `Date.now()`. */
  readonly left: number;
}

/** The settings by which a call is another one. */
export type Terms = Pick<ElementSettings, 'tokenUrl' | 'baseUrl' | 'model'>;

const whose = ({ tokenUrl, baseUrl, model }: Terms) =>
  toJson([tokenUrl && new URL(tokenUrl, document.baseURI).href, baseUrl, model]);

/** Keeps a call for the next page of this tab, within this task; returns whether the browser takes it. */
export function keepCall(terms: Terms, call: KeptCall): boolean {
  const items = call.items.map(({ pcm, ...item }) => ({
    ...item,
    pcm: pcm && encodeBase64(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)),
  }));
  const kept = attempt(() => {
    const entry = { ...call, items, owner: whose(terms), id: String(Math.random()) };
    sessionStorage.setItem(ENTRY, toJson(entry));
    return true;
  });
  return kept ?? false;
}

/**
 * Takes the call of these terms that the page before has kept, if there is one that is not too old. It is gone
 * from the storage then; a copy that a browser gives to a duplicate of this tab is of no use.
 */
export function takeCall(terms: Terms): KeptCall | undefined {
  return attempt(() => {
    const text = sessionStorage.getItem(ENTRY);
    sessionStorage.removeItem(ENTRY);
    if (text === null) return undefined;
    const { id, owner, call } = read(text);
    const age = Date.now() - call.left;
    if (!(age >= 0 && age < LIFETIME_MS)) return undefined;
    if (owner === whose(terms)) return claim(id) ? call : undefined;
    // Another element on this page may know it.
    sessionStorage.setItem(ENTRY, text);
    return undefined;
  });
}

type Unread<T extends TranscriptEntry> = Omit<T, 'text'> & { readonly text: unknown };

const readText = <T extends TranscriptEntry>(entry: Unread<T>) =>
  ({ ...entry, text: String(entry.text) }) as T;

/** An entry of the storage, where nothing is certain. */
interface Entry extends Omit<KeptCall, 'handle' | 'words' | 'transcript' | 'items' | 'began'> {
  readonly handle: unknown;
  readonly words: readonly Unread<TranscriptEntry>[];
  readonly transcript: readonly Unread<TranscriptItem>[];
  readonly items: readonly (Omit<Carried['items'][number], 'pcm'> & { readonly pcm?: string })[];
  readonly began: unknown;
  readonly id: string;
  readonly owner: string;
}

/** Throws for anything that is no call. */
function read(text: string): { id: string; owner: string; call: KeptCall } {
  const { id, owner, ...entry } = JSON.parse(text) as Entry;
  const { handle, words, transcript, items, began, left, volume } = entry;
  const call = {
    ...entry,
    handle: String(handle),
    words: words.map(readText<TranscriptEntry>),
    transcript: transcript.map(readText<TranscriptItem>),
    items: items.map(({ pcm, ...item }) => ({
      ...item,
      pcm: pcm === undefined ? undefined : new Int16Array(decodeBase64(pcm).buffer),
    })),
    began: Number(began) || left,
    volume: volume >= 0 && volume <= 1 ? volume : 1,
  };
  return { id, owner, call };
}

/**
 * Whether no other tab has taken this call up. Where there is no storage to tell, the server lets only one of
 * them have the session.
 */
function claim(id: string): boolean {
  const taken = attempt(() => localStorage.getItem(ENTRY));
  attempt(() => localStorage.setItem(ENTRY, id));
  return taken !== id;
}
