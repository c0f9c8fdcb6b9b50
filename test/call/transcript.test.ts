import { expect } from '@open-wc/testing';
import { Transcript } from '../../src/call/transcript.js';

describe('the history for a new session', () => {
  it('holds the turns of both, each in one piece, however the pieces interleave', () => {
    const transcript = new Transcript();
    transcript.add('caller', 'What ');
    transcript.add('model', 'It ');
    transcript.add('caller', 'time?');
    transcript.add('model', 'is noon.');
    transcript.endTurn();
    transcript.add('caller', 'Thanks.');
    transcript.write('And the date?');
    transcript.add('caller', 'Please.');
    expect(transcript.recent).to.deep.equal([
      { speaker: 'caller', text: 'What time?' },
      { speaker: 'model', text: 'It is noon.' },
      { speaker: 'caller', text: 'Thanks.' },
      { speaker: 'caller', text: 'And the date?' },
      { speaker: 'caller', text: 'Please.' },
    ]);
  });

  it('holds the newest 8,000 characters, whole turns only', () => {
    const transcript = new Transcript();
    for (const length of [5000, 3000, 3000, 2000]) {
      transcript.add('model', 'x'.repeat(length));
      transcript.endTurn();
    }
    expect(transcript.recent.map(({ text }) => text.length)).to.deep.equal([3000, 3000, 2000]);
    expect(new Transcript().recent).to.deep.equal([]);
  });

  it('holds the end of words without end, and no more of them than that (F14)', () => {
    const transcript = new Transcript();
    transcript.add('caller', 'before');
    for (let i = 0; i < 1000; i++) transcript.add('model', `${i} `.repeat(100));
    const [only, ...others] = transcript.recent;
    expect(others).to.deep.equal([]);
    expect(only?.text).to.have.length(8000);
    expect(only?.text.endsWith('999 999 ')).to.equal(true);
    transcript.add('caller', 'Stop.');
    transcript.add('model', 'No.');
    expect(transcript.recent.map(({ text }) => text)).to.deep.equal(['Stop.', 'No.']);
  });

  it('holds no more texts than that while no turn ends (F14)', () => {
    const transcript = new Transcript();
    for (let i = 0; i < 20_000; i++) transcript.write(i % 2 ? '' : 'x'.repeat(i % 300));
    const { recent } = transcript;
    expect(recent.reduce((sum, { text }) => sum + text.length, 0)).to.be.at.most(8000);
    expect(recent.length).to.be.at.most(8000);
  });

  it('holds no text that was taken out, since it goes out again or not at all (E26)', () => {
    const transcript = new Transcript();
    transcript.write('one');
    transcript.write('two');
    transcript.write('one');
    transcript.add('model', 'Yes.');
    transcript.unwrite('one');
    transcript.unwrite('Yes.');
    transcript.unwrite('unknown');
    expect(transcript.recent.map(({ text }) => text)).to.deep.equal(['one', 'two', 'Yes.']);
  });

  it('holds the end of the newest turn when that is longer', () => {
    const transcript = new Transcript();
    transcript.write('before');
    transcript.write(`${'x'.repeat(9000)}end`);
    transcript.endTurn();
    expect(transcript.recent).to.deep.equal([
      { speaker: 'caller', text: `${'x'.repeat(7997)}end` },
    ]);
  });
});
