import type { Session } from '../call/ports/session.js';

/**
 * Tells each session where speech begins and ends. Where the caller holds to talk, the server looks for
 * neither: https://ai.google.dev/gemini-api/docs/live-guide#disable-automatic-vad
 */
export class SpeechMarks {
  /** Whether the caller holds to talk. */
  on = false;
  /** Whether the session was told that the caller speaks. */
  #speaking = false;

  /** The next session was told nothing. */
  reset(): void {
    this.#speaking = false;
  }

  /** Speech follows. */
  begin(session: Session): void {
    this.#tell(session, true);
  }

  /** The speech that was sent so far is all for now. */
  end(session: Session): void {
    if (this.on) this.#tell(session, false);
    else session.endAudio();
  }

  #tell(session: Session, speaking: boolean): void {
    if (!this.on || speaking === this.#speaking) return;
    session.markSpeech?.(speaking);
    this.#speaking = speaking;
  }
}
