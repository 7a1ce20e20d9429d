import type { ReactNode } from 'react';
import { SetupFrame } from './setup-frame';
import { StepHeading } from './step/step-heading';
import { WizardRail } from './wizard-rail';

/** The first screen: what is about to happen, and the claim. */
export function SetupWelcome({ children }: { children: ReactNode }) {
  return (
    <SetupFrame rail={<WizardRail current="welcome" reachable="welcome" />}>
      <StepHeading
        title="Is this Pi yours?"
        why="Weir takes about five minutes to set up. The code proves that you are the one who started it, so that nobody else in your network can take it over; the password is for every visit after this one."
      />
      {children}
    </SetupFrame>
  );
}
