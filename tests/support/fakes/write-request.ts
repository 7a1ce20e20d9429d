/** A remote-write request (protobuf in a block of snappy) and back, as far as its series are concerned. */

export interface WrittenSeries {
  /** Its labels, as they were sent: equal for equal series. */
  labels: string;
  /** The whole series with its samples, as a field of the request. */
  field: Buffer;
}

/** A number of seven bits a byte, least first. */
function varint(data: Buffer, from: number): { value: number; end: number } {
  let value = 0;
  for (let at = from, factor = 1; ; at += 1, factor *= 128) {
    const byte = data[at];
    if (byte === undefined) throw new Error('The request ends in the middle.');
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
}

/** https://github.com/google/snappy/blob/main/format_description.txt */
function unpacked(data: Buffer): Buffer {
  let { value: size, end: at } = varint(data, 0);
  const out = Buffer.alloc(size);
  size = 0;
  const byte = (index: number) => data[index] ?? 0;
  while (at < data.length) {
    const tag = byte(at);
    const kind = tag & 3;
    if (kind === 0) {
      const extra = Math.max(0, (tag >> 2) - 59);
      const length = 1 + (extra === 0 ? tag >> 2 : data.readUIntLE(at + 1, extra));
      data.copy(out, size, at + 1 + extra, at + 1 + extra + length);
      size += length;
      at += 1 + extra + length;
      continue;
    }
    const length = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const back = kind === 1 ? ((tag >> 5) << 8) | byte(at + 1) : data.readUIntLE(at + 1, kind === 2 ? 2 : 4);
    // It may reach into what it writes itself, so byte by byte.
    for (let i = 0; i < length; i += 1, size += 1) out[size] = out[size - back] ?? 0;
    at += kind === 1 ? 2 : kind === 2 ? 3 : 5;
  }
  return out;
}

/** Fields that hold bytes: all that a request has at its first two levels, but numbers. */
function* fields(data: Buffer): Generator<{ number: number; whole: Buffer; content: Buffer }> {
  for (let at = 0; at < data.length; ) {
    const tag = varint(data, at);
    const wire = tag.value & 7;
    const size = varint(data, tag.end);
    const end = wire === 2 ? size.end + size.value : wire === 0 ? size.end : tag.end + (wire === 1 ? 8 : 4);
    yield { number: tag.value >> 3, whole: data.subarray(at, end), content: data.subarray(size.end, end) };
    at = end;
  }
}

/** @param body of a request, as vmagent sends it with `-remoteWrite.forcePromProto` */
export function seriesIn(body: Buffer): WrittenSeries[] {
  return [...fields(unpacked(body))]
    .filter(({ number }) => number === 1)
    .map(({ whole, content }) => ({
      labels: [...fields(content)]
        .filter(({ number }) => number === 1)
        .map((label) => label.content.toString('latin1'))
        .join('\n'),
      field: whole,
    }));
}

/** A request of these series; snappy takes what is not compressed, too. */
export function writeRequest(series: readonly WrittenSeries[]): Buffer {
  const content = Buffer.concat(series.map(({ field }) => field));
  const length = Buffer.from(varintOf(content.length));
  if (content.length === 0) return length;
  const literal = Buffer.alloc(5);
  literal[0] = 63 << 2;
  literal.writeUInt32LE(content.length - 1, 1);
  return Buffer.concat([length, literal, content]);
}

function varintOf(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varintOf(Math.floor(value / 128))];
}
