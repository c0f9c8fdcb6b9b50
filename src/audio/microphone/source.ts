import { CallError } from '../../call/errors.js';
import type { ChosenDevices, MicrophoneWarning } from '../../call/ports/audio.js';
import { requestMicrophone, stopTracks } from './request-microphone.js';
import { watchDefault } from '../devices.js';

/** Milliseconds that a lost microphone may take to come back, or another one in its place. */
const REPLACE_TIMEOUT_MS = 2000;

export interface MicrophoneSourceOptions {
  /** Without a microphone among them, the system's default is followed. */
  readonly devices: ChosenDevices;
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
  #devices: ChosenDevices;
  #muted: boolean;
  #context: AudioContext | undefined;
  #destination: AudioNode | undefined;
  #stream: MediaStream | undefined;
  #track: MediaStreamTrack | undefined;
  #node: AudioNode | undefined;
  /** The device and the group of the track, read once: `getSettings` is no cheap getter. */
  #settings: MediaTrackSettings = {};
  /** How many times another device was wanted; the last time counts. */
  #wishes = 0;
  /** Requests without an answer yet. */
  #pending = 0;
  /** Runs while there is no device. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Aborts when no device is wanted any more; what then still comes is stopped. */
  readonly #wanted = new AbortController();

  /** Asks for the microphone in this very task. All it holds is let go when `signal` aborts. */
  constructor(options: MicrophoneSourceOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#devices = options.devices;
    this.#muted = options.muted;
    this.granted = requestMicrophone(this.#wanted.signal, this.#devices);
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
    const { microphone } = this.#devices;
    if (!this.#track || !microphone) return undefined;
    return this.#settings.deviceId === microphone ? undefined : 'substituted';
  }

  /** Moves to the microphone among these devices, or to the system's default. */
  choose(devices: ChosenDevices): void {
    const before = this.#devices.microphone;
    this.#devices = devices;
    if (devices.microphone !== before) void this.#replace();
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
      if (this.#stream && this.#works) this.#wire(this.#stream);
      this.reopen();
      return;
    }
    this.#use(stream);
    if (this.#devices.microphone !== this.#options.devices.microphone) void this.#replace();
    const look = () => {
      const before = this.#wishes;
      return (groupId: string) => {
        if (this.#devices.microphone) return;
        // A request on its way brings the new default only if it was made after this look began.
        const isOld =
          this.#pending > 0 ? this.#wishes === before : this.#settings.groupId !== groupId;
        if (isOld) void this.#replace();
      };
    };
    watchDefault(look, this.#signal);
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
    clearTimeout(this.#timer);
    this.#wanted.abort();
  }

  #drop(): void {
    this.#track?.stop();
    this.#node?.disconnect();
  }

  /** Asks for the microphone again, unless a request is on its way. */
  reopen(): void {
    if (this.#pending === 0) void this.#replace();
  }

  /**
   * Asks for the device that is wanted now. Requests may overtake one another: the newest wish wins, and
   * an older one counts only where there is no other device.
   */
  async #replace(): Promise<void> {
    if (!this.#destination) return;
    const wish = ++this.#wishes;
    this.#pending++;
    let detail = 'no audio track';
    try {
      const stream = await requestMicrophone(this.#wanted.signal, this.#devices);
      if (wish === this.#wishes || !this.#works) this.#use(stream);
      else stopTracks(stream);
    } catch (error) {
      detail = error instanceof CallError ? error.detail : String(error);
    }
    this.#pending--;
    if (this.#pending === 0) this.#fail(detail);
  }

  get #works(): boolean {
    return this.#track?.readyState === 'live';
  }

  /** Reports that there is no microphone. A device that still works goes on. */
  #fail(detail: string): void {
    clearTimeout(this.#timer);
    if (this.#works || this.#wanted.signal.aborted) return;
    this.#options.failed(new CallError('mic-lost', { detail: `the track ended: ${detail}` }));
  }

  #use(stream: MediaStream): void {
    const [track] = stream.getAudioTracks();
    if (!track || this.#wanted.signal.aborted) return;
    this.#wire(stream);
    clearTimeout(this.#timer);
    this.#track?.stop();
    this.#track = track;
    this.#settings = track.getSettings();
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
      this.#timer = setTimeout(() => this.#fail('took too long'), REPLACE_TIMEOUT_MS);
      this.reopen();
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
