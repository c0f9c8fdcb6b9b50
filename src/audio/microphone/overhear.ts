const LOOK_MS = 100;
/** The peak from which on a sound may well be a voice, 0 to 1. */
const VOICED = 0.05;
/** After so many looks at quiet, 3 s, the caller has stopped; each look at a voice makes up for a third of them. */
const QUIET_LOOKS = 30;

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
  let belief = 0;
  let talking = false;
  const tell = (now: boolean) => {
    if (now !== talking) ontalking((talking = now));
  };
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    // A context that stands still gives the same samples again and again.
    const isVoiced =
      context.state === 'running' && samples.some((sample) => Math.abs(sample) > VOICED);
    belief = isVoiced ? Math.min(QUIET_LOOKS, belief + QUIET_LOOKS / 3) : Math.max(0, belief - 1);
    if (belief === QUIET_LOOKS) tell(true);
    else if (belief === 0) tell(false);
  };
  const timer = setInterval(look, LOOK_MS);
  return () => {
    clearInterval(timer);
    clone.stop();
    source.disconnect();
    tell(false);
  };
}
