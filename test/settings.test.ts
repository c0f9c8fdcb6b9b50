import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, reaches } from './helpers/call.js';
import { openLine } from './helpers/line.js';
import { expectWhole, through } from './helpers/reconnecting.js';
import { withSignal } from './helpers/signal-microphone.js';

/** The part of a setup that the settings of an element decide. */
const decided = (setup: object | null | undefined) => {
  const { sessionResumption: _, ...rest } = { sessionResumption: {}, ...setup };
  return rest;
};

describe('settings that a page changes during a call', () => {
  it('G11 are those of the next call, and a reconnect of this one keeps to its own', async () => {
    const { call, line } = await callOn();
    const other = await openLine({ persona: 'silent' });
    Object.assign(call, { voice: 'Kore', language: 'de-DE', instructions: 'Be brief.' });
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE });
    Object.assign(call, {
      baseUrl: other.baseUrl,
      tokenUrl: other.tokenUrl,
      tokenProvider: () => other.token(),
      model: 'gemini-3.9-live',
      voice: 'Puck',
      language: 'fr-FR',
      instructions: 'Be long.',
      maxHold: 0,
    });
    expect(await through(call, line, { terminate: true })).to.equal(false);
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    const [first, second] = connections.map(({ setup }) => decided(setup));
    expect(second).to.deep.equal(first);
    expect((await line.report()).totals.tokenRequests).to.equal(2);
    expect((await other.report()).totals).to.include({ dials: 0, tokenRequests: 0 });

    await call.start();
    await reaches(call, 'streaming');
    await call.stop();
    const { setup } = (await other.waitFor({ closed: 1 })).connections[0]!;
    expect(setup).to.deep.include({
      model: 'models/gemini-3.9-live',
      systemInstruction: { parts: [{ text: 'Be long.' }], role: 'user' },
    });
    expect(setup?.['generationConfig']).to.deep.include({
      speechConfig: {
        voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } },
        languageCode: 'fr-FR',
      },
    });
    call.remove();
  });
});
