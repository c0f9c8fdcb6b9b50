import type { ToolDeclaration } from '../call/ports/session.js';
import { waitsForFunctions } from './model-traits.js';
import type { LiveConnectConfig } from './sdk.js';

/** The part of the setup frame that says which functions the model may call. */
export function toolConfig(tools: readonly ToolDeclaration[]): LiveConnectConfig {
  if (tools.length === 0) return {};
  const functionDeclarations = tools.map(toFunctionDeclaration);
  return { tools: [{ functionDeclarations }] as NonNullable<LiveConnectConfig['tools']> };
}

/** https://ai.google.dev/api/caching#FunctionDeclaration */
function toFunctionDeclaration({ name, description, inputSchema, blocking }: ToolDeclaration) {
  return {
    name,
    ...(description !== undefined && { description }),
    // A copy, since the SDK rewrites schemas in place.
    ...(inputSchema && { parametersJsonSchema: structuredClone(inputSchema) }),
    ...(blocking !== undefined && { behavior: blocking ? 'BLOCKING' : 'NON_BLOCKING' }),
  };
}

/**
 * Whether the server closes with 1008 on input while this function has no answer. Models from 3.8 on
 * wait only where the declaration says so, others unless it says not to.
 */
export function isBlocking(
  name: string,
  tools: readonly ToolDeclaration[],
  model: string,
): boolean {
  return tools.find((tool) => tool.name === name)?.blocking ?? waitsForFunctions(model);
}
