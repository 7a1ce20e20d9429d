import 'server-only';
import { AppError } from '../../errors';
import { type Matcher, PatternError, readPattern } from '../../stack/relabel-pattern';
import type { Series } from '../../vmagent/series';

/** Whether a series stays. @throws AppError too-large */
export type SeriesFilter = (series: Series) => boolean;

/** What a job's `metric_relabel_configs` keep. */
export interface JobRules {
  /** By the rules that can be judged. */
  keeps: SeriesFilter;
  /** The others, each with its number in the file and the reason, as a sentence. */
  unjudged: string[];
}

type Rule = Record<string, unknown>;

/** Characters of a value, or of several together; the longest that vmagent sends has 4096. */
const MAX_VALUE = 16_384;
const MAX_REMEMBERED = 256;

/** Which rules choose and what they look at is as in VictoriaMetrics, lib/promrelabel. */
export function readRules(items: readonly unknown[]): JobRules {
  const rules = items.map((item) => Object(item) as Rule);
  const tests: SeriesFilter[] = [];
  const unjudged: string[] = [];
  rules.forEach((rule, i) => {
    const found = isChoice(rule) ? choiceOf(rule) : changeProblem(rule, rules.slice(i + 1));
    if (typeof found === 'string') unjudged.push(`Rule ${i + 1} (${actionOf(rule)}): ${found}`);
    else if (found !== null) tests.push(found);
  });
  return { keeps: (series) => tests.every((test) => test(series)), unjudged };
}

const actionOf = ({ action }: Rule) => String(action ?? 'replace').toLowerCase();
/** The others change labels. */
const isChoice = (rule: Rule) => /^(?:keep|drop)/.test(actionOf(rule));
const patternOf = ({ regex }: Rule) => (Array.isArray(regex) ? regex.join('|') : String(regex ?? '.*'));

function labelsOf(rule: Rule): string[] {
  if (actionOf(rule).endsWith('_metrics')) return ['__name__'];
  return Array.isArray(rule.source_labels) ? rule.source_labels.map(String) : [];
}

/** What a rule keeps, or why that cannot be judged. */
function choiceOf(rule: Rule): SeriesFilter | string {
  if (rule.if !== undefined) return 'It has a condition of its own.';
  if (!/^(?:keep|drop)(?:_metrics)?$/.test(actionOf(rule))) return 'It compares labels with each other.';
  try {
    const { misread, matches } = readPattern(patternOf(rule));
    return misread ?? testOf(rule, matches);
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** A change of labels matters where a later rule looks at one that it may change. */
function changeProblem({ target_label: target }: Rule, later: readonly Rule[]): string | null {
  const isSeen = later.some(
    (rule) =>
      isChoice(rule) &&
      (typeof target !== 'string' || target.includes('$') || labelsOf(rule).includes(target)),
  );
  return isSeen ? 'It changes labels that a later rule looks at.' : null;
}

function testOf(rule: Rule, matcher: Matcher): SeriesFilter {
  const isKeep = actionOf(rule).startsWith('keep');
  const labels = labelsOf(rule);
  const separator = String(rule.separator ?? ';');
  const matches = remembered(matcher);
  return (series) => matches(labels.map((label) => series.get(label) ?? '').join(separator)) === isKeep;
}

/** Names and label values repeat from series to series. */
function remembered(matches: Matcher): Matcher {
  const known = new Map<string, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (value.length > MAX_VALUE) {
      throw new AppError('too-large', `This source offers a label of more than ${MAX_VALUE} characters.`);
    }
    const result = matches(value);
    if (known.size < 10_000 && value.length <= MAX_REMEMBERED) known.set(value, result);
    return result;
  };
}
