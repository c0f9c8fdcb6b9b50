import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as fc from 'fast-check';
import { rollup, type Plugin } from 'rollup';
import * as sdk from '../../src/gemini/sdk.js';
import { sessionConfig, type VoiceOptions } from '../../src/gemini/setup.js';

type Sdk = typeof sdk;

const root = new URL('../../../', import.meta.url);

/** The SDK as dist/ has it, but for the names. */
async function bundled(): Promise<Sdk> {
  const { slimSdk } = (await import(new URL('scripts/slim-sdk.mjs', root).href)) as {
    slimSdk: Plugin;
  };
  const build = await rollup({
    input: new URL('build/src/gemini/sdk.js', root).pathname,
    external: ['p-retry'],
    plugins: [nodeResolve({ browser: true }), slimSdk],
    treeshake: { moduleSideEffects: false },
  });
  const { output } = await build.generate({ format: 'es' });
  return (await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)) as Sdk;
}

/** A socket whose server completes the setup as soon as it comes, and all that goes out on it. */
function openSocket() {
  const sent: string[] = [];
  const socket: sdk.SdkSocket = {
    bind: (callbacks) => ({
      connect: () => queueMicrotask(() => callbacks.onopen()),
      send: (frame) => {
        sent.push(frame);
        if (sent.length === 1) callbacks.onmessage({ data: '{"setupComplete":{}}' });
      },
      close: () => sent.push('closed'),
    }),
    connect: () => {},
    send: () => {},
    close: () => {},
  };
  return { socket, sent };
}

interface Dialled {
  readonly options?: VoiceOptions;
  readonly model?: string;
  readonly handle?: string;
  readonly tools?: Parameters<typeof sessionConfig>[2];
  say?(session: sdk.SdkSession): void;
}

/** The frames of a session, and the words of the error that ends it. */
async function wire({ connectLive }: Sdk, dialled: Dialled): Promise<readonly string[]> {
  const { options = {}, model = 'gemini-3.8-live', handle, tools, say } = dialled;
  const { socket, sent } = openSocket();
  try {
    const session = await connectLive(socket, model, sessionConfig(options, handle, tools));
    say?.(session);
    session.close();
  } catch (error) {
    sent.push(String(error));
  }
  return sent;
}

const parameters = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'Where – «où»' },
    days: { type: ['integer', 'null'] },
    unit: { anyOf: [{ type: 'string', enum: ['C', 'F'] }, { type: 'null' }] },
    any: { type: ['string', 'number'] },
    list: { type: 'array', items: { type: 'nonsense' } },
  },
  required: ['city'],
  additionalProperties: false,
};

const full = {
  temperature: 0.4,
  topP: 0.9,
  topK: 0,
  maxOutputTokens: 300,
  mediaResolution: 'MEDIA_RESOLUTION_LOW',
  seed: 7,
  thinkingConfig: { thinkingBudget: 128, includeThoughts: false },
  enableAffectiveDialog: true,
  proactivity: { proactiveAudio: true },
  speechConfig: {
    languageCode: 'de-DE',
    voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } },
  },
  systemInstruction: { role: 'system', parts: [{ text: 'Sei knapp.' }, { inlineData: {} }] },
  realtimeInputConfig: {
    automaticActivityDetection: { disabled: true, silenceDurationMs: 200 },
    activityHandling: 'NO_INTERRUPTION',
    turnCoverage: 'TURN_INCLUDES_ALL_INPUT',
  },
  contextWindowCompression: { triggerTokens: '25600', slidingWindow: { targetTokens: '12800' } },
  inputAudioTranscription: { languageCodes: ['de'] },
  outputAudioTranscription: {},
  safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }],
  translationConfig: { targetLanguageCode: 'fr' },
  avatarConfig: { avatarName: 'A' },
  labels: { team: 'a' },
  tools: [
    { googleSearch: { timeRangeFilter: { startTime: 'a', endTime: 'b' } }, urlContext: {} },
    { googleMaps: { authConfig: { apiKey: 'k' }, enableWidget: true }, codeExecution: {} },
    { functionDeclarations: [{ name: 'weather', parameters, response: parameters }] },
    {
      functionDeclarations: [{ name: 'b', parametersJsonSchema: parameters, behavior: 'BLOCKING' }],
    },
    { functionDeclarations: [{ name: 'c', parameters: { $schema: 'x', ...parameters } }] },
  ],
};

