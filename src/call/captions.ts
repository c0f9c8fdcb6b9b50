import type { Source } from './ports/session.js';
import { splitWords } from './split-words.js';
import { newest, TranscriptList, type Utterance } from './transcript-list.js';
import type { TranscriptItem } from './transcript.js';

/** The model's voice comes at this rate, in Hz. */
const RATE = 24_000;

/** How long a word sounds, in samples, while it is not known where the next words begin. */
const WORD = 0.4 * RATE;

/** So much may wait for its sound, in words and pieces, and in characters of one word. */
const WAITING = 10_000;
const WORD_CHARACTERS = 100;

/** An answer names so many sources at most. */
const SOURCES = 5;

/** A turn of one of the two. */
interface Turn extends Utterance {
  /** All of it that is shown for good. */
  text: string;
  /** The sample of the voice at which it begins. */
  readonly mark: number;
}

/** Words of the model that begin to sound at sample `mark`, and how many of them are shown. Without words, the turn ends there. */
interface Piece {
  readonly turn: Turn;
  readonly words: string[];
  readonly mark: number;
  shown: number;
}

/**
 * The words of a call as the caller hears them. A word of the model is shown once its sound is played: a
 * piece of words begins with the first sample that comes after it and ends where the next one begins, its
 * words spread evenly. The account of the audio thread paces them; no timer does.
 */
export class Captions {
  readonly #list: TranscriptList;
  /** The words that wait for their sound, in order. */
  #pieces: Piece[] = [];
  /** The turn of the model to which words are added, and the last one. */
  #model: Turn | undefined;
  #last: Turn | undefined;
  #caller: Turn | undefined;
  /** Whether the turn that ends next is one that was broken off. */
  #broken = false;
  /** Samples of the voice that came, and those that are played or flushed. */
  #given = 0;
  #done = 0;

  /** Calls `changed` with each item that is new or reads otherwise. `now` is in seconds. */
  constructor(changed: (item: TranscriptItem) => void = () => {}, now: () => number = () => 0) {
    this.#list = new TranscriptList(changed, now);
  }

  get items(): readonly TranscriptItem[] {
    return this.#list.items;
  }

  /** Begins with the words of the page before. */
  inherit(items: readonly TranscriptItem[]): void {
    this.#list.inherit(items);
  }

  /** A piece of the caller's words; `finished`, if they have said all. */
  hear(text: string, finished = false): void {
    // Words that the caller says a second into an answer are not part of the question.
    const { item, mark = 0 } = this.#last ?? {};
    if (item && item === this.items[this.items.length - 1] && this.#done - mark > RATE)
      this.#endCaller();
    const turn = (this.#caller ??= newTurn('caller'));
    this.#list.set(turn, (turn.text = newest(turn.text + text)));
    if (finished) this.#endCaller();
  }

  /** A text of the caller. */
  write(text: string): void {
    this.#endCaller();
    this.#list.set(newTurn('caller'), text, { final: true });
  }

  /**
   * A piece of the model's words, and how many samples of the voice came before it; `late`, if the turn
   * was taken to be complete.
   */
  say(text: string, mark: number, late = false): void {
    if (late && !this.#last?.item?.interrupted) this.#model ??= this.#last;
    const turn = (this.#model ??= newTurn('model', mark));
    this.#last = turn;
    this.#broken = false;
    // The turn does not end there after all.
    if (late) this.#pieces = this.#pieces.filter((one) => one.words.length || one.turn !== turn);
    const last = this.#pieces[this.#pieces.length - 1];
    if (this.#pieces.length + (last?.words.length ?? 0) > WAITING) return;
    const words = splitWords(newest(text));
    if (last?.turn === turn) {
      const [joined = '', ...others] = splitWords(
        `${last.words[last.words.length - 1]}${words[0]}`,
      );
      if (!others.length && joined.length < WORD_CHARACTERS) {
        last.words.splice(-1, 1, joined);
        words.shift();
      }
      if (last.mark === mark) last.words.push(...words.splice(0));
    }
    if (words.length) this.#pieces.push({ turn, words, mark, shown: 0 });
    this.#show();
  }

  /** Of so many samples that came, so many are played or flushed. */
  played(done: number, given: number): void {
    this.#done = Math.round(done);
    this.#given = given;
    this.#show();
  }

  /** Nothing more comes of the turn, whose voice ends with the sample `mark`. */
  endTurn(mark: number): void {
    // The caller who broke it off may speak on.
    if (!this.#broken) this.#endCaller();
    this.#broken = false;
    if (this.#model) this.#pieces.push({ turn: this.#model, words: [], mark, shown: 0 });
    this.#model = undefined;
    this.#show();
  }

  /** Nothing of what waits will sound: turns end with what was heard. Returns the words that were not, the newest first. */
  cut(): string[] {
    const cut = this.#pieces.splice(0);
    this.#broken = true;
    const turns = new Set([...cut.map(({ turn }) => turn), ...(this.#model ? [this.#model] : [])]);
    this.#model = undefined;
    const unheard: string[] = [];
    for (const turn of turns) {
      this.#list.set(turn, undefined, { interrupted: true, final: true });
      const rest = cut.map((piece) => (piece.turn === turn ? piece.words.slice(piece.shown) : []));
      unheard.unshift(rest.map((words) => words.join('')).join(''));
    }
    if (this.#caller?.item !== this.items[this.items.length - 1]) this.#endCaller();
    return unheard;
  }

  /** The pages on which what the model says rests. */
  cite(sources: readonly Source[]): void {
    const turn = this.#model ?? this.#last ?? (this.#model = newTurn('model', this.#given));
    const all = new Map([...(turn.sources ?? []), ...sources].map((one) => [one.url, one]));
    turn.sources = [...all.values()].slice(0, SOURCES);
    this.#list.set(turn, undefined, {});
  }

  /** The call is over. */
  end(): void {
    this.cut();
    this.#endCaller();
  }

  /** Gives all items away and keeps nothing. */
  take(): readonly TranscriptItem[] {
    this.#model = this.#last = this.#caller = undefined;
    this.#pieces = [];
    return this.#list.take();
  }

  #endCaller(): void {
    if (this.#caller) this.#list.set(this.#caller, undefined, { final: true });
    this.#caller = undefined;
  }

  /** Shows all words whose sound is played. */
  #show(): void {
    for (let piece; (piece = this.#pieces[0]); this.#pieces.shift()) {
      const { turn, words, mark } = piece;
      const next = words.length ? this.#pieces[1]?.mark : mark;
      const over = next !== undefined && this.#done >= next;
      const end = next ?? Math.max(this.#given, mark + words.length * WORD);
      const share = over ? 1 : (this.#done - mark) / (end - mark);
      piece.shown = Math.max(piece.shown, Math.ceil(words.length * share));
      const text = turn.text + words.slice(0, piece.shown).join('');
      if (words.length) this.#list.set(turn, text);
      else if (over) this.#list.set(turn, undefined, { final: true });
      if (!over) return;
      turn.text = newest(text);
    }
  }
}

function newTurn(speaker: Turn['speaker'], mark = 0): Turn {
  return { speaker, text: '', mark };
}
