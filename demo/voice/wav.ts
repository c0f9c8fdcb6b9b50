/** A WAV file of one channel, such as a browser takes in the place of a microphone. `rate` is in Hz. */
export function wav(samples: Int16Array, rate: number): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, i) => data.writeInt16LE(sample, i * 2));
  const header = Buffer.from('RIFF....WAVEfmt ....................data....');
  header.writeUInt32LE(36 + data.length, 4);
  header.set([16, 0, 0, 0, 1, 0, 1, 0], 16);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.set([2, 0, 16, 0], 32);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
