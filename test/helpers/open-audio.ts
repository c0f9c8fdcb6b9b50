import { openAudio } from '../../src/audio/audio.js';
import type { CallError } from '../../src/call/errors.js';
import type {
  AudioOptions,
  MicrophoneWarning,
  PlaybackReport,
  TapeReport,
} from '../../src/call/ports/audio.js';
import type { Chunk } from '../../src/call/ports/format.js';
import { Intake } from '../../src/connection/intake.js';
import { Voice } from '../../src/connection/voice.js';

/** Audio with everything that its listeners were told. */
export function openHeard(options: Partial<AudioOptions> = {}) {
  const aborter = new AbortController();
  const reports: TapeReport[] = [];
  const chunks: Chunk[] = [];
  const voice: PlaybackReport[] = [];
  const failures: CallError[] = [];
  const warnings: (MicrophoneWarning | undefined)[] = [];
  let pauses = 0;
  let onchange = () => {};
  const note = (change: () => unknown) => {
    change();
    onchange();
  };
  const intake = new Intake({
    report: (report) => note(() => reports.push(report)),
    chunk: (chunk) => note(() => chunks.push(chunk)),
    paused: () => note(() => pauses++),
  });
  const speaker = new Voice((report) => note(() => voice.push(report)));
  aborter.signal.addEventListener('abort', () => intake.close());
  const audio = openAudio(
    {
      devices: {},
      maxHold: 30,
      muted: false,
      volume: 1,
      microphone: {
        warned: (warning) => note(() => warnings.push(warning)),
        failed: (error) => note(() => failures.push(error as CallError)),
      },
      lines: {
        tape: (line, heard) => intake.use(line, heard),
        missed: (samples) => intake.missed(samples),
        voice: (line) => speaker.use(line),
      },
      ...options,
    },
    aborter.signal,
  );
  const { microphone } = audio;
  return {
    microphone,
    /** Attaches a capture, as a conversation does that has a session for it. */
    attachCapture(credit: number) {
      const capture = microphone.attachCapture();
      intake.revoke();
      intake.grant(credit);
      const detach = () => {
        intake.revoke();
        capture.detach();
      };
      return { grant: (chunks: number) => intake.grant(chunks), detach };
    },
    speaker,
    choose: audio.choose.bind(audio),
    close() {
      speaker.close();
      return audio.close();
    },
    aborter,
    reports,
    chunks,
    voice,
    failures,
    warnings,
    pauses: () => pauses,
    /** All chunks, joined. */
    heard: () => Int16Array.from(chunks.flatMap(({ samples }) => [...samples])),
    /** Samples captured and taken, as of the last report. */
    captured: () => reports.at(-1)?.captured ?? 0,
    taken: () => reports.at(-1)?.taken ?? 0,
    /** Resolves when `holds` does, looked at anew whenever a listener is told something. */
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        onchange = () => {
          if (holds()) resolve();
        };
        onchange();
      }),
  };
}
