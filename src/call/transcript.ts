import type { TranscriptEntry } from './ports/session.js';

type Speaker = TranscriptEntry['speaker'];

/** A session that knows nothing of the call is told so many characters, the newest. */
const HISTORY_CHARACTERS = 8000;

/** The words of the call so far: a new session is told them when the old one cannot be resumed. */
export class Transcript {
  readonly #entries: { speaker: Speaker; text: string }[] = [];
  /** The entry to which each of the two still adds; a transcription comes in pieces. */
  readonly #open = new Map<Speaker, { text: string }>();

  /** Adds a piece of the words of `speaker`. */
  add(speaker: Speaker, text: string): void {
    const open = this.#open.get(speaker);
    if (open) {
      open.text += text;
      return;
    }
    const entry = { speaker, text };
    this.#entries.push(entry);
    this.#open.set(speaker, entry);
  }

  /** Adds a text of the caller. */
  write(text: string): void {
    this.#open.delete('caller');
    this.#entries.push({ speaker: 'caller', text });
  }

  /** Closes the open entries: the next piece begins a new one. */
  endTurn(): void {
    this.#open.clear();
    // A call may last for hours.
    this.#entries.splice(0, this.#entries.length - this.recent.length);
  }

  /** The call is over: nothing of what was said is kept. */
  clear(): void {
    this.#open.clear();
    this.#entries.length = 0;
  }

  /** The newest entries that fit into {@link HISTORY_CHARACTERS} characters, oldest first; of the newest at least its end. */
  get recent(): readonly TranscriptEntry[] {
    const recent: TranscriptEntry[] = [];
    let room = HISTORY_CHARACTERS;
    for (const { speaker, text } of this.#entries.toReversed()) {
      if (text.length > room && recent.length > 0) break;
      recent.unshift({ speaker, text: text.slice(-HISTORY_CHARACTERS) });
      room -= text.length;
    }
    return recent;
  }
}
