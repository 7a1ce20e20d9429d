import { type ComponentType, lazy } from 'react';
import { PartMissing } from '@/components/ui/part-missing';
import type { WizardStep } from '@/lib/schemas/wizard';

/** Each step with its form is fetched when it is come to; until then the one before it stays. */
export const stepViews: Record<WizardStep, ComponentType> = {
  destination: step(() => import('./destination/destination-step').then((module) => module.DestinationStep)),
  sources: step(() => import('./sources-step').then((module) => module.SourcesStep)),
  name: step(() => import('./name-step').then((module) => module.NameStep)),
  review: step(() => import('./review/review-step').then((module) => module.ReviewStep)),
  launch: step(() => import('./launch/launch-step').then((module) => module.LaunchStep)),
};

function step(load: () => Promise<ComponentType>) {
  return lazy(() => load().then(toModule, () => toModule(StepMissing)));
}

const toModule = (component: ComponentType) => ({ default: component });

function StepMissing() {
  return <PartMissing title="This step could not be loaded.">What you have typed is kept.</PartMissing>;
}
