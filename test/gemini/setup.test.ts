import { expect } from '@open-wc/testing';
import { toSetup } from '../../src/broker/profile.js';
import { sessionConfig, type VoiceOptions } from '../../src/gemini/setup.js';
import { connectLive, type SdkCallbacks, type SdkSocket } from '../../src/gemini/sdk.js';

const model = 'gemini-3.8-live';

/** The setup frame that the element sends by the SDK. */
async function sentSetup(options: VoiceOptions, handle?: string): Promise<unknown> {
  return new Promise((resolve) => {
    const socket: SdkSocket = {
      bind: (callbacks: SdkCallbacks) => {
        queueMicrotask(() => callbacks.onopen());
        return socket;
      },
      connect: () => {},
      send: (data) => resolve((JSON.parse(data) as { setup: unknown }).setup),
      close: () => {},
    };
    connectLive(socket, model, sessionConfig(options, handle)).catch(() => {});
  });
}

const profiles: Record<string, VoiceOptions> = {
  'an empty profile': {},
  'a profile with a voice, a language and instructions': {
    voice: 'Kore',
    language: 'de-DE',
    instructions: 'Be brief.',
  },
  'a profile with generation settings': {
    config: { temperature: 0.4, topP: 0.9, thinkingConfig: { thinkingBudget: 128 }, seed: 7 },
  },
  'a profile with voice activity detection and search': {
    config: {
      realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
      tools: [{ googleSearch: {} }],
    },
  },
  'a profile with functions': {
    config: {
      tools: [
        {
          functionDeclarations: [
            {
              name: 'book',
              description: 'Books a table.',
              parametersJsonSchema: { type: 'object', properties: { at: { type: 'string' } } },
              behavior: 'NON_BLOCKING',
            },
            {
              name: 'look',
              parameters: { type: 'OBJECT', properties: { at: { type: 'STRING' } } },
            },
          ],
        },
      ],
    },
  },
  'a profile with instructions in parts': {
    config: { systemInstruction: ['Be brief.', { text: 'Be kind.' }] },
  },
  'a profile with instructions as a content': {
    config: { systemInstruction: { parts: [{ text: 'Be brief.' }], role: 'user' } },
  },
  'a profile with a generation config of its own': {
    voice: 'Kore',
    config: {
      generationConfig: { temperature: 0.1, topK: 3, responseModalities: ['TEXT'] },
      temperature: 0.2,
    },
  },
  'a profile whose config and settings name the same fields': {
    voice: 'Puck',
    instructions: 'Be long.',
    config: {
      responseModalities: ['TEXT'],
      sessionResumption: { handle: 'theirs' },
      speechConfig: { languageCode: 'fr-FR' },
      systemInstruction: 'Be rude.',
      contextWindowCompression: { triggerTokens: '100', slidingWindow: { targetTokens: '50' } },
    },
  },
};

profiles['a profile whose callers hold to talk'] = {
  talk: 'hold',
  config: {
    realtimeInputConfig: {
      activityHandling: 'NO_INTERRUPTION',
      automaticActivityDetection: { silenceDurationMs: 100 },
    },
  },
};

describe('the setup of a session', () => {
  for (const [title, profile] of Object.entries(profiles)) {
    for (const handle of [undefined, 'h1']) {
      it(`is the same from the element and from the broker for ${title}, ${handle ? 'with a' : 'without a'} handle`, async () => {
        const locked = toSetup({ model, ...profile }, handle);
        expect(await sentSetup(profile, handle)).to.deep.equal(JSON.parse(JSON.stringify(locked)));
      });
    }
  }

  it('takes named settings before config, and keeps modality and resumption to itself', () => {
    const config = sessionConfig(
      profiles['a profile whose config and settings name the same fields']!,
      'ours',
    );
    expect(config).to.deep.include({
      responseModalities: ['AUDIO'],
      sessionResumption: { handle: 'ours' },
      systemInstruction: 'Be long.',
      speechConfig: {
        languageCode: 'fr-FR',
        voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } },
      },
    });
  });

  it('keeps the server from looking for speech where the caller holds to talk, and changes nothing else', () => {
    expect(sessionConfig(profiles['a profile whose callers hold to talk']!)).to.deep.include({
      realtimeInputConfig: {
        activityHandling: 'NO_INTERRUPTION',
        automaticActivityDetection: { disabled: true },
      },
    });
    for (const talk of ['open', undefined, null] as const)
      expect(sessionConfig({ talk })).not.to.have.property('realtimeInputConfig');
  });

  it('joins the functions of the page with the tools of config', () => {
    const tools = [{ name: 'look', inputSchema: { type: 'object' }, blocking: false }];
    const config = sessionConfig({ config: { tools: [{ googleSearch: {} }] } }, undefined, tools);
    expect(config['tools']).to.deep.equal([
      { googleSearch: {} },
      {
        functionDeclarations: [
          {
            name: 'look',
            parametersJsonSchema: { type: 'object' },
            behavior: 'NON_BLOCKING',
          },
        ],
      },
    ]);
  });
});
