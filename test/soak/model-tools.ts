import type { ToolDefinition } from '../../src/call/tools.js';

/** Functions of the page that a model may call: each answers in a way of its own. */
export const modelTools: Readonly<Record<string, ToolDefinition['execute']>> = {
  quick: () => 'done',
  slow: (_, { signal }) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, 3000);
      signal.addEventListener('abort', () => clearTimeout(timer));
    }),
  endless: () => new Promise(() => {}),
  broken: () => {
    throw new Error('broken');
  },
};
