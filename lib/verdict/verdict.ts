import { bySeverity, groupFindings } from '@/lib/finding-groups';
import type { Action, Finding, Verdict } from '@/lib/schemas/snapshot';
import { rootsOf } from './because';
import { calmWords, LOOK } from './calm';
import type { Found } from './found';
import { rules } from './rules/table';
import { findingId } from './terms/finding-id';
import type { Pipeline, RuleResult, VerdictContext } from './terms/types';

/**
 * What the state of the pipeline means for the data. Pure.
 *
 * `headline` and `detail` hold no figure that changes from second to second, since screen readers read them
 * again at each change; amounts in them are rounded coarsely. The samples a second and the age of the newest
 * sample are for the view to set beside them, from `delivery`, outside the live region.
 *
 * Green needs proof: without a finding that speaks for the pipeline the state is `ok` only while delivery is
 * `delivering`, which itself takes a 2XX counted recently.
 *
 * One cause, one headline: the finding that speaks for the pipeline gives the state and what it means for the data;
 * what explains it (graph.ts) gives the headline and what to do.
 */
export function verdict(pipeline: Pipeline, context: VerdictContext): Verdict {
  const since = new Map(context.previous.map((finding) => [finding.id, finding.sinceMs]));
  const found = rules.flatMap((rule) =>
    rule.applies(pipeline, context).map(
      (result): Found => ({
        id: findingId(rule.id, result.subject),
        rule: rule.id,
        severity: rule.severity,
        result,
      }),
    ),
  );
  const roots = rootsOf(found, { pipeline, context });
  const rootOf = (one: Found) => roots.get(one.id) ?? one;
  const all = found
    .map((one) => ({
      ...toFinding(one, rootOf(one), since.get(one.id) ?? one.result.sinceMs ?? pipeline.atMs),
      found: one,
    }))
    .sort(bySeverity);
  const groups = groupFindings(all).sort((a, b) => bySeverity(a.worst, b.worst));
  const findings = [...groups.map(({ root }) => root), ...groups.flatMap(({ explained }) => explained)].map(
    ({ found: _, ...finding }): Finding => finding,
  );

  // The most severe that speaks, of several the first of the rules' order: the sort is stable.
  const [spokesman] = found.filter(({ result }) => result.headline).sort(bySeverity);
  if (spokesman) return { ...speak(spokesman.result, rootOf(spokesman).result), findings };
  return {
    ...calmWords(
      pipeline,
      groups.filter(({ worst }) => worst.severity !== 'info'),
    ),
    findings,
  };
}

function toFinding({ id, severity, result }: Found, root: Found, sinceMs: number): Finding {
  return {
    id,
    severity,
    title: result.title,
    consequence: result.consequence,
    fix: result.fix,
    href: result.href ?? null,
    action: actionOf(result),
    because: root.id === id ? null : root.id,
    evidence: result.evidence || null,
    sinceMs,
  };
}

function actionOf({ action, headline, href }: RuleResult): Action | null {
  if (action) return action;
  return href && headline?.actionLabel ? { kind: 'link', label: headline.actionLabel, href } : null;
}

/** @param root explains what `result` says of the data, or is that itself */
function speak(result: RuleResult, root: RuleResult): Omit<Verdict, 'findings'> {
  return {
    state: result.headline?.state ?? 'unknown',
    headline: root.headline?.text ?? root.title,
    detail: result.consequence,
    fix: root.fix,
    action: actionOf(root) ?? (root === result ? null : linkTo(root)),
  };
}

function linkTo({ href }: RuleResult): Action {
  return href ? { kind: 'link', label: 'See what to do', href } : LOOK;
}
