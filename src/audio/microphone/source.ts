import { CallError } from '../../call/errors.js';
import type { MicrophoneWarning } from '../../call/ports/audio.js';
import { requestMicrophone } from './request-microphone.js';
import { watchDefault } from '../devices.js';

/** Milliseconds that a lost microphone may take to come back, or another one in its place. */
const REPLACE_TIMEOUT_MS = 2000;

export interface MicrophoneSourceOptions {
  /** The device that the caller chose; none means the system's default, also when that changes. */
  readonly deviceId: string | null | undefined;
  readonly muted: boolean;
  /** Told when the system pauses the microphone or lets it go on. */
  readonly changed: () => void;
  /** Told when there is no microphone any more. */
  readonly failed: (error: CallError) => void;
}

/**
 * What feeds the tape: one device at a time. When it goes, or another one is wanted, the new one is
 * granted first and takes over in one task, so that nothing is heard twice.
 */
export class MicrophoneSource {
  readonly #options: MicrophoneSourceOptions;
  readonly #signal: AbortSignal;
  readonly granted: Promise<MediaStream>;
  #deviceId: string | null | undefined;
  #muted: boolean;
  #context: AudioContext | undefined;
  #destination: AudioNode | undefined;
  #stream: MediaStream | undefined;
  #track: MediaStreamTrack | undefined;
  #node: AudioNode | undefined;
  #replacing = false;
  /** Aborts when no device is wanted any more; what then still comes is stopped. */
  readonly #wanted = new AbortController();

  /** Asks for the microphone in this very task. All it holds is let go when `signal` aborts. */
  constructor(options: MicrophoneSourceOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#deviceId = options.deviceId;
    this.#muted = options.muted;
    this.granted = requestMicrophone(this.#wanted.signal, this.#deviceId);
    const end = () => {
      this.finish();
      this.#drop();
    };
    signal.addEventListener('abort', end, { once: true });
  }

  /** Whether the system has paused the microphone. */
  get suspended(): boolean {
    return this.#track?.muted ?? false;
  }

  /** What keeps this device from being heard, or another one in its place. */
  get warning(): MicrophoneWarning | undefined {
    if (this.suspended) return 'suspended';
    if (!this.#track || !this.#deviceId) return undefined;
    return this.#track.getSettings().deviceId === this.#deviceId ? undefined : 'substituted';
  }

  set deviceId(deviceId: string | null | undefined) {
    if (deviceId === this.#deviceId) return;
    this.#deviceId = deviceId;
    void this.replace();
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#track) this.#track.enabled = !muted;
  }

  /**
   * Feeds `destination`, a node of `context`, with the stream that was granted. When it is called again,
   * the device that is in use goes on in the other context, and is opened anew, for all may hang on it.
   */
  connect(stream: MediaStream, context: AudioContext, destination: AudioNode): void {
    const again = this.#context !== undefined;
    this.#context = context;
    this.#destination = destination;
    if (again) {
      if (this.#stream && this.#track?.readyState === 'live') this.#wire(this.#stream);
      void this.replace();
      return;
    }
    this.#use(stream);
    if (this.#deviceId !== this.#options.deviceId) void this.replace();
    const follow = (groupId: string) => {
      if (!this.#deviceId && this.#track?.getSettings().groupId !== groupId) void this.replace();
    };
    watchDefault(follow, this.#signal);
  }

  /** Feeds another node instead of one that has failed. */
  set destination(destination: AudioNode) {
    this.#destination = destination;
    this.#node?.connect(destination);
  }

  /**
   * Ends the device in this task, and no other one follows. It stays connected: what comes after the
   * last word is no gap.
   */
  finish(): void {
    this.#wanted.abort();
  }

  #drop(): void {
    this.#track?.stop();
    this.#node?.disconnect();
  }

  /** Asks for the microphone again, once at a time; the last choice wins. */
  async replace(): Promise<void> {
    if (this.#replacing || !this.#destination) return;
    this.#replacing = true;
    const timer = setTimeout(() => this.#fail('took too long'), REPLACE_TIMEOUT_MS);
    try {
      let wanted: string | null | undefined;
      do {
        wanted = this.#deviceId;
        this.#use(await requestMicrophone(this.#wanted.signal, wanted));
      } while (wanted !== this.#deviceId);
    } catch (error) {
      this.#fail(error instanceof CallError ? error.detail : String(error));
    } finally {
      clearTimeout(timer);
      this.#replacing = false;
    }
  }

  /** A device that still works goes on. */
  #fail(detail: string): void {
    if (this.#track?.readyState === 'live' || this.#wanted.signal.aborted) return;
    this.#options.failed(new CallError('mic-lost', { detail: `the track ended: ${detail}` }));
  }

  #use(stream: MediaStream): void {
    const [track] = stream.getAudioTracks();
    if (!track || this.#wanted.signal.aborted) return;
    this.#wire(stream);
    this.#track?.stop();
    this.#track = track;
    track.enabled = !this.#muted;
    const signal = this.#signal;
    const ifCurrent = (act: () => void) => () => {
      if (track === this.#track) act();
    };
    const changed = ifCurrent(this.#options.changed);
    track.addEventListener('mute', changed, { signal });
    track.addEventListener('unmute', changed, { signal });
    const onended = ifCurrent(() => {
      // A dead device would go on to deliver silence.
      this.#drop();
      void this.replace();
    });
    track.addEventListener('ended', onended, { signal });
    changed();
  }

  #wire(stream: MediaStream): void {
    if (!this.#context || !this.#destination) return;
    const source = this.#context.createMediaStreamSource(stream);
    // In this order nothing is missing: at worst both are heard for a block.
    source.connect(this.#destination);
    this.#node?.disconnect();
    this.#node = source;
    this.#stream = stream;
  }
}
