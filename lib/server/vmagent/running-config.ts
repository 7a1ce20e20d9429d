import 'server-only';
import { z } from 'zod';
import { durationSeconds } from '@/lib/scrape-duration';
import { AppError } from '../errors';
import {
  type GoMap,
  type GoValue,
  goYaml,
  isGoMap,
  isGoText,
  isNull,
  numberOf,
  Plain,
  textOf,
  truthOf,
} from '../go-yaml';
import { askVmagent } from './client';
import { fillVariables, type Variables } from './env-template';
import { goDurationSeconds } from './targets';

/** The text is empty until vmagent has read its file for the first time: what it runs is not known then. */
const answerSchema = z.object({ data: z.object({ yaml: z.string().min(1) }) });
/** What vmagent shows in place of passwords. */
const REDACTED = '<secret>';

/** The scrape configuration that vmagent runs, as it writes it itself. @throws AppError vmagent-unreachable, timeout */
export async function readRunningConfig(): Promise<string> {
  const { body } = await askVmagent('/api/v1/status/config');
  try {
    return answerSchema.parse(JSON.parse(body)).data.yaml;
  } catch (error) {
    throw new AppError('vmagent-unreachable', 'vmagent does not show its configuration.', { cause: error });
  }
}

/** What vmagent is to run. */
export interface WantedConfig {
  text: string;
  /** vmagent's environment, from which it fills in `%{NAME}`; null: it has a value that nobody knows. */
  variables?: Variables;
  /** Texts of the files that `scrape_config_files` names, in their order; null: they cannot be read here. */
  more?: readonly string[] | null;
}

/** Keys that hold text below them, whatever it looks like. */
const TEXTS = /^(?:labels|external_labels|params|headers|endpoint_params|node_meta)$/;
const DURATION = /^(?:scrape_(?:interval|timeout|offset|align_interval)|.*_(?:interval|timeout))$/;
/** Zero, false or empty is not the same as left out. */
const COUNTS_WHEN_ZERO =
  /^(?:scrape_(?:interval|timeout|offset|align_interval)|series_limit|follow_redirects|enable_compression|no_stale_markers|match_first_network|separator|replacement|regex)$/;
/** A list of one may be written without its brackets. */
const ONE_OR_MANY = /^(?:zone|if)$/;

interface Place {
  key: string;
  /** Below a key whose values are texts. */
  isText: boolean;
}

/**
 * Does vmagent run what the file says? It shows the file in its own spelling (Go's YAML 1.1 and its own types): 300s as
 * 5m0s, yes as true, 0x1F as 31, a pattern `a|b` as a list and a list with groups in it as one pattern
 * (lib/promrelabel, MultiLineRegex), the jobs of other files below those of the file, without comments, and without most
 * of what is false, 0 or empty. In its spelling a value without quotes is a number or a truth value, else it is text.
 * @returns `unsure`: it may be. vmagent shows no secrets, and a variable or another file may hold what nobody can
 * see from here
 */
export function compareConfig(running: string, wanted: WantedConfig): 'same' | 'unsure' | 'other' {
  const [shown, asked] = [goYaml(running), askedConfig(wanted)];
  if (shown === undefined || asked === undefined) return 'other';
  if (!isEqual(withSortedJobs(shown ?? {}, wanted.more === null ? asked : null), withSortedJobs(asked))) {
    return hasUnknown(wanted) ? 'unsure' : 'other';
  }
  return running.includes(REDACTED) || wanted.more === null ? 'unsure' : 'same';
}

function hasUnknown({ text, variables = {}, more }: WantedConfig): boolean {
  const texts = [text, ...(more ?? [])];
  const unknown = Object.keys(variables).filter((name) => variables[name] === null);
  return unknown.some((name) => texts.some((each) => each.includes(`%{${name}}`)));
}

/** The file with the jobs of the files that it names; undefined where one of them is no YAML. */
function askedConfig({ text, variables = {}, more = [] }: WantedConfig): GoValue | undefined {
  const read = (each: string) => goYaml(fillVariables(each, variables));
  const asked = read(text);
  if (asked === undefined) return undefined;
  if (asked !== null && !isGoMap(asked)) return asked;
  const { scrape_config_files: _, scrape_configs: jobs, ...rest } = asked ?? {};
  const lists = (more ?? []).map(read);
  if (lists.includes(undefined)) return undefined;
  const others = lists.flatMap((list) => (Array.isArray(list) ? list : []));
  return { ...rest, scrape_configs: [...(Array.isArray(jobs) ? jobs : []), ...others] };
}

