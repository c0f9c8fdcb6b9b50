import { CallError } from '../../call/errors.js';
import type { ChosenDevices, MicrophoneWarning } from '../../call/ports/audio.js';
import { microphonePolicy } from './microphone-policy.js';
import { overhear } from './overhear.js';
import { requestMicrophone, stopTracks } from './request-microphone.js';
import { watchDefault } from '../devices.js';

/** A lost microphone, or another one in its place, may take so long to come back. */
const REPLACE_TIMEOUT_MS = 2000;

export interface MicrophoneSourceOptions {
  /** Asks for no microphone before `request()`. */
  readonly text?: boolean | undefined;
  /** Follows the system's default where these name no microphone. */
  readonly devices: ChosenDevices;
  readonly muted: boolean;
  /** Reports that the system has paused the microphone or lets it go on. */
  readonly changed: () => void;
  /** Reports whether the caller talks while muted, where that can be told. */
  readonly talkingMuted: (talking: boolean) => void;
  /** Reports that there is no microphone any more. */
  readonly failed: (error: CallError) => void;
}

/**
 * Feeds the tape from one device at a time. When the device goes, or the caller wants another one, it
 * waits for the grant and changes over in one task, so that the tape hears nothing twice.
 */
export class MicrophoneSource {
  readonly #options: MicrophoneSourceOptions;
  readonly #signal: AbortSignal;
  /** Resolves to what the caller grants at the beginning, if that is to be anything. */
  readonly granted: Promise<MediaStream | undefined>;
  #devices: ChosenDevices;
  #muted: boolean;
  #context: AudioContext | undefined;
  #destination: AudioNode | undefined;
  #stream: MediaStream | undefined;
  #track: MediaStreamTrack | undefined;
  #node: AudioNode | undefined;
  /** The settings of the track, read once: each call of `getSettings` builds them anew. */
  #settings: MediaTrackSettings = {};
  /** Number of requests so far; the newest one counts. */
  #wishes = 0;
  /** Requests without an answer yet. */
  #pending = 0;
  #stopOverhearing = () => {};
  /** Runs while there is no device. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Aborts when the call wants no device any more; a stream that comes later stops. */
  readonly #wanted = new AbortController();

  /** Asks for the microphone, if any, in this very task. Releases everything when `signal` aborts. */
  constructor(options: MicrophoneSourceOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#devices = options.devices;
    this.#muted = options.muted;
    this.granted = options.text ? Promise.resolve(undefined) : this.#request();
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

  /** Why the wanted device may not be heard. */
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
    this.#overhear();
  }

  /**
   * Feeds `destination`, a node of `context`, with the stream that was granted, if any. A second call moves
   * the device in use to the other context, and opens it anew, because the device itself may have failed.
   */
  connect(stream: MediaStream | undefined, context: AudioContext, destination: AudioNode): void {
    this.#context = context;
    this.#destination = destination;
    if (!this.#track) {
      if (stream) this.#begin(stream, this.#options.devices);
      return;
    }
    if (this.#stream && this.#works) this.#wire(this.#stream);
    this.#overhear();
    this.reopen();
  }

  /**
   * Asks for the first microphone, in this very task, and feeds the tape with it once that is `connected`.
   * Rejects with a CallError.
   */
  async open(connected: Promise<void>): Promise<void> {
    const devices = this.#devices;
    const [stream] = await Promise.all([this.#request(), connected]);
    this.#wanted.signal.throwIfAborted();
    this.#begin(stream, devices);
  }

  #request(): Promise<MediaStream> {
    return requestMicrophone(this.#wanted.signal, this.#devices);
  }

  /** Uses the stream that was asked for when `asked` were the devices. */
  #begin(stream: MediaStream, asked: ChosenDevices): void {
    this.#use(stream);
    if (this.#devices.microphone !== asked.microphone) void this.#replace();
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
   * Ends the device in this task, and no other one follows. The device stays connected, so that the tape
   * counts no gap after the last word.
   */
  finish(): void {
    clearTimeout(this.#timer);
    this.#wanted.abort();
    this.#stopOverhearing();
  }

  #drop(): void {
    this.#stopOverhearing();
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
    if (!this.#track) return;
    const wish = ++this.#wishes;
    this.#pending++;
    let detail = 'no audio track';
    try {
      const stream = await this.#request();
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
    this.#overhear();
    const signal = this.#signal;
    const ifCurrent = (act: () => void) => () => {
      if (track === this.#track) act();
    };
    const changed = ifCurrent(this.#options.changed);
    track.addEventListener('mute', changed, { signal });
    track.addEventListener('unmute', changed, { signal });
    const onended = ifCurrent(() => {
      // A source node whose track has ended goes on to deliver silence.
      this.#drop();
      this.#timer = setTimeout(() => this.#fail('took too long'), REPLACE_TIMEOUT_MS);
      this.reopen();
    });
    track.addEventListener('ended', onended, { signal });
    changed();
  }

  /**
   * Listens for a caller who talks while muted, in Chromium alone, the one browser that tells its policy: its
   * indicator of a microphone in use stays on with a muted one, and that of others goes off and has to stay off.
   */
  #overhear(): void {
    this.#stopOverhearing();
    this.#stopOverhearing = () => {};
    const track = this.#muted && this.#works ? this.#track : undefined;
    const context = this.#context;
    // An engine that has broken takes no more nodes.
    if (!track || !context || context.state === 'closed' || !microphonePolicy()) return;
    this.#stopOverhearing = overhear(track, context, this.#options.talkingMuted);
  }

  #wire(stream: MediaStream): void {
    if (!this.#context || !this.#destination) return;
    const source = this.#context.createMediaStreamSource(stream);
    // In this order nothing is missing; at worst the tape hears both for a block.
    source.connect(this.#destination);
    this.#node?.disconnect();
    this.#node = source;
    this.#stream = stream;
  }
}
