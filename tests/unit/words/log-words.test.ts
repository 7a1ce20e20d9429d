import { expect, test } from 'vitest';
import { logWords } from '@/lib/log-words';

test.each([
  [
    'VictoriaMetrics',
    '{"ts":"2026-03-01T12:00:00Z","level":"info","caller":"app/vmagent/main.go:99","msg":"started vmagent"}',
    'started vmagent',
    '',
  ],
  [
    'slog JSON with an error',
    '{"time":"2026-03-01T12:00:00Z","level":"ERROR","source":"main.go:12","msg":"no metrics","region":"eu-west-1","attempt":3,"err":"operation error: 403"}',
    'no metrics',
    'err="operation error: 403" region=eu-west-1 attempt=3',
  ],
  ['an error without a message', '{"level":"error","error":"disk full","code":5}', 'disk full', 'code=5'],
  ['an empty message', '{"msg":"","err":"disk full"}', 'disk full', 'msg=""'],
  [
    'nested values',
    '{"message":"request","tags":["a","b"],"by":{"id":1},"none":null}',
    'request',
    'tags=["a","b"] by={"id":1} none=null',
  ],
  [
    'logfmt of node_exporter',
    'time=2026-03-01T12:00:00.000Z level=INFO source=node_exporter.go:216 msg="Starting node_exporter" version="(version=1.9.0, branch=)"',
    'Starting node_exporter',
    'version="(version=1.9.0, branch=)"',
  ],
  [
    'logfmt with escapes',
    'ts=1 caller=a.go:1 level=warn msg="say \\"hi\\"" err= path=/proc/1/stat',
    'say "hi"',
    'err="" path=/proc/1/stat',
  ],
  ['a source that is no caller', '{"msg":"scraped","source":"aws"}', 'scraped', 'source=aws'],
  ['escapes of Go', 'level=info msg="bell \\a"', 'bell \\a', ''],
])('reads %s', (_, text, message, details) => expect(logWords(text)).toEqual({ message, details }));

test.each([
  ['plain words', 'Listening on :9100'],
  ['words with one assignment', 'starting with -flag=1 now'],
  ['klog', 'I0301 12:00:00.000000       1 cadvisor.go:160] Starting cAdvisor'],
  ['assignments without a message', 'level=info version=1.9.0'],
  ['JSON without a message', '{"level":"info","code":5}'],
  ['JSON whose message is no text', '{"msg":{"a":1}}'],
  ['a list', '["msg"]'],
  ['cut JSON', '{"msg":"started","path":"/va'],
  ['markup', '<img src=x onerror=alert(1)>'],
  ['nothing', ''],
])('leaves %s as it is', (_, text) => expect(logWords(text)).toEqual({ message: text, details: '' }));

test('markup in a field stays text', () =>
  expect(logWords('{"msg":"<b>hi</b>","__proto__":"<script>"}')).toEqual({
    message: '<b>hi</b>',
    details: '__proto__=<script>',
  }));

test('escapes bring no colours, control or direction characters back', () =>
  expect(logWords('{"msg":"\\u001b[31mred\\u001b[0m \\u202etxt\\u0007\\nnext","k":"a\\u0000b"}')).toEqual({
    message: 'red txt\nnext',
    details: 'k=ab',
  }));

test('a long line that looks like logfmt nearly to its end is given up in no time', () => {
  const text = `${'a='.repeat(4_000)}"`;
  expect(logWords(text).message).toBe(text);
});
