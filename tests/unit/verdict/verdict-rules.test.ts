import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { placeWords } from '@/components/overview/place-words';
import { serviceNames, sourceIds } from '@/lib/pipeline/components';
import { deliveryFailureKinds } from '@/lib/schemas/delivery';
import { destinationKinds } from '@/lib/schemas/snapshot';
import { wizardSteps } from '@/lib/schemas/wizard';
import { rules } from '@/lib/verdict/rules/table';
import { CASES } from '../../support/cases/verdict-cases';
import { calmContext, healthy } from '../../support/fakes/fake-pipeline';
import { both, failing, judge, named, vmagentGone } from '../../support/panel/judge';

describe.each(CASES)('$rule, when $when', ({ rule, change, id = rule, severity, state, headline }) => {
  const seen = judge(change);
  test('is found', () =>
    expect(seen.findings.find((finding) => finding.id === id)).toMatchObject({ severity }));
  test(`makes the state ${state}`, () => expect(seen.state).toBe(state));
  test('is said at the top', () => expect(seen.headline).toContain(headline));
});

test('every rule has a case here, so that none can go missing unseen', () => {
  expect(rules.map(({ id }) => id).sort()).toEqual([...new Set(CASES.map(({ rule }) => rule))].sort());
});

test('a paused vmagent is called paused and nothing else, with the way out', () => {
  const { findings } = judge(both(vmagentGone, named('vmagent', { state: 'paused' })));
  expect(findings.map(({ id }) => id)).toEqual(['vmagent-paused']);
  expect(findings[0]?.fix).toContain('docker compose unpause vmagent');
});

test.each([0, 999])('with %i bytes in the buffer no amount is said to wait', (bytes) => {
  const seen = judge(
    both(failing('network'), (pipeline) => {
      pipeline.buffer.bytes = bytes;
    }),
  );
  expect(seen.detail).toBe('Nothing is lost yet: vmagent keeps the data.');
});

test('every kind of failure that keeps data has its words', () => {
  for (const kind of deliveryFailureKinds) {
    const { findings } = judge(failing(kind));
    expect(findings.some(({ severity }) => severity === 'waiting')).toBe(true);
  }
});

test('a fix makes sense in a message, too, which has nothing below it', () => {
  for (const { change } of CASES)
    for (const { fix } of judge(change).findings) expect(fix).not.toMatch(/\bbelow\b/);
});

describe('every link leads to a page', () => {
  const pages = globSync('app/**/page.tsx')
    .map(
      (file) =>
        file
          .replace(/^app/, '')
          .replace(/\/page\.tsx$/, '')
          .replaceAll(/\/\([^/]+\)/g, '') || '/',
    )
    .flatMap((page) =>
      page.includes('[name]') ? serviceNames.map((name) => page.replace('[name]', name)) : page,
    )
    .flatMap((page) => (page === '/sources/[id]' ? sourceIds.map((id) => page.replace('[id]', id)) : page));

  test.each(CASES.flatMap((one) => destinationKinds.map((kind) => ({ ...one, kind }))))(
    '$rule, when $when, with the destination $kind',
    ({ change, kind }) => {
      const { action, findings } = judge(
        both((pipeline) => {
          pipeline.destination.kind = kind;
        }, change),
      );
      const actions = [action, ...findings.map((finding) => finding.action)];
      const linked = actions.map((one) => (one?.kind === 'link' ? one.href : null));
      for (const href of [...linked, ...findings.map((finding) => finding.href)]) {
        if (!href || href === '#findings') continue;
        const { pathname, searchParams } = new URL(href, 'http://pi');
        expect(pages).toContain(pathname);
        expect(placeWords(pathname)).not.toContain('/');
        if (pathname === '/setup') expect([null, ...wizardSteps]).toContain(searchParams.get('step'));
      }
    },
  );

  test('and no label of a button goes without one', () => {
    for (const { change } of CASES) {
      const pipeline = healthy();
      const context = calmContext();
      change(pipeline, context);
      const results = rules.flatMap((rule) => rule.applies(pipeline, context));
      for (const { headline, href } of results) if (headline?.actionLabel) expect(href).toBeTruthy();
    }
  });
});
