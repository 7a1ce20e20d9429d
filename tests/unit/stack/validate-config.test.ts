import { describe, expect, it, test } from 'vitest';
import { judge, vmagent } from '@/lib/server/change/steps/validate';
import { collectionSkipped, yace, yaceVerdict } from '@/lib/server/sources/aws/program';

// Lines as vmagent 1.145 and YACE 0.67 write them.
const fatal =
  '{"ts":"2026-11-22T14:45:27.495Z","level":"fatal","caller":"VictoriaMetrics/app/vmagent/main.go:132","msg":"error when checking -promscrape.config: cannot parse Prometheus config from \\"/candidate/vmagent/prometheus.yml\\": yaml: unmarshal errors:\\n  line 20: field scrape_confiks not found"}';
const skipped =
  '{"ts":"2026-11-22T14:45:27.495Z","level":"error","caller":"VictoriaMetrics/lib/promscrape/config.go:490","msg":"skipping `scrape_config` for job_name=yace because of error: unexpected scheme \\"ftp\\""}';

describe('vmagent’s dry run', () => {
  it('is good when it ends well and complains of nothing', () => {
    expect(() =>
      judge(vmagent, { exitCode: 0, output: '{"level":"info","msg":"build version"}\n' }),
    ).not.toThrow();
  });

  it('tells the line that is wrong', () => {
    expect(() => judge(vmagent, { exitCode: 255, output: `{"level":"info"}\n${fatal}\n` })).toThrow(
      /"\/candidate\/vmagent\/prometheus.yml": yaml: unmarshal errors: line 20: field scrape_confiks not found/,
    );
  });

  it('is bad when a job is left out, although the exit code is 0', () => {
    expect(() => judge(vmagent, { exitCode: 0, output: skipped })).toThrow(/job_name=yace/);
  });

  it('tells why it died, and not where', () => {
    const output = 'panic: runtime error: nil pointer dereference\n\ngoroutine 1 [running]:\n\t/a.go:5\n';
    expect(() => judge(vmagent, { exitCode: 2, output })).toThrow(/panic: runtime error: nil pointer/);
  });

  it('is bad when it dies without a word', () => {
    expect(() => judge(vmagent, { exitCode: 137, output: '' })).toThrow(/no reason/);
  });
});

describe('YACE’s verify-config', () => {
  const line = (level: string, message: string, error?: string) =>
    JSON.stringify({ time: 'x', level, msg: message, ...(error && { err: error }) });

  it('takes a warning for an error, because what it warns of is left out', () => {
    expect(() => judge(yace, { exitCode: 0, output: line('INFO', 'Config file is valid') })).not.toThrow();
    expect(() =>
      judge(yace, { exitCode: 0, output: line('WARN', 'config file syntax error', 'field x') }),
    ).toThrow(/config file syntax error: field x/);
    expect(() =>
      judge(yace, { exitCode: 1, output: line('ERROR', "Couldn't read config file", 'bad') }),
    ).toThrow(/bad/);
  });
});

test('the log tells whether YACE took a reload', () => {
  const parsing = '{"level":"INFO","msg":"Parsing config"}';
  const reset = '{"level":"INFO","msg":"Reset clients cache"}';
  const refused =
    '{"level":"ERROR","msg":"Couldn\'t read config file","err":"Discovery job [lambda/0]: \\"x\\""}';
  expect(yaceVerdict([])).toBeNull();
  expect(yaceVerdict([parsing])).toBeNull();
  expect(yaceVerdict([parsing, reset])).toBe('accepted');
  expect(yaceVerdict([parsing, reset, parsing, refused])).toBe('Discovery job [lambda/0]: "x"');
  expect(yaceVerdict([parsing, refused, parsing, reset])).toBe('accepted');
});

test('the log tells whether a reload found a collection under way, of the last reload alone', () => {
  const parsing = '{"level":"INFO","msg":"Parsing config"}';
  const busy = '{"level":"WARN","msg":"Another scrape is already in process, will not start a new one. "}';
  expect(collectionSkipped([parsing, busy])).toBe(true);
  expect(collectionSkipped([parsing])).toBe(false);
  expect(collectionSkipped([parsing, busy, parsing])).toBe(false);
});
