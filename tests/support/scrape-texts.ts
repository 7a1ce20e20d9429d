import type { Random } from './random.ts';

/** A part of a scrape configuration in some spelling, and one that means something else. */
interface Part {
  text: string;
  /** Null: whatever stands here, this part is not changed. */
  other: string | null;
}
const part = (text: string, other: string | null = null): Part => ({ text, other });

const TEXT = [
  'a',
  '007',
  '1.10',
  '0x1F',
  '1_000',
  'yes',
  'on',
  'y',
  '1e3',
  '5m0s',
  '2026-01-01',
  '1:30',
  '.5',
];
const QUOTED = [
  '"a b"',
  "'it''s'",
  '"K\\u00fcche \\x41\\e"',
  '"🌊"',
  '"null"',
  "'~'",
  '"007"',
  '"a\\nb"',
  "''",
];
const NULLS = ['~', 'null', 'Null', 'NULL', ''];
const TRUES = ['yes', 'Yes', 'on', 'ON', 'y', 'true', 'True', '!!bool yes'];
const FALSES = ['no', 'NO', 'off', 'n', 'false', 'False', '~'];

/** Text where text is wanted, in flow style. */
function text(choose: Random): string {
  const kind = choose.int(10);
  if (kind < 5) return choose.pick(TEXT);
  if (kind < 9) return choose.pick(QUOTED);
  return choose.pick(['!!str 5', '! 7', '%{SITE_PORT}', '"%{SITE_PORT}-%{NOT_SET}"', '%{NESTED}']);
}
const labels = (choose: Random, name: string) => {
  const items = Array.from({ length: choose.int(4) }, (_, i) => {
    const value = choose.chance(0.15) ? choose.pick(NULLS) : text(choose);
    return `${choose.pick(['l', 'x_'])}${i}: ${value}`;
  });
  const with2 = (value: string) => `{${[...items, `${name}: ${value}`].join(', ')}}`;
  return part(with2('1.10'), with2(choose.pick(['1.1', '"1.1"', '~', '"1.10 "'])));
};

function number(choose: Random, key: string): Part {
  const value = 1 + choose.int(5000);
  const spelt = choose.pick([
    String(value),
    `0x${value.toString(16)}`,
    `0${value.toString(8)}`,
    `0o${value.toString(8)}`,
    `0b${value.toString(2)}`,
    `+${value}`,
    `${value}.0`,
    `${value}.7`,
    String(value).replace(/(?!^)(?=(\d{3})+$)/g, '_'),
    `${value}e0`,
    `!!int "${value}"`,
  ]);
  return part(`${key}: ${spelt}`, `${key}: ${value + 1}`);
}

function duration(choose: Random, key: string): Part {
  const seconds = 1 + choose.int(100) * 30;
  const spelt = choose.pick([
    String(seconds),
    `"${seconds}"`,
    `${seconds}s`,
    `${seconds}S`,
    `${seconds * 1000}ms`,
    `${Math.floor(seconds / 60)}m${seconds % 60}s`,
    `${seconds / 3600}h`.includes('e') || `${seconds / 3600}`.length > 5
      ? `${seconds}s`
      : `${seconds / 3600}h`,
    `${seconds}.0`,
    `${seconds}e0`,
  ]);
  return part(`${key}: ${spelt}`, choose.pick([`${key}: ${seconds + 1}s`, null]));
}

const truth = (choose: Random, key: string) => {
  const is = choose.chance(0.5);
  return part(`${key}: ${choose.pick(is ? TRUES : FALSES)}`, `${key}: ${is ? 'no' : 'yes'}`);
};
const pointer = (choose: Random, key: string) => {
  const is = choose.chance(0.5);
  const spelt = choose.pick(is ? TRUES : FALSES.slice(0, -1));
  return part(`${key}: ${spelt}`, choose.pick([`${key}: ${is ? 'no' : 'yes'}`, null]));
};

function rule(choose: Random): Part {
  const regex = choose.pick([
    'a|b',
    "'a|b'",
    '[a, b]',
    "[a, 'b(c)']",
    '(a|b)',
    "'a\\|b|c'",
    '007',
    "'007'",
    '1.10',
    'yes',
    '1e3',
    '0x1F',
    '[007, yes, "x", 1.10]',
    '[]',
    "''",
    '.*',
    "'(?i)a|b'",
    '1_000',
    '[[a, b], c]',
    '~',
    '1e21',
    '1e-7',
    '123456789012345678',
    '.5',
  ]);
  const replacement = choose.pick([
    `, replacement: ${text(choose)}`,
    ", replacement: ''",
    '',
    ', replacement: ~',
  ]);
  const separator = choose.pick(['', ", separator: ''", ', separator: ;', ', separator: 007']);
  const make = (pattern: string) =>
    `{source_labels: [a, ${text(choose)}], regex: ${pattern}, target_label: t${replacement}${separator}}`;
  const same = make(regex);
  return part(same, same.replace(`regex: ${regex},`, 'regex: zzz,'));
}