const sessions: Record<string, Dialled> = {
  'a setup with nothing in it': {},
  'a setup with every field': { options: { config: full } },
  'a setup with every field in generationConfig': {
    options: { config: { generationConfig: full } },
  },
  'a resumed setup with a voice, a language, instructions and tools': {
    model: 'models/gemini-2.5-flash-native-audio-preview',
    options: { voice: 'Puck', language: 'fr-FR', instructions: 'Bref — « ok ».', config: full },
    handle: 'handle',
    tools: [{ name: 'd', description: 'D', inputSchema: parameters, blocking: true }],
  },
  'instructions of several parts': {
    options: { config: { systemInstruction: ['a', { text: 'b' }] } },
  },
  'speech, its end and writing': {
    say(session) {
      session.sendRealtimeInput({ audio: { data: 'AQI=', mimeType: 'audio/pcm;rate=16000' } });
      session.sendRealtimeInput({ audioStreamEnd: true });
      session.sendRealtimeInput({ text: 'Grüß «dich» \u2028' });
      session.sendRealtimeInput({ activityStart: {} });
      session.sendRealtimeInput({ activityEnd: {} });
    },
  },
  'a history': {
    say(session) {
      const turns = ['user', 'model'].map((role) => ({ role, parts: [{ text: `${role}, ok` }] }));
      session.sendClientContent({ turns, turnComplete: false });
      session.sendClientContent({ turns });
    },
  },
  'the answers of functions': {
    say(session) {
      const response = { output: { deep: [1, null, 'x'] } };
      session.sendToolResponse({ functionResponses: { id: '1', name: 'a', response } });
      session.sendToolResponse({ functionResponses: { id: undefined!, name: 'a', response } });
    },
  },
};

/** What only Google's other platform takes, where a page could write it. */
const refused = {
  'of the setup': { explicitVadSignal: true },
  'of a tool': { tools: [{ functionDeclarations: [] }, { googleSearch: {}, retrieval: null }] },
  'of the search': { tools: [{ googleSearch: { excludeDomains: ['a'] } }] },
  'of the maps': { tools: [{ googleMaps: { authConfig: { oauthConfig: {}, authType: '' } } }] },
  'of safety': { safetySettings: [{ method: 'SEVERITY' }] },
  'of the instructions': {
    systemInstruction: { parts: [{ functionCall: { name: 'a', willContinue: true } }] },
  },
  'of several voices': { speechConfig: { multiSpeakerVoiceConfig: {} } },
  'of a request': { httpOptions: { timeout: 1 } },
  'of a schema': { tools: [{ functionDeclarations: [{ parameters: { type: 'null' } }] }] },
  'in the place of a tool': { tools: ['googleSearch'] },
  'in the place of the tools': { tools: '' },
  'in the place of the instructions': { systemInstruction: [] },
};

/** A field that is as it should be most of the time. */
const mostly = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary, weight: 19 }, { arbitrary: fc.jsonValue({ maxDepth: 1 }), weight: 1 });

/** A field that goes on as it is. */
const any = fc.jsonValue({ maxDepth: 1 });

/** A field that is seldom there, since it changes everything. */
const seldom = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 9 },
  { arbitrary: any, weight: 1 },
);

const shape = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(fields, { requiredKeys: [] });

const schemaOver = (inner: fc.Arbitrary<unknown>) =>
  shape({
    type: mostly(fc.constantFrom('string', 'OBJECT', 'x', ['null', 'array'], ['a', 'string'])),
    items: mostly(inner),
    properties: mostly(fc.record({ a: inner }, { requiredKeys: [] })),
    additionalProperties: any,
    $schema: seldom,
  });

const leaf = fc.constantFrom({ type: 'integer' }, { type: 'null' }, {}, { enum: [1] });
const schema = fc.oneof(
  schemaOver(schemaOver(leaf)),
  fc.record({ anyOf: mostly(fc.array(leaf, { maxLength: 3 })), nullable: any }),
);

