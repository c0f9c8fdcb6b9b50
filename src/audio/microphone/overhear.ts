const LOOK_MS = 100;
/** The peak from which on a sound may well be a voice, 0 to 1. */
const VOICED = 0.05;
/** So much voice, in ms, is no cough, unless so much quiet is in it. */
const TALKING_MS = 300;
const PAUSE_MS = 1000;
/** After so much quiet, in ms, the caller has stopped talking. */
const QUIET_MS = 3000;

/**
 * Reports whether somebody talks into a track that is muted, until the function that it returns is called. A
 * clone of the track is looked at for its level; no sample of it goes on the tape or anywhere else.
 */
export function overhear(
  track: MediaStreamTrack,
  context: AudioContext,
  ontalking: (talking: boolean) => void,
): () => void {
  const clone = track.clone();
  clone.enabled = true;
  const source = context.createMediaStreamSource(new MediaStream([clone]));
  const analyser = new AnalyserNode(context);
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let voicedMs = 0;
  let quietMs = 0;
  let talking = false;
  const tell = (now: boolean) => {
    if (now !== talking) ontalking((talking = now));
  };
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    // A context that stands still gives the same samples again and again.
    const isVoiced =
      context.state === 'running' && samples.some((sample) => Math.abs(sample) > VOICED);
    quietMs = isVoiced ? 0 : quietMs + LOOK_MS;
    if (isVoiced) voicedMs += LOOK_MS;
    else if (quietMs >= PAUSE_MS) voicedMs = 0;
    if (voicedMs >= TALKING_MS) tell(true);
    else if (quietMs >= QUIET_MS) tell(false);
  };
  const timer = setInterval(look, LOOK_MS);
  return () => {
    clearInterval(timer);
    clone.stop();
    source.disconnect();
    tell(false);
  };
}
