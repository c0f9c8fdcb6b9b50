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

describe('the output device', () => {
  it('B7 falls back to the default when the chosen speaker is gone, and does not retry the same choice', async () => {
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

  it('keeps a choice when an earlier one fails late', async () => {
    const { output, asked, answers } = speakers();
    output.choose('first');
    output.choose('second');
    answers[0]!.reject();
    await settled();
    expect(asked).to.deep.equal(['first', 'second']);
  });

  it('does nothing when nothing changes, and does not retry when even the default fails', async () => {
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

  it('ignores a choice where the browser has no setSinkId', () => {
    expect(() => new OutputDevice({} as AudioContext).choose('headset')).not.to.throw();
  });
});
