import { describe, expect, it, test } from 'vitest';
import type { LogLine } from '@/lib/schemas/log-line';
import { LogFrames } from '@/lib/server/docker/log-lines/frames';
import { cleanText, detectLevel, parseLogLine } from '@/lib/server/docker/log-lines/text';
import { justAfter, tellingLine } from '@/lib/server/docker/logs';

function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

describe('log frames', () => {
  const bytes = Buffer.concat([
    frame(1, 'one ü\n'),
    frame(2, 'two\r\n'),
    frame(1, 'three\nfour\n'),
    frame(1, 'five'),
  ]);
  const lines = [
    { stream: 'stdout', raw: 'one ü' },
    { stream: 'stderr', raw: 'two' },
    { stream: 'stdout', raw: 'three' },
    { stream: 'stdout', raw: 'four' },
    { stream: 'stdout', raw: 'five' },
  ];

  it.each([1, 2, 3, 7, 9, 1000])('become the same lines in chunks of %i bytes', (size) => {
    const frames = new LogFrames(false);
    const out = [];
    for (let at = 0; at < bytes.length; at += size) out.push(...frames.push(bytes.subarray(at, at + size)));
    expect([...out, ...frames.flush()]).toEqual(lines);
  });

  it('are not looked for where there is a terminal', () => {
    const frames = new LogFrames(true);
    expect(frames.push(Buffer.from('a\r\nb'))).toEqual([{ stream: 'stdout', raw: 'a' }]);
    expect(frames.flush()).toEqual([{ stream: 'stdout', raw: 'b' }]);
  });

  it('join a line that the engine split, without the second timestamp', () => {
    const frames = new LogFrames(false);
    const stamp = '2026-08-20T10:00:00.123456789Z ';
    frames.push(frame(1, `${stamp}first half,`));
    expect(frames.push(frame(1, `${stamp} second half\n`))).toEqual([
      { stream: 'stdout', raw: `${stamp}first half, second half` },
    ]);
  });

  it('let an endless line go instead of keeping it', () => {
    const frames = new LogFrames(false);
    expect(frames.push(frame(1, 'x'.repeat(100_000)))).toHaveLength(1);
    expect(frames.flush()).toEqual([]);
  });
});

describe('log lines', () => {
  it('have the engine’s time and clean text', () => {
    expect(
      parseLogLine('2026-08-20T10:00:00.5Z \u001b[1mhi\u001b[0m\u0000 \u202Ethere', 'stderr', 1),
    ).toEqual({
      atMs: Date.parse('2026-08-20T10:00:00.5Z'),
      stream: 'stderr',
      level: 'unknown',
      text: 'hi there',
    });
    expect(parseLogLine('no stamp', 'stdout', 7)).toMatchObject({ atMs: 7, text: 'no stamp' });
    expect(parseLogLine(`2026-08-20T10:00:00Z ${'x'.repeat(20_000)}`, 'stdout', 1).text).toHaveLength(8_192);
  });

  it.each([
    ['{"level":"error","msg":"x"}', 'error'],
    ['{"level":50,"msg":"x"}', 'error'],
    ['{"severity":"WARNING"}', 'warn'],
    ['{"msg":"no level, but error"}', 'unknown'],
    ['ts=2026 caller=x level=info msg="an error"', 'info'],
    ['time="x" level="warn"', 'warn'],
    ['E0102 10:00:00.000000 1 file.go:1] x', 'error'],
    ['2026-08-20T10:00:00.000Z\tinfo\tmain.go:1\tstarted', 'info'],
    ['[ERROR] it broke', 'error'],
    ['panic: runtime error', 'error'],
    ['errors are counted here', 'unknown'],
    ['', 'unknown'],
  ])('%s is of level %s', (text, level) => {
    expect(detectLevel(text)).toBe(level);
  });

  it('keep tabs and newlines, and nothing else that controls', () => {
    expect(cleanText('a\tb\nc\rd\u0085e\u009b31mf')).toBe('a\tb\ncdef');
  });

  it.each([
    ['2026-08-20T10:00:00Z', '1787220000.000000001'],
    ['2026-08-20T10:00:00.123456789Z', '1787220000.123456790'],
    ['2026-08-20T10:00:00.999999999Z', '1787220001.000000000'],
    ['2026-08-20T12:00:00.5+02:00', '1787220000.500000001'],
  ])('after %s comes %s', (stamp, seconds) => {
    expect(justAfter(stamp)).toBe(seconds);
  });

  it('know when a stamp is none', () => {
    expect(justAfter('yesterday')).toBeUndefined();
  });
});

describe('the line that says why a program ended', () => {
  const line = (text: string, atMs = 10): LogLine => ({
    atMs,
    stream: 'stderr',
    level: detectLevel(text),
    text,
  });
  const usage = [
    '  -a.level string',
    '     Minimum level of errors to log. Possible values: INFO, WARN, ERROR',
    '  -z',
  ];

  test('of an unknown flag is the first one, not the last of the list of flags', () => {
    const said = [
      'flag provided but not defined: -remoteWrite.retryMaxInterval',
      'Usage of vmagent:',
      ...usage,
    ];
    expect(
      tellingLine(
        said.map((text) => line(text)),
        0,
      )?.text,
    ).toBe(said[0]);
  });

  test('is the last error otherwise, else the last line; one of an earlier run is over with it', () => {
    const error = line('{"level":"error","msg":"boom"}');
    expect(tellingLine([error, line('bye')], 0)).toBe(error);
    expect(tellingLine([error, line('bye', 20)], 15)?.text).toBe('bye');
    expect(tellingLine([line(' ')], 0)).toBeNull();
  });
});
