/** The server that answers the calls of the demo. */
export interface Backend {
  readonly emulated: boolean;
  /** The same, for people. */
  readonly text: string;
}
