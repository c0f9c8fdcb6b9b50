import { expect } from '@open-wc/testing';
import { copyAsJson, toJson } from '../../src/platform/json.js';

/** What old libraries, and pages, have put on the prototypes of the language. */
const spoilt: Record<string, [prototypes: readonly object[], toJSON: () => unknown]> = {
  'text of an array, as Prototype.js has it': [
    [Array.prototype],
    function (this: unknown[]) {
      return `[${this.join(', ')}]`;
    },
  ],
  'nothing of any object': [[Object.prototype], () => undefined],
  'text in quotes of a date, a string, a number': [
    [Date.prototype, String.prototype, Number.prototype, Boolean.prototype],
    function (this: unknown) {
      return `"${String(this)}"`;
    },
  ],
  'an error of everything': [
    [Object.prototype, Array.prototype, Date.prototype, String.prototype, Function.prototype],
    () => {
      throw new Error('toJSON of the page');
    },
  ],
};

/** Runs `act` with `toJSON` on these prototypes, and puts back what was there. */
function withToJson<T>(prototypes: readonly object[], toJSON: unknown, act: () => T): T {
  const before = prototypes.map((one) => Object.getOwnPropertyDescriptor(one, 'toJSON'));
  for (const one of prototypes)
    Object.defineProperty(one, 'toJSON', { value: toJSON, configurable: true, enumerable: true });
  try {
    return act();
  } finally {
    prototypes.forEach((one, i) => {
      const descriptor = before[i];
      if (descriptor) Object.defineProperty(one, 'toJSON', descriptor);
      else Reflect.deleteProperty(one, 'toJSON');
    });
  }
}

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
  toJSON(key: string) {
    return { [key]: this.cents / 100 };
  }
}

const values: Record<string, unknown> = {
  'nested arrays and objects': { a: [1, [2, { b: 'ü"\n' }], []], c: {}, d: null, e: true, f: '' },
  'what JSON leaves out': { a: undefined, b: () => 1, c: Symbol('c'), d: [undefined, () => 1] },
  'numbers that JSON does not have': [NaN, Infinity, -0, 1e21],
  dates: { once: new Date(1e12), never: new Date(NaN) },
  'objects with a toJSON of their own': { price: new Money(250), list: [{ toJSON: () => 7 }] },
  'an address': { at: new URL('https://example.com/a') },
  'maps, and keys that look special': { map: new Map([[1, 2]]), ['__proto__']: 1, '': 2, '0': 3 },
  'an object without a prototype': Object.assign(Object.create(null) as object, { a: [1] }),
  text: 'text',
  nothing: undefined,
};

describe('JSON of ours', () => {
  for (const [what, [prototypes, toJSON]] of Object.entries(spoilt)) {
    for (const [name, value] of Object.entries(values)) {
      it(`writes ${name} as the platform does where toJSON makes ${what} (H8)`, () => {
        const expected = JSON.stringify(value) as string | undefined;
        expect(withToJson(prototypes, toJSON, () => toJson(value))).to.equal(expected ?? 'null');
        expect(toJson(value), 'unspoilt').to.equal(expected ?? 'null');
      });
    }
  }

  it('throws for what JSON cannot hold, also where prototypes are spoilt (H8)', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const value of [circle, { a: 1n }]) {
      expect(() => toJson(value)).to.throw();
      expect(() =>
        withToJson(
          [Array.prototype],
          () => 1,
          () => toJson(value),
        ),
      ).to.throw();
    }
  });

  it('copies what it is given', () => {
    const value = { a: [{ b: 1 }] };
    const copy = copyAsJson(value);
    expect(copy).to.deep.equal(value);
    expect(copy).to.not.equal(value);
  });
});
