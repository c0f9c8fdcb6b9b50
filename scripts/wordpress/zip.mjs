// Writes a zip: Node has the compression, but not the container.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01, so that the same files make the same zip. */
const DATE = 33;
const UTF8_NAMES = 0x800;
const DEFLATE = 8;

/** A zip of `files`: names with slashes, and bytes. */
export function zip(files) {
  const pieces = [];
  const directory = [];
  let offset = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const facts = Buffer.alloc(26);
    [20, UTF8_NAMES, DEFLATE, 0, DATE].forEach((value, n) => facts.writeUInt16LE(value, n * 2));
    [crc32(bytes), packed.length, bytes.length].forEach((value, n) =>
      facts.writeUInt32LE(value, 10 + n * 4),
    );
    facts.writeUInt16LE(name.length, 22);
    pieces.push(Buffer.from('PK\x03\x04'), facts, name, packed);
    const rest = Buffer.alloc(14);
    // A file that its owner may write and all may read.
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), facts, rest, name]));
    offset += 30 + name.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  [4, 6].forEach((at) => end.writeUInt16LE(directory.length, at));
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...pieces, listing, Buffer.from('PK\x05\x06'), end]);
}
