import 'server-only';
import type { ServiceName } from '@/lib/pipeline/components';

/** An image's name, in its parts. */
export interface ImageReference {
  repository: string;
  tag: string | null;
  digest: string | null;
}

/** @param image a name of the files or of a registry; what is none gives parts that no registry knows */
export function readReference(image: string): ImageReference {
  const [named = '', digest = null] = image.split('@');
  const at = named.lastIndexOf(':');
  return at > named.lastIndexOf('/')
    ? { repository: named.slice(0, at), tag: named.slice(at + 1), digest }
    : { repository: named, tag: null, digest };
}

/** Its tag; of one without, the beginning of its digest. */
export function versionWords(image: string): string {
  const { tag, digest } = readReference(image);
  return tag ?? digest?.slice(0, 'sha256:'.length + 12) ?? 'latest';
}

/** How the image is called that a service of a project ran before its newest update. */
export const keptAs = (service: ServiceName, project: string) => ({
  repo: `weir-kept/${service}`,
  tag: project,
});
