import type { ToolDeclaration } from '../call/ports/session.js';
import { waitsForFunctions } from './model-traits.js';
import type { LiveConnectConfig } from './sdk.js';

/** The part of the setup frame that says what the model may call. */
export function toolConfig(declarations: readonly ToolDeclaration[]): LiveConnectConfig {
  if (declarations.length === 0) return {};
  // Copies, since the SDK rewrites schemas in place.
  const functionDeclarations = declarations.map((declaration) => ({ ...declaration }));
  return { tools: [{ functionDeclarations }] as NonNullable<LiveConnectConfig['tools']> };
}

/**
 * Whether the server closes with 1008 on input while this function has no answer. Models from 3.8 on
 * wait only where the declaration says so, others unless it says not to.
 */
export function isBlocking({ behavior }: Partial<ToolDeclaration>, model: string): boolean {
  return behavior ? behavior === 'BLOCKING' : waitsForFunctions(model);
}
