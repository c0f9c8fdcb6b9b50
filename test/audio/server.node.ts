import assert from 'node:assert/strict';
import { it } from 'node:test';

it('the audio can be imported on a server, where there is none', async () => {
  const { openAudio } = await import('../../src/audio/audio.js');
  assert.equal(typeof openAudio, 'function');
});
