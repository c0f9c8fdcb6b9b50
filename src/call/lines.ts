import type { ConversationPort } from '../connection/conversation-ports.js';
import type { AudioLines, TapeLine, TapeReport, VoiceLine } from './ports/audio.js';

type Told = (report: TapeReport, finished: boolean) => void;

/** Hands the lines of the audio thread on to the conversation, and its reports back to the page's side of the tapes. */
export class Lines implements AudioLines {
  readonly #conversation: ConversationPort;
  #tapes = 0;
  #told: Told = () => {};

  constructor(conversation: ConversationPort) {
    this.#conversation = conversation;
  }

  tape(line: TapeLine, told: Told): void {
    this.#told = told;
    this.#conversation.post({ type: 'tape', tape: ++this.#tapes, line });
  }

  missed(samples: number): void {
    this.#conversation.post({ type: 'missed', samples });
  }

  voice(line: VoiceLine): void {
    this.#conversation.post({ type: 'voice', line });
  }

  /** The tape of this number has reported; only the newest one still has somebody to hear it. */
  taped(tape: number, report: TapeReport, finished: boolean): void {
    if (tape === this.#tapes) this.#told(report, finished);
  }
}
