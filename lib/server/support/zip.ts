import 'server-only';
import { buffer } from 'node:stream/consumers';

/** A file of an archive. */
export interface ZipEntry {
  /** Its path within the archive. */
  name: string;
  content: Buffer;
}

/** One archive of all of them. @param at the time that each of its files gets */
export async function zip(entries: readonly ZipEntry[], at: Date): Promise<Buffer> {
  const { ZipFile } = await import('yazl');
  const archive = new ZipFile();
  for (const { name, content } of entries) archive.addBuffer(content, name, { mtime: at });
  archive.end();
  return buffer(archive.outputStream);
}
