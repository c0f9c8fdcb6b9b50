import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Tape } from '../../../src/audio/worklet/tape.js';
import { CHUNK } from '../../../src/call/ports/format.js';

/** A tape that is easy to believe: one sample at a time and without a ring. */
class Model {
  held: number[] = [];
  taken = 0;
  dropped = 0;
  captured = 0;
  capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  write(count: number): void {
    for (let i = 0; i < count; i++) {
      this.held.push(this.captured++);
      this.dropExcess();
    }
  }

  dropExcess(): void {
    while (this.held.length > this.capacity && this.held.length >= CHUNK) {
      this.held.splice(0, CHUNK);
      this.dropped += CHUNK;
    }
  }

  take(partial: boolean): number[] | undefined {
    if (this.held.length < CHUNK && (!partial || this.held.length === 0)) return undefined;
    const chunk = this.held.splice(0, CHUNK);
    this.taken += chunk.length;
    return chunk;
  }
}

/** Samples that tell their own position. */
function numbered(from: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, i) => from + i);
}

const step = fc.oneof(
  fc.record({ write: fc.integer({ min: 0, max: 1500 }) }),
  fc.record({ take: fc.boolean() }),
  fc.record({ capacity: fc.integer({ min: 0, max: 3000 }) }),
);

describe('the tape', () => {
  it('hands over every sample in order, or counts it, whatever happens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.array(step), (capacity, steps) => {
        const tape = new Tape(capacity);
        const model = new Model(capacity);
        for (const action of steps) {
          if ('write' in action) {
            tape.write(numbered(tape.captured, action.write), action.write);
            model.write(action.write);
          } else if ('take' in action) {
            const index = model.taken + model.dropped;
            const chunk = tape.take(action.take);
            const samples = model.take(action.take);
            expect(chunk && [...chunk.samples]).to.deep.equal(
              samples && [...Int16Array.from(samples)],
            );
            if (chunk) expect(chunk.index).to.equal(index);
          } else {
            tape.capacity = model.capacity = action.capacity;
            model.dropExcess();
          }
          const { captured, held, taken, dropped } = tape;
          expect({ captured, held, taken, dropped }).to.deep.equal({
            captured: model.captured,
            held: model.held.length,
            taken: model.taken,
            dropped: model.dropped,
          });
          expect(captured).to.equal(held + taken + dropped);
        }
      }),
    );
  });

  it('holds thirty seconds, and drops its oldest chunk for one more sample', () => {
    const capacity = 30 * 16_000;
    const tape = new Tape(capacity);
    tape.write(numbered(0, capacity), capacity);
    expect(tape.held).to.equal(capacity);
    expect(tape.dropped).to.equal(0);
    tape.write(numbered(capacity, 1), 1);
    expect(tape.dropped).to.equal(CHUNK);
    const chunk = tape.take();
    expect(chunk?.index).to.equal(CHUNK);
    expect(chunk?.samples).to.deep.equal(numbered(CHUNK, CHUNK));
  });

  it('keeps the order when it has gone round many times', () => {
    const tape = new Tape(16_000);
    for (let round = 0; round < 40; round++) {
      tape.write(numbered(tape.captured, 16_000), 16_000);
      for (let chunk = tape.take(); chunk; chunk = tape.take()) {
        expect(chunk.samples).to.deep.equal(numbered(chunk.index, CHUNK));
      }
    }
    expect(tape.taken).to.equal(640_000);
  });

  it('holds less than a chunk when its capacity is 0', () => {
    const tape = new Tape(0);
    tape.write(new Int16Array(1000), 1000);
    expect(tape.held).to.equal(1000 % CHUNK);
    expect(tape.dropped).to.equal(3 * CHUNK);
  });

  it('gives less than a chunk only on request', () => {
    const tape = new Tape(16_000);
    tape.write(numbered(0, CHUNK + 7), CHUNK + 7);
    expect(tape.take()?.samples).to.have.length(CHUNK);
    expect(tape.take()).to.equal(undefined);
    expect(tape.take(true)?.samples).to.deep.equal(numbered(CHUNK, 7));
    expect(tape.take(true)).to.equal(undefined);
  });

  it('gives the speech up to each cut for itself, and tells of each cut once', () => {
    const tape = new Tape(10 * CHUNK);
    tape.write(numbered(0, CHUNK + 7), CHUNK + 7);
    tape.cut();
    tape.cut();
    tape.write(numbered(CHUNK + 7, CHUNK), CHUNK);
    expect(tape.passCut()).to.equal(false);
    expect(tape.take()?.samples).to.deep.equal(numbered(0, CHUNK));
    expect(tape.take()?.samples).to.deep.equal(numbered(CHUNK, 7));
    expect([tape.passCut(), tape.passCut()]).to.deep.equal([true, false]);
    expect(tape.take()).to.deep.equal({ index: CHUNK + 7, samples: numbered(CHUNK + 7, CHUNK) });
  });

  it('tells of a cut before which it has dropped everything', () => {
    const tape = new Tape(CHUNK);
    tape.write(numbered(0, CHUNK), CHUNK);
    tape.cut();
    tape.write(numbered(CHUNK, 2 * CHUNK), 2 * CHUNK);
    expect(tape.passCut()).to.equal(true);
    expect(tape.take()?.index).to.equal(2 * CHUNK);
  });
});
