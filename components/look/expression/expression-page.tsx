'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ComponentType, useEffect, useState } from 'react';
import { BackLink } from '@/components/layout/back-link';
import { PageTitle } from '@/components/layout/page-title';
import { expressionQuery } from '@/lib/queries/look';
import { useLoad } from '@/lib/queries/use-load';
import { EXPRESSION_MAX } from '@/lib/schemas/plain';
import { DashboardReach } from '../dashboard-reach';
import { Drawn } from '../drawn';
import { useReach } from '../use-reach';
import type { Begun, EditorProps } from './editor';
import { ExpressionField, plainExpression } from './expression-field';
import { ExpressionStart } from './expression-start';

const loadHere = () => import('./editor').then(({ Editor }) => Editor);

interface ExpressionPageProps {
  loadEditor?: () => Promise<ComponentType<EditorProps>>;
}

const expressionIn = (address: URLSearchParams) => plainExpression(address.get('q') ?? '');

/** PromQL of whoever looks: what is run stands in the address, and what was run before a step back. */
export function ExpressionPage({ loadEditor = loadHere }: ExpressionPageProps) {
  const pathname = usePathname();
  const address = useSearchParams();
  const inAddress = expressionIn(address);
  const q = inAddress.length > EXPRESSION_MAX ? '' : inAddress;
  const [begun, setBegun] = useState<Begun>({ text: inAddress, takesFocus: false });
  const { span, pis, show } = useReach();
  const load = useLoad(expressionQuery(q, span, pis));
  const view = q === '' ? undefined : load.data;
  const refusal = view?.state === 'silent' ? view.refusal : null;

  useEffect(() => {
    const begin = () =>
      setBegun({ text: expressionIn(new URLSearchParams(window.location.search)), takesFocus: false });
    window.addEventListener('popstate', begin);
    return () => window.removeEventListener('popstate', begin);
  }, []);

  function run(expression: string): void {
    if (expression === inAddress) {
      if (q !== '') void load.refetch();
      return;
    }
    const query = new URLSearchParams(address);
    query.delete('q');
    if (expression !== '') query.set('q', expression);
    window.history.pushState(null, '', query.size > 0 ? `${pathname}?${query}` : pathname);
  }

  function begin(example: string): void {
    setBegun({ text: example, takesFocus: true });
    run(example);
  }

  return (
    <div className="flex flex-col gap-5">
      <BackLink href="/look/metrics" name="Metrics" />
      <PageTitle
        title="Expression"
        lead={view?.state === 'read' ? view.about : 'PromQL, as the destination evaluates it.'}
        aside={
          q !== '' &&
          view?.state !== 'elsewhere' && <DashboardReach view={view} span={span} pis={pis} onChange={show} />
        }
      />
      <ExpressionField begun={begun} error={refusal ?? undefined} onRun={run} load={loadEditor} />
      {q === '' ? (
        <ExpressionStart onBegin={begin} />
      ) : (
        refusal === null && <Drawn load={load} title="The expression could not be evaluated." />
      )}
    </div>
  );
}
