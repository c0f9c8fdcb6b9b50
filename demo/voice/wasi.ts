/** Success, and the one failure told apart here: a file descriptor that is not there. */
const OK = 0;
const BAD_FILE = 8;

/** The only directory a program sees, and the only file in it. */
const DIRECTORY = 3;
const FILE = 4;

class Exit extends Error {}

/** A file in memory, as far as a program that writes one needs it. */
class MemoryFile {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #at = 0;

  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  write(bytes: Uint8Array): void {
    const end = this.#at + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(2 * end);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#at);
    this.#at = end;
    this.#length = Math.max(this.#length, end);
  }

  read(target: Uint8Array): number {
    const bytes = this.#bytes.subarray(this.#at, Math.min(this.#length, this.#at + target.length));
    target.set(bytes);
    this.#at += bytes.length;
    return bytes.length;
  }

  /** `whence`: 0 = from the start, 1 = from here, 2 = from the end. */
  seek(offset: number, whence: number): number {
    this.#at = offset + [0, this.#at, this.#length][whence]!;
    return this.#at;
  }
}

/**
 * Runs a WASI command with a single file in memory and gives back what it wrote there. Node has a WASI of its
 * own, but prints a warning that it is experimental, and would write to a disk.
 */
export const runCommand = (module: WebAssembly.Module, args: readonly string[]): Uint8Array => {
  const file = new MemoryFile();
  const texts = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
  const view = () => new DataView(memory.buffer);
  const bytes = (at: number, length: number) => new Uint8Array(memory.buffer, at, length);
  const vectors = (at: number, count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, index) => {
      const data = view();
      return bytes(data.getUint32(at + 8 * index, true), data.getUint32(at + 8 * index + 4, true));
    });

  const wasi = {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, texts.length, true);
      view().setUint32(
        size,
        texts.reduce((sum, text) => sum + text.length, 0),
        true,
      );
      return OK;
    },
    args_get(pointers: number, buffer: number) {
      let at = buffer;
      for (const [index, text] of texts.entries()) {
        view().setUint32(pointers + 4 * index, at, true);
        bytes(at, text.length).set(text);
        at += text.length;
      }
      return OK;
    },
    fd_prestat_get(descriptor: number, prestat: number) {
      if (descriptor !== DIRECTORY) return BAD_FILE;
      view().setUint32(prestat, 0, true);
      view().setUint32(prestat + 4, 1, true);
      return OK;
    },
    fd_prestat_dir_name(_descriptor: number, path: number) {
      bytes(path, 1).set([0x2f]);
      return OK;
    },
    path_open(...parameters: unknown[]) {
      const opened = parameters.at(-1) as number;
      file.seek(0, 0);
      view().setUint32(opened, FILE, true);
      return OK;
    },
    fd_fdstat_get(descriptor: number, stat: number) {
      bytes(stat, 24).fill(0);
      // 3 = a directory, 4 = a regular file; with every right.
      view().setUint8(stat, descriptor === DIRECTORY ? 3 : 4);
      view().setBigUint64(stat + 8, 0xffff_ffffn, true);
      view().setBigUint64(stat + 16, 0xffff_ffffn, true);
      return OK;
    },
    fd_write(descriptor: number, at: number, count: number, written: number) {
      let length = 0;
      for (const vector of vectors(at, count)) {
        if (descriptor === FILE) file.write(vector);
        length += vector.length;
      }
      view().setUint32(written, length, true);
      return OK;
    },
    fd_read(_descriptor: number, at: number, count: number, read: number) {
      const length = vectors(at, count).reduce((sum, vector) => sum + file.read(vector), 0);
      view().setUint32(read, length, true);
      return OK;
    },
    fd_seek(descriptor: number, offset: bigint, whence: number, position: number) {
      if (descriptor !== FILE) return BAD_FILE;
      view().setBigUint64(position, BigInt(file.seek(Number(offset), whence)), true);
      return OK;
    },
    fd_close: () => OK,
    fd_fdstat_set_flags: () => OK,
    clock_time_get(_clock: number, _precision: bigint, time: number) {
      view().setBigUint64(time, 0n, true);
      return OK;
    },
    proc_exit(): never {
      throw new Exit();
    },
  };

  const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi });
  const memory = exports['memory'] as WebAssembly.Memory;
  try {
    (exports['_start'] as () => void)();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  }
  return file.bytes;
};
