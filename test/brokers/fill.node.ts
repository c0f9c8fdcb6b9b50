import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillSettings } from '../../src/broker/hosts/fill.js';
import { brokerFile } from './hosts/files.js';

const settings = {
  model: 'gemini-3.8-live',
  instructions: 'Say "$&" and `${1}`.\nJSON;\n};\n</script>',
  config: { thinkingConfig: {} },
};

describe('the settings of a broker in one file', () => {
  for (const name of ['node.mjs', 'worker.js', 'deno.ts', 'token.php']) {
    it(`stand on top of ${name}, as JSON, and can be put in again and again`, () => {
      const once = brokerFile(name, settings);
      assert.equal(once.split(JSON.stringify(settings, null, 2)).length, 2);
      assert.equal(fillSettings(fillSettings(once, { model: 'x' }), settings), once);
      assert.ok(once.indexOf('gemini-3.8-live') < 1000);
      assert.doesNotMatch(once, /friendly receptionist/);
    });
  }

  it('are missing from any other file, which is an error', () => {
    assert.throws(() => fillSettings('const model = {\n};', settings), /no settings on top/);
  });
});
