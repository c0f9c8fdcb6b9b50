import { expect } from '@open-wc/testing';
import { takesHistory, waitsForFunctions } from '../../src/gemini/model-traits.js';

describe('the model', () => {
  for (const model of ['models/gemini-2.5-flash-native-audio', 'gemini-3.1-flash-live', 'tuned']) {
    it(`${model} waits for a function and hears nothing meanwhile`, () => {
      expect(waitsForFunctions(model)).to.equal(true);
    });
  }

  for (const model of ['models/gemini-3.8-live', 'gemini-3.10-live', 'gemini-4.0-flash-live']) {
    it(`${model} listens on while it waits for a function`, () => {
      expect(waitsForFunctions(model)).to.equal(false);
    });
  }

  it('takes history unless it is a gemini-3.1', () => {
    const models = [
      'gemini-3.1-flash-live-preview',
      'gemini-2.1-live',
      'gemini-3.10-live',
      'tuned',
    ];
    expect(models.map(takesHistory)).to.deep.equal([false, true, true, true]);
  });
});
