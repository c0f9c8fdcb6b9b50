import type { Downlink } from '../../src/call/downlink.js';
import type { PlaybackReport, VoiceCommand } from '../../src/call/ports/audio.js';
import type { SessionEvent } from '../../src/call/ports/session.js';
import { Voice } from '../../src/connection/voice.js';
import { FakeLine } from './fake-line.js';

/** The voice of a model as its conversation carries it, with `downlink` to follow and `queue` to play it. */
export function voiced(downlink: Downlink, queue: (command: VoiceCommand) => void) {
  const voice = new Voice((report) => downlink.played(report));
  const line = new FakeLine<VoiceCommand, PlaybackReport>(queue);
  voice.use(line);
  return {
    report: (report: PlaybackReport) => line.say(report),
    frame: () => downlink.frame(),
    play(samples: Int16Array, rate: number) {
      const dropped = !voice.play(samples, rate);
      downlink.voice(samples.length, dropped);
    },
    words(event: Extract<SessionEvent, { readonly type: 'transcription' }>) {
      if (event.speaker === 'caller' || !voice.silenced) downlink.words(event);
    },
    endTurn() {
      voice.endTurn();
      downlink.endTurn();
    },
    // In this order, since the queue of a test answers at once, and that of a browser in a later task.
    interrupted() {
      downlink.interrupted();
      voice.interrupted();
    },
    silence() {
      downlink.silenced();
      voice.silence();
    },
  };
}
