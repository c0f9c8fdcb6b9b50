/** The resources that a call can hold. */
export type Kind = 'contexts' | 'streams' | 'sockets' | 'captures';

/** Counts what lives, and the most of a kind that ever lived at once. */
export class Live {
  readonly now: Record<Kind, number> = { contexts: 0, streams: 0, sockets: 0, captures: 0 };
  most = 0;

  /** Counts one more; the function it returns takes it back, once. */
  take(kind: Kind): () => void {
    this.now[kind] += 1;
    this.most = Math.max(this.most, this.now[kind]);
    let taken = true;
    return () => {
      if (taken) this.now[kind] -= 1;
      taken = false;
    };
  }
}
