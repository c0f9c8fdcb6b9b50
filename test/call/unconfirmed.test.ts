import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { UnconfirmedSamples } from '../../src/call/unconfirmed.js';

/** Keeps every sample apart, in the order in which they were first sent. */
class EverySample {
  readonly #heard: boolean[] = [];
  /** Those on this connection that the server has shown no sign of life after. */
  #unheard: number[] = [];
  #again: number[] = [];
  /** Those before are never sent again. */
  #from = 0;

  get atRisk(): number {
    return this.#heard.filter((heard) => !heard).length;
  }

  sent(samples: number): void {
    for (let i = 0; i < samples; i++) this.#unheard.push(this.#heard.push(false) - 1);
  }

  /** Sends again what waits for that, as far as it goes; returns how much. */
  resent(samples: number): number {
    const again = this.#again.splice(0, samples);
    this.#unheard.push(...again);
    return again.length;
  }

  signOfLife(): void {
    for (const sample of this.#unheard) this.#heard[sample] = true;
    this.#unheard = [];
  }

  /** Loses the connection. Gives up sending `givenUp` more again and, if `exactly`, all that was heard; returns the rest. */
  disconnected(givenUp: number, exactly: boolean): number {
    this.#from = Math.min(this.#from + givenUp, this.#heard.length);
    if (exactly) this.#from = Math.max(this.#from, this.#heard.lastIndexOf(true) + 1);
    this.#unheard = [];
    this.#again = [...this.#heard.keys()].slice(this.#from);
    return this.#again.length;
  }

  get isWhole(): boolean {
    return this.#again.length === 0;
  }
}

const walks = fc.array(
  fc.record({
    name: fc.constantFrom('send', 'signOfLife', 'disconnected' as const),
    samples: fc.nat(9),
  }),
  { maxLength: 30 },
);

/** Walks with both, and tells after each step what they say. */
function compare(exactly: boolean, check: (risk: number, truth: number) => void) {
  fc.assert(
    fc.property(walks, (walk) => {
      const [risk, truth] = [new UnconfirmedSamples(), new EverySample()];
      for (const { name, samples } of walk) {
        if (name === 'signOfLife') {
          risk.signOfLife();
          truth.signOfLife();
        } else if (name === 'disconnected') {
          risk.disconnected(truth.disconnected(samples, exactly));
        } else if (truth.isWhole) {
          risk.sent(samples);
          truth.sent(samples);
        } else {
          risk.resent(truth.resent(samples));
        }
        check(risk.samples, truth.atRisk);
      }
    }),
    { numRuns: 1000 },
  );
}

describe('the number of samples at risk', () => {
  it('equals the samples that may not have arrived while nothing is sent twice', () => {
    compare(true, (risk, truth) => void expect(risk).to.equal(truth));
  });

  it('is never less than the samples that may not have arrived', () => {
    compare(false, (risk, truth) => void expect(risk).to.be.at.least(truth));
  });
});
