import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';

/** What the owner of a broker could read. */
export class Log {
  text = '';
  readonly #more = new EventEmitter();

  add(text: string): void {
    this.text += text;
    this.#more.emit('more');
  }

  listen(stream: Readable | null): void {
    stream?.setEncoding('utf8').on('data', (piece: string) => this.add(piece));
  }

  /** Resolves with the first match, as soon as there is one; a test that waits in vain runs into its time limit. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) return match;
      await once(this.#more, 'more');
    }
  }
}

/** Runs a program until it is told to end, with all that it has started. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { env, detached: true });
  const log = new Log();
  log.listen(child.stdout);
  log.listen(child.stderr);
  const gone = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', (error) => {
      log.add(error.message);
      resolve();
    });
  });
  const started = (pattern: RegExp) =>
    Promise.race([
      log.until(pattern),
      gone.then(() => Promise.reject(new Error(`${command} ended at once: ${log.text}`))),
    ]);
  const close = async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid);
    await gone;
  };
  return { log, started, close };
}
