import type { Action, Finding, Verdict } from '@/lib/schemas/snapshot';
import { rules } from './rules/table';
import type { Pipeline, RuleResult, VerdictContext } from './types';
import { destinationWords } from './words';

const SEVERITY_ORDER: Record<Finding['severity'], number> = { losing: 0, waiting: 1, warning: 2, info: 3 };

/**
 * What the state of the pipeline means for the data. Pure.
 *
 * `headline` and `detail` hold no figure that changes from second to second, since screen readers read them
 * again at each change; amounts in them are rounded coarsely. The samples a second and the age of the newest
 * sample are for the view to set beside them, from `delivery`, outside the live region.
 *
 * Green needs proof: without a finding that speaks for the pipeline the state is `ok` only while delivery is
 * `delivering`, which itself takes a 2XX counted recently.
 */
export function verdict(pipeline: Pipeline, context: VerdictContext): Verdict {
  const since = new Map(context.previous.map((finding) => [finding.id, finding.sinceMs]));
  const found = rules.flatMap((rule) =>
    rule.applies(pipeline, context).map((result) => ({ rule, result, id: findingId(rule.id, result) })),
  );
  const findings = found
    .map(
      ({ rule, result, id }): Finding => ({
        id,
        severity: rule.severity,
        title: result.title,
        consequence: result.consequence,
        fix: result.fix,
        href: result.href ?? null,
        action: actionOf(result),
        because: null,
        evidence: result.evidence || null,
        sinceMs: since.get(id) ?? result.sinceMs ?? pipeline.atMs,
      }),
    )
    .sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]);

  const spokesman = found.find(({ result }) => result.headline);
  if (spokesman) return { ...speak(spokesman.result), findings };
  return { ...calm(pipeline, findings), findings };
}

function findingId(ruleId: string, result: RuleResult): string {
  return result.subject ? `${ruleId}-${result.subject}` : ruleId;
}

function actionOf({ action, headline, href }: RuleResult): Action | null {
  if (action) return action;
  return href && headline?.actionLabel ? { kind: 'link', label: headline.actionLabel, href } : null;
}

function speak(result: RuleResult): Omit<Verdict, 'findings'> {
  const { headline } = result;
  return {
    state: headline?.state ?? 'unknown',
    headline: headline?.text ?? result.title,
    detail: result.consequence,
    fix: result.fix,
    action: actionOf(result),
  };
}

function calm(pipeline: Pipeline, findings: readonly Finding[]): Omit<Verdict, 'findings'> {
  if (pipeline.delivery.state !== 'delivering') {
    return {
      state: 'unknown',
      headline: 'Whether your data arrives is not known yet.',
      detail: 'Weir says so as soon as it has seen a delivery, or has seen one fail.',
      fix: null,
      action: null,
    };
  }
  const arriving = {
    headline: 'Your data is arriving.',
    detail: `It reaches ${destinationWords(pipeline.destination)}.`,
    fix: null,
  };
  const open = findings.filter((finding) => finding.severity !== 'info');
  const [worst] = open;
  if (!worst) return { ...arriving, state: 'ok', action: null };
  const look =
    open.length === 1 ? 'One thing needs a look' : `${open.length} things need a look, first of all`;
  return {
    ...arriving,
    state: 'degraded',
    detail: `${arriving.detail} ${look}: ${worst.title}`,
    action: { kind: 'link', label: 'See what to do', href: '#findings' },
  };
}
