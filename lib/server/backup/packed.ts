import 'server-only';

/** A file in a backup. */
export interface PackedFile {
  /** Inside the stack folder. */
  path: string;
  mode: number;
  content: Buffer;
}

export const MANIFEST = 'manifest.json';
/** What a tar header holds. */
const MOST_CHARS = 100;
const PATH = /^(?:manifest\.json|\.env|\.weir\/[\w-][\w.-]*|config(?:\/[\w-][\w.-]*){1,5})$/;

/** No path of another form is ever packed, or taken out: none leads out of the stack folder. */
export const isPackedPath = (path: string): boolean => path.length <= MOST_CHARS && PATH.test(path);
