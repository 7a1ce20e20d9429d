import 'server-only';
import {
  type GcpOptions,
  gcpDefaults,
  gcpDurationIds,
  gcpDurations,
  gcpServices,
  gcpSwitches,
  gcpSwitchIds,
} from '@/lib/pipeline/sources/gcp/services';
import { durationSeconds } from '@/lib/scrape-duration';
import { insert, type Line, lastOf, linesOf, oddLine, textOf, without } from './flags';

/** Flags that may stand there more than once, a value each. */
const LISTS = {
  moreProjects: {
    start: '--google.project-ids=',
    any: /^[^#]*google\.project-id/,
    plain: /^[^\s,"'`]+$/,
    what: 'the projects',
    comment: '# Other projects, read with the same key',
    form: 'one project, without blanks, quotes and commas. Give each project a line like this.',
  },
  filters: {
    start: '--monitoring.filters=',
    any: /^[^#]*monitoring\.filters/,
    plain: /\S/,
    what: 'the filters',
    comment: '# Other filters',
    form: 'one filter. Give each filter a line like this.',
  },
} as const;
export type GcpListId = keyof typeof LISTS;

const ofServices: readonly string[] = gcpServices.flatMap(({ filters }) => filters);

/** What stands there for a flag, each once, without the filters of the services; as far as it can be read. */
export function listIn(text: string, id: GcpListId): string[] {
  const { start } = LISTS[id];
  const found = linesOf(text).flatMap((line) => {
    if (line.text.startsWith(start)) return [line.text.slice(start.length).trim()];
    // The exporter's older flag has several.
    const older = id === 'moreProjects' && /^--google\.project-id=(.*)$/.exec(line.text);
    return older ? (older[1]?.split(',') ?? []) : [];
  });
  return [...new Set(found)].filter((one) => one !== '' && !ofServices.includes(one));
}

/**
 * The exporter's flags with values of a flag added and taken out; all other lines stay.
 * @throws AppError invalid-stack for a value that does not stand on a line with its flag
 */
export function withList(
  text: string,
  id: GcpListId,
  added: readonly string[],
  gone: readonly string[],
): string {
  const { start, any, plain, what, comment, form } = LISTS[id];
  const lines = linesOf(text);
  const isPlain = (line: string) => line.startsWith(start) && plain.test(line.slice(start.length));
  const odd = lines.findIndex((line) => any.test(line.text) && !isPlain(line.text));
  if (odd !== -1) throw oddLine(what, odd, `is not ${start} with ${form}`);
  const is = listIn(text, id);
  const isGone = (line: Line) => gone.includes(line.text.slice(start.length).trim());
  const left = is.filter((one) => !gone.includes(one));
  const kept = without(
    lines,
    lines.filter((line) => line.text.startsWith(start) && isGone(line)).map((line) => line.text),
    left.length === 0 ? comment : null,
  );
  const flags = added.filter((one) => !is.includes(one)).map((one) => start + one);
  if (flags.length === 0) return textOf(kept);
  const last = lastOf(
    kept,
    left.map((one) => start + one),
  );
  return textOf(last === -1 ? insert(kept, kept.length, [comment, ...flags]) : insert(kept, last + 1, flags));
}

/** Lines that name a flag, in any form but a comment. */
function namingLines(lines: readonly Line[], flag: string): number[] {
  const naming = new RegExp(`^[^#]*--(?:no-)?${flag.replaceAll('.', '\\.')}(?![\\w.-])`);
  return lines.flatMap(({ text }, i) => (naming.test(text) ? [i] : []));
}

/** A duration as the exporter takes it, whose numbers all have units. */
const durationIn = (value: string): number | null =>
  value === '0' || /[a-z]$/.test(value) ? durationSeconds(value) : null;

/** How it asks; what cannot be read is as if it did not stand there. */
export function optionsIn(text: string): GcpOptions {
  const lines = linesOf(text).map((line) => line.text);
  const durations = gcpDurationIds.map((id) => {
    const start = `--${gcpDurations[id].flag}=`;
    const line = lines.find((one) => one.startsWith(start)) ?? '';
    return [id, durationIn(line.slice(start.length)) ?? gcpDefaults[id]] as const;
  });
  const switches = gcpSwitchIds.map((id) => [id, lines.includes(`--${gcpSwitches[id].flag}`)] as const);
  return { ...gcpDefaults, ...Object.fromEntries(durations), ...Object.fromEntries(switches) };
}

/** @throws AppError invalid-stack for a flag that does not stand there once, in its plain form */
function editable(text: string): Line[] {
  const lines = linesOf(text);
  const known = [
    ...gcpDurationIds.map((id) => ({ flag: gcpDurations[id].flag, isSwitch: false })),
    ...gcpSwitchIds.map((id) => ({ flag: gcpSwitches[id].flag, isSwitch: true })),
  ];
  for (const { flag, isSwitch } of known) {
    const [first, second] = namingLines(lines, flag);
    if (second !== undefined) throw oddLine('these options', second, `has --${flag} once more. Take it out.`);
    if (first === undefined) continue;
    const line = lines[first]?.text ?? '';
    const isPlain = isSwitch
      ? line === `--${flag}` || line === `--no-${flag}`
      : line.startsWith(`--${flag}=`) && durationIn(line.slice(flag.length + 3)) !== null;
    const form = isSwitch ? `--${flag} alone` : `--${flag}= with a duration such as 10m`;
    if (!isPlain) throw oddLine('these options', first, `is not ${form}. Write it so.`);
  }
  return lines;
}

/**
 * The exporter's flags with other options; all other lines stay. What is as without a flag loses the line where its
 * comment is the panel's.
 * @param changed those that differ, in whole seconds
 * @throws AppError invalid-stack for a flag that does not stand there once, in its plain form
 */
export function withOptions(text: string, changed: Partial<GcpOptions>): string {
  let lines = editable(text);
  const put = (flag: string, comment: string, value: string | null) => {
    const [at] = namingLines(lines, flag);
    const old = at === undefined ? null : (lines[at]?.text ?? null);
    if (old === null) lines = value === null ? lines : insert(lines, lines.length, [comment, value]);
    else if (value === null) lines = without(lines, [old], comment);
    else lines = lines.map((line) => (line.text === old ? { ...line, text: value } : line));
  };
  for (const id of gcpDurationIds) {
    const seconds = changed[id];
    if (seconds === undefined) continue;
    const { flag, normal, comment } = gcpDurations[id];
    const [at = 0] = namingLines(lines, flag);
    const isOurs = lines[at - 1]?.text === comment;
    put(flag, comment, seconds === normal && isOurs ? null : `--${flag}=${seconds}s`);
  }
  for (const id of gcpSwitchIds) {
    const isOn = changed[id];
    if (isOn !== undefined)
      put(gcpSwitches[id].flag, gcpSwitches[id].comment, isOn ? `--${gcpSwitches[id].flag}` : null);
  }
  return textOf(lines);
}
