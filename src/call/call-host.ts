/** The object that the events of a call are dispatched on; a host of Lit controllers is one. */
export interface CallHost extends EventTarget {
  /** The page that it is part of, if it is part of any. */
  readonly ownerDocument?: Document;
  /** Renders anew, because the status changed. */
  requestUpdate?(): void;
  addController?(controller: object): void;
}
