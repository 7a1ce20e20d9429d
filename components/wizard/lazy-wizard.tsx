'use client';

import dynamic from 'next/dynamic';

/** The wizard with its forms and their validation, apart: the claim is shown before anything of it is needed. */
export const LazyWizard = dynamic(() => import('./wizard').then((module) => module.Wizard));
