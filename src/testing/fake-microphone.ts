/** Something to say: seconds of a hum, samples from -1 to 1, a recording, or the address of one. */
export type Sound = number | Float32Array<ArrayBuffer> | AudioBuffer | string | URL;

export interface FakeMicrophoneOptions {
  /** Heard as soon as the page opens the microphone: a sound once, `'tone'` without an end. The default is a quiet room. */
  readonly say?: Sound;
  /** Of the microphone, and of samples that it is given, in Hz; 48,000. */
  readonly sampleRate?: number;
}

/** A microphone that a test speaks into, in the place of the real one. */
export interface FakeMicrophone {
  /** Speaks, once the page has opened the microphone and what was said before is over. Resolves when it is said. */
  speak(sound: Sound): Promise<void>;
  /** Breaks off whatever is being said, and a tone. */
  silence(): void;
  /** Has the browser refuse the microphone from now on, with an error of getUserMedia. */
  refuse(name?: string, message?: string): void;
  /** Has the browser give it again. */
  allow(): void;
  /** Takes the device away, in the middle of a call too. */
  unplug(): void;
  /** Brings it back. */
  plugIn(): void;
  /** Puts the real microphone back. */
  restore(): void;
}

const device = {
  deviceId: 'fake-microphone',
  groupId: 'fake-microphone',
  label: 'Fake microphone',
};

/** The words of Chromium. */
const messages: Readonly<Record<string, string>> = {
  NotAllowedError: 'Permission denied',
  NotFoundError: 'Requested device not found',
  NotReadableError: 'Could not start audio source',
};

const refusal = (name: string, message = messages[name] ?? name) => new DOMException(message, name);

/** Replaces the microphone of this page until `restore()`. Needs a secure page, as the real one does. */
export function useFakeMicrophone(options: FakeMicrophoneOptions = {}): FakeMicrophone {
  const { mediaDevices } = navigator;
  if (!mediaDevices) throw new Error('A page without https has no microphone to replace.');
  return new ReplacedMicrophone(mediaDevices, options);
}

class ReplacedMicrophone implements FakeMicrophone {
  readonly #devices: MediaDevices;
  readonly #options: FakeMicrophoneOptions;
  readonly #tracks = new Set<MediaStreamTrack>();
  /** Resolves when the page opens the microphone for the first time. */
  readonly #opened: Promise<AudioContext>;
  #open: (context: AudioContext) => void = () => undefined;
  #context: AudioContext | undefined;
  /** Everything that is said goes through it to every stream. */
  #mouth: AudioNode | undefined;
  /** Ends of what is being said. */
  readonly #ends = new Set<() => void>();
  #said: Promise<unknown> = Promise.resolve();
  #refusal: DOMException | undefined;
  #plugged = true;

