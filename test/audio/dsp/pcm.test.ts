import { expect } from '@open-wc/testing';
import { decodePcm16, encodePcm16 } from '../../../src/audio/dsp/pcm.js';

function encode(...floats: number[]): number[] {
  const target = new Int16Array(floats.length);
  encodePcm16(Float32Array.from(floats), target, floats.length);
  return [...target];
}

describe('PCM', () => {
  it('clamps loud samples instead of wrapping them around', () => {
    expect(encode(1, -1, 1.7, -1.7, Infinity, -Infinity)).to.deep.equal([
      32767, -32768, 32767, -32768, 32767, -32768,
    ]);
  });

  it('rounds to the nearest value', () => {
    const step = 1 / 32768;
    expect(encode(0.4 * step, 0.6 * step, -0.4 * step, -0.6 * step)).to.deep.equal([0, 1, 0, -1]);
  });

  it('encodes NaN as silence', () => {
    expect(encode(NaN, 0.5)).to.deep.equal([0, 16384]);
  });

  it('gives every 16-bit value back as it was', () => {
    const all = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const floats = new Float32Array(all.length);
    const back = new Int16Array(all.length);
    decodePcm16(all, 0, floats, all.length);
    encodePcm16(floats, back, all.length);
    expect(back).to.deep.equal(all);
  });

  it('reads from the middle of a chunk', () => {
    const floats = new Float32Array(2);
    decodePcm16(Int16Array.of(1, 2, 16384, -32768), 2, floats, 2);
    expect([...floats]).to.deep.equal([0.5, -1]);
  });
});