/** One job. Block and flow style, comments, anchors and folded texts are mixed. */
function job(choose: Random, name: string): Part {
  const fields: Part[] = [
    part(
      choose.chance(0.5)
        ? `static_configs: [{targets: ["h:1", ${text(choose)}]}]`
        : 'static_configs:\n    - targets:\n      - h:1  # the first\n\n      - h:2',
    ),
  ];
  const maybe = (make: () => Part) => choose.chance(0.4) && fields.push(make());
  maybe(() => duration(choose, 'scrape_interval'));
  maybe(() => duration(choose, 'scrape_offset'));
  maybe(() => number(choose, 'sample_limit'));
  maybe(() => number(choose, 'series_limit'));
  maybe(() => number(choose, 'label_limit'));
  maybe(() => truth(choose, 'honor_labels'));
  maybe(() => truth(choose, 'disable_keepalive'));
  maybe(() => pointer(choose, 'follow_redirects'));
  maybe(() => pointer(choose, 'enable_compression'));
  maybe(() => part(`metrics_path: ${choose.pick([...NULLS, text(choose)])}`, 'metrics_path: /other'));
  maybe(() => part(`scheme: ${choose.pick(['https', '"https"', 'HTTPS'])}`, 'scheme: http'));
  maybe(() =>
    part(`max_scrape_size: ${choose.pick(['16MB', '16777216', '"1KiB"'])}`, 'max_scrape_size: 17MB'),
  );
  maybe(() => part(`params: {p: [1, "2", yes, ~, ${text(choose)}], 7: [a]}`, 'params: {p: [2]}'));
  maybe(() => part('headers: ["X-Site: a", \'Y:  b\']', 'headers: ["X-Site: b"]'));
  maybe(() => part(choose.pick(['headers: []', 'relabel_configs:', 'tls_config: {}', 'http_sd_configs: ~'])));
  maybe(() => part('basic_auth: {username: 007, password: p}', 'basic_auth: {username: 7, password: p}'));
  maybe(() => part('file_sd_configs: [{files: ["n*.json"]}]', 'file_sd_configs: [{files: [g.yml]}]'));
  maybe(() => {
    const { text: one, other } = rule(choose);
    return part(`metric_relabel_configs: [${one}]`, `metric_relabel_configs: [${other}]`);
  });
  maybe(() => {
    const { text: one, other } = labels(choose, 'v');
    const make = (value: string | null) =>
      `metric_relabel_configs:\n  - if: ['{a="b"}', 'c']\n    action: drop\n  - action: graphite\n    match: 'a.*'\n    labels: ${value}`;
    return part(make(one), make(other));
  });
  const unique = fields.filter(
    ({ text: one }, i) => fields.findIndex(({ text: other }) => keyOf(other) === keyOf(one)) === i,
  );
  const lines = choose.shuffle(unique);
  const changed = lines.findIndex(({ other }) => other !== null);
  const write = (parts: (string | null)[]) =>
    [`- job_name: ${name}  # mine`, ...parts.filter((line) => line !== null)].join('\n  ');
  return part(
    write(lines.map(({ text: one }) => one)),
    changed === -1 ? null : write(lines.map(({ text: one, other }, i) => (i === changed ? other : one))),
  );
}

const keyOf = (line: string) => line.slice(0, line.indexOf(':'));

export interface ScrapeTexts {
  /** What vmagent takes. */
  file: string;
  /** The same with one job that means something else. */
  others: string[];
}

/** A configuration of many random jobs, with jobs that share parts by anchors. @param mark a name that no other has */
export function scrapeTexts(choose: Random, mark: string, jobs: number): ScrapeTexts {
  const made = Array.from({ length: jobs }, (_, i) =>
    job(
      choose,
      `${choose.pick(['j', '"k"', '0'])}`.replace(/"?$/, (end) => `${i}${end}`),
    ),
  );
  const { text: external, other: otherExternal } = labels(choose, 'v');
  const shared = [
    `- &base\n  job_name: base\n  sample_limit: 5\n  honor_labels: yes\n  static_configs: &s [{targets: [a]}]`,
    '- {<<: *base, job_name: below, sample_limit: 7}',
    '- {sample_limit: 7, honor_labels: no, <<: *base, job_name: above}',
    '- {job_name: part, static_configs: *s, params: {<<: {a: [b]}, c: [d]}}',
    `- job_name: folded\n  static_configs:\n  - targets: [a]\n    labels:\n      one: >-\n        a\n        b\n\n        c\n      two: |\n        a\n         b\n      three: plain\n        goes on`,
  ];
  const head = choose.pick(['', '# mine\n', '---\n', '%YAML 1.1\n---\n', '\ufeff']);
  const tail = choose.pick(['', '...\n', '---\nscrape_configs: [{job_name: second}]\n', '# end']);
  const interval = duration(choose, 'scrape_interval');
  const all = (texts: (string | null)[], labelText: string | null, time: string | null) =>
    `${head}global:\n  external_labels: ${labelText}\n${time === null ? '' : `  ${time}\n`}scrape_configs:\n${[...texts, ...shared].join('\n')}\n- job_name: ${mark}\n${tail}`;
  const texts = made.map(({ text: one }) => one);
  const others = made.flatMap(({ other }, i) =>
    other === null ? [] : [all(texts.with(i, other), external, interval.text)],
  );
  return {
    file: all(texts, external, interval.text),
    others: [
      ...others,
      all(texts.slice(1), external, interval.text),
      all(texts, otherExternal, interval.text),
      all(texts, external, interval.other),
    ],
  };
}
