import { expect, test } from 'vitest';
import { FakeSeriesLimit } from '../../support/fakes/fake-series-limit';
import { seriesIn, writeRequest } from '../../support/fakes/write-request';

/** A series with one label and one sample, as protobuf. */
function series(name: string) {
  const bytes = (tag: number, content: Buffer) =>
    Buffer.concat([Buffer.from([tag, content.length]), content]);
  const label = Buffer.concat([bytes(10, Buffer.from('__name__')), bytes(18, Buffer.from(name))]);
  const sample = Buffer.from([9, 0, 0, 0, 0, 0, 0, 240, 63, 16, 5]);
  return { labels: '', field: bytes(10, Buffer.concat([bytes(10, label), bytes(18, sample)])) };
}
const request = (...names: string[]) => writeRequest(names.map(series));
const namesIn = (body: Buffer) => seriesIn(body).map(({ labels }) => labels.slice(12));

test('a request keeps its series, also a large one', () => {
  expect(namesIn(request('a', 'b'))).toEqual(['a', 'b']);
  const many = Array.from({ length: 5000 }, (_, n) => `m${n}`);
  expect(namesIn(request(...many))).toEqual(many);
  expect(namesIn(request())).toEqual([]);
});

test('copies of snappy are followed, also into what they write', () => {
  // Ten bytes: `ab`, then eight bytes from two back, as a copy of one byte and as one of two bytes of offset.
  const { field } = series('aaaaaaaaaa');
  const head = field.subarray(0, field.length - 13 - 10);
  const tail = field.subarray(field.length - 13);
  const literal = (data: Buffer) => Buffer.concat([Buffer.from([(data.length - 1) << 2]), data]);
  const one = Buffer.concat([Buffer.from([field.length]), literal(head), literal(Buffer.from('a'))]);
  const short = Buffer.from([(((9 - 4) << 2) | 1) & 255, 1]);
  const long = Buffer.from([((9 - 1) << 2) | 2, 1, 0]);
  for (const copy of [short, long])
    expect(namesIn(Buffer.concat([one, copy, literal(tail)]))).toEqual(['aaaaaaaaaa']);
});

test('the limit takes what it knows, refuses the request, and forgets what is silent', () => {
  const limit = new FakeSeriesLimit(2, 20);
  expect(limit.take(request('a', 'b'), 0).refusal).toBeNull();
  const { taken, refusal } = limit.take(request('a', 'c'), 1000);
  expect(refusal?.status).toBe(429);
  expect(namesIn(taken)).toEqual(['a']);
  expect(limit.take(request('c'), 20_500).refusal).toBeNull();
  expect(limit.refused).toBe(1);
});
