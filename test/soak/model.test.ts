import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { ModelCall, type ModelSettings } from './model-call.js';
import { perform, steps, type Step } from './model-steps.js';
import { amount, seed, seeded } from './plan.js';
import { holdTime } from './time.js';

/** A run that failed once, and what was wrong. */
interface Fixture {
  readonly why: string;
  readonly settings: ModelSettings;
  readonly steps: readonly Step[];
}

const fixtures = (await (await fetch('/test/soak/fixtures.json')).json()) as Fixture[];

const anySettings: fc.Arbitrary<ModelSettings> = fc.record({
  maxHold: fc.constantFrom(30, 1, 0),
  resend: fc.constantFrom('handle', 'unsent', 'none'),
  muted: fc.boolean(),
});

/** Runs `act` with a call whose time is held, and ends the call. */
async function withModel(settings: ModelSettings, act: (model: ModelCall) => Promise<void>) {
  const time = holdTime();
  try {
    const model = new ModelCall(settings, time);
    await act(model);
    await model.end();
  } finally {
    time.release();
  }
}

describe('a call with random events', () => {
  for (const fixture of fixtures) {
    it(`survives a schedule that once broke it: ${fixture.why}`, () =>
      withModel(fixture.settings, async (model) => {
        for (const step of fixture.steps) await perform(model, step);
      }));
  }

  it(`holds one of everything at most, accounts for every sample, and settles every promise ${seeded}`, async function () {
    this.timeout(amount(60_000, 1_800_000));
    const property = fc.asyncProperty(anySettings, steps, (settings, commands) =>
      withModel(settings, (model) =>
        fc.asyncModelRun(() => ({ model: {}, real: model }), commands),
      ),
    );
    await fc.assert(property, {
      seed,
      numRuns: amount(100, 1000),
      includeErrorInReport: true,
    });
  });
});
