'use client';

import { Card, Section } from '@/components/ui/card';
import { Later } from '@/components/ui/later';

const loadList = () => import('./snippet-list').then((module) => module.SnippetList);

/** How other programs use the panel. */
export function ForOthers() {
  return (
    <Section title="Other programs">
      <Card>
        <p className="border-line border-b px-4 py-3 text-quiet text-sm">
          The API is described in{' '}
          <a className="text-accent underline" href="/api/openapi.json">
            openapi.json
          </a>{' '}
          (OpenAPI 3.1): routes, bodies, answers, and what each token opens.
        </p>
        <Later
          load={loadList}
          with={{}}
          height="h-36"
          missing="The settings of other programs could not be loaded."
        />
      </Card>
    </Section>
  );
}
