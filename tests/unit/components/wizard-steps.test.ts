import { describe, expect, it } from 'vitest';
import { parseStep, reachableStep, screens, stepHref } from '@/components/wizard/step/steps';
import { wizardSteps } from '@/lib/schemas/wizard';
import { answered, firstVisit } from '../../support/fixtures/wizard-fixtures';

const running = { ...firstVisit, step: 'launch' as const, runningTaskId: 'job-1' };
const complete = { ...answered, isComplete: true };

describe('reachableStep', () => {
  it.each([
    ['the first open question on a first visit', null, firstVisit, 'destination'],
    ['no step beyond the first open question', 'name', firstVisit, 'destination'],
    ['any step before it', 'destination', { ...answered, step: 'name' as const }, 'destination'],
    ['the launch once all is answered, so that a failed one stays in view', 'launch', answered, 'launch'],
    ['the launch that runs', null, running, 'launch'],
    ['another step during a launch when asked for', 'name', running, 'name'],
    ['the review once a pipeline stands', null, complete, 'review'],
  ] as const)('opens %s', (_, asked, state, step) => {
    expect(reachableStep(asked, state)).toBe(step);
  });
});

it('reads a step from an address and writes it there', () => {
  expect(parseStep('sources')).toBe('sources');
  expect(parseStep('welcome')).toBeNull();
  expect(parseStep(null)).toBeNull();
  expect(stepHref('launch', 'a b')).toBe('/setup?step=launch&task=a%20b');
});

it('has a screen for each step of the contract, in its order', () => {
  expect(screens).toEqual(['welcome', ...wizardSteps]);
});
