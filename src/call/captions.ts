import type { Source } from './ports/session.js';
import { splitWords } from './split-words.js';
import { newest, TranscriptList, type Utterance } from './transcript-list.js';
import type { TranscriptItem } from './transcript.js';

/** The model's voice comes at this rate, in Hz. */
const RATE = 24_000;

/** How long a word sounds, in samples, while it is not known where the next words begin. */
const WORD = 0.4 * RATE;

/** Words of the caller that come when so much of the model's turn has sounded, in samples, do not belong to the question. */
const ANSWERED = RATE;

/** So many words may wait for their sound. */
const WAITING_WORDS = 10_000;

/** An answer names so many sources at most. */
const SOURCES = 5;

/** A turn of one of the two. */
interface Turn extends Utterance {
  /** All of it that has been shown for good. */
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

  /** A piece of the caller's words; `finished`, if they have said all. */
  hear(text: string, finished = false): void {
    const answer = this.#last?.item;
    const answered = answer && this.#done - this.#last!.mark > ANSWERED;
    if (answered && answer === this.items.at(-1)) this.#endCaller();
    const turn = (this.#caller ??= newTurn('caller'));
    turn.text = newest(turn.text + text);
    this.#list.set(turn, { text: turn.text });
    if (finished) this.#endCaller();
  }

  /** A text of the caller. */
  write(text: string): void {
    this.#endCaller();
    this.#list.set(newTurn('caller'), { text, final: true });
  }

  /**
   * A piece of the model's words, and how many samples of the voice came before it; `late`, if the turn
   * was taken to be complete.
   */
  say(text: string, mark: number, late = false): void {
    const turn = (this.#model ??= (late && this.#last) || newTurn('model', mark));
    this.#last = turn;
    let last = this.#pieces.at(-1);
    if (last?.turn === turn && last.words.length === 0) {
      // The turn does not end there after all.
      this.#pieces.pop();
      last = this.#pieces.at(-1);
    }
    const words = splitWords(newest(text));
    if (last?.turn === turn) {
      joinWord(last.words, words);
      if (last.mark === mark && last.words.length < WAITING_WORDS)
        last.words.push(...words.splice(0));
    }
    if (words.length > 0 && this.#pieces.length < WAITING_WORDS)
      this.#pieces.push({ turn, words, mark, shown: 0 });
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
    this.#endCaller();
    this.#endModel(mark);
  }

  /**
   * Nothing of what waits will sound: the turn ends with what was heard. Returns the words that were not,
   * those of the newest turn first.
   */
  cut(mark: number): string[] {
    const turns = new Set(this.#pieces.map(({ turn }) => turn));
    if (this.#model) turns.add(this.#model);
    const unheard = [...turns].map((turn) => {
      const words = this.#pieces.filter((piece) => piece.turn === turn);
      return words.map((piece) => piece.words.slice(piece.shown).join('')).join('');
    });
    this.#pieces = [];
    this.#model = undefined;
    this.#done = mark;
    for (const turn of turns) this.#list.set(turn, { interrupted: true, final: true });
    if (this.#caller?.item !== this.items.at(-1)) this.#endCaller();
    return unheard.filter(Boolean).reverse();
  }

  /** The pages on which what the model says rests. */
  cite(sources: readonly Source[]): void {
    const turn = (this.#model ?? this.#last) || (this.#model = newTurn('model'));
    const all = new Map([...(turn.sources ?? []), ...sources].map((one) => [one.url, one]));
    turn.sources = [...all.values()].slice(0, SOURCES);
    this.#list.set(turn);
  }

  /** The call is over. */
  end(): void {
    this.cut(this.#given);
    this.#endCaller();
  }

  #endCaller(): void {
    if (this.#caller) this.#list.set(this.#caller, { final: true });
    this.#caller = undefined;
  }

  #endModel(mark: number): void {
    if (this.#model) this.#pieces.push({ turn: this.#model, words: [], mark, shown: 0 });
    this.#model = undefined;
    this.#show();
  }

  /** Shows all words whose sound is played. */
  #show(): void {
    for (let piece; (piece = this.#pieces[0]); this.#pieces.shift()) {
      const { turn, words, mark } = piece;
      const next = words.length > 0 ? this.#pieces[1]?.mark : mark;
      const over = next !== undefined && this.#done >= next;
      const end = next ?? Math.max(this.#given, mark + words.length * WORD);
      const share = over ? 1 : (this.#done - mark) / (end - mark);
      piece.shown = Math.max(piece.shown, Math.ceil(words.length * share));
      const text = newest(turn.text + words.slice(0, piece.shown).join(''));
      if (words.length > 0) this.#list.set(turn, { text });
      else if (over) this.#list.set(turn, { final: true });
      if (!over) return;
      turn.text = text;
    }
  }
}

function newTurn(speaker: Turn['speaker'], mark = 0): Turn {
  return { speaker, text: '', mark };
}

/** Moves the first of `words` to the end of `before`, where it goes on within a word. */
function joinWord(before: string[], words: string[]): void {
  const end = before.at(-1);
  const [first] = words;
  if (!end || !first || end.length > 50 || splitWords(end + first).length > 1) return;
  before[before.length - 1] = end + first;
  words.shift();
}