  constructor(devices: MediaDevices, options: FakeMicrophoneOptions) {
    this.#devices = devices;
    this.#options = options;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
    const real = {
      getUserMedia: devices.getUserMedia.bind(devices),
      enumerateDevices: devices.enumerateDevices.bind(devices),
    };
    this.#replace('getUserMedia', async (constraints?: MediaStreamConstraints) => {
      if (!constraints?.audio || constraints.video) return real.getUserMedia(constraints);
      return this.#getStream(constraints.audio);
    });
    this.#replace('enumerateDevices', async () => {
      const others = (await real.enumerateDevices()).filter(({ kind }) => kind !== 'audioinput');
      const own = { ...device, kind: 'audioinput' as const };
      return this.#plugged ? [{ ...own, toJSON: () => own }, ...others] : others;
    });
    const { say } = options;
    if (say === 'tone')
      void this.#opened.then((context) => this.#play(new OscillatorNode(context)));
    else if (say !== undefined) void this.speak(say);
  }

  speak(sound: Sound): Promise<void> {
    const said = this.#said.then(async () => {
      const context = await this.#opened;
      await this.#play(new AudioBufferSourceNode(context, { buffer: await read(sound, context) }));
    });
    // What fails is the test's to hear of; what comes next is said all the same.
    this.#said = said.catch(() => undefined);
    return said;
  }

  silence(): void {
    for (const end of this.#ends) end();
  }

  refuse(name = 'NotAllowedError', message?: string): void {
    this.#refusal = refusal(name, message);
  }

  allow(): void {
    this.#refusal = undefined;
  }

  unplug(): void {
    this.#plugged = false;
    for (const track of this.#tracks) {
      if (track.readyState === 'ended') continue;
      track.stop();
      // A track that is stopped by script tells nobody: https://w3c.github.io/mediacapture-main/#track-ended
      track.dispatchEvent(new Event('ended'));
    }
    this.#tracks.clear();
    this.#devices.dispatchEvent(new Event('devicechange'));
  }

  plugIn(): void {
    this.#plugged = true;
    this.#devices.dispatchEvent(new Event('devicechange'));
  }

  restore(): void {
    Reflect.deleteProperty(this.#devices, 'getUserMedia');
    Reflect.deleteProperty(this.#devices, 'enumerateDevices');
    this.silence();
    for (const track of this.#tracks) track.stop();
    // A context closes once; `restore()` may be called again.
    void this.#context?.close();
    this.#context = undefined;
  }

  #replace<Name extends 'getUserMedia' | 'enumerateDevices'>(
    name: Name,
    value: MediaDevices[Name],
  ): void {
    Object.defineProperty(this.#devices, name, { value, configurable: true, writable: true });
  }

  #getStream(constraints: MediaTrackConstraints | true): MediaStream {
    if (this.#refusal) throw this.#refusal;
    if (!this.#plugged) throw refusal('NotFoundError');
    const wanted = constraints === true ? undefined : constraints.deviceId;
    if (typeof wanted === 'object' && 'exact' in wanted && wanted.exact !== device.deviceId)
      throw new OverconstrainedError('deviceId');
    const mouth = this.#openMouth();
    const destination = new MediaStreamAudioDestinationNode(mouth.context as AudioContext, {
      channelCount: 1,
    });
    mouth.connect(destination);
    const { stream } = destination;
    const [track] = stream.getAudioTracks();
    if (track) {
      disguise(track);
      this.#tracks.add(track);
    }
    return stream;
  }

  #openMouth(): AudioNode {
    if (!this.#mouth) {
      const { sampleRate = 48_000 } = this.#options;
      this.#context = new AudioContext({ sampleRate });
      this.#mouth = new GainNode(this.#context);
      room(this.#context).connect(this.#mouth);
      this.#open(this.#context);
    }
    void this.#context?.resume();
    return this.#mouth;
  }

  /** Resolves when the source has ended, or was broken off. */
  #play(source: AudioScheduledSourceNode): Promise<void> {
    if (this.#mouth) source.connect(this.#mouth);
    source.start();
    return new Promise((resolve) => {
      const end = () => {
        this.#ends.delete(end);
        source.disconnect();
        resolve();
      };
      this.#ends.add(end);
      source.addEventListener('ended', end);
    });
  }
}

/** The faint noise of a quiet room: nothing but zeros is a microphone that does not work, and a call says so. */
function room(context: AudioContext): AudioNode {
  const buffer = new AudioBuffer({ length: context.sampleRate, sampleRate: context.sampleRate });
  const noise = buffer.getChannelData(0);
  for (let at = 0; at < noise.length; at++) noise[at] = (Math.random() - 0.5) / 4_000;
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}

/** Makes a track look like one of a device. */
function disguise(track: MediaStreamTrack): void {
  const settings = track.getSettings();
  const { label, ...ids } = device;
  Object.defineProperty(track, 'label', { value: label });
  track.getSettings = () => ({ ...settings, ...ids });
}

async function read(sound: Sound, context: AudioContext): Promise<AudioBuffer> {
  if (sound instanceof AudioBuffer) return sound;
  if (typeof sound === 'string' || sound instanceof URL) {
    const answer = await fetch(sound);
    if (!answer.ok) throw new Error(`${String(sound)}: ${answer.status}`);
    return context.decodeAudioData(await answer.arrayBuffer());
  }
  const samples = typeof sound === 'number' ? hum(sound, context.sampleRate) : sound;
  const buffer = new AudioBuffer({
    length: Math.max(1, samples.length),
    sampleRate: context.sampleRate,
  });
  buffer.copyToChannel(samples, 0);
  return buffer;
}

/** A voice without words: three harmonics of a low pitch, that swell four times a second. */
function hum(seconds: number, rate: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, at) => {
    const angle = (2 * Math.PI * 150 * at) / rate;
    const swell = 0.6 - 0.4 * Math.cos((2 * Math.PI * 4 * at) / rate);
    return 0.25 * swell * (Math.sin(angle) + Math.sin(2 * angle) / 2 + Math.sin(5 * angle) / 4);
  });
}
