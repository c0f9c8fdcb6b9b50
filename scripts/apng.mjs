// Joins screenshots to one animated PNG, of which each frame holds only what has changed: https://www.w3.org/TR/png-3/
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Bytes of a pixel: screenshots are opaque, so none for transparency. */
const DEPTH = 3;

/** The pixels of a PNG of 8 bits without interlace, which is what browsers make. */
function decode(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const depth = png[25] === 6 ? 4 : 3;
  const packed = [];
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const isData = png.toString('latin1', at + 4, at + 8) === 'IDAT';
    if (isData) packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const lines = inflateSync(Buffer.concat(packed));
  const pixels = Buffer.alloc(width * height * DEPTH);
  let above = Buffer.alloc(width * depth);
  for (let y = 0; y < height; y += 1) {
    const start = y * (width * depth + 1);
    const line = lines.subarray(start + 1, start + 1 + width * depth);
    for (let i = 0; i < line.length; i += 1) {
      line[i] += predict(lines[start], line[i - depth] ?? 0, above[i], above[i - depth] ?? 0);
    }
    for (let x = 0; x < width; x += 1) {
      line.copy(pixels, (y * width + x) * DEPTH, x * depth, x * depth + DEPTH);
    }
    above = line;
  }
  return { width, height, pixels };
}

/** What a filter expects of a byte: https://www.w3.org/TR/png-3/#9Filter-types */
function predict(filter, left, up, upLeft) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const fromLeft = Math.abs(up - upLeft);
  const fromUp = Math.abs(left - upLeft);
  const fromBoth = Math.abs(left + up - 2 * upLeft);
  if (fromLeft <= fromUp && fromLeft <= fromBoth) return left;
  return fromUp <= fromBoth ? up : upLeft;
}

/** A part of an image as packed lines, each by the filter that leaves the smallest numbers. */
function encode({ width, pixels }, area) {
  const at = (x, y) => (x < area.x || y < area.y ? -1 : (y * width + x) * DEPTH);
  const lines = [];
  for (let y = area.y; y < area.y + area.height; y += 1) {
    const tries = [0, 1, 2, 4].map((filter) => {
      const line = Buffer.alloc(area.width * DEPTH + 1);
      line[0] = filter;
      let sum = 0;
      for (let x = area.x, i = 1; x < area.x + area.width; x += 1) {
        const [here, left, up, upLeft] = [at(x, y), at(x - 1, y), at(x, y - 1), at(x - 1, y - 1)];
        for (let part = 0; part < DEPTH; part += 1, i += 1) {
          const of = (from) => (from < 0 ? 0 : pixels[from + part]);
          line[i] = of(here) - predict(filter, of(left), of(up), of(upLeft));
          sum += Math.min(line[i], 256 - line[i]);
        }
      }
      return { line, sum };
    });
    lines.push(tries.reduce((best, one) => (one.sum < best.sum ? one : best)).line);
  }
  return deflateSync(Buffer.concat(lines), { level: 9 });
}

/** The smallest rectangle that holds every change; undefined where nothing has changed. */
function changes({ width, height, pixels }, before) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    const from = y * width * DEPTH;
    const rows = [pixels, before.pixels].map((all) => all.subarray(from, from + width * DEPTH));
    if (rows[0].equals(rows[1])) continue;
    [top, bottom] = [Math.min(top, y), y];
    const differs = (i) => rows[0][i] !== rows[1][i];
    const first = rows[0].findIndex((_, i) => differs(i));
    const last = rows[0].findLastIndex((_, i) => differs(i));
    left = Math.min(left, Math.floor(first / DEPTH));
    right = Math.max(right, Math.floor(last / DEPTH));
  }
  if (bottom < 0) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

const uint32 = (...numbers) => {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, i) => bytes.writeUInt32BE(number, i * 4));
  return bytes;
};
const uint16 = (...numbers) =>
  Buffer.from(numbers.flatMap((number) => [number >> 8, number & 255]));

function chunk(type, ...parts) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
  return Buffer.concat([uint32(body.length - 4), body, uint32(crc32(body))]);
}

/** One file of `frames`, each `{ png, ms }`: how it looks, and for how long. It plays again and again. */
export function animate(frames) {
  const shown = [];
  for (const { png, ms } of frames) {
    const image = decode(png);
    const before = shown.at(-1);
    const whole = { x: 0, y: 0, width: image.width, height: image.height };
    const area = before ? changes(image, before.image) : whole;
    if (area) shown.push({ image, area, ms });
    else before.ms += ms;
  }
  const { width, height } = shown[0].image;
  let sequence = 0;
  const chunks = shown.flatMap(({ image, area, ms }, i) => {
    const { x, y } = area;
    const place = uint32(sequence++, area.width, area.height, x, y);
    const control = chunk('fcTL', place, uint16(Math.round(ms), 1000), Buffer.alloc(2));
    const data = encode(image, area);
    if (i === 0) return [control, chunk('IDAT', data)];
    return [control, chunk('fdAT', uint32(sequence++), data)];
  });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', uint32(width, height), Buffer.from([8, 2, 0, 0, 0])),
    chunk('acTL', uint32(shown.length, 0)),
    ...chunks,
    chunk('IEND'),
  ]);
}
