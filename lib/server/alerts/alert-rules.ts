import 'server-only';
import { stringify } from 'yaml';
import { dashboards } from '@/lib/dashboards/dashboards';
import { ruleGroups } from '@/lib/dashboards/rule-groups';
import { type Movable, numberOf, type OwnRules, rangeOf } from '@/lib/dashboards/terms/movable';
import type { AlertRule } from '@/lib/dashboards/terms/shape';
import type { AlertRulesView, OwnRulesInput, RuleLimit } from '@/lib/schemas/grafana/alert-rules';
import { isInRange, rangeProblem } from '@/lib/typed-number';
import { assertSeenPart, partRevision } from '../change/records/part-revision';
import { revisionKey } from '../change/records/sealed-texts';
import { AppError } from '../errors';
import type { Call } from '../http/call';
import { givenRevision } from '../http/change-call';
import { inTurn } from '../wait';
import { readOwnRules, saveOwnRules } from './own-rules';

const rules = dashboards.flatMap((one) => one.rules);
const movables = rules.flatMap(({ limit }) => (typeof limit === 'number' ? [] : [limit]));

/** @throws AppError invalid-stack */
export async function showAlertRules(): Promise<AlertRulesView> {
  return viewOf(await readOwnRules());
}

/** What is left out is as it ships. @throws AppError bad-request at the number that is wrong, revision-conflict */
export async function setAlertRules({ body, request }: Call<OwnRulesInput>): Promise<AlertRulesView> {
  return inTurn('alert-rules', async () => {
    await assertSeenPart(givenRevision(request), await readOwnRules());
    const own = checked(body);
    await saveOwnRules(own);
    return viewOf(own);
  });
}

/** The rules as the owner has them, as a rules file of Prometheus. @throws AppError invalid-stack */
export async function alertRulesFile(): Promise<string> {
  const text = stringify({ groups: ruleGroups(await readOwnRules()) }, { lineWidth: 0 });
  return `# Alert rules for all Pis, as they are set in Weir. A plain rules file of Prometheus.\n${text}`;
}

/** Without what is as it ships, and in one order, so that it has one revision. */
function checked({ off, limits }: OwnRulesInput): OwnRules {
  const names = rules.map(({ name }) => name);
  if (off.some((name) => !names.includes(name))) throw wrong('off', 'There is no such alert rule.');
  const given = new Map(Object.entries(limits));
  const known = movables.map(({ name }) => name);
  if ([...given.keys()].some((name) => !known.includes(name)))
    throw wrong('limits', 'No alert rule has such a number.');
  const moved = movables.flatMap((movable): [string, number][] => {
    const { name, value } = movable;
    const range = rangeOf(movable);
    const own = given.get(name) ?? value;
    if (!isInRange(range, own)) throw wrong(`limits.${name}`, rangeProblem(range));
    return own === value ? [] : [[name, own]];
  });
  return { off: names.filter((name) => off.includes(name)), limits: Object.fromEntries(moved) };
}

const wrong = (field: string, message: string) =>
  new AppError('bad-request', message, { fieldErrors: { [field]: message } });

const viewOf = async (own: OwnRules): Promise<AlertRulesView> => ({
  revision: partRevision(await revisionKey(), own),
  groups: dashboards.map(({ title, rules: ofOne }) => ({
    title,
    rules: ofOne.map(({ name, title: inWords, severity, is, limit }) => ({
      name,
      title: inWords,
      severity,
      isOn: !own.off.includes(name),
      limit: typeof limit === 'number' ? null : shownLimit(limit, is, own),
    })),
  })),
});

function shownLimit(movable: Movable, is: AlertRule['is'], own: OwnRules): RuleLimit {
  const { name, value: shipped } = movable;
  const side = is === '<' ? 'less' : 'more';
  return { name, side, value: numberOf(movable, own), shipped, range: rangeOf(movable) };
}
