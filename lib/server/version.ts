import 'server-only';
import manifest from '@/package.json';

/** The panel's version, as in package.json. */
export const VERSION: string = manifest.version;
