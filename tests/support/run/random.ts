/** Random choices that a seed repeats. */
export interface Random {
  /** 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  chance(share: number): boolean;
  shuffle<T>(from: readonly T[]): T[];
  text(): string;
}

const WORDS = [
  '60s',
  '1m30s',
  'attic',
  'büro',
  '🌊 wehr',
  'a: b',
  '#x',
  'x # y',
  "it's",
  'say "hi"',
  '- a',
  '[a',
  '{b}',
  '*a',
  '&b',
  '!c',
  '%d',
  '@e',
  '`f',
  '|',
  '>',
  '?',
  'yes',
  'null',
  '~',
  '1e3',
  '0x10',
  '2026-01-01',
  '1.10',
  '',
  ' lead',
  'trail ',
  'a\\.b',
  '\\d+',
  'node_(cpu|memory)_.*',
  'C:\\pi',
  '$HOME',
  '${A}',
  '$$',
  'a,b',
  'a:',
  'x=y',
  'ein\u00a0Blatt',
  'tab\there',
  'https://example.org:8080/a?b=c&d=e#f',
];

/** mulberry32 */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number) => Math.floor(next() * below);
  const pick = <T>(from: readonly T[]) => from[int(from.length)] as T;
  return {
    int,
    pick,
    chance: (share) => next() < share,
    shuffle: (from) =>
      from
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
    text: () => (next() < 0.7 ? pick(WORDS) : `${pick(WORDS)}${pick(WORDS)}`.trim()),
  };
}

/** The seed of this run: `WEIR_TEST_SEED`, to repeat a run that failed, else a new one. */
export function testSeed(): number {
  return Number(process.env.WEIR_TEST_SEED ?? Date.now() % 1_000_000_000);
}
