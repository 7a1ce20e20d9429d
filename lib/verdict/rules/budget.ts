import { type Level, type Limits, levelOf, refusesFrom } from '@/lib/budget';
import { inEnglish } from '@/lib/english';
import { jobWords } from '@/lib/pipeline/components';
import { brakeAt, SHIPPED_BRAKE_SERIES } from '@/lib/schemas/plan';
import type { Pipeline, Rule, VerdictContext } from '../terms/types';
import { destinationWords, sentence, settingsHref } from '../terms/words';

/** Once it is said, it is only taken back below this share of the limit: a figure at the edge goes back and forth. */
const BELOW = 0.85;

interface Kind {
  id: string;
  limit: keyof Limits;
  /** What is counted. */
  unit: string;
  when: string;
  fix: string;
}

const kinds: Kind[] = [
  {
    id: 'budget-series',
    limit: 'series',
    unit: 'active series',
    when: 'vmagent sends at least 90 % of the active series that the plan covers, as it counts them itself.',
    fix: 'Leave out metrics that nobody looks at, or switch a source off: Plan and limits says who uses how much. If your plan is another one, put its numbers in there.',
  },
  {
    id: 'budget-points',
    limit: 'pointsPerMinute',
    unit: 'data points a minute',
    when: 'vmagent sends at least 90 % of the data points a minute that the plan covers, averaged over a quarter of an hour.',
    fix: 'Read the sources less often, or leave out metrics that nobody looks at: Plan and limits says who uses how much. If your plan is another one, put its numbers in there.',
  },
];

function levelWith({ id, limit }: Kind, { budget, previous }: VerdictContext): Level {
  if (!budget) return 'unknown';
  const [value, most] = [budget[limit], budget.limits[limit]];
  const level = levelOf(value, most);
  const wasSaid = previous.some((finding) => finding.id === id);
  return level === 'within' && wasSaid && value !== null && value >= (most ?? 0) * BELOW ? 'near' : level;
}

function ruleOf(kind: Kind): Rule {
  return {
    id: kind.id,
    severity: 'warning',
    when: kind.when,
    applies: (pipeline, context) => {
      const level = levelWith(kind, context);
      if ((level !== 'near' && level !== 'over') || isBeforeAggregation(kind, context)) return [];
      return [{ ...words(kind, level, pipeline, context), fix: kind.fix, href: settingsHref('plan') }];
    },
  };
}

const isBeforeAggregation = ({ limit }: Kind, { budget }: VerdictContext) =>
  limit === 'series' && budget?.isAggregated === true;

function words({ limit, unit }: Kind, level: Level, { destination }: Pipeline, { budget }: VerdictContext) {
  const [value, most] = [budget?.[limit] ?? 0, budget?.limits[limit] ?? 0];
  const where = sentence(destinationWords(destination));
  const covered = `${inEnglish(most)} ${unit}`;
  const refuses = limit === 'series' && budget ? refusesFrom(budget.limits, destination.kind) : null;
  const brakeSeries = budget?.brakeSeries ?? null;
  const beyond =
    refuses === null
      ? `${where} may refuse what is beyond it, which is then lost, or bill it.`
      : brakeSeries !== null && brakeSeries < refuses
        ? `At ${inEnglish(brakeSeries)} the brake throws samples of new series away, so that the others still arrive.`
        : `Its free plan takes up to ${inEnglish(refuses)}. Then it refuses new series, and what is behind them waits too.`;
  if (level === 'over') {
    return {
      title: `More is sent than the plan covers: about ${inEnglish(Number(value.toPrecision(2)))} instead of ${covered}.`,
      consequence: beyond,
    };
  }
  return {
    title: `Close to the plan’s ${covered}: about ${Math.round((value / most) * 100)} % are used.`,
    consequence:
      refuses === null
        ? `Nothing is lost. Beyond the plan ${where} may refuse what is new, or bill it.`
        : `Nothing is lost. ${beyond}`,
  };
}

const brakeTooLate: Rule = {
  id: 'brake-too-late',
  severity: 'info',
  when: 'vmagent’s brake lets more series through than Grafana Cloud’s free plan takes.',
  applies: ({ destination }, { budget }) => {
    const refuses = budget ? refusesFrom(budget.limits, destination.kind) : null;
    // One that was let go was let go on purpose.
    const brake = brakeAt(budget?.brakeSeries ?? null);
    if (refuses === null || brake === null || brake < refuses) return [];
    return [
      {
        title: `The brake comes too late: ${destinationWords(destination)}’s free plan refuses new series from ${inEnglish(refuses)} on.`,
        consequence: `Nothing is lost. A source that grows beyond ${inEnglish(refuses)} series would hold up the data of all others.`,
        fix: `Set the brake to ${inEnglish(SHIPPED_BRAKE_SERIES)} series. If your plan is another one, put its numbers in there.`,
        href: settingsHref('plan'),
      },
    ];
  },
};

/** vmagent counts before it aggregates, so that more than the plan covers does not mean that more is sent. */
const budgetUnknown: Rule = {
  id: 'budget-series-unknown',
  severity: 'info',
  when: 'vmagent has more active series than the plan covers and aggregates some of them, which it does after counting.',
  applies: (_, { budget }) => {
    if (!budget?.isAggregated || levelOf(budget.series, budget.limits.series) !== 'over') return [];
    return [
      {
        title: `Whether the plan covers all series is not known: ${inEnglish(Number((budget.series ?? 0).toPrecision(2)))} are counted before aggregation, and it covers ${inEnglish(budget.limits.series ?? 0)}.`,
        consequence: 'Fewer are sent, and vmagent does not count those.',
        fix: 'All Pis shows how many series the destination has. The brake counts before aggregation, too.',
        href: settingsHref('plan'),
      },
    ];
  },
};

const seriesLimit: Rule = {
  id: 'series-limit',
  severity: 'warning',
  when: 'A source has more series than its own limit lets through, by what the destination has: asked where it is this Pi, or there is a token for reading.',
  applies: (_, { budget }) =>
    (budget?.shedding ?? []).map(({ job, max }) => ({
      subject: job,
      title: `${jobWords(job)} is at its limit of ${inEnglish(max)} series.`,
      consequence: 'Samples of its series beyond that are thrown away. Nothing else is lost by it.',
      fix: 'Leave out metrics that nobody looks at, or raise the limit of this source.',
      href: settingsHref('plan'),
    })),
};

/** From 90 % of what the plan covers, and where it is exceeded; a brake that would not hold it; a limit that is reached. */
export const budgetRules: Rule[] = [...kinds.map(ruleOf), budgetUnknown, brakeTooLate, seriesLimit];
