import type { Source, TranscriptEntry } from './ports/session.js';

type Speaker = TranscriptEntry['speaker'];

/** A session that knows nothing of the call is told so many characters, the newest; no more are kept. */
const HISTORY_CHARACTERS = 8000;

/** An entry takes at least so much of that: empty texts would be without number. */
const LEAST = 1;

/** What one of the two has said or written in one go, as the caller has heard it; it never changes. */
export interface TranscriptItem extends TranscriptEntry {
  /** Unique in the call. */
  readonly id: number;
  /** Whether nothing more comes of it. */
  readonly final: boolean;
  /** Whether it was broken off: the text ends with what was heard. */
  readonly interrupted: boolean;
  /** When its first words were there, in seconds since the first session of the call was ready; 0 before. */
  readonly at: number;
  /** The pages that an answer rests on, if the server named any. */
  readonly sources?: readonly Source[];
}

interface Entry {
  readonly speaker: Speaker;
  text: string;
}

/** The words of the call so far: a new session is told them when the old one cannot be resumed. */
export class Transcript {
  readonly #entries: Entry[] = [];
  /** The entry to which each of the two still adds; a transcription comes in pieces. */
  readonly #open = new Map<Speaker, Entry>();

  /** Adds a piece of the words of `speaker`. */
  add(speaker: Speaker, text: string): void {
    let open = this.#open.get(speaker);
    if (!open) {
      open = { speaker, text: '' };
      this.#entries.push(open);
      this.#open.set(speaker, open);
    }
    open.text += text;
    this.#trim();
  }

  /** Adds a text of the caller. */
  write(text: string): void {
    this.#open.delete('caller');
    this.#entries.push({ speaker: 'caller', text });
    this.#trim();
  }

  /** Takes a text of the caller out again, the newest that reads so: it has not been heard. */
  unwrite(text: string): void {
    const written = newest(text);
    const at = this.#entries.findLastIndex(
      (entry) => entry.text === written && this.#open.get(entry.speaker) !== entry,
    );
    if (at >= 0) this.#entries.splice(at, 1);
  }

  /** Takes out the end of the model's words, since it was not heard. */
  unsay(unheard: string): void {
    const at = this.#entries.findLastIndex(
      ({ speaker, text }) => speaker === 'model' && text.endsWith(unheard),
    );
    const entry = this.#entries[at];
    if (!entry || !unheard) return;
    entry.text = entry.text.slice(0, -unheard.length);
    if (!entry.text) this.#entries.splice(at, 1);
    if (this.#open.get('model') === entry) this.#open.delete('model');
  }

  /** Begins with the words of the page before. */
  inherit(words: readonly TranscriptEntry[]): void {
    this.#entries.push(...words.map((entry) => ({ ...entry })));
    this.#trim();
  }

  /** Closes the open entries: the next piece begins a new one. */
  endTurn(): void {
    this.#open.clear();
  }

  /** The call is over: nothing of what was said is kept. */
  clear(): void {
    this.#open.clear();
    this.#entries.length = 0;
  }

  /** The newest entries that fit into {@link HISTORY_CHARACTERS} characters, oldest first; of the newest at least its end. */
  get recent(): readonly TranscriptEntry[] {
    return this.#entries.map(({ speaker, text }) => ({ speaker, text }));
  }

  /** A call may last for hours, and a turn may never end. */
  #trim(): void {
    let room = HISTORY_CHARACTERS;
    let first = this.#entries.length;
    while (first > 0) {
      const entry = this.#entries[first - 1]!;
      entry.text = newest(entry.text);
      room -= Math.max(LEAST, entry.text.length);
      if (room < 0) break;
      first -= 1;
    }
    for (const gone of this.#entries.splice(0, first)) {
      if (this.#open.get(gone.speaker) === gone) this.#open.delete(gone.speaker);
    }
  }
}

const newest = (text: string) => text.slice(-HISTORY_CHARACTERS);
