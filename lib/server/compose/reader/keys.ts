import 'server-only';
import { AppError } from '../../errors';
import { invalid, type Path, type YamlMap } from './scalars';

/** @throws AppError invalid-stack naming the first key that is neither known nor an `x-` extension. */
export function onlyKeys(map: YamlMap, path: Path, known: readonly string[]): void {
  for (const key of Object.keys(map)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    throw invalid(path ? `${path}.${key}` : key, 'is not supported by the panel');
  }
}

/** What reading a part of the file objects to; null: nothing. */
export function faultOf(read: () => void): AppError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
