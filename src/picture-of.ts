import type { CallController } from './call/call-controller.js';
import { previewOf } from './call/preview.js';
import type { ElementSettings } from './settings.js';
import type { StartGate } from './start-gate.js';
import { layoutOf } from './ui/layout.js';
import type { Picture } from './ui/picture.js';
import { sample } from './ui/sample.js';
import { announcement } from './ui/status-line.js';

/** What the card shows of an element and its call, or of no call in a preview. `said` is what it said last. */
export function pictureOf(
  element: ElementSettings,
  call: CallController,
  gate: StartGate,
  { words, view, said }: Pick<Picture, 'words' | 'view' | 'said'>,
): Picture {
  const { variant, open, disabled, preview, readCaptions, textInput } = element;
  const { microphoneId, speakerId, volume, muted } = element;
  const status = preview ? previewOf(preview) : call.status;
  return {
    status,
    words,
    view,
    disabled,
    readCaptions,
    textInput,
    said: announcement(status, words, said),
    layout: layoutOf(variant, open, status),
    sound: { microphoneId, speakerId, volume, muted },
    inert: !!preview,
    asking: gate.asking,
    offer: gate.offering,
    captions: call.captions === 'on',
    language: preview ? undefined : element.language,
    items: preview ? sample(status, words) : call.transcript,
  };
}
