import { expect } from '@open-wc/testing';
import { OutputDevice } from '../../../src/audio/engine/output-device.js';

/** A context whose speakers answer when the test says so. */
function speakers() {
  const asked: string[] = [];
  const answers: { resolve(): void; reject(): void }[] = [];
  const setSinkId = (id: string) =>
    new Promise<void>((resolve, reject) => {
      asked.push(id);
      answers.push({ resolve, reject: () => reject(new DOMException('', 'NotFoundError')) });
    });
  return { output: new OutputDevice({ setSinkId } as unknown as AudioContext), asked, answers };
}

/** Lets what was settled be heard of. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the choice of a speaker', () => {
  it('B7 that is gone falls back to the default, and is not made again with every word about it', async () => {
    const { output, asked, answers } = speakers();
    output.choose('headset');
    answers[0]!.reject();
    await settled();
    output.choose('headset');
    expect(asked).to.deep.equal(['headset', '']);
    output.choose();
    output.choose('headset');
    // So an attribute is when it is gone.
    output.choose(null);
    expect(asked).to.deep.equal(['headset', '', '', 'headset', '']);
  });

  it('is not undone by an earlier one that fails late', async () => {
    const { output, asked, answers } = speakers();
    output.choose('first');
    output.choose('second');
    answers[0]!.reject();
    await settled();
    expect(asked).to.deep.equal(['first', 'second']);
  });

  it('asks for nothing where nothing changes, and does not repeat itself when even the default fails', async () => {
    const { output, asked, answers } = speakers();
    output.choose();
    expect(asked).to.deep.equal([]);
    output.choose('gone');
    answers[0]!.reject();
    await settled();
    answers[1]!.reject();
    await settled();
    expect(asked).to.deep.equal(['gone', '']);
  });

  it('is none where the browser leaves no choice', () => {
    expect(() => new OutputDevice({} as AudioContext).choose('headset')).not.to.throw();
  });
});
