// Held against recorded sessions: googleapis/js-genai, test/system/recordings (Apache-2.0), base64 cut short.
import { expect } from '@open-wc/testing';
import { openLine } from '../helpers/line.js';
import { voiceIn } from './peer.js';
import { dial, RawSocket, V1BETA } from './raw-socket.js';

const recordedSetupComplete = '{\n  "setupComplete": {}\n}\n';

const recordedAudio = `{
  "serverContent": {
    "modelTurn": {
      "parts": [
        {
          "inlineData": {
            "mimeType": "audio/pcm",
            "data": "AQAAAAAA"
          }
        }
      ]
    }
  }
}
`;

const recordedTranscription = `{
  "serverContent": {
    "outputTranscription": {
      "text": "We"
    }
  }
}
`;

/** A message with every value replaced, so that names, nesting, order and white space are compared. */
const shape = (text: string) =>
  text
    .replace(/("(?:data|text)": )"[^"]*"/g, '$1…')
    .replace(/"audio\/pcm(;rate=24000)?"/, 'audio/pcm');

describe('the frames of the emulator', () => {
  it('are binary, and text where the script says so', async () => {
    const line = await openLine();
    const open = async () => {
      const raw = new RawSocket(`${line.baseUrl}${V1BETA}.BidiGenerateContent?key=test`);
      await raw.opened;
      raw.send({ setup: { model: 'models/gemini-3.8-live' } });
      const data = await raw.nextData();
      raw.socket.close();
      return data;
    };
    const binary = await open();
    expect(new TextDecoder().decode(binary as ArrayBuffer)).to.equal(recordedSetupComplete);
    await line.change({ text: true });
    expect(await open()).to.equal(recordedSetupComplete);
  });

  it('look like the recorded ones, chunk sizes included', async () => {
    const line = await openLine({ persona: { tone: 1 }, pace: 0 });
    const raw = await dial(line.baseUrl, { outputAudioTranscription: {} });
    raw.send({ realtimeInput: { text: 'Hello' } });
    expect(shape(await raw.nextText())).to.equal(shape(recordedTranscription));
    const first = await raw.nextText();
    expect(shape(first)).to.equal(shape(recordedAudio));
    const frames = [JSON.parse(first), ...(await raw.turn())];
    const sizes = frames.map((frame) => 2 * voiceIn([frame]).length).filter((size) => size > 0);
    expect(sizes).to.deep.equal([9_600, 11_520, 11_520, 11_520, 3_840]);
    raw.socket.close();
  });

  it('end a turn and tell its cost at once', async () => {
    const line = await openLine({ persona: { tone: 1 }, pace: 0 });
    const raw = await dial(line.baseUrl);
    raw.send({ realtimeInput: { text: 'Hello' } });
    const { serverContent, usageMetadata } = (await raw.turn()).at(-1)!;
    expect(serverContent).to.deep.equal({ turnComplete: true });
    expect(usageMetadata).to.include({
      promptTokenCount: 0,
      responseTokenCount: 25,
      totalTokenCount: 25,
    });
    raw.socket.close();
  });
});
