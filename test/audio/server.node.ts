import assert from 'node:assert/strict';
import { it } from 'node:test';

it('the audio can be imported on a server', async () => {
  const { openAudio } = await import('../../src/audio/audio.js');
  assert.equal(typeof openAudio, 'function');
});

it('the audio throws `unsupported` where there is no browser', async () => {
  const { openAudio } = await import('../../src/audio/audio.js');
  const options = { devices: {}, maxHold: 0, muted: false, volume: 1 };
  const microphone = { warned: () => {}, failed: () => {} };
  const lines = { tape: () => {}, missed: () => {}, voice: () => {} };
  const { signal } = new AbortController();
  assert.throws(() => openAudio({ ...options, microphone, lines }, signal), {
    code: 'unsupported',
  });
});
