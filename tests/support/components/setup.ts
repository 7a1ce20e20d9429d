import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { forgetDraft } from '@/components/forms/drafts';

// A test that fails waits so long; a machine that other programs keep busy takes ten times as long as a quiet one.
configure({ asyncUtilTimeout: 60_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  for (const key of Object.keys(window.sessionStorage)) forgetDraft(key.replace('weir-draft-', ''));
});
