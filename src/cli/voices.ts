import { nearest } from './nearest.js';

/** https://ai.google.dev/gemini-api/docs/speech-generation#voices */
const voices =
  'Zephyr Puck Charon Kore Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel ' +
  'Algieba Despina Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux ' +
  'Pulcherrima Achird Zubenelgenubi Vindemiatrix Sadachbia Sadaltager Sulafat';

/** The voice that was probably meant, or some to choose from. */
export function voicesLike(voice: string): string {
  return (
    nearest(voice, voices.split(' ')) ??
    'Kore, Puck, Zephyr or another of https://ai.google.dev/gemini-api/docs/speech-generation#voices'
  );
}
