import type { TranscriptEntry } from './ports/session.js';

type Speaker = TranscriptEntry['speaker'];

/** How much of what was said last is told to a session that knows nothing of it, in characters. */
const RECALLED = 8000;

/** What was said so far, in words: what a new session is told when the old one cannot be had back. */
export class Transcript {
  readonly #entries: { speaker: Speaker; text: string }[] = [];
  /** The entry that each of them is still adding to; a transcription comes in pieces. */
  readonly #open = new Map<Speaker, { text: string }>();

  /** Adds a piece of what `speaker` says. */
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

  /** Adds what the caller writes. */
  write(text: string): void {
    this.#open.delete('caller');
    this.#entries.push({ speaker: 'caller', text });
  }

  /** What is added next begins a new entry. */
  endTurn(): void {
    this.#open.clear();
    // A call may last for hours.
    this.#entries.splice(0, this.#entries.length - this.recent.length);
  }

  /** The newest entries that fit into {@link RECALLED} characters, oldest first; of the newest at least its end. */
  get recent(): readonly TranscriptEntry[] {
    const recent: TranscriptEntry[] = [];
    let room = RECALLED;
    for (const { speaker, text } of this.#entries.toReversed()) {
      if (text.length > room && recent.length > 0) break;
      recent.unshift({ speaker, text: text.slice(-RECALLED) });
      room -= text.length;
    }
    return recent;
  }
}
