/** Why the server hangs up: a WebSocket close code with its reason. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
}

/** A client message that the Live API would answer by closing the socket. */
export class Refused extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Google's sentence for a field that its protobuf does not know. */
export const unknownField = (name: string, path: string): Refused =>
  new Refused(
    1007,
    `Invalid JSON payload received. Unknown name "${name}"${path && ` at '${path}'`}: Cannot find field.`,
  );

/** A close frame has room for 123 bytes of reason: Google's sentences arrive cut off there. */
export const closeReason = (reason: string): string => {
  const bytes = new TextEncoder().encode(reason);
  return new TextDecoder().decode(bytes.subarray(0, 123)).replace(/\uFFFD+$/, '');
};
