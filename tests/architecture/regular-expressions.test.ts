import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { millisecondsOf } from '../support/run/bounded.ts';
import { worstInputs } from '../support/worst-inputs.ts';
import { productFiles } from './source-files.ts';

/** Modules that meet text of containers, targets, destinations, engines, logs or visitors. */
const FOREIGN = [
  /^lib\/(?:go-errors|log-words|relabel-\w+)\.ts$/,
  /^lib\/(?:verdict|pipeline\/sources)\//,
  /^lib\/server\/(?:backup|budget|control|docker|gateway|grafana|http|live|notify|outbound|pis|remote-write|sampler|settings\/filters|support|updates|vmagent)\//,
  /^lib\/server\/(?:go-yaml|change\/steps\/validate|containers\/service-logs|files\/scrape-files|sources\/(?:\w+\/program|(?:\w+\/)?doctor\/[a-z-]+))\.ts$/,
  /^lib\/server\/(?:compose\/[a-z-]+|stack\/(?:job-filters|wanted-config))\.ts$/,
  /^components\/services\//,
];

/** Where patterns are put together: for text of the kernel, or in functions that tests/unit/vmagent/foreign-text.test.ts proves. */
const PUT_TOGETHER = [
  'lib/server/change/steps/validate.ts',
  'lib/server/docker/images/build.ts',
  'lib/server/live/host.ts',
  'lib/server/support/personal.ts',
  'lib/server/support/shapes.ts',
];

interface Found {
  name: string;
  pattern: RegExp;
}

function regularExpressions(path: string, text: string): { literals: Found[]; made: number } {
  const found = { literals: [] as Found[], made: 0 };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, regex, raw, callee } = node as Record<string, unknown>;
    if (type === 'Literal' && regex) {
      const { pattern, flags } = regex as { pattern: string; flags: string };
      found.literals.push({ name: `${path} ${raw}`, pattern: new RegExp(pattern, flags) });
    }
    const isCall = type === 'NewExpression' || type === 'CallExpression';
    if (isCall && (callee as { name?: unknown }).name === 'RegExp') found.made += 1;
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(path, text).program);
  return found;
}

const all = productFiles
  .filter(({ path }) => FOREIGN.some((pattern) => pattern.test(path)))
  .map(({ path, text }) => ({ path, ...regularExpressions(path, text) }));

/** Short enough to try every kind of text, long enough to see which is the worst. */
const TRY_CHARS = 20_000;
const CHARS = 1_000_000;
/** Linear takes milliseconds for it, and seconds where the machine is busy; quadratic many minutes. */
const LIMIT_MS = 60_000;

function timeOf(pattern: RegExp, input: string, limitMs: number): number {
  const fresh = new RegExp(pattern, pattern.flags);
  return millisecondsOf(() => input.replace(fresh, ''), limitMs);
}

/** A text of those that cost most for which the match does not end; undefined: there is none. */
function endlessFor(pattern: RegExp, limitMs: number): string | undefined {
  const costs = worstInputs(pattern).map((input) => ({
    input,
    ms: timeOf(pattern, input(TRY_CHARS), limitMs),
  }));
  // A busy machine may stop any of them for a while: of those that took too long none is the worst.
  const isLong = ({ ms }: { ms: number }) => ms === Number.POSITIVE_INFINITY;
  const worst = costs.sort((a, b) => b.ms - a.ms).filter((cost, index) => index < 2 || isLong(cost));
  return worst
    .map(({ input }) => input(CHARS))
    .find((text) => timeOf(pattern, text, limitMs) === Number.POSITIVE_INFINITY);
}

describe('a regular expression that meets foreign text takes time linear in its length', () => {
  const literals = all.flatMap((file) => file.literals.map(({ name, pattern }) => [name, pattern] as const));

  test.each(literals)(
    '%s',
    (_name, pattern) => {
      expect(endlessFor(pattern, LIMIT_MS)?.slice(0, 80)).toBeUndefined();
    },
    600_000,
  );

  test.each([
    ['/a.*b/', /a.*b/],
    ['/\\s+$/', /\s+$/],
    ['/(https?:\\/\\/[^ ?]*)\\?/', /(https?:\/\/[^ ?]*)\?/],
    ['/(a|aa)+$/', /(a|aa)+$/],
  ])(
    'one that does not is found: %s',
    (_name, pattern) => {
      expect(endlessFor(pattern, 300)).toBeDefined();
    },
    600_000,
  );

  test('one that is put together is proven through its function', () => {
    const paths = all.filter(({ made }) => made > 0).map(({ path }) => path);
    expect(paths).toEqual(PUT_TOGETHER);
  });
});