/** @param known where given, jobs that it does not have are left out */
function withSortedJobs(config: GoValue, known: GoValue | null = null): GoValue {
  if (!isGoMap(config)) return config;
  const { scrape_configs: jobs, ...rest } = config;
  const names = known === null ? null : new Set(jobsOf(known).map(nameOf));
  const kept = jobsOf(config).filter((job) => names === null || names.has(nameOf(job)));
  // An order that is another one changes nothing.
  const sorted = kept.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return Array.isArray(jobs) || isNull(jobs) ? { ...rest, scrape_configs: sorted } : config;
}

const jobsOf = (config: GoValue): GoValue[] =>
  isGoMap(config) && Array.isArray(config.scrape_configs) ? [...config.scrape_configs] : [];
const nameOf = (job: GoValue): string => {
  const name = isGoMap(job) ? job.job_name : undefined;
  return isGoText(name) ? textOf(name) : '';
};

function isEqual(shown: GoValue, asked: GoValue, place: Place = { key: '', isText: false }): boolean {
  if (shown === REDACTED) return !isNull(asked);
  if (place.key === 'regex' && !place.isText) return patternOf(shown) === patternOf(asked);
  if (typeof shown === 'string') {
    return isGoText(asked) && isSameText(shown, asked, DURATION.test(place.key) && !place.isText);
  }
  if (shown instanceof Plain) return isSameValue(shown, asked);
  if (isNull(asked)) return isZero(shown);
  if (Array.isArray(shown) || Array.isArray(asked)) {
    const [one, other] = ONE_OR_MANY.test(place.key) ? [[shown].flat(), [asked].flat()] : [shown, asked];
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, i) => isEqual(item, other[i] ?? '', place));
  }
  return isGoMap(shown) && isGoMap(asked) && isSameMap(shown, asked, place);
}

function isSameMap(shown: GoMap, asked: GoMap, { key, isText }: Place): boolean {
  const keys = new Set([...Object.keys(shown), ...Object.keys(asked)]);
  return [...keys].every((name) => {
    const [one, other] = [shown[name], asked[name]];
    const place = { key: name, isText: isText || TEXTS.test(name) };
    if (one !== undefined && other !== undefined) return isEqual(one, other, place);
    const alone = one ?? other ?? '';
    // A label without a value is one all the same.
    if (isText && TEXTS.test(key)) return false;
    if (COUNTS_WHEN_ZERO.test(name) && !isText) return isNull(alone);
    return isZero(alone);
  });
}

function isSameText(shown: string, asked: string | Plain, isDuration: boolean): boolean {
  if (shown === textOf(asked)) return true;
  if (!isDuration) return false;
  const seconds = goDurationSeconds(shown);
  return seconds !== null && seconds === durationOf(asked);
}

function durationOf(asked: string | Plain): number | null {
  const text = textOf(asked).toLowerCase();
  const number = numberOf(asked instanceof Plain ? asked : new Plain(text));
  return number !== null && !/^[-+]?0[a-z]/.test(text) ? Number(number) : durationSeconds(text);
}

function isSameValue(shown: Plain, asked: GoValue): boolean {
  if (isNull(shown)) return isZero(asked);
  const truth = truthOf(shown);
  if (truth !== null) return truthOf(asked) === truth;
  // A whole number takes the whole part of one that is none.
  return numberOf(asked)?.replace(/\..*/, '') === numberOf(shown);
}

/** A pattern without quotes is read as a value first: 007 as 7, yes as true. Null: there is none. */
function patternOf(value: GoValue): string | null {
  if (isNull(value)) return null;
  const partOf = (part: GoValue): string => {
    if (Array.isArray(part)) return part.map(partOf).join('|');
    if (typeof part === 'string') return part;
    return isNull(part) ? 'null' : String(truthOf(part) ?? numberOf(part) ?? '');
  };
  return partOf(value);
}

function isZero(value: GoValue): boolean {
  if (typeof value === 'string') return value === '';
  if (value instanceof Plain)
    return isNull(value) || truthOf(value) === false || Number(numberOf(value) ?? 1) === 0;
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every(isZero);
}
