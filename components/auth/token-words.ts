import type { TokenScope } from '@/lib/schemas/auth/auth';

interface TokenWords {
  title: string;
  /** What whoever has it can do. */
  about: string;
  /** A first call to try it with, after the panel's address. */
  example: string;
}

export const tokenWords: Record<TokenScope, TokenWords> = {
  read: {
    title: 'Read token',
    about: 'For dashboards and scripts: opens the status and the panel’s own metrics, and changes nothing.',
    example: '/api/status',
  },
  write: {
    title: 'Write token',
    about: 'For automation: also reads and changes the settings. It cannot sign in or make tokens.',
    example: '/api/settings',
  },
};
