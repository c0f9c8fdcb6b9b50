import { expect } from '@open-wc/testing';
import { Tools, type ToolDefinition, type ToolOptions } from '../../src/call/tools.js';

const execute = () => 'done';
const look = { name: 'look', execute };
const cyclic: { self?: object } = {};
cyclic.self = cyclic;

describe('registerTool', () => {
  it('declares each function to the model, with a copy of its schema', () => {
    const tools = new Tools();
    const inputSchema = { type: 'object', properties: { at: { type: 'string' } } };
    tools.register({ ...look, description: 'Looks.', inputSchema }, { blocking: false });
    inputSchema.properties.at.type = 'number';
    expect(tools.declarations).to.deep.equal([
      {
        name: 'look',
        description: 'Looks.',
        inputSchema: { type: 'object', properties: { at: { type: 'string' } } },
        blocking: false,
      },
    ]);
  });

  it('calls execute on the tool itself, as WebMCP does', () => {
    const tools = new Tools();
    const tool = {
      name: 'count',
      count: 41,
      execute() {
        return ++this.count;
      },
    };
    tools.register(tool);
    const context = { signal: new AbortController().signal };
    expect(tools.get('count')?.run({}, context)).to.equal(42);
  });

  it('replaces a function of the same name', () => {
    const tools = new Tools();
    tools.register(look);
    tools.register({ ...look, description: 'newer' });
    expect(tools.declarations.map(({ description }) => description)).to.deep.equal(['newer']);
  });

  it('takes a function away when its signal aborts, and leaves one that took its place', () => {
    const tools = new Tools();
    const [first, second] = [new AbortController(), new AbortController()];
    tools.register(look, { signal: first.signal });
    tools.register(look, { signal: second.signal });
    first.abort();
    expect(tools.declarations).to.have.length(1);
    second.abort();
    expect(tools.declarations).to.deep.equal([]);
    tools.register(look, { signal: second.signal });
    expect(tools.declarations, 'registered too late').to.deep.equal([]);
  });

  const names = ['', '9lives', '-x', 'free tables!', 'naïve', 'a'.repeat(129), undefined, 7];
  for (const name of names) {
    it(`throws a TypeError for the name ${JSON.stringify(name)?.slice(0, 20)} (J6)`, () => {
      const tools = new Tools();
      expect(() => tools.register({ name, execute } as ToolDefinition)).to.throw(TypeError);
      expect(tools.declarations).to.deep.equal([]);
    });
  }

  for (const name of ['a', '_', 'look_up', 'shop.cart:add-item', 'a'.repeat(128)]) {
    it(`takes the name ${name.slice(0, 20)}`, () => {
      const tools = new Tools();
      tools.register({ name, execute });
      expect(tools.declarations[0]?.name).to.equal(name);
    });
  }

  const schemas = { text: 'x', list: [], null: null, cyclic, 'of a string': { type: 'string' } };
  for (const [title, inputSchema] of Object.entries(schemas)) {
    it(`throws a TypeError for a schema that is no JSON Schema of an object: ${title} (J6)`, () => {
      const tools = new Tools();
      const tool = { ...look, inputSchema } as unknown as ToolDefinition;
      expect(() => tools.register(tool)).to.throw(TypeError);
      expect(tools.declarations).to.deep.equal([]);
    });
  }

  const unusable: Record<string, [unknown, ToolOptions?]> = {
    'no tool': [undefined],
    'a tool without execute': [{ name: 'look' }],
    'a tool whose execute is no function': [{ name: 'look', execute: 'done' }],
    'a description that is no text': [{ ...look, description: {} }],
    'a schema under the name of the SDK': [{ ...look, parameters: { type: 'object' } }],
    'a label that is no text': [{ ...look, label: 7 }],
    'a timeout of nothing': [look, { timeout: 0 }],
    'a timeout that is no number': [look, { timeout: Number.NaN }],
  };
  for (const [title, [tool, options]] of Object.entries(unusable)) {
    it(`throws a TypeError for ${title} (J6)`, () => {
      const register = () => new Tools().register(tool as ToolDefinition, options);
      expect(register).to.throw(TypeError);
    });
  }
});
