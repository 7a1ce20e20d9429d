import { createContext } from 'react';
import type { SourcesOf } from '@/lib/schemas/sources-of';

/** In which form the sources are: whose secrets count that it does not hold. */
export const AskedOf = createContext<SourcesOf>('answers');
