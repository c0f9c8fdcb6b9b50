import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTerminal, run, runJson, type Terminal } from './world.js';

const model = 'gemini-3.8-live';

describe('the profile of live-call', () => {
  let terminal: Terminal;
  before(async () => (terminal = await openTerminal()));
  after(() => terminal.close());

  const wrong: [content: unknown, words: RegExp][] = [
    ['{ "model": "gemini-3.8-live",\n  "voice": }', /no JSON; the error is at line 2, column 12/],
    [`{ "model": "gemini-3.8-live", }`, /line 1, column 31/],
    [`{\r\n  "model": "gemini-3.8-live"\r\n  "voice": "Kore"\r\n}`, /line 3, column 3/],
    [`{ 'model': 'x' }`, /line 1, column 3/],
    [`{ "model": "a\nb" }`, /line 1, column 12/],
    [`{ "model": "x" } // mine`, /line 1, column 18/],
    [`{ "model": "x", "tools": [1, tru] }`, /line 1, column 30/],
    ['', /is no JSON; the error is at line 1, column 1/],
    ['[]', /no JSON object/],
    ['"gemini"', /no JSON object/],
    ['null', /no JSON object/],
    [{}, /has no "model", such as "gemini-3\.8-live"/],
    [{ model: '' }, /"model" has to be a text/],
    [{ model: 7 }, /"model" has to be a text/],
    [{ model, voice: null }, /"voice" has to be a text/],
    [{ model, instruction: 'x' }, /no field "instruction"; did you mean "instructions"\?/],
    [{ model, allowedorigins: [] }, /did you mean "allowedOrigins"\?/],
    [{ model, colour: 'red' }, /no field "colour"\./],
    [{ model, __proto__x: 1 }, /no field "__proto__x"/],
    [{ model, toString: 1 }, /no field "toString"/],
    [{ model, allowedOrigins: 'https://www.example.com' }, /has to be a list of texts/],
    [
      { model, allowedOrigins: ['https://www.example.com/'] },
      /browsers write https:\/\/www\.example\.com\./,
    ],
    [{ model, allowedOrigins: ['www.example.com'] }, /is no origin/],
    [{ model, allowedOrigins: ['https://*.example.com'] }, /no origin/],
    [
      { model, limits: { perCaller: '5 a minute' } },
      /limits\.perCaller is "5 a minute"; it takes counts .*'5\/min 30\/h'/,
    ],
    [{ model, limits: { perUser: '5/min' } }, /limits has no perUser; it has perCaller, total/],
    [{ model, limits: true }, /limits is neither false nor an object/],
    [{ model, maxCall: '15 min' }, /maxCall is no number of seconds from 1/],
    [{ model, maxCall: 0 }, /maxCall is no number/],
    [{ model, baseUrl: 'wss://example.com' }, /"baseUrl" has to be an address/],
    [{ model, port: 70_000 }, /"port" has to be a number up to 65535/],
    [{ model, trustProxy: true }, /trustProxy is no number of proxies/],
    [{ model, tools: {} }, /"tools" has to be a list/],
    [{ model, talk: 'loud' }, /"open" or "hold"/],
  ];
  for (const [content, words] of wrong) {
    it(`is refused with one sentence: ${JSON.stringify(content).slice(0, 70)}`, async () => {
      await terminal.write('live-call.json', content);
      const { exit, err, out } = await run(['serve'], terminal);
      assert.equal(exit, 1);
      assert.equal(out, '');
      assert.match(err, words);
      assert.match(err, /^live-call: live-call\.json: .* Change that in live-call\.json\.\n$/);
      const checked = await runJson(['check'], terminal);
      assert.deepEqual([checked.exit, checked.finding?.code], [1, 'profile-invalid']);
    });
  }

  it('says what to write where there is none', async () => {
    const { exit, err } = await run(['serve', 'none.json'], terminal);
    assert.equal(exit, 1);
    assert.match(err, /^live-call: there is no none\.json\. Make one: \{ "model": .*\.\n$/);
    assert.equal(
      (await runJson(['check', 'none.json'], terminal)).finding?.code,
      'profile-missing',
    );
  });

  it('cannot be a folder', async () => {
    const { exit, err } = await run(['serve', '.'], terminal);
    assert.equal(exit, 1);
    assert.match(err, /cannot be read/);
  });

  it('is no place for a key, and a key in it is not shown', async () => {
    for (const content of [
      { model, apiKey: 'AIzaSyB-other-key-0987654321zyxwvutsr' },
      '{ AIzaSyB-other-key-0987654321zyxwvutsr }',
    ]) {
      await terminal.write('live-call.json', content);
      const { err, out } = await run(['serve'], terminal);
      assert.doesNotMatch(err + out, /AIza/);
      if (typeof content === 'object') assert.match(err, /a key belongs into GEMINI_API_KEY/);
    }
  });

  it('may begin with the mark of UTF-8, as editors on Windows write it', async () => {
    await terminal.write('live-call.json', `\ufeff{"model":"${model}","port":0}`);
    assert.equal((await run(['serve'], terminal)).exit, 0);
  });

  it('may have any name and any folder', async () => {
    await terminal.write('other.json', { model, port: 0 });
    assert.equal((await run(['serve', 'other.json'], terminal)).exit, 0);
    assert.equal((await run(['serve', `${terminal.folder}/other.json`], terminal)).exit, 0);
  });
});
