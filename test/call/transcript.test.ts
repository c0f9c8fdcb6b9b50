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
