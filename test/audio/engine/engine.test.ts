import { expect } from '@open-wc/testing';
import { untilRunning } from '../../../src/audio/engine/engine.js';
import type { CallError } from '../../../src/call/errors.js';

describe('waiting for the audio to start', () => {
  it('resolves when the browser starts it', async () => {
    const context = new OfflineAudioContext(1, 128, 16_000);
    const running = untilRunning(context, new AbortController().signal);
    void context.startRendering();
    await running;
  });

  it('rejects with audio-blocked when the browser does not start it', async () => {
    const context = new OfflineAudioContext(1, 128, 16_000);
    const code = await untilRunning(context, new AbortController().signal, 1).catch(
      (error: CallError) => error.code,
    );
    expect(code).to.equal('audio-blocked');
  });
});