const tool = shape({
  googleSearch: mostly(shape({ searchTypes: any, blockingConfidence: seldom })),
  googleMaps: mostly(shape({ authConfig: mostly(shape({ apiKey: any })) })),
  functionDeclarations: mostly(
    fc.array(
      shape({
        name: any,
        parameters: mostly(schema),
        parametersJsonSchema: any,
        response: mostly(schema),
      }),
    ),
  ),
  mcpServers: any,
  codeExecution: any,
  urlContext: any,
  callTool: seldom,
});

const content = shape({
  role: any,
  parts: mostly(fc.array(mostly(shape({ text: any, functionCall: any, thought: any })))),
});

/** Settings that a page may get as wrong as it likes. */
const anything: fc.Arbitrary<Record<string, unknown>> = shape({
  ...Object.fromEntries(Object.keys(full).map((name) => [name, any])),
  speechConfig: mostly(shape({ languageCode: any })),
  systemInstruction: mostly(fc.oneof(content, fc.array(mostly(content)))),
  safetySettings: mostly(fc.array(mostly(shape({ category: any })))),
  tools: mostly(fc.array(mostly(tool), { maxLength: 3 })),
  explicitVadSignal: seldom,
});

describe('the SDK in the bundle', () => {
  let slim: Sdk;
  before(async () => {
    slim = await bundled();
  });

  for (const [name, dialled] of Object.entries(sessions)) {
    it(`sends ${name} byte for byte as the whole SDK does`, async () => {
      const expected = await wire(sdk, dialled);
      assert.match(expected[0] ?? '', /^\{"setup":/);
      assert.equal(expected.at(-1), 'closed');
      assert.deepEqual(await wire(slim, dialled), expected);
    });
  }

  for (const [where, config] of Object.entries(refused)) {
    it(`refuses a field ${where} in the words of the whole SDK`, async () => {
      const expected = await wire(sdk, { options: { config } });
      assert.match(expected.join(), /Error: /);
      assert.deepEqual(await wire(slim, { options: { config } }), expected);
    });
  }

  for (const model of ['', '../x', 'x?key=1', 'tunedModels/a']) {
    it(`takes the model "${model}" as the whole SDK does`, async () => {
      assert.deepEqual(await wire(slim, { model }), await wire(sdk, { model }));
    });
  }

  it('makes the same of any configuration as the whole SDK', async () => {
    let sent = 0;
    const outcome = async (which: Sdk, config: Record<string, unknown>) => {
      try {
        const frames = await wire(which, { options: { config } });
        // The engine names the variable.
        return frames.map((words) => words.replace(/^TypeError: .*/, 'TypeError'));
      } catch {
        return ['no setup'];
      }
    };
    await fc.assert(
      fc.asyncProperty(anything, async (config) => {
        const expected = await outcome(sdk, config);
        if (expected.length > 1) sent++;
        assert.deepEqual(await outcome(slim, config), expected);
      }),
      { numRuns: 400 },
    );
    assert(sent > 100, `only ${sent} configurations reached the wire`);
  });

  it('ends where the socket ends before the setup is complete', async () => {
    for (const which of [sdk, slim]) {
      let closed = 0;
      const socket: sdk.SdkSocket = {
        bind: (callbacks) => ({
          connect: () => queueMicrotask(() => callbacks.onopen()),
          send: () => callbacks.onclose({ code: 1008, reason: 'no' }),
          close: () => closed++,
        }),
        connect: () => {},
        send: () => {},
        close: () => {},
      };
      await assert.rejects(which.connectLive(socket, 'models/x', sessionConfig({})), /no$/);
      assert.equal(closed, 1);
    }
  });

  it('ends where the socket never opens', async () => {
    const socket: sdk.SdkSocket = {
      bind: (callbacks) => {
        queueMicrotask(() => callbacks.onclose({ code: 1006, reason: '' }));
        return socket;
      },
      connect: () => {},
      send: () => assert.fail('a frame went out'),
      close: () => {},
    };
    await assert.rejects(slim.connectLive(socket, 'models/x', sessionConfig({})));
  });
});
